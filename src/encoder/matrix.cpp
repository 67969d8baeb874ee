// Compiled with -O3 -ffp-contract=fast (CMakeLists.txt); the kernel exists for processors with AVX2 and FMA and for all
// others, chosen when the program starts.
#include "encoder/matrix.h"

#include <algorithm>
#include <cstring>

namespace dragoman {
namespace {

using Lane = float __attribute__((vector_size(32), aligned(4), may_alias));
constexpr std::uint32_t panel = 16;

struct Block {  // rows of a and out for one call of a kernel
  const float* a;
  std::uint32_t a_step, inner;
  const float* weights;  // one panel: inner x 16
  const float* bias;     // 16 floats, or null: go on from out
  float* out;
  std::uint32_t out_step;
};

template <int height>
__attribute__((always_inline)) inline void multiply_block(const Block& block) {
  Lane sums[height][2];
  for (int i = 0; i < height; ++i) {
    const float* start = block.bias ? block.bias : block.out + std::size_t(i) * block.out_step;
    std::memcpy(&sums[i][0], start, sizeof(Lane));
    std::memcpy(&sums[i][1], start + 8, sizeof(Lane));
  }
  const float* weights = block.weights;
  for (std::uint32_t k = 0; k < block.inner; ++k, weights += panel) {
    Lane left, right;
    std::memcpy(&left, weights, sizeof left);
    std::memcpy(&right, weights + 8, sizeof right);
    for (int i = 0; i < height; ++i) {
      const float x = block.a[std::size_t(i) * block.a_step + k];
      sums[i][0] += x * left;
      sums[i][1] += x * right;
    }
  }
  for (int i = 0; i < height; ++i) {
    std::memcpy(block.out + std::size_t(i) * block.out_step, &sums[i][0], sizeof(Lane));
    std::memcpy(block.out + std::size_t(i) * block.out_step + 8, &sums[i][1], sizeof(Lane));
  }
}

__attribute__((target_clones("arch=x86-64-v3", "default"))) void multiply_panel(const Block& whole,
                                                                                std::uint32_t count) {
  Block block = whole;
  for (; count >= 6; count -= 6) {
    multiply_block<6>(block);
    block.a += std::size_t(6) * block.a_step;
    block.out += std::size_t(6) * block.out_step;
  }
  for (; count > 0; --count) {
    multiply_block<1>(block);
    block.a += block.a_step;
    block.out += block.out_step;
  }
}

}  // namespace

PackedMatrix::PackedMatrix(const float* values, std::uint32_t rows, std::uint32_t cols) : rows_(rows), cols_(cols) {
  panels_.assign(std::size_t{padded_cols()} * rows, 0.0f);
  for (std::uint32_t c = 0; c < cols; ++c)
    for (std::uint32_t r = 0; r < rows; ++r)
      panels_[std::size_t{c / panel} * rows * panel + std::size_t{r} * panel + c % panel] =
          values[std::size_t{r} * cols + c];
}

void PackedMatrix::multiply(const float* a, std::uint32_t a_step, std::uint32_t count, const float* bias, float* out,
                            std::uint32_t out_step) const {
  // A stretch of rows stays in the first-level cache while all panels pass over it.
  constexpr std::uint32_t stretch = 48;
  for (std::uint32_t begin = 0; begin < count; begin += stretch) {
    const std::uint32_t rows = std::min(stretch, count - begin);
    for (std::uint32_t p = 0; p < padded_cols() / panel; ++p)
      multiply_panel({a + std::size_t{begin} * a_step, a_step, rows_, panels_.data() + std::size_t{p} * rows_ * panel,
                      bias ? bias + std::size_t{p} * panel : nullptr,
                      out + std::size_t{begin} * out_step + std::size_t{p} * panel, out_step},
                     rows);
  }
}

Linear::Linear(PackedMatrix weights, const std::vector<float>& bias) : weights_(std::move(weights)), bias_(bias) {
  bias_.resize(weights_.padded_cols());
}

void Linear::apply(const float* x, std::uint32_t x_step, std::uint32_t count, std::vector<float>& out) const {
  out.resize(std::size_t{count} * step());
  weights_.multiply(x, x_step, count, bias_.data(), out.data(), step());
}

void rectify(std::vector<float>& values) {
  for (float& value : values) value = std::max(value, 0.0f);
}

}  // namespace dragoman
