#include "syntax/tree_parser.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace dragoman {

Result<TreeParser> TreeParser::load(const std::string& moves_path, const std::string& relations_path) {
  auto moves = MoveWeights::load(moves_path, move_fingerprint);
  if (!moves) return tl::unexpected(moves.error());
  auto relations = RowWeights::load(relations_path, relation_fingerprint);
  if (!relations) return tl::unexpected(relations.error());
  TreeParser parser;
  parser.moves_ = std::move(*moves);
  parser.relations_ = std::move(*relations);
  for (const std::string& name : parser.relations_.class_names())
    parser.deprels_.push_back(deprel_of(name).value_or(Deprel::dep));
  return parser;
}

Move TreeParser::best_move(const ParseState& state, const TaggedWords& input, FeatureList& features) const {
  std::array<bool, 3> allowed;
  int count = 0, only = 0;
  for (int m = 0; m < 3; ++m) {
    allowed[m] = state.allowed(static_cast<Move>(m));
    count += allowed[m];
    if (allowed[m]) only = m;
  }
  if (count == 1) return static_cast<Move>(only);
  move_features(state, input, features);
  for (const std::uint64_t feature : features.view()) moves_.prefetch(feature);
  std::array<std::int32_t, 3> scores{};
  for (const std::uint64_t feature : features.view()) moves_.add(feature, scores.data());
  int best = -1;
  for (int m = 0; m < 3; ++m)
    if (allowed[m] && (best < 0 || scores[m] > scores[best])) best = m;
  return static_cast<Move>(best);
}

std::uint8_t TreeParser::best_label(const ParseState& state, const TaggedWords& input, Move move,
                                    FeatureList& features) const {
  relation_features(state, input, move, features);
  for (const std::uint64_t feature : features.view()) relations_.prefetch(feature);
  std::array<std::int32_t, 256> scores;
  const std::size_t count = deprels_.size();
  std::fill_n(scores.begin(), count, 0);
  for (const std::uint64_t feature : features.view()) relations_.add(feature, scores.data());
  return static_cast<std::uint8_t>(std::max_element(scores.begin(), scores.begin() + count) - scores.begin());
}

void TreeParser::parse(const TaggedWords& input, ParseState& state) const {
  FeatureList features;
  state.start(static_cast<std::int32_t>(input.words.size()));
  while (!state.done()) {
    const Move move = best_move(state, input, features);
    if (move == Move::shift) {
      state.shift();
    } else {
      const bool to_root = state.head_of(move) == state.size;
      state.attach(move, to_root ? 0 : best_label(state, input, move, features));  // class 0 is "root"
    }
  }
}

}  // namespace dragoman
