// roles.h: nouns and titles that say what an actor is: "minister", "rebel", "foreign ministry", "Mr.".
//
// Tables: roles.tsv (words, sector, office) and actors/heads.tsv (the same and how far the word decides) of the
// knowledge folders. Words of both: heads.tsv gives sector and form, roles.tsv the office. A missing table is empty.
// Immutable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/result.h"
#include "dragoman/symbol.h"
#include "knowledge/phrase_trie.h"
#include "knowledge/tsv.h"

namespace dragoman {

enum class RoleForm : std::uint8_t { person, group, body, place, thing };
enum class RoleHold : std::uint8_t {
  own,       // the word decides the sector
  weak,      // takes the sector of the body it belongs to; its own only when there is none
  name,      // decides, but only as the end of a name with capitals ("People's Front")
  modifier,  // counts only in front of a weak head ("armed men")
  title,     // marks a person and says nothing else ("Mr.")
};

struct ActorRole {
  std::string_view words, sector, office;
  std::string_view country;  // of the bearer when nothing tells another: IGO of peacekeepers
  RoleForm form = RoleForm::person;
  RoleHold hold = RoleHold::own;
  bool plural = false;
  std::uint32_t base = 0;  // the role of the singular; its own index for a singular
  std::uint32_t table = 0, line = 0;
};

class RoleTable {
 public:
  static Result<RoleTable> load(const std::vector<std::string>& folders);

  const PhraseTrie& trie() const { return trie_; }
  const ActorRole& role(std::uint32_t index) const { return roles_[index]; }
  Symbol symbol(const ActorRole& role) const { return {file_names_[role.table], role.line}; }

 private:
  void add(ActorRole role);
  const ActorRole* find(std::span<const std::uint64_t> pieces) const;
  Result<void> read_roles(const std::string& folder);
  Result<void> read_heads(const std::string& folder);

  std::vector<TsvTable> tables_;
  std::vector<std::string> file_names_;
  std::vector<ActorRole> roles_;
  PhraseTrie trie_;
};

}  // namespace dragoman
