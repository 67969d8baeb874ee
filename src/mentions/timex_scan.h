// timex_scan.h: finds the rows of words that the time grammar reads, in one stretch of text.
//
// Each place keeps the longest pattern; the work at one place is bounded, so time is linear in the text. No failures.
#pragma once

#include <string_view>
#include <vector>

#include "knowledge/time_grammar.h"

namespace dragoman {

struct TimeEdge {  // words [from, next) read as a member of a class
  TimeClass cls = 0;
  std::uint32_t next = 0;
  TimeValue value;
  double second = 0;  // minutes of a clock, month of a written date
  double third = 0;   // day of a written date
};

struct TimeMatch {
  std::uint32_t begin = 0, end = 0;  // words
  const TimeRule* rule = nullptr;
  std::vector<TimeEdge> edges;
};

class TimeScanner {
 public:
  TimeScanner(const TimeGrammar& grammar, std::string_view text) : grammar_(grammar), text_(text) {}

  // Matches in text[begin, end), in order, not overlapping. words() stays valid until the next call.
  void scan(std::uint32_t begin, std::uint32_t end, std::vector<TimeMatch>& out);
  const std::vector<TimeWord>& words() const { return words_; }

 private:
  struct Return {
    std::uint32_t node;
    const Return* up;
  };
  bool better(std::uint32_t end, const TimeRule& rule) const;
  void walk(std::uint32_t node, std::uint32_t at, const Return* up);
  const std::vector<TimeEdge>& edges_at(std::uint32_t at);
  void add_digit_edges(std::uint32_t at, std::vector<TimeEdge>& out) const;
  void add_word_edges(std::uint32_t at, std::vector<TimeEdge>& out) const;
  void add_number_words(std::uint32_t at, std::vector<TimeEdge>& out) const;
  void add_spelt_year(std::uint32_t at, std::vector<TimeEdge>& out) const;
  void add_written_date(std::uint32_t at, std::vector<TimeEdge>& out) const;
  bool joined(std::uint32_t at) const { return at > 0 && words_[at - 1].end == words_[at].begin; }
  const TimeUse* use_of(std::uint32_t at, TimeClassId cls) const;
  std::string_view view(std::uint32_t at) const {
    return text_.substr(words_[at].begin, words_[at].end - words_[at].begin);
  }
  std::uint32_t word_at_byte(std::uint32_t byte, std::uint32_t from) const;

  const TimeGrammar& grammar_;
  std::string_view text_;
  std::vector<TimeWord> words_;
  std::vector<std::vector<TimeEdge>> cache_;  // of the places from cache_base_ on
  std::vector<std::uint32_t> cached_;
  std::vector<TimeEdge> path_;
  TimeMatch best_;
  int budget_ = 0;
};

}  // namespace dragoman
