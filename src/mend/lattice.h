// lattice.h: how each word of a line was meant: as it stands, typed on the wrong keyboard layout, or with look-alike
// letters of another script.
//
// Every word has candidates, each with its cost in bits; the cheapest path through a line wins. A slip pays once for
// its beginning and little for each further word, so that runs of words come out whole; leaving a language costs too.
#pragma once

#include <string>
#include <vector>

#include "dragoman/text.h"
#include "mend/layouts.h"
#include "mend/lookalikes.h"
#include "mend/protect.h"
#include "mend/word_cost.h"

namespace dragoman {

struct Line {
  std::u32string_view text;
  std::vector<Protection> protection;  // of each of `words`
  std::vector<Run> words;              // white-space separated
  bool begins_line = true;             // the first word begins a line
};

struct WordRepair {
  std::size_t begin = 0, end = 0;  // code points of Line::text
  std::u32string meant;
  RepairKind kind = RepairKind::layout;
  std::string detail;
  float score = 0;
  RunnerUp runner_up;
};

class Lattice {
 public:
  Lattice(const WordModel& model, const Layouts& layouts, const Lookalikes& lookalikes)
      : model_(model), layouts_(layouts), lookalikes_(lookalikes) {}

  // The repairs of `line`, in order; `suspects` are the words worth looking at, by their numbers.
  std::vector<WordRepair> repairs(const Line& line, const LanguagePrior& prior,
                                  const std::vector<std::size_t>& suspects) const;
  // Words of the line that do not look like words of the text's languages.
  std::vector<std::size_t> suspects(const Line& line, const LanguagePrior& prior) const;

  bool fits(std::u32string_view word, Language main) const;  // looks like a word of `main`

 private:
  bool run_fits(std::u32string_view run, Language main, Script script) const;
  bool fits_known(std::u32string_view word, Language language) const;

  const WordModel& model_;
  const Layouts& layouts_;
  const Lookalikes& lookalikes_;
};

}  // namespace dragoman
