// logistic.h: multinomial logistic regression over hashed features; writes a LinearModel.
// Method: AdaGrad (Duchi, Hazan, Singer 2011) with a soft threshold on each touched weight for sparseness. The order
// of the examples in a round is a fixed shuffle, so the same examples give the same model.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/linear_model.h"

namespace dragoman {

struct LogisticOptions {
  int rounds = 12;
  float rate = 0.1f;
  float sparse = 2e-6f;          // soft threshold, times the step size
  std::uint32_t least_seen = 2;  // features of fewer examples are left out
  float dropout = 0.0f;          // share of examples, in each round, whose first `lexical` features are hidden
};

class Logistic {
 public:
  explicit Logistic(std::uint32_t classes) : classes_(classes) {}

  void add(std::span<const std::uint64_t> features, std::uint32_t label, float weight = 1, std::size_t lexical = 0) {
    examples_.push_back({features_.size(), features_.size() + features.size(), lexical, label, weight});
    features_.insert(features_.end(), features.begin(), features.end());
  }

  void train(const LogisticOptions& options) {
    number_features(options.least_seen);
    std::mt19937 random(17);
    std::vector<std::uint32_t> order(examples_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::vector<float> scores(classes_);
    for (int round = 0; round < options.rounds; ++round) {
      for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
      for (const std::uint32_t e : order) {
        const bool hide = options.dropout > 0 && (random() % 1000) < options.dropout * 1000;
        learn(examples_[e], hide ? examples_[e].lexical : 0, options, scores);
      }
    }
  }

  Result<void> write(const std::string& path, std::uint64_t fingerprint, const std::vector<std::string>& names,
                     float least) const {
    std::vector<LinearRow> out;
    for (const auto& [feature, row] : rows_) {
      LinearRow made{feature, std::vector<float>(classes_)};
      float largest = 0;
      for (std::uint32_t c = 0; c < classes_; ++c) {
        made.weights[c] = weights_[std::size_t{row} * classes_ + c];
        largest = std::max(largest, std::fabs(made.weights[c]));
      }
      if (largest >= least) out.push_back(std::move(made));
    }
    return write_linear_model(path, fingerprint, names, std::move(out));
  }

 private:
  struct Example {
    std::size_t begin, end, lexical;
    std::uint32_t label;
    float weight;
  };

  void number_features(std::uint32_t least_seen) {
    std::unordered_map<std::uint64_t, std::uint32_t> seen;
    for (const std::uint64_t feature : features_) ++seen[feature];
    rows_.clear();
    numbers_.assign(features_.size(), UINT32_MAX);
    for (std::size_t i = 0; i < features_.size(); ++i) {
      if (seen[features_[i]] < least_seen) continue;
      numbers_[i] = rows_.try_emplace(features_[i], static_cast<std::uint32_t>(rows_.size())).first->second;
    }
    weights_.assign(rows_.size() * std::size_t{classes_}, 0.0f);
    squares_.assign(weights_.size(), 1e-6f);
  }

  void learn(const Example& example, std::size_t hidden, const LogisticOptions& options, std::vector<float>& scores) {
    std::fill(scores.begin(), scores.end(), 0.0f);
    for (std::size_t i = example.begin + hidden; i < example.end; ++i) {
      if (numbers_[i] == UINT32_MAX) continue;
      const float* row = &weights_[std::size_t{numbers_[i]} * classes_];
      for (std::uint32_t c = 0; c < classes_; ++c) scores[c] += row[c];
    }
    const float top = *std::max_element(scores.begin(), scores.end());
    float sum = 0;
    for (float& s : scores) sum += s = std::exp(s - top);
    for (float& s : scores) s /= sum;
    scores[example.label] -= 1;
    for (float& s : scores) s *= example.weight;
    for (std::size_t i = example.begin + hidden; i < example.end; ++i) {
      if (numbers_[i] == UINT32_MAX) continue;
      const std::size_t at = std::size_t{numbers_[i]} * classes_;
      for (std::uint32_t c = 0; c < classes_; ++c) {
        const float gradient = scores[c];
        if (std::fabs(gradient) < 1e-4f) continue;
        float& weight = weights_[at + c];
        squares_[at + c] += gradient * gradient;
        const float step = options.rate / std::sqrt(squares_[at + c]);
        weight -= step * gradient;
        const float shrink = step * options.sparse;
        weight = weight > shrink ? weight - shrink : weight < -shrink ? weight + shrink : 0.0f;
      }
    }
  }

  std::uint32_t classes_;
  std::vector<Example> examples_;
  std::vector<std::uint64_t> features_;
  std::vector<std::uint32_t> numbers_;
  std::unordered_map<std::uint64_t, std::uint32_t> rows_;
  std::vector<float> weights_, squares_;
};

}  // namespace dragoman
