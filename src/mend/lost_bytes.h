// lost_bytes.h: what is left of misread text when its sequences were read: bytes that passed as control characters, and
// characters whose last byte, a no-break space, was squeezed to a plain space or lost beside one ("voilÃ le").
#pragma once

#include <string>
#include <vector>

#include "mend/charsets.h"
#include "mend/word_cost.h"

namespace dragoman {

struct Piece {  // a character and the characters of the line that it came from
  char32_t c = 0;
  std::size_t begin = 0, end = 0;
  bool changed = false;
};
using Pieces = std::vector<Piece>;
std::u32string text_of(const Pieces& pieces, std::size_t begin, std::size_t end);

// Mends `pieces` further. `detail` and `score` (bits) are those of the sequences read before and grow.
void read_lost_bytes(const WordModel& model, const Charsets& charsets, const LanguagePrior& prior, Pieces& pieces,
                     std::string& detail, float& score);

}  // namespace dragoman
