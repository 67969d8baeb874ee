#include "encoder/tagging_head.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dragoman {

Result<TaggingHead> TaggingHead::load(const TensorFile& tables, std::string_view name) {
  TaggingHead head;
  const std::string at(name);
  head.labels_ = tables.words(at + ".labels");
  head.hidden_ = tables.linear(at + ".hidden");
  head.out_ = tables.linear(at + ".out");
  if (head.labels_.empty() || head.out_.outputs() != head.labels_.size())
    return fail(FailureCode::bad_model, "models/en.encoder", "no head \"" + at + "\"",
                "take the file of this version, or make it again (train/README.md)");
  return head;
}

std::vector<float> TaggingHead::score(const float* states, std::uint32_t count) const {
  std::vector<float> hidden, wide;
  hidden_.apply(states, encoder_width, count, hidden);
  rectify(hidden);
  out_.apply(hidden.data(), hidden_.step(), count, wide);
  const std::size_t size = labels_.size();
  std::vector<float> scores(count * size);
  for (std::uint32_t i = 0; i < count; ++i) {
    const float* row = &wide[std::size_t{i} * out_.step()];
    const float best = *std::max_element(row, row + size);
    float sum = 0;
    for (std::size_t l = 0; l < size; ++l) sum += std::exp(row[l] - best);
    const float norm = best + std::log(sum);
    for (std::size_t l = 0; l < size; ++l) scores[i * size + l] = row[l] - norm;
  }
  return scores;
}

std::vector<std::uint8_t> best_labels(std::span<const float> scores, const std::vector<std::string>& labels) {
  const std::size_t size = labels.size(), count = scores.size() / size;
  constexpr float never = -std::numeric_limits<float>::infinity();
  const auto may_follow = [&](std::size_t before, std::size_t label) {
    return labels[label][0] != 'I' ||
           (labels[before].size() > 2 && labels[before].substr(2) == labels[label].substr(2));
  };
  std::vector<char> allowed(size * size);
  for (std::size_t a = 0; a < size; ++a)
    for (std::size_t b = 0; b < size; ++b) allowed[a * size + b] = may_follow(a, b);
  std::vector<float> best(scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(std::min(size, scores.size())));
  for (std::size_t l = 0; l < best.size(); ++l)
    if (labels[l][0] == 'I') best[l] = never;
  std::vector<std::uint8_t> from(count * size), out(count);
  std::vector<float> next(size);
  for (std::size_t i = 1; i < count; ++i) {
    for (std::size_t l = 0; l < size; ++l) {
      next[l] = never;
      for (std::size_t before = 0; before < size; ++before) {
        if (!allowed[before * size + l] || best[before] <= next[l]) continue;
        next[l] = best[before];
        from[i * size + l] = static_cast<std::uint8_t>(before);
      }
      next[l] += scores[i * size + l];
    }
    std::swap(best, next);
  }
  if (count == 0) return out;
  out[count - 1] = static_cast<std::uint8_t>(std::max_element(best.begin(), best.end()) - best.begin());
  for (std::size_t i = count - 1; i > 0; --i) out[i - 1] = from[i * size + out[i]];
  return out;
}

}  // namespace dragoman
