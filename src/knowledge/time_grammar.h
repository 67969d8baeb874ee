// time_grammar.h: the words and the grammar of time expressions, read from knowledge/languages/en/time_*.tsv and
// months.tsv.
//
// Words become numbers, patterns become a trie over classes of words with calls of named macro tries. Load is linear in
// the tables. Immutable, safe to share between threads. Errors name file and line.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dragoman/result.h"

namespace dragoman {

// One word of text as the scanner cuts it: letters, digits, "'s", or one other character.
struct TimeWord {
  std::uint32_t begin = 0, end = 0;  // bytes
  std::uint32_t word = 0;            // index of TimeGrammar::words; 0 is unknown
  bool digits = false;
  bool capital = false;
};

// Cuts text[begin, end) into words. Never fails; time linear.
class TimeGrammar;
void cut_time_words(std::string_view text, std::uint32_t begin, std::uint32_t end, const TimeGrammar& grammar,
                    std::vector<TimeWord>& out);

using TimeClass = std::uint16_t;

// Classes the scanner makes or the reader knows; the others are literal words and macros.
#define DRAGOMAN_TIME_CLASSES(X)                                                                                       \
  X(NONE)                                                                                                              \
  X(WEEKDAY) X(WEEKDAYS) X(MONTH) X(UNIT) X(UNITS) X(PART) X(PARTS) X(SEASON) X(SEASONS) X(NUMBER) X(SCALE) X(ORDINAL) \
      X(A) X(COUNT) X(FUZZY) X(LAST) X(NEXT) X(THIS) X(THAT) X(EDGE) X(QUANT) X(AMPM) X(NOON) X(ZONE) X(REF) X(SET)    \
          X(EVERY) X(TIMES) X(FUTURE) X(PASTVERB) X(BEFORE) X(NAMELIKE) X(HOLIDAY) X(DAY) X(DAYTH) X(YEAR) X(YEAR2)    \
              X(INT) X(NUM) X(ORD) X(CLOCK) X(HOUR) X(DECADE) X(NUMDATE) X(ISOTIME)
enum class TimeClassId : TimeClass {
#define X(name) name,
  DRAGOMAN_TIME_CLASSES(X)
#undef X
      count
};

struct TimeValue {
  double number = 0;
  std::string_view text;  // as written in the table
};

struct TimeUse {  // a word, or a row of words, as a member of a class
  TimeClass cls = 0;
  bool capital = false;  // only when the text has a capital letter
  TimeValue value;
  std::vector<std::uint32_t> rest;  // words after the first
};

struct TimeRule {
  std::string_view reading;
  std::vector<std::pair<std::string_view, std::string_view>> set;
  std::uint32_t order = 0;  // among all rows; the earlier one wins
};

struct TimeNode {
  std::uint32_t rule = UINT32_MAX;  // of a macro: 0 where it may end
  std::vector<std::pair<TimeClass, std::uint32_t>> next;
};

class TimeGrammar {
 public:
  // `folders`: the data folder's knowledge/ first, then overlays of the same shape; a table of an overlay adds its rows
  // in front.
  static Result<TimeGrammar> load(const std::vector<std::string>& folders);

  std::uint32_t word(std::string_view lower) const;  // 0 when unknown
  const std::vector<TimeUse>& uses(std::uint32_t word) const { return uses_[word]; }
  bool starts(std::uint32_t word) const { return starts_[word]; }
  const TimeNode& node(std::uint32_t index) const { return nodes_[index]; }
  bool is_macro(TimeClass cls) const { return cls < roots_.size() && roots_[cls] != 0; }
  bool has_ending(std::string_view word, TimeClassId cls) const;  // "*ed" in the table of words
  std::uint32_t root(TimeClass cls) const { return roots_[cls]; }
  static constexpr std::uint32_t start = 1;
  const TimeRule& rule(std::uint32_t index) const { return rules_[index]; }
  std::string_view holiday_rule(double index) const { return holidays_[static_cast<std::size_t>(index)]; }

 private:
  std::string_view keep(std::string_view text);
  std::uint32_t word_for(std::string_view lower);
  TimeClass class_for(std::string_view name);
  Result<void> read_words(const std::string& folder, const std::string& file, bool required);
  Result<void> read_months(const std::string& folder, bool required);
  Result<void> read_holidays(const std::string& folder, bool required);
  Result<void> read_vocabulary(const std::string& folder, bool required);
  Result<void> read_rules(const std::string& folder, bool required, bool macros);
  void add_use(std::string_view phrase, TimeClass cls, TimeValue value);
  Result<void> add_pattern(std::uint32_t root, std::string_view pattern, std::uint32_t rule, const std::string& file,
                           std::uint32_t line);
  void mark_starts();
  void first_classes(std::uint32_t node, std::vector<bool>& first) const;

  std::unordered_map<std::string_view, std::uint32_t> words_;
  std::vector<std::vector<TimeUse>> uses_{1};
  std::vector<bool> starts_;
  std::vector<std::pair<std::string_view, TimeClass>> endings_;
  std::unordered_map<std::string_view, TimeClass> classes_;
  std::vector<std::uint32_t> roots_;  // a class: root of its macro trie, 0 for none
  std::vector<TimeNode> nodes_{2};
  std::vector<TimeRule> rules_;
  std::vector<std::string_view> holidays_;
  std::vector<std::unique_ptr<std::string>> kept_;
};

}  // namespace dragoman
