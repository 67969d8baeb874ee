// tagging_head.h: a label for each word from its encoder state: names, parts of attributions, event triggers.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/result.h"
#include "encoder/encoder.h"

namespace dragoman {

class TaggingHead {
 public:
  // `name` is the head's name in the encoder's file: "names", "parts", "types".
  static Result<TaggingHead> load(const TensorFile& tables, std::string_view name);

  const std::vector<std::string>& labels() const { return labels_; }
  // labels().size() log probabilities for each of `count` states.
  std::vector<float> score(const float* states, std::uint32_t count) const;

 private:
  Linear hidden_, out_;
  std::vector<std::string> labels_;
};

// The best labels of one sentence by Viterbi over BIO labels: an I-X goes on from B-X or I-X only. `scores` as made by
// TaggingHead::score. Label numbers.
std::vector<std::uint8_t> best_labels(std::span<const float> scores, const std::vector<std::string>& labels);

}  // namespace dragoman
