#include "article/tree_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>

#include "base/file.h"

namespace dragoman {
namespace {

struct Header {
  char magic[8];
  std::uint64_t fingerprint;
  std::uint32_t trees, nodes;
  float base;
  std::uint32_t unused;
};
constexpr char magic[8] = {'D', 'R', 'G', 'T', 'R', 'E', 'E', '1'};

}  // namespace

Result<TreeModel> TreeModel::load(const std::string& path, std::uint64_t fingerprint) {
  auto bytes = read_file(path);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto bad = [&](const std::string& what) {
    return fail(FailureCode::bad_model, path, what, "install the models that came with this program");
  };
  Header header{};
  if (bytes->size() < sizeof header) return bad("the file is too short");
  std::memcpy(&header, bytes->data(), sizeof header);
  if (std::memcmp(header.magic, magic, sizeof magic) != 0) return bad("this is no tree model");
  if (header.fingerprint != fingerprint) return bad("the model was made for other features");
  const std::size_t wanted =
      sizeof header + std::size_t{header.trees} * sizeof(std::uint32_t) + std::size_t{header.nodes} * sizeof(TreeNode);
  if (bytes->size() != wanted) return bad("the file is damaged");
  TreeModel model;
  model.base = header.base;
  model.roots_.resize(header.trees);
  model.nodes_.resize(header.nodes);
  const char* at = bytes->data() + sizeof header;
  std::memcpy(model.roots_.data(), at, header.trees * sizeof(std::uint32_t));
  std::memcpy(model.nodes_.data(), at + header.trees * sizeof(std::uint32_t), header.nodes * sizeof(TreeNode));
  for (std::size_t tree = 0; tree < model.roots_.size(); ++tree) {
    const std::size_t begin = model.roots_[tree];
    const std::size_t end = tree + 1 < model.roots_.size() ? model.roots_[tree + 1] : model.nodes_.size();
    if (begin >= end || end > model.nodes_.size()) return bad("the file is damaged");
    for (std::size_t i = begin; i < end; ++i)  // children follow their parent, so every walk ends
      if (model.nodes_[i].feature != TreeNode::leaf &&
          (model.nodes_[i].left <= i - begin || begin + model.nodes_[i].left + 1 >= end ||
           model.nodes_[i].feature >= 1024))
        return bad("the file is damaged");
    std::vector<unsigned> depth(end - begin, 0);
    for (std::size_t i = begin; i < end; ++i) {
      const TreeNode& node = model.nodes_[i];
      if (node.feature == TreeNode::leaf) continue;
      depth[node.left] = depth[node.left + 1u] = depth[i - begin] + 1;
      if (depth[node.left] > most_depth) return bad("the trees are too deep");
    }
    model.fill_up(std::span(model.nodes_).subspan(begin, end - begin));
  }
  return model;
}

Result<void> TreeModel::write(const std::string& path, std::uint64_t fingerprint) const {
  Header header{};
  std::memcpy(header.magic, magic, sizeof magic);
  header.fingerprint = fingerprint;
  header.trees = static_cast<std::uint32_t>(roots_.size());
  header.nodes = static_cast<std::uint32_t>(nodes_.size());
  header.base = base;
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(&header), sizeof header);
  file.write(reinterpret_cast<const char*>(roots_.data()),
             static_cast<std::streamsize>(roots_.size() * sizeof(std::uint32_t)));
  file.write(reinterpret_cast<const char*>(nodes_.data()),
             static_cast<std::streamsize>(nodes_.size() * sizeof(TreeNode)));
  file.close();
  if (!file) return fail(FailureCode::unreadable, path, "the model was not written", "check the folder and the disk");
  return {};
}

void TreeModel::add_tree(const std::vector<TreeNode>& nodes) {
  roots_.push_back(static_cast<std::uint32_t>(nodes_.size()));
  nodes_.insert(nodes_.end(), nodes.begin(), nodes.end());
  fill_up(nodes);
}

void TreeModel::fill_up(std::span<const TreeNode> nodes) {
  std::uint16_t at[full_splits + full_leaves] = {};  // node of the tree for each of the full one
  for (std::size_t i = 0; i < full_splits; ++i) {
    const TreeNode& node = nodes[at[i]];
    const bool is_leaf = node.feature == TreeNode::leaf;
    splits_.push_back({node.value, is_leaf ? 0u : node.feature});
    at[2 * i + 1] = is_leaf ? at[i] : node.left;
    at[2 * i + 2] = is_leaf ? at[i] : static_cast<std::uint16_t>(node.left + 1);
  }
  for (std::size_t i = full_splits; i < full_splits + full_leaves; ++i) leaves_.push_back(nodes[at[i]].value);
}

float TreeModel::add_trees(std::size_t first, std::size_t end, const float* features, float sum) const {
  constexpr std::size_t abreast = 8;
  for (; first < end; first += abreast) {
    const std::size_t count = std::min(abreast, end - first);
    std::uint32_t at[abreast] = {};
    const Split* const splits = &splits_[first * full_splits];
    const auto step = [&](std::size_t tree) {
      const Split& split = splits[tree * full_splits + at[tree]];
      at[tree] = 2 * at[tree] + 2 - (features[split.feature] < split.value);
    };
    for (unsigned level = 0; level < most_depth; ++level) {
      if (count == abreast)
        for (std::size_t tree = 0; tree < abreast; ++tree) step(tree);
      else
        for (std::size_t tree = 0; tree < count; ++tree) step(tree);
    }
    for (std::size_t tree = 0; tree < count; ++tree)
      sum += leaves_[(first + tree) * full_leaves + at[tree] - full_splits];
  }
  return sum;
}

float TreeModel::score(const float* features) const {
  float sum = 0;
  score(features, 0, {&sum, 1});
  return sum;
}

void TreeModel::score(const float* rows, std::size_t width, std::span<float> scores) const {
  constexpr std::size_t step = 32;
  constexpr float beyond_doubt = 4.5f;  // what is left of the trees would not turn it
  std::fill(scores.begin(), scores.end(), base);
  for (std::size_t k = 0; k < roots_.size(); k += step)  // a few trees for all rows: they stay near at hand
    for (std::size_t i = 0; i < scores.size(); ++i)
      if (std::fabs(scores[i]) <= beyond_doubt)
        scores[i] = add_trees(k, std::min(k + step, roots_.size()), rows + i * width, scores[i]);
}

}  // namespace dragoman
