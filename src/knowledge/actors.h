// actors.h: what is known of states, organisations and persons by name.
//
// Tables: actors/states.tsv, actors/organisations.tsv, actors/people.tsv of the knowledge folders; a folder that comes
// later wins where a name is in both. A missing table is empty. Immutable, safe to share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"
#include "knowledge/phrase_trie.h"
#include "knowledge/tsv.h"

namespace dragoman {

enum class ActorKind : std::uint8_t {
  state,
  capital,  // stands for the government of its state
  seat,     // a house or institution that stands for a branch of its state
  organisation,
  person,
};

struct Tenure {  // what a person was in a time; [from, to] as year * 10000 + month * 100 + day, 0 and INT32_MAX for
                 // open
  std::string_view country, sector, office;
  std::int32_t from = 0, to = INT32_MAX;
  std::uint32_t line = 0;
};

struct Actor {
  std::string_view name;
  ActorKind kind = ActorKind::organisation;
  std::string_view country, sector;      // of a person: see tenures
  std::uint32_t first = 0, tenures = 0;  // persons: ActorTable::tenure
  std::uint32_t table = 0, line = 0;
};

enum class ActorNameUse : std::uint8_t { name, adjective, one_of_people, people };

struct ActorName {
  std::uint32_t actor = none;
  ActorNameUse use = ActorNameUse::name;
  bool capital = false;   // the text must begin with a capital too
  bool capitals = false;  // the text must be all capitals ("US" is not "us")
};

class ActorTable {
 public:
  static Result<ActorTable> load(const std::vector<std::string>& folders);

  const PhraseTrie& trie() const { return trie_; }
  const ActorName& name(std::uint32_t value) const { return names_[value]; }
  const Actor& actor(std::uint32_t index) const { return actors_[index]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(actors_.size()); }
  Symbol symbol(const Actor& actor) const { return {file_names_[actor.table], actor.line}; }
  Symbol symbol(const Actor& actor, const Tenure& tenure) const { return {file_names_[actor.table], tenure.line}; }

  // What the person was on the day (0: unknown; then the tenure whose office is `office`, else the first). Null when
  // the day lies in none.
  const Tenure* tenure_on(const Actor& person, std::int32_t day, std::string_view office) const;
  const Tenure& tenure(const Actor& person, std::uint32_t i) const { return tenures_[person.first + i]; }
  // Persons whose name ends (in some countries: begins) with the piece.
  std::vector<std::uint32_t> persons_called(std::uint64_t piece) const;
  bool is_given_name(std::uint64_t piece) const;
  std::uint32_t state_of(std::string_view code) const;  // the actor of a state, or none

 private:
  void add_names(std::string_view list, ActorName name);
  Result<void> read_states(const std::string& folder);
  Result<void> read_organisations(const std::string& folder);
  Result<void> read_people(const std::string& folder);
  std::uint32_t add(Actor actor);

  std::vector<TsvTable> tables_;  // keep the text that the views point to
  std::vector<std::string> file_names_;
  std::vector<Actor> actors_;
  std::vector<Tenure> tenures_;
  std::vector<ActorName> names_;
  PhraseTrie trie_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> family_;  // sorted: piece, person
  std::vector<std::uint64_t> given_;                             // sorted
};

}  // namespace dragoman
