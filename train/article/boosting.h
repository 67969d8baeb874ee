// boosting.h: gradient boosted trees with the logistic loss over binned features. Equal input gives equal trees.
// Method: Friedman 2001; histograms of gradients as in Ke et al. 2017.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "article/tree_model.h"

namespace dragoman {

struct BoostingOptions {
  int trees = 300;
  int depth = 5;
  float rate = 0.05f;
  double smoothing = 5;     // added to the second derivative of a leaf
  double least_weight = 8;  // second derivative that each child must hold
  double row_share = 0.7, column_share = 0.5;
  unsigned seed = 17;
};

class Boosting {
 public:
  // rows: `width` floats each. labels 0 or 1, weights as given.
  Boosting(const std::vector<const float*>& rows, std::uint32_t width, const std::vector<float>& labels,
           const std::vector<float>& weights, BoostingOptions options)
      : options_(options), width_(width), labels_(labels), weights_(weights), random_(options.seed) {
    make_bins(rows);
    train();
  }
  TreeModel take() && { return std::move(model_); }

 private:
  static constexpr int max_bins = 64;
  struct Sum {
    double gradient = 0, second = 0;
  };
  struct Node {
    Sum sum;
    int feature = -1;
    int bin = 0;  // bins below or equal go left
    int left = -1;
  };

  void make_bins(const std::vector<const float*>& rows) {
    const std::size_t n = rows.size();
    bins_.resize(n * width_);
    edges_.resize(width_);
    std::vector<float> sample;
    for (std::uint32_t f = 0; f < width_; ++f) {
      sample.clear();
      for (std::size_t i = 0; i < n; i += 1 + n / 20000) sample.push_back(rows[i][f]);
      std::sort(sample.begin(), sample.end());
      std::vector<float>& edges = edges_[f];
      for (int b = 1; b < max_bins; ++b) {
        const float edge = sample[sample.size() * static_cast<std::size_t>(b) / max_bins];
        if (edge > sample.front() && (edges.empty() || edge > edges.back())) edges.push_back(edge);
      }
      for (std::size_t i = 0; i < n; ++i)
        bins_[i * width_ + f] =
            static_cast<std::uint8_t>(std::upper_bound(edges.begin(), edges.end(), rows[i][f]) - edges.begin());
    }
  }

  void train() {
    const std::size_t n = labels_.size();
    double positive = 1, all = 2;
    for (std::size_t i = 0; i < n; ++i) positive += labels_[i] * weights_[i], all += weights_[i];
    model_.base = static_cast<float>(std::log(positive / (all - positive)));
    scores_.assign(n, model_.base);
    gradient_.resize(n);
    second_.resize(n);
    for (int tree = 0; tree < options_.trees; ++tree) grow();
  }

  void grow() {
    const std::size_t n = labels_.size();
    std::vector<std::uint32_t> rows;
    std::uniform_real_distribution<double> draw;
    std::vector<Node> nodes(1);
    for (std::uint32_t i = 0; i < n; ++i) {
      const double p = 1.0 / (1.0 + std::exp(-scores_[i]));
      gradient_[i] = static_cast<float>(weights_[i] * (labels_[i] - p));
      second_[i] = static_cast<float>(weights_[i] * std::max(p * (1 - p), 1e-4));
      if (draw(random_) > options_.row_share) continue;
      rows.push_back(i);
      nodes[0].sum.gradient += gradient_[i];
      nodes[0].sum.second += second_[i];
    }
    std::vector<std::uint32_t> columns;
    for (std::uint32_t f = 0; f < width_; ++f)
      if (!edges_[f].empty() && draw(random_) < options_.column_share) columns.push_back(f);
    std::vector<int> node_of(n, 0);
    std::size_t level = 0;
    for (int depth = 0; depth < options_.depth && level < nodes.size(); ++depth) {
      const std::size_t level_end = nodes.size();
      split_level(nodes, level, level_end, rows, node_of, columns);
      if (nodes.size() == level_end) break;
      for (std::uint32_t i = 0; i < n; ++i) {
        const Node& node = nodes[static_cast<std::size_t>(node_of[i])];
        if (node.left >= 0)
          node_of[i] =
              node.left + (bins_[std::size_t{i} * width_ + static_cast<std::size_t>(node.feature)] > node.bin ? 1 : 0);
      }
      level = level_end;
    }
    std::vector<TreeNode> out(nodes.size());
    for (std::size_t k = 0; k < nodes.size(); ++k) {
      if (nodes[k].left < 0) {
        out[k].value =
            static_cast<float>(options_.rate * nodes[k].sum.gradient / (nodes[k].sum.second + options_.smoothing));
      } else {
        out[k].feature = static_cast<std::uint16_t>(nodes[k].feature);
        out[k].value = edges_[static_cast<std::size_t>(nodes[k].feature)][static_cast<std::size_t>(nodes[k].bin)];
        out[k].left = static_cast<std::uint16_t>(nodes[k].left);
      }
    }
    for (std::uint32_t i = 0; i < n; ++i) scores_[i] += out[static_cast<std::size_t>(node_of[i])].value;
    model_.add_tree(out);
  }

