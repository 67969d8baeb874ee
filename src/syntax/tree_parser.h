// tree_parser.h: the tree of a tagged sentence.
//
// Method: greedy arc-hybrid transitions, the move and then the relation chosen by averaged perceptrons over the
// features of Zhang and Nivre (2011), trained with a dynamic oracle (Goldberg and Nivre 2013). Linear in the words.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dragoman/document.h"
#include "syntax/feature_list.h"
#include "syntax/parse_state.h"
#include "syntax/weight_table.h"
#include "syntax/word_keys.h"

namespace dragoman {

inline constexpr std::uint64_t move_fingerprint = 0x7a67'0001;      // new numbers when the features change
inline constexpr std::uint64_t relation_fingerprint = 0x7a68'0001;

struct TaggedWords {
  std::span<const WordKeys> words;
  std::span<const std::uint8_t> tags;
};

void move_features(const ParseState& state, const TaggedWords& input, FeatureList& out);
// Of the relation that `move` is about to make.
void relation_features(const ParseState& state, const TaggedWords& input, Move move, FeatureList& out);

class TreeParser {
 public:
  static Result<TreeParser> load(const std::string& moves_path, const std::string& relations_path);

  // Leaves heads and labels in state.nodes; the root word's head is the number of words.
  void parse(const TaggedWords& input, ParseState& state) const;
  Deprel deprel(std::uint8_t label) const { return deprels_[label]; }

 private:
  Move best_move(const ParseState& state, const TaggedWords& input, FeatureList& features) const;
  std::uint8_t best_label(const ParseState& state, const TaggedWords& input, Move move, FeatureList& features) const;

  MoveWeights moves_;
  RowWeights relations_;
  std::vector<Deprel> deprels_;  // one a class
};

}  // namespace dragoman
