// eisner.h: the best projective dependency tree with exactly one root (Eisner 1996). Time O(n^3), room O(n^2).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace dragoman {

// scores[d * (n + 1) + h]: word d (from 0) under word h - 1, or under the root when h is 0. Gives for each word its
// head's index, n for the root.
std::vector<std::uint32_t> best_projective_tree(std::span<const float> scores, std::uint32_t n);

}  // namespace dragoman
