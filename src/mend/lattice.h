// lattice.h: how each word of a line was meant: as it stands, typed on the wrong keyboard layout, or with look-alike
// letters of another script.
//
// Every word has candidates, each with its cost in bits; the cheapest path through a line wins. A slip pays once for
// its beginning and little for each further word, so that runs of words come out whole; leaving a language costs too.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "dragoman/text.h"
#include "mend/layouts.h"
#include "mend/lookalikes.h"
#include "mend/protect.h"
#include "mend/word_cost.h"

namespace dragoman {

struct Look {  // at a word by itself
  Protection protection = Protection::none;
  bool fits = true;  // looks like a word of the text's main language
};

struct Line {
  std::u32string_view text;
  std::vector<Look> looks;  // at each of `words`
  std::vector<Run> words;   // white-space separated
  bool begins_line = true;  // the first word begins a line
};

struct WordRepair {
  std::size_t begin = 0, end = 0;  // code points of Line::text
  std::u32string meant;
  RepairKind kind = RepairKind::layout;
  std::string detail;
  float score = 0;
  RunnerUp runner_up;
};

// What a page's words gave, so that words that come again cost little. Holds nothing that could not be found again.
struct WordMemory {
  struct Gain {  // of a word under one confusion, in bits
    float most = 0;
    bool is_exact = false, is_known = false;
  };
  struct Word {
    float as_is_bits = -1;  // below 0: not known
    std::vector<Gain> gains;
  };
  static constexpr std::size_t most_words = 20000;
  std::unordered_map<std::uint64_t, Look> looks;
  std::unordered_map<std::uint64_t, Word> words;
};

class Lattice {  // for one page
 public:
  Lattice(const WordModel& model, const Layouts& layouts, const Lookalikes& lookalikes, const LanguagePrior& prior)
      : model_(model), layouts_(layouts), lookalikes_(lookalikes), prior_(prior) {}

  Look look(std::u32string_view word);
  // Words of the line that do not look like words of the text's languages, by their numbers.
  std::vector<std::size_t> suspects(const Line& line) const;
  // The repairs of `line`, in order; `suspects` are the words worth looking at.
  std::vector<WordRepair> repairs(const Line& line, const std::vector<std::size_t>& suspects);

  // False when no slip and no look-alike letters explain the suspects of `text`, a line or a part of it.
  bool may_be_slips(std::u32string_view text);

  bool fits(std::u32string_view word, Language main) const;  // looks like a word of `main`

 private:
  bool run_fits(std::u32string_view run, Language main, Script script) const;
  bool fits_known(std::u32string_view word, Language language) const;

  const WordModel& model_;
  const Layouts& layouts_;
  const Lookalikes& lookalikes_;
  const LanguagePrior& prior_;
  WordMemory memory_;
};

}  // namespace dragoman
