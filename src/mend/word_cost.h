// word_cost.h: how unlikely a white-space separated word is in a language, in bits: its letters by the word model, its
// punctuation and shape by small tables. Also which languages a text is in.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "mend/word_model.h"

namespace dragoman {

// How likely each language is in a text, as bits; index is the Language.
using LanguagePrior = std::vector<float>;

struct WordCost {
  float bits = 0;
  bool all_known = true;      // every run of letters is in the lexicon
  std::uint16_t letters = 0;  // letters scored
  bool foreign = false;       // letters of other scripts are in it
};

// Cost of `word` as text in `language`. Letters of other scripts are read in the likeliest language of theirs and pay
// for the change of script: little after a hyphen, much inside a run of letters.
// What costs more than `most` may be given as any cost above it.
WordCost cost_of(const WordModel& model, const LanguagePrior& prior, Language language, std::u32string_view word,
                 float most = std::numeric_limits<float>::infinity());

// The prior of a text from its known words; reads `most` words at most.
LanguagePrior prior_of(const WordModel& model, std::u32string_view text, std::size_t most);

// The same when nearly all of its first words are English, as on most pages; `is_whole`: there is no more of it.
std::optional<LanguagePrior> plain_english_prior(const WordModel& model, std::u32string_view text, bool is_whole);
Language likeliest_language(const LanguagePrior& prior);

// [begin, end) of the next run of letters (with apostrophes and marks inside) at or after `at`; begin == end at the
// end.
struct Run {
  std::size_t begin = 0, end = 0;
};
Run next_run(std::u32string_view word, std::size_t at);
std::vector<Run> words_of(std::u32string_view text);  // white-space separated

}  // namespace dragoman
