// mojibake.h: text that was decoded with the wrong charset: UTF-8 read as a one-byte charset (also twice), and bytes of
// one legacy charset read as another.
//
// UTF-8 read wrongly keeps its structure: a lead character and the right number of continuation characters. Legacy
// bytes have none, so there only the words tell. Either way the words of a stretch have to become likelier by more than
// what a misreading costs at its beginning.
#pragma once

#include <string>
#include <vector>

#include "dragoman/text.h"
#include "mend/charsets.h"
#include "mend/word_cost.h"

namespace dragoman {

struct CharsetRepair {
  std::size_t begin = 0, end = 0;  // code points of the line
  std::u32string meant;
  std::string detail;
  float score = 0;  // of all repairs of the line together
  RunnerUp runner_up;
  bool structural = false;  // UTF-8 was in it, so nothing else explains it
};

// The repairs of a line, in order.
std::vector<CharsetRepair> mojibake_of(const WordModel& model, const Charsets& charsets, const LanguagePrior& prior,
                                       std::u32string_view line);

}  // namespace dragoman
