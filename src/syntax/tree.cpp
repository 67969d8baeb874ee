#include "syntax/tree.h"

#include <algorithm>

namespace dragoman {
namespace {

const Token& token_at(const Syntax& syntax, std::uint32_t token) { return syntax.tokens[token]; }

bool is_one_of(Deprel relation, std::initializer_list<Deprel> relations) {
  return std::find(relations.begin(), relations.end(), relation) != relations.end();
}

bool left_of_noun(Deprel relation) {
  return is_one_of(base_of(relation), {Deprel::det, Deprel::amod, Deprel::compound, Deprel::nummod, Deprel::nmod,
                                       Deprel::flat, Deprel::goeswith}) ||
         relation == Deprel::cc_preconj;
}

// May a word with this relation stand inside the phrase? `top`: it hangs on the head of the phrase itself.
bool belongs(Deprel relation, bool top, PhraseParts parts) {
  const Deprel base = base_of(relation);
  if (top &&
      is_one_of(base, {Deprel::conj, Deprel::cc, Deprel::case_, Deprel::cop, Deprel::mark, Deprel::aux, Deprel::nsubj,
                       Deprel::csubj, Deprel::parataxis, Deprel::expl, Deprel::vocative, Deprel::discourse}))
    return false;
  if (parts == PhraseParts::whole) return !top || !is_one_of(base, {Deprel::advcl, Deprel::ccomp, Deprel::obl});
  if (relation == Deprel::acl_relcl || relation == Deprel::advcl_relcl || base == Deprel::appos ||
      base == Deprel::parataxis)
    return false;
  if (parts == PhraseParts::modifiers) return !top || !is_one_of(base, {Deprel::advcl, Deprel::ccomp, Deprel::obl});
  return is_one_of(base, {Deprel::det, Deprel::amod, Deprel::compound, Deprel::nummod, Deprel::nmod, Deprel::flat,
                          Deprel::fixed, Deprel::goeswith, Deprel::case_, Deprel::conj, Deprel::cc, Deprel::punct}) ||
         (!top && base == Deprel::advmod);
}

bool on_allowed_path(const Syntax& syntax, std::uint32_t token, std::uint32_t head, PhraseParts parts) {
  for (std::uint32_t at = token; at != head; at = token_at(syntax, at).head) {
    if (at == none) return false;
    if (!belongs(token_at(syntax, at).deprel, token_at(syntax, at).head == head, parts)) return false;
  }
  return true;
}

}  // namespace

std::span<const std::uint32_t> children_of(const Syntax& syntax, std::uint32_t token) {
  const std::uint32_t begin = syntax.child_begin[token];
  return std::span(syntax.children).subspan(begin, syntax.child_begin[token + 1] - begin);
}

std::uint32_t child_with(const Syntax& syntax, std::uint32_t token, std::initializer_list<Deprel> relations) {
  for (const std::uint32_t child : children_of(syntax, token))
    if (is_one_of(token_at(syntax, child).deprel, relations)) return child;
  return none;
}

std::vector<std::uint32_t> children_with(const Syntax& syntax, std::uint32_t token,
                                         std::initializer_list<Deprel> relations) {
  std::vector<std::uint32_t> found;
  for (const std::uint32_t child : children_of(syntax, token))
    if (is_one_of(token_at(syntax, child).deprel, relations)) found.push_back(child);
  return found;
}

void fill_children(Syntax& syntax) {
  const std::size_t count = syntax.tokens.size();
  syntax.child_begin.assign(count + 1, 0);
  for (const Token& token : syntax.tokens)
    if (token.head != none) ++syntax.child_begin[token.head + 1];
  for (std::size_t i = 0; i < count; ++i) syntax.child_begin[i + 1] += syntax.child_begin[i];
  syntax.children.resize(syntax.child_begin[count]);
  std::vector<std::uint32_t> at(syntax.child_begin.begin(), syntax.child_begin.end());
  for (std::uint32_t i = 0; i < count; ++i)
    if (syntax.tokens[i].head != none) syntax.children[at[syntax.tokens[i].head]++] = i;
}

Deprel base_of(Deprel relation) {
  switch (relation) {
    case Deprel::acl_relcl:
      return Deprel::acl;
    case Deprel::advcl_relcl:
      return Deprel::advcl;
    case Deprel::aux_pass:
      return Deprel::aux;
    case Deprel::cc_preconj:
      return Deprel::cc;
    case Deprel::compound_prt:
      return Deprel::compound;
    case Deprel::csubj_pass:
    case Deprel::csubj_outer:
      return Deprel::csubj;
    case Deprel::det_predet:
      return Deprel::det;
    case Deprel::nmod_desc:
    case Deprel::nmod_poss:
    case Deprel::nmod_unmarked:
      return Deprel::nmod;
    case Deprel::nsubj_outer:
    case Deprel::nsubj_pass:
      return Deprel::nsubj;
    case Deprel::obl_agent:
    case Deprel::obl_unmarked:
      return Deprel::obl;
    default:
      return relation;
  }
}

TokenRange subtree_of(const Syntax& syntax, std::uint32_t token) {
  std::uint32_t first = token, last = token;
  std::vector<std::uint32_t> open{token};
  while (!open.empty()) {
    const std::uint32_t at = open.back();
    open.pop_back();
    first = std::min(first, at);
    last = std::max(last, at);
    const auto children = children_of(syntax, at);
    open.insert(open.end(), children.begin(), children.end());
  }
  return {first, last + 1};
}

bool is_below(const Syntax& syntax, std::uint32_t token, std::uint32_t above) {
  while (token != none && token != above) token = token_at(syntax, token).head;
  return token == above && token != none;
}

TokenRange noun_phrase_of(const Syntax& syntax, std::uint32_t head, PhraseParts parts) {
  TokenRange range{head, head + 1};
  const auto children = children_of(syntax, head);
  for (std::size_t i = children.size(); i-- > 0;) {
    const std::uint32_t child = children[i];
    if (child > head || token_at(syntax, child).deprel == Deprel::punct) continue;
    const TokenRange below = subtree_of(syntax, child);
    if (!left_of_noun(token_at(syntax, child).deprel) || below.end > head) break;
    range.begin = std::min(range.begin, below.begin);
  }
  const Sentence& sentence = syntax.sentences[syntax.sentence_of(head)];
  while (range.end < sentence.end && on_allowed_path(syntax, range.end, head, parts)) ++range.end;
  while (range.end > head + 1) {
    const Token& last = token_at(syntax, range.end - 1);
    if (last.deprel != Deprel::punct && last.deprel != Deprel::cc) break;
    --range.end;
  }
  return range;
}

std::vector<std::uint32_t> conjuncts_of(const Syntax& syntax, std::uint32_t token) {
  const std::uint32_t first = first_conjunct(syntax, token);
  std::vector<std::uint32_t> found{token};
  std::vector<std::uint32_t> open{first};
  while (!open.empty()) {  // Universal Dependencies hangs all on the first; parsers chain some
    const std::uint32_t at = open.back();
    open.pop_back();
    for (const std::uint32_t child : children_of(syntax, at)) {
      if (token_at(syntax, child).deprel != Deprel::conj) continue;
      open.push_back(child);
      if (child > token) found.push_back(child);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::uint32_t first_conjunct(const Syntax& syntax, std::uint32_t token) {
  while (token_at(syntax, token).deprel == Deprel::conj && token_at(syntax, token).head != none)
    token = token_at(syntax, token).head;
  return token;
}

bool is_passive(const Syntax& syntax, std::uint32_t verb) {
  if (child_with(syntax, verb, {Deprel::aux_pass, Deprel::nsubj_pass, Deprel::csubj_pass, Deprel::obl_agent}) != none)
    return true;
  const Token& token = token_at(syntax, verb);
  if (token.upos != Upos::VERB || xpos_name(token.xpos) != "VBN") return false;
  if (token.deprel == Deprel::conj) {  // "were arrested and charged"
    return child_with(syntax, verb, {Deprel::aux, Deprel::nsubj}) == none && token.head != none &&
           is_passive(syntax, first_conjunct(syntax, verb));
  }
  return base_of(token.deprel) == Deprel::acl && child_with(syntax, verb, {Deprel::aux, Deprel::nsubj}) == none;
}

bool has_negation(const Syntax& syntax, std::uint32_t token, std::span<const std::string> negators) {
  for (const std::uint32_t child : children_of(syntax, token)) {
    const Token& word = token_at(syntax, child);
    if (base_of(word.deprel) != Deprel::advmod && base_of(word.deprel) != Deprel::det &&
        base_of(word.deprel) != Deprel::cc)
      continue;
    if (std::binary_search(negators.begin(), negators.end(), syntax.lemma(child))) return true;
  }
  return false;
}

bool has_negation(const Syntax& syntax, std::uint32_t token) {
  for (const std::uint32_t child : children_of(syntax, token)) {
    const Token& word = token_at(syntax, child);
    if (word.deprel == Deprel::advmod && word.upos == Upos::PART) return true;
  }
  return false;
}

}  // namespace dragoman
