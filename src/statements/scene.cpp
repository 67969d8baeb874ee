#include "statements/scene.h"

#include <algorithm>

#include "base/hash.h"

namespace dragoman {
namespace {

// Widens the subtree of every token by those of its children; climbing stops where nothing changes.
void measure(const Syntax& syntax, std::vector<TokenRange>& subtree) {
  const auto count = static_cast<std::uint32_t>(syntax.tokens.size());
  subtree.resize(count);
  for (std::uint32_t t = 0; t < count; ++t) subtree[t] = {t, t + 1};
  for (std::uint32_t t = 0; t < count; ++t) {
    std::uint32_t above = syntax.tokens[t].head;
    for (; above != none; above = syntax.tokens[above].head) {
      TokenRange& range = subtree[above];
      if (range.begin <= t && t < range.end) break;
      range.begin = std::min(range.begin, t);
      range.end = std::max(range.end, t + 1);
    }
  }
}

// The end of the last block that goes on the line before it: hard-wrapped text, told by a small letter after a single
// line break. Quotations run over such breaks.
std::uint32_t end_of_wrapped(const Page& page, std::uint32_t& block) {
  const std::string& text = page.text.str();
  while (block + 1 < page.blocks.size()) {
    const TextSpan here = page.blocks[block].span, next = page.blocks[block + 1].span;
    const char first = next.empty() ? ' ' : text[next.begin];
    if (first < 'a' || first > 'z') break;
    if (std::count(text.begin() + here.end, text.begin() + next.begin, '\n') != 1) break;
    ++block;
  }
  return page.blocks[block].span.end;
}

}  // namespace

Scene::Scene(const Page& page_, const Syntax& syntax_, const QuoteMarks& marks, const WordClusters& known)
    : page(page_), syntax(syntax_) {
  measure(syntax, subtree);
  lemma_keys.reserve(syntax.lemmas.size());
  clusters.reserve(syntax.lemmas.size());
  std::string lower;
  for (const std::string& lemma : syntax.lemmas) {
    lemma_keys.push_back(hash_of(lemma));
    lower = lemma;
    for (char& byte : lower)
      if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte | 32);
    clusters.push_back(known.find(lower));
  }
  std::uint32_t done = none;  // the last block that was scanned
  for (const Sentence& sentence : syntax.sentences) {
    if (sentence.block >= page.blocks.size() || (done != none && sentence.block <= done)) continue;
    done = sentence.block;
    const std::uint32_t begin = page.blocks[done].span.begin;
    marks.scan(page.text.str(), {begin, end_of_wrapped(page, done)}, sentence.block, quotes);
  }
  quote_of.assign(syntax.tokens.size(), none);
  quote_tokens.resize(quotes.size());
  std::uint32_t t = 0;
  for (std::uint32_t q = 0; q < quotes.size(); ++q) {
    while (t < syntax.tokens.size() && syntax.tokens[t].span.begin < quotes[q].inside.begin) ++t;
    quote_tokens[q].begin = t;
    while (t < syntax.tokens.size() && syntax.tokens[t].span.begin < quotes[q].inside.end) quote_of[t++] = q;
    quote_tokens[q].end = t;
  }
}

std::uint32_t Scene::subject(std::uint32_t id) const {
  for (const std::uint32_t c : children(id)) switch (syntax.tokens[c].deprel) {
      case Deprel::nsubj:
      case Deprel::nsubj_pass:
      case Deprel::nsubj_outer:
      case Deprel::csubj:
      case Deprel::csubj_pass:
        return c;
      default:
        break;
    }
  return none;
}

bool Scene::is_passive(std::uint32_t id) const {
  for (const std::uint32_t c : children(id)) {
    const Deprel deprel = syntax.tokens[c].deprel;
    if (deprel == Deprel::nsubj_pass || deprel == Deprel::aux_pass || deprel == Deprel::csubj_pass) return true;
  }
  return false;
}

}  // namespace dragoman
