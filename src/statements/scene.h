// scene.h: one document as the readers of statements see it: trees with the borders of their subtrees, quoted
// stretches, and hashes of the lemmas. Made once a document; refers to the values it was made from.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/word_clusters.h"
#include "dragoman/document.h"
#include "statements/quote_marks.h"
#include "syntax/tree.h"

namespace dragoman {

inline std::uint32_t length(TokenRange range) { return range.end - range.begin; }

struct Scene {
  Scene(const Page& page, const Syntax& syntax, const QuoteMarks& marks, const WordClusters& clusters);

  const Page& page;
  const Syntax& syntax;
  std::vector<QuotedStretch> quotes;      // in the blocks that have sentences, in order
  std::vector<std::uint32_t> quote_of;    // token -> quotes, or none
  std::vector<TokenRange> quote_tokens;   // of each quoted stretch
  std::vector<TokenRange> subtree;        // token -> first and last token that it governs
  std::vector<std::uint64_t> lemma_keys;  // of each pooled lemma
  std::vector<WordCluster> clusters;      // of each pooled lemma

  const Token& token(std::uint32_t id) const { return syntax.tokens[id]; }
  std::uint64_t lemma_key(std::uint32_t id) const { return lemma_keys[syntax.tokens[id].lemma]; }
  const WordCluster& cluster(std::uint32_t id) const { return clusters[syntax.tokens[id].lemma]; }
  std::string_view words(std::uint32_t id) const { return page.text.view(syntax.tokens[id].span); }
  // The children of a token in their order.
  struct Children {
    const std::uint32_t *first, *last;
    const std::uint32_t* begin() const { return first; }
    const std::uint32_t* end() const { return last; }
  };
  Children children(std::uint32_t id) const {
    const std::uint32_t* all = syntax.children.data();
    return {all + syntax.child_begin[id], all + syntax.child_begin[id + 1]};
  }
  std::uint32_t child(std::uint32_t id, Deprel deprel) const {
    for (const std::uint32_t c : children(id))
      if (syntax.tokens[c].deprel == deprel) return c;
    return none;
  }
  std::uint32_t subject(std::uint32_t id) const;  // nsubj, nsubj:pass, csubj or nsubj:outer child, or none
  bool is_passive(std::uint32_t id) const;        // has a passive auxiliary or subject
};

}  // namespace dragoman