  void split_level(std::vector<Node>& nodes, std::size_t begin, std::size_t end, const std::vector<std::uint32_t>& rows,
                   const std::vector<int>& node_of, const std::vector<std::uint32_t>& columns) {
    // Children stand in pairs: the sums of the smaller one are counted, those of its sister are what is left.
    const std::size_t wide = columns.size() * max_bins;
    std::vector<Sum> sums((end - begin) * wide);
    std::vector<std::uint32_t> sizes(end - begin);
    for (const std::uint32_t i : rows)
      if (const auto node = static_cast<std::size_t>(node_of[i]); node >= begin) ++sizes[node - begin];
    const auto is_counted = [&](std::size_t node) {
      if (begin == 0) return true;
      const std::size_t sister = (node - begin) ^ 1u;
      return sizes[node - begin] < sizes[sister] || (sizes[node - begin] == sizes[sister] && node - begin < sister);
    };
    for (const std::uint32_t i : rows) {
      const auto node = static_cast<std::size_t>(node_of[i]);
      if (node < begin || !is_counted(node)) continue;
      Sum* at = &sums[(node - begin) * wide];
      const std::uint8_t* bins = &bins_[std::size_t{i} * width_];
      for (std::size_t k = 0; k < columns.size(); ++k) {
        Sum& sum = at[k * max_bins + bins[columns[k]]];
        sum.gradient += gradient_[i];
        sum.second += second_[i];
      }
    }
    for (std::size_t node = begin; node < end; ++node) {
      if (is_counted(node)) continue;
      const Sum* counted = &sums[((node - begin) ^ 1u) * wide];
      const Sum* parent = &parent_sums_[parents_[node - begin] * wide];
      Sum* to = &sums[(node - begin) * wide];
      for (std::size_t k = 0; k < wide; ++k)
        to[k] = {parent[k].gradient - counted[k].gradient, parent[k].second - counted[k].second};
    }
    parents_.clear();
    const auto gain_of = [&](const Sum& s) { return s.gradient * s.gradient / (s.second + options_.smoothing); };
    for (std::size_t node = begin; node < end; ++node) {
      double best = 1e-3;
      Sum best_left;
      const Sum all = nodes[node].sum;
      int feature = -1, bin = 0;
      for (std::size_t k = 0; k < columns.size(); ++k) {
        Sum left;
        const Sum* at = &sums[(node - begin) * wide + k * max_bins];
        for (std::size_t b = 0; b < edges_[columns[k]].size(); ++b) {
          left.gradient += at[b].gradient;
          left.second += at[b].second;
          const Sum right{all.gradient - left.gradient, all.second - left.second};
          if (left.second < options_.least_weight || right.second < options_.least_weight) continue;
          const double gain = gain_of(left) + gain_of(right) - gain_of(all);
          if (gain > best)
            best = gain, feature = static_cast<int>(columns[k]), bin = static_cast<int>(b), best_left = left;
        }
      }
      if (feature < 0) continue;
      nodes[node].feature = feature;
      nodes[node].bin = bin;
      nodes[node].left = static_cast<int>(nodes.size());
      const Sum rest{all.gradient - best_left.gradient, all.second - best_left.second};
      nodes.push_back({best_left});
      nodes.push_back({rest});
      parents_.insert(parents_.end(), 2, node - begin);
    }
    parent_sums_ = std::move(sums);
  }

  BoostingOptions options_;
  std::uint32_t width_;
  const std::vector<float>& labels_;
  const std::vector<float>& weights_;
  std::mt19937 random_;
  std::vector<std::vector<float>> edges_;
  std::vector<std::uint8_t> bins_;
  std::vector<Sum> parent_sums_;      // of the level above
  std::vector<std::size_t> parents_;  // of the nodes of this level, in the level above
  std::vector<float> scores_, gradient_, second_;
  TreeModel model_;
};

}  // namespace dragoman
