#include "mentions/timex.h"

#include <algorithm>

#include "mentions/timex_scan.h"
#include "mentions/timex_tense.h"
#include "mentions/timex_value.h"

namespace dragoman {

struct TimexFinder::Data {
  TimeGrammar grammar;
};

namespace {

std::string_view view(std::string_view text, const TimeWord& word) {
  return text.substr(word.begin, word.end - word.begin);
}

bool only(const TimeMatch& match, TimeClassId cls) {
  return match.edges.size() == 1 && match.edges[0].cls == static_cast<TimeClass>(cls);
}

// "Theresa May", "May said": a month that stands alone wants a word of time before it or none with a capital.
bool is_name(const TimeGrammar& grammar, std::string_view text, const std::vector<TimeWord>& words,
             const TimeMatch& match) {
  if (!only(match, TimeClassId::MONTH)) return false;
  const bool introduced = match.begin > 0 && has_class(grammar, words, match.begin - 1, TimeClassId::BEFORE);
  if (introduced) return false;
  if (has_class(grammar, words, match.begin, TimeClassId::NAMELIKE)) return true;
  const bool apart = match.begin == 0 || text.substr(words[match.begin - 1].end, 1) != " ";
  return !apart && words[match.begin - 1].capital;
}

// A lone number or a word with another sense is no time.
bool plausible(const TimeGrammar& grammar, std::string_view text, const std::vector<TimeWord>& words,
               const TimeMatch& match) {
  if (is_name(grammar, text, words, match)) return false;
  const std::string_view before = match.begin ? view(text, words[match.begin - 1]) : std::string_view();
  const bool joined_before = match.begin && words[match.begin - 1].end == words[match.begin].begin;
  if (only(match, TimeClassId::YEAR)) {
    const double year = match.edges[0].value.number;
    if (year < 1500 || year > 2060) return false;
    if (before == "$" || before == "#" || before == "+" ||
        (joined_before && (before == "-" || before == "/" || before == ".")))
      return false;
    if (match.end < words.size()) {
      const std::string_view after = view(text, words[match.end]);
      const bool joined_after = words[match.end].begin == words[match.end - 1].end;
      if (after == "%" || (joined_after && after == "/")) return false;
    }
  }
  if (joined_before && words[match.begin].digits && (before == "." || before == "-" || before == "/")) return false;
  return true;
}

CalendarDate published_date(const Article& article) {
  return article.published ? article.published->date : CalendarDate{};
}

void attach_tokens(const Syntax& syntax, std::vector<Timex>& timexes) {
  std::uint32_t token = 0;
  const auto count = static_cast<std::uint32_t>(syntax.tokens.size());
  for (Timex& timex : timexes) {
    while (token < count && syntax.tokens[token].span.end <= timex.span.begin) ++token;
    timex.begin = token;
    std::uint32_t end = token;
    while (end < count && syntax.tokens[end].span.begin < timex.span.end) ++end;
    timex.end = end;
  }
}

}  // namespace

TimexFinder::TimexFinder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
TimexFinder::TimexFinder(TimexFinder&&) noexcept = default;
TimexFinder& TimexFinder::operator=(TimexFinder&&) noexcept = default;
TimexFinder::~TimexFinder() = default;

Result<TimexFinder> TimexFinder::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  std::vector<std::string> folders = {data_folder + "/knowledge"};
  folders.insert(folders.end(), overlays.begin(), overlays.end());
  auto grammar = TimeGrammar::load(folders);
  if (!grammar) return tl::unexpected(grammar.error());
  return TimexFinder(std::make_unique<Data>(Data{std::move(*grammar)}));
}

std::vector<Timex> TimexFinder::find(const Page& page, const Article& article, const Syntax& syntax) const {
  std::vector<Timex> out;
  const std::string_view text = page.text.str();
  TimeContext context;
  if (const CalendarDate date = published_date(article); date.year) {  // a month or year alone stands at its middle
    context.grain = date.day ? Grain::day : date.month ? Grain::month : Grain::year;
    context.reference = days_of(date.year, date.month ? date.month : 7, date.day ? date.day : date.month ? 15 : 1);
  }
  TimeScanner scanner(data_->grammar, text);
  std::vector<TimeMatch> matches;
  TreeTense tree(data_->grammar, syntax, text);
  for (std::size_t i = 0; i < page.blocks.size() && i < article.blocks.size(); ++i) {
    if (!is_body(article.blocks[i].label)) continue;
    matches.clear();
    scanner.scan(page.blocks[i].span.begin, page.blocks[i].span.end, matches);
    const std::vector<TimeWord>& words = scanner.words();
    for (const TimeMatch& match : matches) {
      if (!plausible(data_->grammar, text, words, match)) continue;
      Tense tense = tense_at(data_->grammar, text, words, match, 1);
      if (tense == Tense::unknown) tense = tree.at({words[match.begin].begin, words[match.end - 1].end});
      if (tense == Tense::unknown) tense = tense_at(data_->grammar, text, words, match, 16);
      TimeReading reading = read_time(data_->grammar, match, tense, context);
      if (reading.value.empty()) continue;
      Timex timex;
      timex.span = {words[match.begin].begin, words[match.end - 1].end};
      timex.type = reading.type;
      timex.value = std::move(reading.value);
      timex.mod = std::move(reading.mod);
      timex.day = std::move(reading.day);
      out.push_back(std::move(timex));
    }
  }
  attach_tokens(syntax, out);
  return out;
}

}  // namespace dragoman
