// ridge.h: ridge regression over binary hashed features by coordinate descent; writes a LinearModel of one class.
// The intercept is the row of feature `intercept_feature` and is not penalised. No chance in it: equal examples give
// equal models.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/linear_model.h"

namespace dragoman {

class Ridge {
 public:
  void train(const std::vector<const std::vector<std::uint64_t>*>& examples, const std::vector<float>& values,
             double penalty, std::uint32_t least_count, int sweeps) {
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> found;
    for (std::uint32_t i = 0; i < examples.size(); ++i)
      for (const std::uint64_t feature : *examples[i]) {
        std::vector<std::uint32_t>& rows = found[feature];
        if (rows.empty() || rows.back() != i) rows.push_back(i);
      }
    for (const auto& [feature, rows] : found)
      if (rows.size() >= least_count) features_.push_back(feature);
    std::sort(features_.begin(), features_.end());
    weights_.assign(features_.size(), 0.0);
    double sum = 0;
    for (const float value : values) sum += static_cast<double>(value);
    mean_ = sum / static_cast<double>(values.size());
    std::vector<double> rest;
    for (const float value : values) rest.push_back(static_cast<double>(value) - mean_);
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      double shift = 0;
      for (const double value : rest) shift += value;
      shift /= static_cast<double>(rest.size());
      mean_ += shift;
      for (double& value : rest) value -= shift;
      for (std::size_t j = 0; j < features_.size(); ++j) descend(found[features_[j]], weights_[j], rest, penalty);
    }
    for (std::size_t j = 0; j < features_.size(); ++j) index_[features_[j]] = weights_[j];
  }

  double predict(const std::vector<std::uint64_t>& features) const {
    double sum = mean_;
    for (const std::uint64_t feature : features)
      if (const auto found = index_.find(feature); found != index_.end()) sum += found->second;
    return sum;
  }

  Result<void> write(const std::string& path, std::uint64_t fingerprint, std::uint64_t intercept_feature,
                     double least) const {
    std::vector<LinearRow> rows = {{intercept_feature, {static_cast<float>(mean_)}}};
    for (std::size_t j = 0; j < features_.size(); ++j)
      if (features_[j] != intercept_feature && std::abs(weights_[j]) >= least)
        rows.push_back({features_[j], {static_cast<float>(weights_[j])}});
    return write_linear_model(path, fingerprint, {"value"}, std::move(rows));
  }

 private:
  static void descend(const std::vector<std::uint32_t>& rows, double& weight, std::vector<double>& rest,
                      double penalty) {
    double sum = 0;
    for (const std::uint32_t i : rows) sum += rest[i];
    const auto count = static_cast<double>(rows.size());
    const double now = (sum + count * weight) / (count + penalty), change = now - weight;
    for (const std::uint32_t i : rows) rest[i] -= change;
    weight = now;
  }

  std::vector<std::uint64_t> features_;
  std::vector<double> weights_;
  std::unordered_map<std::uint64_t, double> index_;
  double mean_ = 0;
};

}  // namespace dragoman
