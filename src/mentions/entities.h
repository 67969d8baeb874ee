// entities.h: what an article speaks of: entities with the ways to find them again, and who a pronoun may mean.
//
// A book is filled from left to right. Look-ups are O(1) or linear in the entities of the last sentences (bounded).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dragoman/document.h"

namespace dragoman {

enum class Gender : std::uint8_t { unknown, male, female };

struct EntityDraft {  // an entity while the article is read
  Entity entity;
  std::uint32_t actor = none;        // ActorTable
  std::vector<std::uint32_t> roles;  // bases of the roles that were said of it
  Gender gender = Gender::unknown;
  bool definite_only = false;     // a nominal: found again by a definite phrase with its role
  bool borrowed_country = false;  // the country may be filled from the context
  bool addressed = false;         // spoken of with a title of address ("Mr.")
  bool firm = false;              // sector told by knowledge or by an own role
  std::uint32_t follows = none;   // entity whose country it takes when it has none of its own ("his spokesman")
  std::uint32_t first_sentence = UINT32_MAX;  // of a mention
};

struct SeenMention {  // a mention as salience needs it
  std::uint32_t entity = none, sentence = 0, token = 0, verb = none;
  bool subject = false, possessor = false, adjective = false;
};

class EntityBook {
 public:
  std::uint32_t add(EntityDraft draft);
  EntityDraft& at(std::uint32_t id) { return drafts_[id]; }
  const EntityDraft& at(std::uint32_t id) const { return drafts_[id]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(drafts_.size()); }

  // Keys: what a later name may find it by. The last one put wins.
  void put(std::uint64_t key, std::uint32_t id) { keys_[key] = id; }
  std::uint32_t find(std::uint64_t key) const {
    const auto at = keys_.find(key);
    return at == keys_.end() ? none : at->second;
  }

  void see(SeenMention seen) { seen_.push_back(seen); }
  const std::vector<SeenMention>& seen() const { return seen_; }

  struct Wanted {
    bool person = false, thing = false, many = false;
    bool state = false, body = false,
         band = false;  // of things: only a state; a body that is no branch of a state; no international one either
    std::string_view sector;  // of bodies: this or an international one; "" for any
    Gender gender = Gender::unknown;
    std::uint32_t sentence = 0, token = 0, verb = none;
    bool subject = false;
  };
  // The likeliest bearer of a pronoun among the mentions of this and the last sentences, or none.
  std::uint32_t bearer(const Wanted& wanted) const;
  // The last entity with the role; `country` "" for any.
  // or with the office, when it is not "".
  std::uint32_t last_with_role(std::uint32_t role, std::string_view office, std::string_view country,
                               std::uint32_t sentence) const;
  // The last two or more different parties of states or bodies, newest last.
  std::vector<std::uint32_t> last_parties(std::uint32_t count, bool persons) const;

  // The last group of persons of a sector, for "the officers" after "six generals".
  std::uint32_t last_group(std::string_view sector, std::uint32_t sentence) const;
  // What was seen of `from` is of `to` from now on.
  void redirect(std::uint32_t from, std::uint32_t to);

  std::vector<EntityDraft> take() { return std::move(drafts_); }

 private:
  std::vector<EntityDraft> drafts_;
  std::vector<SeenMention> seen_;
  std::unordered_map<std::uint64_t, std::uint32_t> keys_;
};

}  // namespace dragoman
