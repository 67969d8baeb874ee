#include "events/scene.h"

#include <algorithm>

#include "base/hash.h"

namespace dragoman::events {
namespace {

// Content spans are few and may nest: the innermost is the shortest that holds the word.
std::vector<std::uint32_t> find_said_in(const Syntax& syntax, const Statements& statements) {
  std::vector<std::uint32_t> said_in(syntax.tokens.size(), none);
  std::vector<std::uint32_t> size(syntax.tokens.size(), UINT32_MAX);
  const auto before = [](const Token& token, std::uint32_t offset) { return token.span.begin < offset; };
  for (std::uint32_t s = 0; s < statements.statements.size(); ++s)
    for (const TextSpan& span : statements.statements[s].content) {
      auto token = std::lower_bound(syntax.tokens.begin(), syntax.tokens.end(), span.begin, before);
      for (; token != syntax.tokens.end() && token->span.begin < span.end; ++token) {
        const auto w = static_cast<std::size_t>(token - syntax.tokens.begin());
        if (span.size() >= size[w]) continue;
        size[w] = span.size();
        said_in[w] = s;
      }
    }
  return said_in;
}

}  // namespace

Scene::Scene(const Page& page, const Syntax& syntax, const Mentions& mentions, const Statements& said,
             const FrameBook& frames, const FrameIndex& index, const WordClusters& clusters)
    : tree(page, syntax, mentions), statements(said), book(frames), said_in_(find_said_in(syntax, said)) {
  for (const EventType& type : book.types) type_hashes.push_back(hash_of(type.name));
  for (const std::string& lemma : syntax.lemmas) clusters_.push_back(clusters.find(lemma));
  std::vector<std::uint64_t> lemmas;
  std::vector<FrameMatch> found;
  match_begin_.assign(1, 0);
  party_begin_.assign(1, 0);
  for (const Sentence& sentence : syntax.sentences) {
    lemmas.clear();
    for (Word w = sentence.begin; w < sentence.end; ++w) lemmas.push_back(tree.lemma_hash(w));
    std::sort(lemmas.begin(), lemmas.end());
    for (Word w = sentence.begin; w < sentence.end; ++w) {
      index.match(tree, w, lemmas, found);
      matches_.insert(matches_.end(), found.begin(), found.end());
      match_begin_.push_back(static_cast<std::uint32_t>(matches_.size()));
      if (tree.mention_at(w) != none) parties_.push_back(w);
    }
    party_begin_.push_back(static_cast<std::uint32_t>(parties_.size()));
  }
}

bool Scene::fires(Word word, std::uint32_t type) const {
  return std::any_of(matches(word).begin(), matches(word).end(),
                     [&](const FrameMatch& m) { return book.frames[m.frame].type == type; });
}

std::uint32_t Scene::frame_of(Word word, std::uint32_t type) const {
  const FrameMatch* best = nullptr;
  for (const FrameMatch& m : matches(word))
    if (book.frames[m.frame].type == type &&
        (!best || m.words > best->words || (m.words == best->words && m.constrained && !best->constrained)))
      best = &m;
  return best ? best->frame : none;
}

bool Scene::can_trigger(Word word) const {
  const Upos upos = tree.token(word).upos;
  if (upos == Upos::VERB || upos == Upos::NOUN) return tree.timex_at(word) == none;
  return (upos == Upos::ADJ || upos == Upos::PROPN) && !matches(word).empty();
}

}  // namespace dragoman::events
