// block_features.h: features of blocks for the two learned steps. First a linear model scores each block by its own
// words, shape and markup; then trees weigh that score with those of its neighbours, its container and its like.
//
// The two fingerprints change whenever a feature does, so that a model of other features is refused.
#pragma once

#include <cstdint>
#include <vector>

#include "article/page_view.h"
#include "dragoman/document.h"

namespace dragoman {

inline constexpr std::uint64_t linear_fingerprint = 0x6172746c696e0002ull;
inline constexpr std::uint64_t tree_fingerprint = 0x6172747472650004ull;

// Appends the hashed features of a block to `out`.
void linear_features(const Page& page, const PageView& view, std::uint32_t block, std::vector<std::uint64_t>& out);

// The dense features of every block of a page, row by row, made from the linear scores (log odds) of all its blocks.
class DenseFeatures {
 public:
  DenseFeatures(const Page& page, const PageView& view, const std::vector<float>& scores);
  std::uint32_t width() const { return width_; }
  const float* row(std::uint32_t block) const { return &values_[std::size_t{block} * width_]; }

 private:
  std::uint32_t width_ = 0;
  std::vector<float> values_;
};

}  // namespace dragoman
