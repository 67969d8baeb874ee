#include "knowledge/time_grammar.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <memory>

#include "knowledge/tsv.h"

namespace dragoman {
namespace {

bool is_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  const int letter = byte | 0x20;
  return (letter >= 'a' && letter <= 'z') || byte >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t apostrophe_size(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == '\'') return 1;
  return text.substr(at, 3) == "\u2019" ? 3 : 0;
}

std::size_t dash_size(std::string_view text, std::size_t at) {
  const std::string_view three = text.substr(at, 3);
  return three == "\u2013" || three == "\u2010" || three == "\u2011" ? 3 : 0;
}

// Other characters of General Punctuation (quotes, dashes, spaces) and the no-break space part words.
std::size_t separator_size(std::string_view text, std::size_t at) {
  if (text.substr(at, 2) == "\u00a0") return 2;
  const bool punctuation = text.substr(at, 2) == "\xe2\x80" && at + 3 <= text.size();
  return punctuation ? 3 : 0;
}

std::size_t word_end(std::string_view text, std::size_t at, std::size_t end) {
  while (at < end) {
    if (is_letter(text[at]) && !separator_size(text, at)) {
      ++at;
      continue;
    }
    const std::size_t mark = apostrophe_size(text, at);
    if (!mark || at + mark >= end || !is_letter(text[at + mark])) break;
    const bool clitic_s = (text[at + mark] | 0x20) == 's' && (at + mark + 1 >= end || !is_letter(text[at + mark + 1]));
    const bool clitic_ll = text.substr(at + mark, 2) == "ll";
    if (clitic_s || clitic_ll) break;
    at += mark + 1;
  }
  return at;
}

std::size_t number_end(std::string_view text, std::size_t at, std::size_t end) {
  while (at < end && is_digit(text[at])) ++at;
  while (at + 3 < end && text[at] == ',' && is_digit(text[at + 1]) && is_digit(text[at + 2]) &&
         is_digit(text[at + 3]) && (at + 4 >= end || !is_digit(text[at + 4])))
    at += 4;
  if (at + 1 < end && text[at] == '.' && is_digit(text[at + 1])) {
    ++at;
    while (at < end && is_digit(text[at])) ++at;
  }
  return at;
}

std::uint32_t look_up(std::string_view word, const TimeGrammar& grammar) {
  char lower[32];
  if (word.size() > sizeof lower) return 0;
  for (std::size_t i = 0; i < word.size(); ++i)
    lower[i] = word[i] >= 'A' && word[i] <= 'Z' ? static_cast<char>(word[i] | 0x20) : word[i];
  return grammar.word({lower, word.size()});
}

template <class Emit>
void cut(std::string_view text, std::size_t begin, std::size_t end, Emit emit) {
  for (std::size_t at = begin; at < end;) {
    const char c = text[at];
    if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
      ++at;
      continue;
    }
    std::size_t stop = at + 1;
    if (is_digit(c)) {
      stop = number_end(text, at, end);
    } else if (const std::size_t mark = apostrophe_size(text, at)) {
      stop = at + mark;
      const bool joined = at > begin && (is_letter(text[at - 1]) || is_digit(text[at - 1]));
      if (joined && stop < end && text[stop] == 's')
        ++stop;
      else if (joined && text.substr(stop, 2) == "ll")
        stop += 2;
    } else if (const std::size_t dash = dash_size(text, at)) {
      stop = at + dash;
    } else if (const std::size_t gap = separator_size(text, at)) {
      stop = at + gap;
    } else if (is_letter(c)) {
      stop = word_end(text, at, end);
    }
    emit(at, std::min(stop, end));
    at = std::max(at + 1, stop);
  }
}

std::string canonical(std::string_view text, std::size_t begin, std::size_t end) {
  if (dash_size(text, begin)) return "-";
  std::string out(text.substr(begin, end - begin));
  if (const std::size_t mark = apostrophe_size(text, begin); mark == 3) out = "'" + out.substr(3);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  return out;
}

std::vector<std::string_view> split(std::string_view text, std::string_view by) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t end = text.find(by, begin);
    if (end == std::string_view::npos) end = text.size();
    if (end > begin) out.push_back(text.substr(begin, end - begin));
    begin = end + by.size();
  }
  return out;
}

