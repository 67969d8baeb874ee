// tagger.h: part of speech of every word of a sentence: UPOS and Penn tag in one class, left to right.
//
// Method: averaged perceptron over hashed features (Collins 2002); words that training saw with one tag only take it
// at once. Deterministic, linear in the words.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "dragoman/document.h"
#include "syntax/feature_list.h"
#include "syntax/weight_table.h"
#include "syntax/word_keys.h"

namespace dragoman {

inline constexpr std::uint64_t tagger_fingerprint = 0x7a66'0001;  // a new number when the features change
inline constexpr std::uint8_t no_tag = 255;                        // before the first word

// The features of word i, given the classes of the two words before it.
void tag_features(std::span<const WordKeys> words, std::size_t i, std::uint8_t before, std::uint8_t before2,
                  FeatureList& out);
// The feature whose only class is the tag of a word that has no other.
std::uint64_t sure_feature(const WordKeys& word);

class Tagger {
 public:
  static Result<Tagger> load(const std::string& path);
  // classes[i]: class of words[i].
  void tag(std::span<const WordKeys> words, std::vector<std::uint8_t>& classes) const;

  Upos upos(std::uint8_t tag) const { return tags_[tag].first; }
  std::uint8_t xpos(std::uint8_t tag) const { return tags_[tag].second; }
  const std::vector<std::string>& class_names() const { return weights_.class_names(); }

 private:
  RowWeights weights_;
  std::vector<std::pair<Upos, std::uint8_t>> tags_;  // one a class
};

}  // namespace dragoman
