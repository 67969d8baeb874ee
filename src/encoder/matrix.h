// matrix.h: products of dense float matrices for the encoder, with weights packed once at load.
//
// Row-major, single precision. The sum over the inner dimension runs in a fixed order for a given processor kind, so
// equal input gives equal output there.
#pragma once

#include <cstdint>
#include <vector>

namespace dragoman {

class PackedMatrix {  // a weight matrix [rows x cols], cols padded to 16, in panels of 16 columns
 public:
  PackedMatrix() = default;
  PackedMatrix(const float* values, std::uint32_t rows, std::uint32_t cols);

  // out[i, 0..padded_cols) = start + a[i, :] * this for i < count; `start` is `bias` (padded_cols floats), or what
  // stands in `out` when bias is null. Rows of `a` and `out` are `a_step` and `out_step` floats apart.
  void multiply(const float* a, std::uint32_t a_step, std::uint32_t count, const float* bias, float* out,
                std::uint32_t out_step) const;

  std::uint32_t rows() const { return rows_; }
  std::uint32_t cols() const { return cols_; }
  std::uint32_t padded_cols() const { return (cols_ + 15) / 16 * 16; }

 private:
  std::uint32_t rows_ = 0, cols_ = 0;
  std::vector<float> panels_;
};

class Linear {  // x * weights + bias
 public:
  Linear() = default;
  Linear(PackedMatrix weights, const std::vector<float>& bias);
  std::uint32_t outputs() const { return weights_.cols(); }
  std::uint32_t step() const { return weights_.padded_cols(); }  // floats a row of `out` takes
  // `out` is resized to count rows of step() floats.
  void apply(const float* x, std::uint32_t x_step, std::uint32_t count, std::vector<float>& out) const;

 private:
  PackedMatrix weights_;
  std::vector<float> bias_;
};

void rectify(std::vector<float>& values);  // max(0, x)

}  // namespace dragoman
