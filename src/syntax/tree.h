// tree.h: questions to the trees of a Syntax. Tokens are indices into Syntax::tokens; `none` is no token.
//
// Pure functions; time linear in the sentence at worst. They expect a Syntax as the parser makes it: heads inside the
// sentence, children filled.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "dragoman/document.h"

namespace dragoman {

struct TokenRange {
  std::uint32_t begin = 0, end = 0;
  bool contains(std::uint32_t token) const { return begin <= token && token < end; }
  friend bool operator==(TokenRange, TokenRange) = default;
};

// Children of a token, in order.
std::span<const std::uint32_t> children_of(const Syntax& syntax, std::uint32_t token);
// The first child with one of the relations, or none.
std::uint32_t child_with(const Syntax& syntax, std::uint32_t token, std::initializer_list<Deprel> relations);
std::vector<std::uint32_t> children_with(const Syntax& syntax, std::uint32_t token,
                                         std::initializer_list<Deprel> relations);

// Fills Syntax::child_begin and children from the heads.
void fill_children(Syntax& syntax);

// The relation without its subtype: acl for acl:relcl, nsubj for nsubj:pass, ...
Deprel base_of(Deprel relation);

// From the first to the last word below a token, itself included.
TokenRange subtree_of(const Syntax& syntax, std::uint32_t token);
// True when `token` is `above` or stands below it.
bool is_below(const Syntax& syntax, std::uint32_t token, std::uint32_t above);

enum class PhraseParts : std::uint8_t {
  core,       // determiners, adjectives, compounds, names, possessors, numbers and nominal modifiers ("the minister of
              // defence"); no relative or other clauses, appositions, conjuncts
  modifiers,  // also participles and other clauses that are no relative clauses ("troops stationed in Mali")
  whole,      // all below the head but its conjuncts, prepositions before it and outer punctuation
};
// The noun phrase around its head, without the preposition before it. One unbroken run of words.
TokenRange noun_phrase_of(const Syntax& syntax, std::uint32_t head, PhraseParts parts = PhraseParts::core);

// `token` and what is joined to it by conj, in order; for any conjunct but the first, only that and later ones.
std::vector<std::uint32_t> conjuncts_of(const Syntax& syntax, std::uint32_t token);
// The first conjunct of the coordination `token` belongs to; itself when there is none.
std::uint32_t first_conjunct(const Syntax& syntax, std::uint32_t token);

// A verb in the passive: it has a passive auxiliary or subject, or is a bare participle after a noun ("shot by
// police").
bool is_passive(const Syntax& syntax, std::uint32_t verb);
// "not", "n't", "never", "no" and the like standing under the word itself or under its auxiliary or determiner place.
// `negators` are the lemmas that negate, sorted (knowledge/languages/LANGUAGE/negation.tsv).
bool has_negation(const Syntax& syntax, std::uint32_t token, std::span<const std::string> negators);
// The same for the particle alone ("not", "n't"), which the tags tell.
bool has_negation(const Syntax& syntax, std::uint32_t token);

}  // namespace dragoman
