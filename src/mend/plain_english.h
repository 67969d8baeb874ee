// plain_english.h: the quick look at a line of English that finds nothing to mend: most lines of most pages.
//
// Reads bytes, not code points, and looks each word up once. A line passes when it is ASCII with the usual typographic
// signs, its words are known or spelled like English, and its signs stand where signs stand.
#pragma once

#include <string_view>
#include <unordered_set>

#include "mend/lattice.h"

namespace dragoman {

class PlainEnglish {  // for one page: remembers the unknown words that passed
 public:
  PlainEnglish(const WordModel& model, const Lattice& lattice) : model_(model), lattice_(lattice) {}
  bool passes(std::string_view line);

 private:
  bool word_passes(std::string_view word, std::uint64_t key);

  const WordModel& model_;
  const Lattice& lattice_;
  std::unordered_set<std::uint64_t> passed_;
};

}  // namespace dragoman
