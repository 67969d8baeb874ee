#include "encoder/tree_head.h"

#include <algorithm>
#include <cstring>

#include "encoder/eisner.h"

namespace dragoman {
namespace {

constexpr std::uint32_t width = 96;  // of arc and label spaces
constexpr std::uint32_t distances = 17;

// Buckets of the distance from dependent to head; 8 is the root's.
std::uint32_t bucket(std::int64_t offset) {
  const std::int64_t size = offset < 0 ? -offset : offset;
  const std::int64_t step = size <= 4 ? size : size <= 6 ? 5 : size <= 10 ? 6 : size <= 20 ? 7 : 8;
  return static_cast<std::uint32_t>(offset > 0 ? 8 + step : 8 - step);
}

__attribute__((target_clones("arch=x86-64-v3", "default"))) float dot(const float* a, const float* b) {
  float lanes[8] = {};
  for (std::uint32_t i = 0; i < width; i += 8)
    for (std::uint32_t l = 0; l < 8; ++l) lanes[l] += a[i + l] * b[i + l];
  return (lanes[0] + lanes[4]) + (lanes[1] + lanes[5]) + (lanes[2] + lanes[6]) + (lanes[3] + lanes[7]);
}

std::uint32_t best_of(const float* row, std::size_t size) {
  return static_cast<std::uint32_t>(std::max_element(row, row + size) - row);
}

}  // namespace

Result<TreeHead> TreeHead::load(const TensorFile& tables) {
  TreeHead head;
  head.upos_ = tables.linear("trees.upos");
  head.xpos_ = tables.linear("trees.xpos");
  head.dependent_ = tables.linear("trees.dependent");
  head.head_ = tables.linear("trees.head");
  head.distance_ = tables.linear("trees.distance");
  head.label_dependent_ = tables.linear("trees.label_dependent");
  head.label_head_ = tables.linear("trees.label_head");
  head.label_ = tables.linear("trees.label");
  const std::vector<float> bilinear = tables.floats("trees.bilinear");
  if (bilinear.size() == width * width) head.bilinear_ = PackedMatrix(bilinear.data(), width, width);
  head.head_bias_ = tables.floats("trees.head_bias");
  head.label_distance_ = tables.floats("trees.label_distance");
  head.xpos_names_ = tables.words("trees.xpos.labels");
  head.label_names_ = tables.words("trees.labels");
  const std::vector<float> root = tables.floats("trees.root");
  const bool fits = root.size() == encoder_width && head.bilinear_.rows() == width && head.head_bias_.size() == width &&
                    head.dependent_.outputs() == width && head.head_.outputs() == width &&
                    head.label_head_.outputs() == width && head.label_dependent_.outputs() == width &&
                    head.label_distance_.size() == distances * width && head.distance_.outputs() == distances &&
                    head.upos_.outputs() == 17 && head.xpos_.outputs() == head.xpos_names_.size() &&
                    head.label_.outputs() == head.label_names_.size() && !head.label_names_.empty();
  if (!fits)
    return fail(FailureCode::bad_model, "models/en.encoder", "no tree head of this make",
                "take the file of this version, or make it again (train/README.md)");
  head.head_.apply(root.data(), encoder_width, 1, head.root_head_);
  rectify(head.root_head_);
  head.label_head_.apply(root.data(), encoder_width, 1, head.root_label_);
  return head;
}

TreeHead::Words TreeHead::prepare(const float* states, std::uint32_t count) const {
  Words words;
  upos_.apply(states, encoder_width, count, words.upos);
  xpos_.apply(states, encoder_width, count, words.xpos);
  dependent_.apply(states, encoder_width, count, words.dependent);
  rectify(words.dependent);
  words.turned.resize(words.dependent.size());
  const std::vector<float> zero(width);
  bilinear_.multiply(words.dependent.data(), width, count, zero.data(), words.turned.data(), width);
  // A head's own score rides along: (turned + bias) . head = turned . head + bias . head.
  for (std::uint32_t i = 0; i < count; ++i)
    for (std::uint32_t k = 0; k < width; ++k) words.turned[std::size_t{i} * width + k] += head_bias_[k];
  head_.apply(states, encoder_width, count, words.head);
  rectify(words.head);
  distance_.apply(states, encoder_width, count, words.distance);
  label_dependent_.apply(states, encoder_width, count, words.label_dependent);
  label_head_.apply(states, encoder_width, count, words.label_head);
  return words;
}

Upos TreeHead::upos(const Words& words, std::uint32_t word) const {
  return static_cast<Upos>(best_of(&words.upos[std::size_t{word} * upos_.step()], 17));
}

std::uint32_t TreeHead::xpos(const Words& words, std::uint32_t word) const {
  return best_of(&words.xpos[std::size_t{word} * xpos_.step()], xpos_names_.size());
}

SentenceTree TreeHead::tree(const Words& words, std::uint32_t begin, std::uint32_t end) const {
  const std::uint32_t n = end - begin;
  std::vector<float> scores(std::size_t{n} * (n + 1));
  for (std::uint32_t d = 0; d < n; ++d) {
    const float* turned = &words.turned[std::size_t{begin + d} * width];
    const float* distance = &words.distance[std::size_t{begin + d} * distance_.step()];
    float* row = &scores[std::size_t{d} * (n + 1)];
    row[0] = dot(turned, root_head_.data()) + distance[8];
    for (std::uint32_t h = 0; h < n; ++h)
      row[h + 1] = dot(turned, &words.head[std::size_t{begin + h} * width]) + distance[bucket(std::int64_t{h} - d)];
  }
  SentenceTree tree;
  tree.heads = best_projective_tree(scores, n);
  std::vector<float> mixed(std::size_t{n} * width), labels;
  for (std::uint32_t d = 0; d < n; ++d) {
    const bool is_root = tree.heads[d] == n;
    const float* own = &words.label_dependent[std::size_t{begin + d} * width];
    const float* other = is_root ? root_label_.data() : &words.label_head[std::size_t{begin + tree.heads[d]} * width];
    const float* distance = &label_distance_[(is_root ? 8 : bucket(std::int64_t{tree.heads[d]} - d)) * width];
    for (std::uint32_t k = 0; k < width; ++k)
      mixed[std::size_t{d} * width + k] = std::max(own[k] + other[k] + distance[k], 0.0f);
    if (is_root) tree.heads[d] = none;
  }
  label_.apply(mixed.data(), width, n, labels);
  for (std::uint32_t d = 0; d < n; ++d)
    tree.labels.push_back(
        static_cast<std::uint8_t>(best_of(&labels[std::size_t{d} * label_.step()], label_names_.size())));
  return tree;
}

}  // namespace dragoman
