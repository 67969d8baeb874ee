#include "encoder/eisner.h"

#include <limits>

namespace dragoman {
namespace {

// Tables over spans [i, j]: incomplete (an arc between i and j) and complete (all below i or j is inside), each for the
// two directions: right, the head is i; left, the head is j.
class Chart {
 public:
  Chart(std::span<const float> scores, std::uint32_t n)
      : scores_(scores), n_(n), values_(4 * std::size_t{n} * n, worst), splits_(values_.size()) {
    for (std::uint32_t i = 0; i < n; ++i) value(complete_right, i, i) = value(complete_left, i, i) = 0;
    for (std::uint32_t size = 1; size < n; ++size)
      for (std::uint32_t i = 0; i + size < n; ++i) fill(i, i + size);
  }

  std::vector<std::uint32_t> tree() {
    std::uint32_t root = 0;
    float best = worst;
    for (std::uint32_t r = 0; r < n_; ++r) {
      const float score =
          value(complete_left, 0, r) + value(complete_right, r, n_ - 1) + scores_[std::size_t{r} * (n_ + 1)];
      if (score > best || r == 0) {
        best = score;
        root = r;
      }
    }
    heads_.assign(n_, n_);
    std::vector<Item> open = {{complete_left, 0, root}, {complete_right, root, n_ - 1}};
    while (!open.empty()) {  // no recursion: a chain of words is as deep as the sentence is long
      const Item item = open.back();
      open.pop_back();
      take_apart(item, open);
    }
    return heads_;
  }

 private:
  enum Kind { incomplete_right, incomplete_left, complete_right, complete_left };
  struct Item {
    Kind kind;
    std::uint32_t i, j;
  };
  static constexpr float worst = -std::numeric_limits<float>::infinity();

  std::size_t at(Kind kind, std::uint32_t i, std::uint32_t j) const { return (std::size_t(kind) * n_ + i) * n_ + j; }
  float& value(Kind kind, std::uint32_t i, std::uint32_t j) { return values_[at(kind, i, j)]; }
  float arc(std::uint32_t dependent, std::uint32_t head) const {
    return scores_[std::size_t{dependent} * (n_ + 1) + head + 1];
  }

  void set(Kind kind, std::uint32_t i, std::uint32_t j, float score, std::uint32_t split) {
    if (score <= value(kind, i, j)) return;
    value(kind, i, j) = score;
    splits_[at(kind, i, j)] = static_cast<std::uint16_t>(split);
  }

  void fill(std::uint32_t i, std::uint32_t j) {
    float best = worst;
    std::uint32_t split = i;
    for (std::uint32_t k = i; k < j; ++k) {
      const float score = value(complete_right, i, k) + value(complete_left, k + 1, j);
      if (score > best) {
        best = score;
        split = k;
      }
    }
    set(incomplete_right, i, j, best + arc(j, i), split);
    set(incomplete_left, i, j, best + arc(i, j), split);
    for (std::uint32_t k = i + 1; k <= j; ++k)
      set(complete_right, i, j, value(incomplete_right, i, k) + value(complete_right, k, j), k);
    for (std::uint32_t k = i; k < j; ++k)
      set(complete_left, i, j, value(complete_left, i, k) + value(incomplete_left, k, j), k);
  }

  void take_apart(const Item& item, std::vector<Item>& open) {
    const auto [kind, i, j] = item;
    if (i == j) return;
    const std::uint32_t k = splits_[at(kind, i, j)];
    switch (kind) {
      case incomplete_right:
      case incomplete_left:
        (kind == incomplete_right ? heads_[j] : heads_[i]) = kind == incomplete_right ? i : j;
        open.push_back({complete_right, i, k});
        open.push_back({complete_left, k + 1, j});
        break;
      case complete_right:
        open.push_back({incomplete_right, i, k});
        open.push_back({complete_right, k, j});
        break;
      case complete_left:
        open.push_back({complete_left, i, k});
        open.push_back({incomplete_left, k, j});
        break;
    }
  }

  std::span<const float> scores_;
  std::uint32_t n_;
  std::vector<float> values_;
  std::vector<std::uint16_t> splits_;
  std::vector<std::uint32_t> heads_;
};

}  // namespace

std::vector<std::uint32_t> best_projective_tree(std::span<const float> scores, std::uint32_t n) {
  if (n == 0) return {};
  return Chart(scores, n).tree();
}

}  // namespace dragoman
