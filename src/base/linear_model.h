// linear_model.h: a sparse linear model: hashed feature -> a weight for each class.
//
// The file is mapped into memory as it lies on disk (little endian), so opening costs nothing and pages are shared.
// Immutable, safe to share between threads. A model carries the fingerprint of the features it was made with and is
// refused by a reader with another one.
//
//   std::vector<float> scores(model.classes());
//   for (std::uint64_t feature : features) model.add(feature, scores.data());
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/result.h"

namespace dragoman {

class LinearModel {
 public:
  static Result<LinearModel> load(const std::string& path, std::uint64_t fingerprint);

  std::uint32_t classes() const { return classes_; }
  const std::vector<std::string>& class_names() const { return names_; }

  // scores[c] += weight of `feature` for class c; an unknown feature adds nothing.
  void add(std::uint64_t feature, float* scores) const {
    const auto key = static_cast<std::uint32_t>(feature >> 32) | 1u;
    for (std::uint64_t at = feature & mask_;; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      if (slot.key == 0) return;
      if (slot.key == key) {
        add_row(slot.row, scores);
        return;
      }
    }
  }
  void prefetch(std::uint64_t feature) const { __builtin_prefetch(&slots_[feature & mask_]); }
  std::uint32_t best(std::span<const std::uint64_t> features, std::vector<float>& scores) const;

 private:
  struct Slot {
    std::uint32_t key, row;
  };
  void add_row(std::uint32_t row, float* scores) const {
    const unsigned char* at = rows_ + std::size_t{row} * row_bytes_;
    float scale;
    __builtin_memcpy(&scale, at, sizeof scale);
    const auto* weights = reinterpret_cast<const signed char*>(at + sizeof scale);
    for (std::uint32_t c = 0; c < classes_; ++c) scores[c] += scale * static_cast<float>(weights[c]);
  }

  std::shared_ptr<const void> mapping_;
  const Slot* slots_ = nullptr;
  const unsigned char* rows_ = nullptr;
  std::uint64_t mask_ = 0;
  std::uint32_t classes_ = 0, row_bytes_ = 0;
  std::vector<std::string> names_;
};

struct LinearRow {
  std::uint64_t feature;
  std::vector<float> weights;  // one a class
};

// Writes a model; rows are stored in the order of their features, so equal rows give equal bytes.
Result<void> write_linear_model(const std::string& path, std::uint64_t fingerprint,
                                const std::vector<std::string>& class_names, std::vector<LinearRow> rows);

}  // namespace dragoman
