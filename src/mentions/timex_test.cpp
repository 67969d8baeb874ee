#include "mentions/timex.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "mentions/timex_calendar.h"

namespace dragoman {
namespace {

std::vector<Timex> timexes_of(const TimexFinder& finder, const std::string& text, CalendarDate published) {
  TextBuilder builder(text);
  builder.copy({0, static_cast<std::uint32_t>(text.size())});
  Page page;
  page.text = std::move(builder).finish();
  Block block;
  block.span = {0, static_cast<std::uint32_t>(text.size())};
  page.blocks.push_back(block);
  Article article;
  LabelledBlock label;
  label.label = Label::paragraph;
  article.blocks.push_back(label);
  if (published.year) article.published = Published{published, "", "input", std::nullopt};
  return finder.find(page, article, {});
}

std::vector<Timex> timexes_of(const std::string& text, CalendarDate published) {
  static const auto finder = TimexFinder::load(DRAGOMAN_ROOT, {});
  EXPECT_TRUE(finder.has_value()) << (finder ? "" : to_string(finder.error()));
  return timexes_of(*finder, text, published);
}

std::vector<std::string> values_of(const TimexFinder& finder, const std::string& text, CalendarDate published) {
  std::vector<std::string> out;
  for (const Timex& timex : timexes_of(finder, text, published)) out.push_back(timex.value);
  return out;
}

std::string first_value(const std::string& text, CalendarDate published = {2026, 3, 4}) {  // a Wednesday
  const auto found = timexes_of(text, published);
  return found.empty() ? "" : found.front().value;
}

TEST(Calendar, AgreesWithKnownDays) {
  EXPECT_EQ(days_of(1970, 1, 1), 0);
  EXPECT_EQ(weekday_of(days_of(2026, 3, 4)), 3);
  EXPECT_EQ(day_of(days_of(2000, 2, 29)).day, 29);
  EXPECT_EQ(iso_week_of(days_of(2021, 1, 3)).week, 53);
  EXPECT_EQ(day_of(easter_of(2025)).day, 20);
}

TEST(Timex, WeekdayGoesBackUnlessTheClauseLooksAhead) {
  EXPECT_EQ(first_value("Troops crossed the river on Monday."), "2026-03-02");
  EXPECT_EQ(first_value("Ministers will meet on Monday."), "2026-03-09");
  EXPECT_EQ(first_value("He arrived on Wednesday."), "2026-03-04");
}

TEST(Timex, ReadsDatesUnitsAndAmounts) {
  EXPECT_EQ(first_value("The accord was signed on 12 May 1998."), "1998-05-12");
  EXPECT_EQ(first_value("The accord was signed on May 12, 1998."), "1998-05-12");
  EXPECT_EQ(first_value("It fell two years ago."), "2024");
  EXPECT_EQ(first_value("It fell last week."), "2026-W09");
  EXPECT_EQ(first_value("It happened in the 1990s."), "199");
  EXPECT_EQ(first_value("The siege lasted twenty-four days."), "P24D");
  EXPECT_EQ(first_value("They meet every Tuesday."), "XXXX-WXX-2");
  EXPECT_EQ(first_value("Sales rose in the third quarter of 2024."), "2024-Q3");
  EXPECT_EQ(first_value("Shells fell on Tuesday night."), "2026-03-03TNI");
  EXPECT_EQ(first_value("The vote may be delayed."), "");
}

TEST(Timex, WithoutAPublicationDateUnknownPartsStayUnknown) {
  EXPECT_EQ(first_value("He arrived on Friday.", {}), "XXXX-WXX-5");
  EXPECT_EQ(first_value("He arrived on May 3.", {}), "XXXX-05-03");
}

TEST(Timex, AMonthOfPublicationFixesMonthsAndYearsOnly) {
  EXPECT_EQ(first_value("He arrived on Friday.", {2018, 4, 0}), "XXXX-WXX-5");
  EXPECT_EQ(first_value("It fell last year.", {2018, 4, 0}), "2017");
  EXPECT_EQ(first_value("It fell last month.", {2018, 4, 0}), "2018-03");
  EXPECT_EQ(first_value("It fell in March.", {2018, 0, 0}), "XXXX-03");
  EXPECT_EQ(first_value("It fell last year.", {2018, 0, 0}), "2017");
}

TEST(Timex, AnOverlayAddsWordsAndRows) {
  const std::string folder = ::testing::TempDir() + "timex_overlay";
  std::filesystem::create_directories(folder + "/languages/en");
  std::ofstream(folder + "/languages/en/time_grammar.tsv")
      << "reading\tpattern\tset\nshift\tfull @AMT UNITS past\tdir=-1\n";
  std::ofstream(folder + "/languages/en/time_holidays.tsv") << "name\trule\nHarbour Day\t06-02\n";
  const auto finder = TimexFinder::load(DRAGOMAN_ROOT, {folder});
  ASSERT_TRUE(finder.has_value()) << to_string(finder.error());
  EXPECT_EQ(values_of(*finder, "It fell full two years past. They met on Harbour Day.", {2026, 3, 4}),
            (std::vector<std::string>{"2024", "2025-06-02"}));
  std::ofstream(folder + "/languages/en/time_grammar.tsv") << "reading\tpattern\tset\nshift\tNOTHING ago\t\n";
  const auto bad = TimexFinder::load(DRAGOMAN_ROOT, {folder});
  ASSERT_FALSE(bad.has_value());
  EXPECT_NE(bad.error().what.find("NOTHING"), std::string::npos);
}

TEST(Timex, AnyBytesAreSafe) {
  std::string bytes;
  for (int i = 0; i < 4000; ++i) bytes += static_cast<char>(i * 7919 % 251);
  timexes_of(bytes, {2026, 3, 4});
  timexes_of("\xe2\x80", {2026, 3, 4});
  timexes_of(std::string(3000, '1') + " days", {2026, 3, 4});
}

}  // namespace
}  // namespace dragoman
