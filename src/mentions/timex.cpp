#include "mentions/timex.h"

#include <algorithm>

#include "mentions/timex_scan.h"
#include "mentions/timex_value.h"

namespace dragoman {

struct TimexFinder::Data {
  TimeGrammar grammar;
};

namespace {

bool has_class(const TimeGrammar& grammar, const std::vector<TimeWord>& words, std::uint32_t at, TimeClassId cls) {
  for (const TimeUse& use : grammar.uses(words[at].word)) {
    if (use.cls != static_cast<TimeClass>(cls)) continue;
    bool whole = at + use.rest.size() < words.size();
    for (std::size_t i = 0; whole && i < use.rest.size(); ++i) whole = words[at + 1 + i].word == use.rest[i];
    if (whole) return true;
  }
  return false;
}

bool ends_clause(std::string_view text, const TimeWord& word) {
  const char c = text[word.begin];
  return word.end == word.begin + 1 && (c == '.' || c == ';' || c == '!' || c == '?');
}

// The tense cue nearest to the expression in its clause; one before it counts more than one behind it.
Tense tense_at(const TimeGrammar& grammar, std::string_view text, const std::vector<TimeWord>& words, const TimeMatch& match,
               std::uint32_t reach) {
  int best_distance = 1000;
  Tense best = Tense::unknown;
  const auto look = [&](std::uint32_t at, int distance) {
    if (distance >= best_distance) return;
    if (has_class(grammar, words, at, TimeClassId::FUTURE)) {
      best = Tense::future;
      best_distance = distance;
    } else if (has_class(grammar, words, at, TimeClassId::PASTVERB) ||
               grammar.has_ending(text.substr(words[at].begin, words[at].end - words[at].begin), TimeClassId::PASTVERB)) {
      best = Tense::past;
      best_distance = distance;
    }
  };
  for (std::uint32_t back = 1; back <= reach && back <= match.begin; ++back) {
    const std::uint32_t at = match.begin - back;
    if (ends_clause(text, words[at])) break;
    look(at, static_cast<int>(back));
  }
  for (std::uint32_t at = match.end; reach > 1 && at < words.size() && at < match.end + reach; ++at) {
    if (ends_clause(text, words[at])) break;
    look(at, 3 * static_cast<int>(at - match.end + 1));
  }
  return best;
}

// Tense by the verb that governs the expression in the tree; unknown where the tree does not tell.
class TreeTense {
 public:
  TreeTense(const TimeGrammar& grammar, const Syntax& syntax, std::string_view text)
      : grammar_(grammar), syntax_(syntax), text_(text) {}

  Tense at(TextSpan span) {
    const std::uint32_t size = static_cast<std::uint32_t>(syntax_.tokens.size());
    while (next_ < size && syntax_.tokens[next_].span.end <= span.begin) ++next_;
    std::uint32_t token = next_;
    direct_ = true;
    if (token >= size || syntax_.tokens[token].span.begin >= span.end) return Tense::unknown;
    for (int step = 0; step < 40 && token != none; ++step) {
      const Token& word = syntax_.tokens[token];
      const bool inside = word.span.begin < span.end && span.begin < word.span.end;
      if (!inside && (word.upos == Upos::VERB || word.upos == Upos::AUX)) {
        bool climb = false;
        const Tense tense = of_verb(token, climb);
        if (!climb) return tense;
      }
      direct_ = direct_ && (inside || word.deprel == Deprel::obl || word.deprel == Deprel::obl_unmarked);
      if (inside && word.head != none && word.deprel != Deprel::obl && word.deprel != Deprel::obl_unmarked &&
          word.deprel != Deprel::advmod) {
        const TextSpan head = syntax_.tokens[word.head].span;
        if (!(head.begin < span.end && span.begin < head.end)) direct_ = false;
      }
      token = word.head;
    }
    return Tense::unknown;
  }

 private:
  bool looks_ahead(std::uint32_t token) const {
    const TextSpan span = syntax_.tokens[token].span;
    std::string lower(text_.substr(span.begin, span.size()));
    for (char& c : lower)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    for (const TimeUse& use : grammar_.uses(grammar_.word(lower)))
      if (use.cls == static_cast<TimeClass>(TimeClassId::FUTURE)) return true;
    return false;
  }

  Tense of_verb(std::uint32_t verb, bool& climb) const {
    const std::string_view form = xpos_name(syntax_.tokens[verb].xpos);
    bool past_aux = false, present_aux = false, to = false;
    for (std::uint32_t i = syntax_.child_begin[verb]; i < syntax_.child_begin[verb + 1]; ++i) {
      const std::uint32_t child = syntax_.children[i];
      const Token& word = syntax_.tokens[child];
      const std::string_view tag = xpos_name(word.xpos);
      if (tag == "TO") to = true;
      if (word.deprel != Deprel::aux && word.deprel != Deprel::aux_pass && word.deprel != Deprel::cop) continue;
      if (tag == "MD") return looks_ahead(child) ? Tense::future : Tense::unknown;
      if (tag == "VBD") past_aux = true;
      if (tag == "VBN") past_aux = true;  // "has been fighting"
      if (tag == "VBZ" || tag == "VBP") present_aux = true;
    }
    if (form == "VBD") return Tense::past;
    if (past_aux) return looks_ahead(verb) ? Tense::future : Tense::past;
    if (form == "VBN" && present_aux) return looks_ahead(verb) ? Tense::future : Tense::past;
    if (form == "VBG" && present_aux) return Tense::future;
    const Deprel deprel = syntax_.tokens[verb].deprel;
    if (to && direct_) return deprel == Deprel::xcomp || deprel == Deprel::ccomp ? Tense::future : Tense::unknown;
    if (to) return Tense::unknown;
    climb = form == "VBG" || form == "VBN";
    return Tense::unknown;
  }

  const TimeGrammar& grammar_;
  const Syntax& syntax_;
  std::string_view text_;
  std::uint32_t next_ = 0;
  bool direct_ = true;  // the expression hangs on the verb itself, not on a noun below it
};

std::string_view view(std::string_view text, const TimeWord& word) { return text.substr(word.begin, word.end - word.begin); }

bool only(const TimeMatch& match, TimeClassId cls) {
  return match.edges.size() == 1 && match.edges[0].cls == static_cast<TimeClass>(cls);
}

// A lone number or a word with another sense is no time.
bool plausible(std::string_view text, const std::vector<TimeWord>& words, const TimeMatch& match) {
  const std::string_view before = match.begin ? view(text, words[match.begin - 1]) : std::string_view();
  const bool joined_before = match.begin && words[match.begin - 1].end == words[match.begin].begin;
  if (only(match, TimeClassId::YEAR)) {
    const double year = match.edges[0].value.number;
    if (year < 1500 || year > 2060) return false;
    if (before == "$" || before == "#" || before == "+" || (joined_before && (before == "-" || before == "/" || before == "."))) return false;
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
  if (const CalendarDate date = published_date(article); date.year && date.month && date.day)
    context.reference = days_of(date.year, date.month, date.day);
  TimeScanner scanner(data_->grammar, text);
  std::vector<TimeMatch> matches;
  TreeTense tree(data_->grammar, syntax, text);
  for (std::size_t i = 0; i < page.blocks.size() && i < article.blocks.size(); ++i) {
    if (!is_body(article.blocks[i].label)) continue;
    matches.clear();
    scanner.scan(page.blocks[i].span.begin, page.blocks[i].span.end, matches);
    const std::vector<TimeWord>& words = scanner.words();
    for (const TimeMatch& match : matches) {
      if (!plausible(text, words, match)) continue;
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
