// actor_phrases.h: noun phrases with the names and roles in them: what later steps turn into mentions.
//
// Cut from tags, names and roles, with the tree to settle what hangs together; so they bear an imperfect tree. Sorted
// by begin, cores disjoint. Time linear in the text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "mentions/names.h"

namespace dragoman {

struct ActorPhrase {
  std::uint32_t begin = 0, end = 0;  // core: determiner to last noun
  std::uint32_t noun = none;         // last noun (or adjective, number) of the core
  std::uint32_t head = none;         // the token of the core that hangs outside it in the tree
  std::uint32_t full_end = 0;        // with the prepositional phrases that belong to it
  std::uint32_t owner = none;        // phrase: "[Syria] 's foreign minister"
  std::uint32_t post = none;         // phrase behind its first preposition: "president of [Georgia]"
  std::uint32_t preposition = none;  // token before `post`
  std::uint32_t name = none;         // NameSpan that ends the core
  std::uint32_t role = none;         // RoleSpan that ends the core, or stands right before the name
  std::uint32_t inner_role =
      none;  // RoleSpan before another noun: "[insurgent] attacks"; only where role and name are none
  std::uint32_t sentence = 0;
  bool pronoun = false, possessive = false;  // possessive: a pronoun inside another phrase ("his")
  bool definite = false, plural = false, number = false;
};

std::vector<ActorPhrase> find_phrases(std::string_view text, const Syntax& syntax, const ActorWords& words,
                                      const std::vector<NameSpan>& names, const std::vector<RoleSpan>& roles,
                                      const std::vector<bool>& blocked, const ReferenceWords& reference);

}  // namespace dragoman
