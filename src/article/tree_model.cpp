#include "article/tree_model.h"

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
}

float TreeModel::score(const float* features) const {
  constexpr std::size_t step = 32;
  constexpr float beyond_doubt = 4.5f;  // what is left of the trees would not turn it
  float sum = base;
  for (std::size_t k = 0; k < roots_.size(); ++k) {
    if (k % step == 0 && std::fabs(sum) > beyond_doubt) break;
    const TreeNode* tree = nodes_.data() + roots_[k];
    const TreeNode* node = tree;
    while (node->feature != TreeNode::leaf) node = tree + node->left + (features[node->feature] < node->value ? 0 : 1);
    sum += node->value;
  }
  return sum;
}

}  // namespace dragoman
