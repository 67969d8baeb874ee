// tree_head.h: tags and dependency trees from encoder states: biaffine arcs with buckets of distance (after Dozat and
// Manning 2017), the best projective tree with one root (Eisner 1996), labels for its arcs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dragoman/result.h"
#include "encoder/encoder.h"

namespace dragoman {

struct SentenceTree {
  std::vector<std::uint32_t> heads;  // index in the sentence; none for the root
  std::vector<std::uint8_t> labels;  // numbers in TreeHead::labels()
};

class TreeHead {
 public:
  static Result<TreeHead> load(const TensorFile& tables);

  const std::vector<std::string>& xpos() const { return xpos_names_; }
  const std::vector<std::string>& labels() const { return label_names_; }

  // Everything that is computed for all words at once; `states` holds encoder_width floats a word.
  struct Words {
    std::vector<float> upos, xpos, dependent, turned, head, distance, label_dependent, label_head;
  };
  Words prepare(const float* states, std::uint32_t count) const;
  // UPOS in the order of dragoman::Upos, and the number of the Penn tag.
  Upos upos(const Words& words, std::uint32_t word) const;
  std::uint32_t xpos(const Words& words, std::uint32_t word) const;
  // The tree of words [begin, end).
  SentenceTree tree(const Words& words, std::uint32_t begin, std::uint32_t end) const;

 private:
  Linear upos_, xpos_, dependent_, head_, distance_, label_dependent_, label_head_, label_;
  PackedMatrix bilinear_;
  std::vector<float> head_bias_, root_head_, root_label_, label_distance_;
  std::vector<std::string> xpos_names_, label_names_;
};

}  // namespace dragoman
