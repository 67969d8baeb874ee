// reading_bits.h: how unlikely a word is as text in any language, with what hardly ever stands in text: control
// characters, private use, box drawing, signs between letters. What the readings of misread text are weighed by.
#pragma once

#include <limits>
#include <string_view>

#include "mend/word_cost.h"

namespace dragoman {

// Bits of `text` in its cheapest language, that language's prior included; `cost` of it when wanted. Infinite when they
// are above `most`.
float reading_bits(const WordModel& model, const LanguagePrior& prior, std::u32string_view text,
                   WordCost* cost = nullptr, float most = std::numeric_limits<float>::infinity());

float strange_bits(std::u32string_view text);  // their part that no language explains

}  // namespace dragoman
