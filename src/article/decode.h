// decode.h: from scores of single blocks to labels of a whole text: articles go on, so each change costs.
// Method: Viterbi 1967 over two states.
#pragma once

#include <vector>

namespace dragoman {

// Where there is markup, neighbours say little that the scores do not hold.
inline constexpr float change_cost_html = 0;
inline constexpr float change_cost_text = 0.6f;

// Whether each block is body: the sequence with the greatest sum of scores (log odds, capped) less `cost` a change.
std::vector<bool> decode_body(const std::vector<float>& scores, float cost);

}  // namespace dragoman
