// tree_model.h: boosted regression trees over dense features: what the linear scores of a block and of those around
// it say together. Method: Friedman 2001 (gradient boosting), logistic loss. Immutable, thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dragoman/result.h"

namespace dragoman {

struct TreeNode {
  static constexpr std::uint16_t leaf = 0xFFFF;
  float value = 0;  // the threshold: features below it go left; of a leaf what it adds
  std::uint16_t feature = leaf;
  std::uint16_t left = 0;  // nodes of the same tree; right is left + 1
};

class TreeModel {
 public:
  static Result<TreeModel> load(const std::string& path, std::uint64_t fingerprint);
  Result<void> write(const std::string& path, std::uint64_t fingerprint) const;

  static constexpr unsigned most_depth = 5;

  float score(const float* features) const;  // log odds; stops early where they are beyond doubt
  // The same of many rows of `width` features, one after another.
  void score(const float* rows, std::size_t width, std::span<float> scores) const;
  void add_tree(const std::vector<TreeNode>& nodes);  // no deeper than most_depth
  float base = 0;                                     // log odds before any tree

 private:
  // Trees as they are walked: full ones, level after level, so that several are walked abreast without a branch.
  static constexpr std::size_t full_splits = (1u << most_depth) - 1, full_leaves = 1u << most_depth;
  struct Split {
    float value;
    std::uint32_t feature;
  };
  void fill_up(std::span<const TreeNode> nodes);
  float add_trees(std::size_t first, std::size_t end, const float* features, float sum) const;

  std::vector<std::uint32_t> roots_;  // index of each tree's first node
  std::vector<TreeNode> nodes_;       // as they lie in the file
  std::vector<Split> splits_;
  std::vector<float> leaves_;
};

}  // namespace dragoman
