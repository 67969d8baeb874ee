// perceptron.h: averaged multi-class perceptron over hashed features; writes a LinearModel.
// Method: Collins 2002; lazy averaging as usual (totals are brought up to date when a weight changes).
#pragma once

#include <cmath>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/linear_model.h"

namespace dragoman {

class Perceptron {
 public:
  explicit Perceptron(std::uint32_t classes) : classes_(classes) {}

  void score(std::span<const std::uint64_t> features, std::vector<float>& scores) const {
    scores.assign(classes_, 0.0f);
    for (const std::uint64_t feature : features) {
      const auto found = rows_.find(feature);
      if (found == rows_.end()) continue;
      const Cell* row = &cells_[std::size_t{found->second} * classes_];
      for (std::uint32_t c = 0; c < classes_; ++c) scores[c] += row[c].weight;
    }
  }

  // Moves every feature's weight of class c by `by`.
  void add(std::span<const std::uint64_t> features, std::uint32_t c, float by) {
    for (const std::uint64_t feature : features) {
      const auto [found, is_new] = rows_.try_emplace(feature, static_cast<std::uint32_t>(rows_.size()));
      if (is_new) cells_.resize(rows_.size() * std::size_t{classes_});
      Cell& cell = cells_[std::size_t{found->second} * classes_ + c];
      cell.total += static_cast<double>(cell.weight) * static_cast<double>(steps_ - cell.since);
      cell.since = steps_;
      cell.weight += by;
    }
  }
  void step() { ++steps_; }  // once an example

  // The averaged model. Rows whose largest weight stays under `least` are left out.
  Result<void> write(const std::string& path, std::uint64_t fingerprint, const std::vector<std::string>& names,
                     float least) const {
    std::vector<LinearRow> out;
    for (const auto& [feature, row] : rows_) {
      LinearRow made{feature, std::vector<float>(classes_)};
      float largest = 0;
      for (std::uint32_t c = 0; c < classes_; ++c) {
        const Cell& cell = cells_[std::size_t{row} * classes_ + c];
        const double total = cell.total + static_cast<double>(cell.weight) * static_cast<double>(steps_ - cell.since);
        made.weights[c] = static_cast<float>(total / static_cast<double>(steps_ ? steps_ : 1));
        largest = std::max(largest, std::fabs(made.weights[c]));
      }
      if (largest >= least) out.push_back(std::move(made));
    }
    return write_linear_model(path, fingerprint, names, std::move(out));
  }

 private:
  struct Cell {
    float weight = 0;
    std::uint64_t since = 0;
    double total = 0;
  };
  std::uint32_t classes_;
  std::uint64_t steps_ = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> rows_;
  std::vector<Cell> cells_;
};

}  // namespace dragoman
