#include "statements/quote_marks.h"

#include <gtest/gtest.h>

namespace dragoman {
namespace {

std::vector<std::string> quoted(const std::string& text) {
  static const auto marks = QuoteMarks::load(DRAGOMAN_ROOT, {});
  EXPECT_TRUE(marks) << to_string(marks.error());
  std::vector<QuotedStretch> found;
  marks->scan(text, {0, static_cast<std::uint32_t>(text.size())}, 0, found);
  std::vector<std::string> out;
  for (const QuotedStretch& stretch : found)
    out.push_back(text.substr(stretch.inside.begin, stretch.inside.size()) + (stretch.closed ? "" : "|open"));
  return out;
}
using Words = std::vector<std::string>;

TEST(QuoteMarks, AllStyles) {
  EXPECT_EQ(quoted("\"We stay,\" he said."), Words({"We stay,"}));
  EXPECT_EQ(quoted("“We stay,” he said, “and talk.”"), Words({"We stay,", "and talk."}));
  EXPECT_EQ(quoted("‘We stay,’ he said."), Words({"We stay,"}));
  EXPECT_EQ(quoted("'We stay,' he said."), Words({"We stay,"}));
  EXPECT_EQ(quoted("``We stay,'' he said."), Words({"We stay,"}));
  EXPECT_EQ(quoted("« We stay », he said."), Words({"We stay"}));
  EXPECT_EQ(quoted("„We stay“, he said."), Words({"We stay"}));
}

TEST(QuoteMarks, ApostrophesAreNoQuotations) {
  EXPECT_EQ(quoted("The workers' union didn't agree to the ministers' plan."), Words());
  EXPECT_EQ(quoted("The workers’ union didn’t agree."), Words());
  EXPECT_EQ(quoted("He called it ‘the ministers’ plan,’ and left."), Words({"the ministers’ plan,"}));
  EXPECT_EQ(quoted("They met in '98 and the farmers' sons sang."), Words());
}

TEST(QuoteMarks, MixedMarksCloseEachOther) {
  EXPECT_EQ(quoted("“They left at dawn,\" she said."), Words({"They left at dawn,"}));
}

TEST(QuoteMarks, InnerQuotationsBelongToTheOuter) {
  EXPECT_EQ(quoted("“He told me ‘go home’ and left,” she said."), Words({"He told me ‘go home’ and left,"}));
}

TEST(QuoteMarks, AMarkNeverClosedEndsWhereTheNextOpens) {
  EXPECT_EQ(quoted("“We were driven out of there. “Now we wait,” he said."),
            Words({"We were driven out of there.|open", "Now we wait,"}));
  EXPECT_EQ(quoted("\"We were driven out"), Words({"We were driven out|open"}));
}

TEST(QuoteMarks, HostileInputIsReadInOnePass) {
  EXPECT_NO_FATAL_FAILURE(quoted(std::string(200000, '"')));
  EXPECT_NO_FATAL_FAILURE(quoted(std::string(200000, '\'')));
  std::string text;
  for (int i = 0; i < 50000; ++i) text += " 'a";
  EXPECT_NO_FATAL_FAILURE(quoted(text));
  EXPECT_EQ(quoted("\xe2\x80"), Words());
}

}  // namespace
}  // namespace dragoman
