// surroundings.h: what the lines around a block look like: their shapes, how often shapes and words come back, and
// whether they go on with one subject. Text without markup has little else to tell an article from lists of teasers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "article/page_view.h"

namespace dragoman {

// Length, end, digits and capitals of a line in one number.
std::uint8_t shape_of_line(const BlockView& block);

class Surroundings {
 public:
  static constexpr std::uint32_t width = 36;
  // likely: the probability of each block that it is body. run: the blocks [begin, end) that most likely hold the body.
  Surroundings(const PageView& view, const std::vector<float>& likely, std::size_t run_begin, std::size_t run_end);
  std::span<const float> of(std::size_t block) const { return {&values_[block * width], width}; }

 private:
  std::vector<float> values_;
};

}  // namespace dragoman
