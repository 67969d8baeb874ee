// timex_tense.h: whether the clause of a time expression speaks of the past or looks ahead.
#pragma once

#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "mentions/timex_scan.h"
#include "mentions/timex_value.h"

namespace dragoman {

// Whether words[at] begins a member of the class.
bool has_class(const TimeGrammar& grammar, const std::vector<TimeWord>& words, std::uint32_t at, TimeClassId cls);

// By the tense cue nearest to the expression in its clause, at most `reach` words away; one before it counts more than
// one behind it. A reach of one looks only before.
Tense tense_at(const TimeGrammar& grammar, std::string_view text, const std::vector<TimeWord>& words,
               const TimeMatch& match, std::uint32_t reach);

// By the verb that governs the expression in the tree; unknown where the tree does not tell. Ask in order of the text.
class TreeTense {
 public:
  TreeTense(const TimeGrammar& grammar, const Syntax& syntax, std::string_view text)
      : grammar_(grammar), syntax_(syntax), text_(text) {}
  Tense at(TextSpan span);

 private:
  bool looks_ahead(std::uint32_t token) const;
  Tense of_verb(std::uint32_t verb, bool& climb) const;

  const TimeGrammar& grammar_;
  const Syntax& syntax_;
  std::string_view text_;
  std::uint32_t next_ = 0;
  bool direct_ = true;  // the expression hangs on the verb itself, not on a noun below it
};

}  // namespace dragoman
