// tree_model.h: boosted regression trees over dense features: what the linear scores of a block and of those around
// it say together. Method: Friedman 2001 (gradient boosting), logistic loss. Immutable, thread safe.
#pragma once

#include <cstdint>
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

  float score(const float* features) const;  // log odds; stops early where they are beyond doubt
  void add_tree(const std::vector<TreeNode>& nodes);
  float base = 0;  // log odds before any tree

 private:
  std::vector<std::uint32_t> roots_;  // index of each tree's first node
  std::vector<TreeNode> nodes_;
};

}  // namespace dragoman
