// scene.h: everything the events stage looks at in one document: the tree, which frames fire at each word, and what
// is said by whom. Built once, linear in the words (times the frames of a word).
#pragma once

#include <span>
#include <vector>

#include "base/word_clusters.h"
#include "events/frame_index.h"
#include "events/tree.h"

namespace dragoman::events {

enum class Role : std::uint8_t { nobody, actor, recipient };

struct Scene {
  Scene(const Page& page, const Syntax& syntax, const Mentions& mentions, const Statements& statements,
        const FrameBook& book, const FrameIndex& index, const WordClusters& clusters);

  Tree tree;
  const Statements& statements;
  const FrameBook& book;
  std::vector<std::uint64_t> type_hashes;  // of FrameBook::types

  std::span<const FrameMatch> matches(Word word) const {
    return {matches_.data() + match_begin_[word], matches_.data() + match_begin_[word + 1]};
  }
  WordCluster cluster(Word word) const { return clusters_[tree.token(word).lemma]; }
  bool fires(Word word, std::uint32_t type) const;
  // The best frame of `type` at the word: the longest phrase, then the most constrained; none without.
  std::uint32_t frame_of(Word word, std::uint32_t type) const;
  // The innermost statement whose content holds the word; none outside of statements.
  std::uint32_t said_in(Word word) const { return said_in_[word]; }
  float certainty(Word word) const { return word < statements.certainty.size() ? statements.certainty[word] : 3.0f; }
  // Words that can be the trigger of an event.
  bool can_trigger(Word word) const;
  // Words of the sentence that head a mention: who can be a party.
  std::span<const Word> parties(std::uint32_t sentence) const {
    return {parties_.data() + party_begin_[sentence], parties_.data() + party_begin_[sentence + 1]};
  }

 private:
  std::vector<FrameMatch> matches_;
  std::vector<std::uint32_t> match_begin_, said_in_;
  std::vector<WordCluster> clusters_;  // of Syntax::lemmas
  std::vector<Word> parties_;
  std::vector<std::uint32_t> party_begin_;
};

}  // namespace dragoman::events