double number_of(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

void cut_time_words(std::string_view text, std::uint32_t begin, std::uint32_t end, const TimeGrammar& grammar,
                    std::vector<TimeWord>& out) {
  cut(text, begin, end, [&](std::size_t at, std::size_t stop) {
    TimeWord word;
    word.begin = static_cast<std::uint32_t>(at);
    word.end = static_cast<std::uint32_t>(stop);
    const char c = text[at];
    word.digits = is_digit(c);
    word.capital = c >= 'A' && c <= 'Z';
    if (!word.digits) {
      const auto byte = static_cast<unsigned char>(c);
      word.word = byte < 0x80 ? look_up(text.substr(at, stop - at), grammar) : grammar.word(canonical(text, at, stop));
    }
    out.push_back(word);
  });
}

std::uint32_t TimeGrammar::word(std::string_view lower) const {
  const auto found = words_.find(lower);
  return found == words_.end() ? 0 : found->second;
}

bool TimeGrammar::has_ending(std::string_view word, TimeClassId cls) const {
  for (const auto& [ending, of] : endings_)
    if (of == static_cast<TimeClass>(cls) && word.size() > ending.size() + 2 && word.ends_with(ending)) return true;
  return false;
}

std::string_view TimeGrammar::keep(std::string_view text) {
  kept_.push_back(std::make_unique<std::string>(text));
  return *kept_.back();
}

std::uint32_t TimeGrammar::word_for(std::string_view lower) {
  if (const std::uint32_t known = word(lower)) return known;
  const auto index = static_cast<std::uint32_t>(uses_.size());
  words_.emplace(keep(lower), index);
  uses_.emplace_back();
  return index;
}

TimeClass TimeGrammar::class_for(std::string_view name) {
  const auto found = classes_.find(name);
  if (found != classes_.end()) return found->second;
  const auto cls = static_cast<TimeClass>(roots_.size());
  classes_.emplace(keep(name), cls);
  roots_.push_back(0);
  const bool literal = name.front() != '@' && !(name.front() >= 'A' && name.front() <= 'Z');
  if (literal) {  // as it is: "'s" is one word here
    TimeUse use;
    use.cls = cls;
    uses_[word_for(name)].push_back(std::move(use));
  }
  return cls;
}

void TimeGrammar::add_use(std::string_view phrase, TimeClass cls, TimeValue value) {
  if (phrase.starts_with("*")) {
    endings_.emplace_back(keep(phrase.substr(1)), cls);
    return;
  }
  std::vector<std::uint32_t> sequence;
  cut(phrase, 0, phrase.size(),
      [&](std::size_t at, std::size_t stop) { sequence.push_back(word_for(canonical(phrase, at, stop))); });
  if (sequence.empty()) return;
  TimeUse use;
  use.cls = cls;
  use.capital = phrase.front() >= 'A' && phrase.front() <= 'Z';
  use.value = {value.number, keep(value.text)};
  use.rest.assign(sequence.begin() + 1, sequence.end());
  uses_[sequence.front()].push_back(std::move(use));
}

Result<void> TimeGrammar::read_words(const std::string& folder, const std::string& file, bool required) {
  if (!required && !std::filesystem::exists(folder + "/" + file)) return {};
  auto table = TsvTable::load(folder, file, {"word", "class", "value"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    const auto found = classes_.find(row.fields[1]);
    if (found == classes_.end())
      return fail(FailureCode::bad_knowledge, folder + "/" + file,
                  "line " + std::to_string(row.line) + " names an unknown class \"" + std::string(row.fields[1]) + "\"",
                  "use a class of the head of the file");
    add_use(row.fields[0], found->second, {number_of(row.fields[2]), row.fields[2]});
  }
  return {};
}

Result<void> TimeGrammar::read_months(const std::string& folder, bool required) {
  const std::string file = "languages/en/months.tsv";
  if (!required && !std::filesystem::exists(folder + "/" + file)) return {};
  auto table = TsvTable::load(folder, file, {"name", "month"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows())
    add_use(row.fields[0], static_cast<TimeClass>(TimeClassId::MONTH), {number_of(row.fields[1]), row.fields[1]});
  return {};
}

Result<void> TimeGrammar::read_holidays(const std::string& folder, bool required) {
  const std::string file = "languages/en/time_holidays.tsv";
  if (!required && !std::filesystem::exists(folder + "/" + file)) return {};
  auto table = TsvTable::load(folder, file, {"name", "rule"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    add_use(row.fields[0], static_cast<TimeClass>(TimeClassId::HOLIDAY),
            {static_cast<double>(holidays_.size()), row.fields[1]});
    holidays_.push_back(keep(row.fields[1]));
  }
  return {};
}

namespace {

// "a|b?" -> {"a","b"}, may be absent.
struct PatternItem {
  std::vector<std::string_view> names;
  bool optional = false;
};

std::vector<PatternItem> items_of(std::string_view pattern) {
  std::vector<PatternItem> out;
  for (std::string_view word : split(pattern, " ")) {
    PatternItem item;
    if (word.size() > 1 && word.back() == '?') {
      item.optional = true;
      word.remove_suffix(1);
    }
    item.names = word == "|" ? std::vector<std::string_view>{word} : split(word, "|");
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace

Result<void> TimeGrammar::add_pattern(std::uint32_t root, std::string_view pattern, std::uint32_t rule,
                                      const std::string& file, std::uint32_t line) {
  std::vector<std::uint32_t> ends = {root};
  for (const PatternItem& item : items_of(pattern)) {
    std::vector<std::uint32_t> after = item.optional ? ends : std::vector<std::uint32_t>{};
    for (const std::string_view name : item.names) {
      const bool named = name.front() == '@' || (name.front() >= 'A' && name.front() <= 'Z');
      if (named && !classes_.count(name))
        return fail(FailureCode::bad_knowledge, file,
                    "line " + std::to_string(line) + " uses the unknown class \"" + std::string(name) + "\"",
                    "define a macro before its use or use a class of time_words.tsv");
      const TimeClass cls = class_for(name);
      for (const std::uint32_t from : ends) {
        auto& next = nodes_[from].next;
        const auto found = std::find_if(next.begin(), next.end(), [&](const auto& edge) { return edge.first == cls; });
        if (found != next.end()) {
          after.push_back(found->second);
          continue;
        }
        const auto child = static_cast<std::uint32_t>(nodes_.size());
        next.emplace_back(cls, child);
        nodes_.emplace_back();
        after.push_back(child);
      }
    }
    std::sort(after.begin(), after.end());
    after.erase(std::unique(after.begin(), after.end()), after.end());
    ends = std::move(after);
  }
  for (const std::uint32_t end : ends)
    if (end != root && nodes_[end].rule == UINT32_MAX) nodes_[end].rule = rule;
  return {};
}

Result<void> TimeGrammar::read_rules(const std::string& folder, bool required, bool macros) {
  const std::string file = "languages/en/time_grammar.tsv";
  if (!required && !std::filesystem::exists(folder + "/" + file)) return {};
  auto table = TsvTable::load(folder, file, {"reading", "pattern", "set"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    const std::string_view reading = row.fields[0];
    if (reading.empty() || (reading.front() == '@') != macros) continue;
    if (macros) {
      const TimeClass cls = class_for(reading);
      if (!roots_[cls]) {
        roots_[cls] = static_cast<std::uint32_t>(nodes_.size());
        nodes_.emplace_back();
      }
      for (const std::string_view alternative : split(row.fields[1], " | "))
        if (auto added = add_pattern(roots_[cls], alternative, 0, file, row.line); !added) return added;
      continue;
    }
    TimeRule rule;
    rule.order = static_cast<std::uint32_t>(rules_.size());
    rule.reading = keep(reading);
    for (const std::string_view pair : split(row.fields[2], " ")) {
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos)
        return fail(FailureCode::bad_knowledge, file, "line " + std::to_string(row.line) + " sets no value",
                    "write key=value");
      rule.set.emplace_back(keep(pair.substr(0, equals)), keep(pair.substr(equals + 1)));
    }
    rules_.push_back(std::move(rule));
    const auto index = static_cast<std::uint32_t>(rules_.size() - 1);
    if (auto added = add_pattern(start, row.fields[1], index, file, row.line); !added) return added;
  }
  return {};
}

Result<void> TimeGrammar::read_vocabulary(const std::string& folder, bool required) {
  if (auto read = read_months(folder, required); !read) return read;
  if (auto read = read_words(folder, "languages/en/time_words.tsv", required); !read) return read;
  if (auto read = read_holidays(folder, required); !read) return read;
  return read_rules(folder, required, true);
}

void TimeGrammar::first_classes(std::uint32_t node, std::vector<bool>& first) const {
  for (const auto& [cls, child] : nodes_[node].next) {
    if (first[cls]) continue;
    first[cls] = true;
    if (is_macro(cls)) first_classes(roots_[cls], first);
  }
}

void TimeGrammar::mark_starts() {
  std::vector<bool> first(roots_.size());
  first_classes(start, first);
  const auto is_first = [&](TimeClassId id) { return first[static_cast<TimeClass>(id)]; };
  starts_.assign(uses_.size(), false);
  for (std::size_t word = 0; word < uses_.size(); ++word)
    for (const TimeUse& use : uses_[word]) {
      const auto id = static_cast<TimeClassId>(use.cls);
      const bool number = id == TimeClassId::NUMBER || id == TimeClassId::ORDINAL || id == TimeClassId::SCALE;
      if (first[use.cls] || (number && is_first(TimeClassId::NUM))) starts_[word] = true;
    }
}

Result<TimeGrammar> TimeGrammar::load(const std::vector<std::string>& folders) {
  TimeGrammar grammar;
  constexpr std::string_view names[] = {
#define X(name) #name,
      DRAGOMAN_TIME_CLASSES(X)
#undef X
  };
  for (const std::string_view name : names) {
    grammar.classes_.emplace(name, static_cast<TimeClass>(grammar.roots_.size()));
    grammar.roots_.push_back(0);
  }
  for (std::size_t i = 0; i < folders.size(); ++i)  // words and macros first: rows of an overlay may use them
    if (auto read = grammar.read_vocabulary(folders[i], i == 0); !read) return tl::unexpected(read.error());
  for (std::size_t i = folders.size(); i-- > 0;)
    if (auto read = grammar.read_rules(folders[i], i == 0, false); !read) return tl::unexpected(read.error());
  grammar.mark_starts();
  return grammar;
}

}  // namespace dragoman
