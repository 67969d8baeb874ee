// names.h: where names stand in the text and of what kind they are.
//
// What the knowledge knows by name, and runs of capitalised words with the titles and nouns around them; a learned
// tagger (name_tagger.h) tells their kind and mends their borders. The steps after read nothing but NameSpans. Time
// linear in the text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "knowledge/actors.h"
#include "knowledge/reference.h"
#include "knowledge/roles.h"
#include "mentions/name_tagger.h"

namespace dragoman {

enum class NameKind : std::uint8_t { person, organisation, place, people, unknown };

struct NameSpan {                    // may lie inside another one: "[[Sudan] Liberation Movement]"
  std::uint32_t begin = 0, end = 0;  // tokens
  NameKind kind = NameKind::unknown;
  ActorName known;          // known.actor is none for a name that the knowledge has not
  std::string_view sector;  // told by the noun that ends the name of an organisation ("... Movement"), or ""
};

struct RoleSpan {
  std::uint32_t begin = 0, end = 0;  // tokens
  std::uint32_t role = 0;            // RoleTable::role
};

// The pieces (phrase_trie.h) and reference words of each token.
struct ActorWords {
  std::vector<std::uint64_t> pieces;
  std::vector<std::uint32_t> first;  // of each token, and one more
  std::vector<std::uint32_t> uses;   // ReferenceUse bits of one-piece tokens
  std::vector<bool> capital;         // begins with a capital

  std::uint64_t piece(std::uint32_t token) const { return first[token + 1] > first[token] ? pieces[first[token]] : 0; }
  std::uint64_t last_piece(std::uint32_t token) const {
    return first[token + 1] > first[token] ? pieces[first[token + 1] - 1] : 0;
  }
  bool has(std::uint32_t token, ReferenceUse use) const { return uses[token] >> static_cast<int>(use) & 1; }
};

ActorWords actor_words(std::string_view text, const Syntax& syntax, const ReferenceWords& reference);

// The longest roles, from left to right; sorted, disjoint.
std::vector<RoleSpan> find_roles(const Syntax& syntax, const ActorWords& words, const RoleTable& roles);

// `blocked`: tokens that cannot be part of a name (time expressions). Sorted by begin, the outer span first.
std::vector<NameSpan> find_names(std::string_view text, const Syntax& syntax, const ActorWords& words,
                                 const ActorTable& actors, const RoleTable& roles,
                                 const std::vector<RoleSpan>& role_spans, const std::vector<LabelSpan>& labels,
                                 const std::vector<bool>& blocked);

}  // namespace dragoman
