// plain_text.h: the quick look at a line of a Latin alphabet that finds nothing to mend: most lines of most pages.
//
// Reads bytes, not code points, and looks each word up once. A line passes when it is ASCII with the usual typographic
// signs and known words of the main language, and when no slip explains the words that are neither known nor spelled
// like that language.
#pragma once

#include <string_view>
#include <unordered_set>
#include <vector>

#include "mend/lattice.h"

namespace dragoman {

class PlainText {  // for one page: remembers the unknown words that passed
 public:
  PlainText(const WordModel& model, Lattice& lattice, Language main) : model_(model), lattice_(lattice), main_(main) {}
  bool passes(std::string_view line);

 private:
  struct Token {
    std::size_t begin = 0, end = 0;
  };
  bool finds_doubts(std::string_view line);  // false when the line needs the long look
  bool word_passes(std::string_view word, std::uint64_t key, bool is_ascii);
  bool may_be_slips(std::string_view line);

  const WordModel& model_;
  Lattice& lattice_;
  const Language main_;
  std::unordered_set<std::uint64_t> passed_;
  std::vector<Token> doubts_;  // of the line that is looked at
};

}  // namespace dragoman
