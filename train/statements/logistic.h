// logistic.h: multi-class logistic regression over hashed features, trained by AdaGrad; writes a LinearModel.
// Method: Duchi, Hazan and Singer 2011, with a quadratic penalty at the touched weights. One class means two: the
// score is the log odds. Fixed order and seed: equal examples give equal models.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "base/linear_model.h"

namespace dragoman {

struct Example {
  std::vector<std::uint64_t> features;
  std::uint32_t label = 0;
  float weight = 1;
};

class Logistic {
 public:
  explicit Logistic(std::uint32_t classes) : classes_(classes) {}

  void train(const std::vector<const Example*>& examples, int epochs, float rate, float penalty,
             std::uint32_t least_count) {
    std::unordered_map<std::uint64_t, std::uint32_t> counts;
    for (const Example* example : examples)
      for (const std::uint64_t feature : example->features) ++counts[feature];
    for (const auto& [feature, count] : counts)
      if (count >= least_count) rows_.emplace(feature, 0u);
    std::uint32_t next = 0;
    for (auto& row : rows_) row.second = next++;
    weights_.assign(std::size_t{next} * classes_, 0.0f);
    squares_.assign(weights_.size(), 1e-6f);
    std::vector<std::vector<std::uint32_t>> known(examples.size());
    for (std::size_t i = 0; i < examples.size(); ++i)
      for (const std::uint64_t feature : examples[i]->features)
        if (const auto found = rows_.find(feature); found != rows_.end()) known[i].push_back(found->second);
    std::vector<std::uint32_t> order(examples.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::uint64_t seed = 42;
    for (int epoch = 0; epoch < epochs; ++epoch) {
      for (std::size_t i = order.size(); i > 1; --i) {
        seed = mix(seed + 0x9e3779b97f4a7c15ull);
        std::swap(order[i - 1], order[seed % i]);
      }
      for (const std::uint32_t i : order) step(known[i], *examples[i], rate, penalty);
    }
  }

  void score(const std::vector<std::uint64_t>& features, float* scores) const {
    for (const std::uint64_t feature : features)
      if (const auto found = rows_.find(feature); found != rows_.end())
        for (std::uint32_t c = 0; c < classes_; ++c) scores[c] += weights_[std::size_t{found->second} * classes_ + c];
  }

  Result<void> write(const std::string& path, std::uint64_t fingerprint, const std::vector<std::string>& names,
                     float least) const {
    std::vector<LinearRow> out;
    for (const auto& [feature, row] : rows_) {
      LinearRow made{feature, {}};
      float low = 1e9f, high = -1e9f;
      for (std::uint32_t c = 0; c < classes_; ++c) {
        const float weight = weights_[std::size_t{row} * classes_ + c];
        made.weights.push_back(weight);
        low = std::min(low, weight);
        high = std::max(high, weight);
      }
      if (classes_ == 1 ? std::fabs(high) >= least : high - low >= least) out.push_back(std::move(made));
    }
    return write_linear_model(path, fingerprint, names, std::move(out));
  }

 private:
  void step(const std::vector<std::uint32_t>& rows, const Example& example, float rate, float penalty) {
    std::vector<float> scores(classes_, 0.0f);
    for (const std::uint32_t row : rows)
      for (std::uint32_t c = 0; c < classes_; ++c) scores[c] += weights_[std::size_t{row} * classes_ + c];
    std::vector<float> gradient(classes_);
    if (classes_ == 1) {
      gradient[0] = 1.0f / (1.0f + std::exp(-scores[0])) - static_cast<float>(example.label);
    } else {
      const float top = *std::max_element(scores.begin(), scores.end());
      float sum = 0;
      for (float& value : scores) sum += value = std::exp(value - top);
      for (std::uint32_t c = 0; c < classes_; ++c) gradient[c] = scores[c] / sum - (c == example.label ? 1.0f : 0.0f);
    }
    for (float& value : gradient) value *= example.weight;
    for (const std::uint32_t row : rows)
      for (std::uint32_t c = 0; c < classes_; ++c) {
        const std::size_t at = std::size_t{row} * classes_ + c;
        const float slope = gradient[c] + penalty * weights_[at];
        squares_[at] += slope * slope;
        weights_[at] -= rate * slope / std::sqrt(squares_[at]);
      }
  }

  std::uint32_t classes_;
  std::unordered_map<std::uint64_t, std::uint32_t> rows_;
  std::vector<float> weights_, squares_;
};

}  // namespace dragoman
