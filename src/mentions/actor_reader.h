// actor_reader.h: reads the phrases of one article from left to right into a book of entities.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "mentions/actor_phrases.h"
#include "mentions/actors.h"
#include "mentions/entities.h"

namespace dragoman {

struct ActorKnowledge {
  ActorTable actors;
  RoleTable roles;
  ReferenceWords reference;
};

// What a phrase says of its bearer.
struct ActorReading {
  std::string country, sector, office;
  std::uint32_t role = none;     // base of the role said, or none
  bool own = false;              // the role decides the sector
  bool country_told = false;     // by a word of the phrase
  std::uint32_t follows = none;  // entity whose country it shares
  bool former = false;
  bool abroad = false;  // the country of the place is not meant
};

class ActorReader {
 public:
  ActorReader(const ActorKnowledge& knowledge, const Page& page, const Article& article, const Syntax& syntax,
              const ActorNames& names, Mentions& out);
  void read();

 private:
  // actor_reader.cpp: phrases to mentions
  void read_phrase(std::uint32_t index);
  void read_name(std::uint32_t index);
  void read_nominal(std::uint32_t index);
  void read_inner_role(std::uint32_t index);
  void read_pronoun(std::uint32_t index);
  void inner_names(std::uint32_t index);
  bool is_bare_modifier(std::uint32_t index) const;
  std::uint32_t shared_noun(std::uint32_t index) const;
  void read_shared(std::uint32_t index, std::uint32_t noun);
  void mention(std::uint32_t begin, std::uint32_t end, std::uint32_t head, MentionForm form, std::uint32_t entity,
               std::uint32_t sentence, bool possessor);
  bool after_comma(std::uint32_t index) const;
  std::uint32_t phrase_before(std::uint32_t index) const;
  void merge_before(std::uint32_t index, std::uint32_t entity);
  bool is_pause(std::uint32_t token) const;
  std::uint32_t subject_of_copula(std::uint32_t index, const ActorRole& role, const ActorReading& reading);
  bool is_owner(std::uint32_t index) const;
  std::uint32_t former_holder(std::uint32_t index) const;
  std::uint32_t antecedent(std::uint32_t index, const ActorRole& role, ActorReading& reading);
  std::uint32_t make_nominal(std::uint32_t index, const ActorRole& role, const ActorReading& reading);
  std::vector<std::uint32_t> sides_of(std::uint32_t index, const ActorRole& role) const;
  bool sides_noun(const ActorPhrase& phrase) const;
  std::uint32_t make_sides(std::uint32_t index, const std::vector<std::uint32_t>& members, const ActorRole& role);
  void read_selves(std::uint32_t sentence);
  void acronym(std::uint32_t index, std::uint32_t entity);
  std::uint32_t begin_of(std::uint32_t index) const;

  // actor_codes.cpp: country, sector and office of a phrase
  ActorReading reading_of(std::uint32_t index) const;
  void from_modifiers(const ActorPhrase& phrase, std::uint32_t until, const ActorRole* role,
                      ActorReading& reading) const;
  void from_owner(const ActorPhrase& phrase, const ActorRole* role, ActorReading& reading) const;
  void from_post(const ActorPhrase& phrase, const ActorRole* role, ActorReading& reading) const;
  std::string_view country_of(const NameSpan& name) const;
  std::string_view sector_of(const NameSpan& name) const;
  bool is_abroad(const ActorRole& role) const;
  bool kept_away(const NameSpan& name) const;  // "Iran-backed"

  // actor_names.cpp: entities of names
  std::uint32_t entity_of(const NameSpan& name, const ActorReading* reading);
  std::uint32_t organisation_of(const NameSpan& name, const std::string& country);
  std::uint32_t person_of(const NameSpan& name, const ActorReading* reading);
  std::uint32_t known_person(const NameSpan& name, const ActorReading* reading) const;
  void tell(std::uint32_t entity, const ActorReading& reading);
  void set_gender(EntityDraft& draft, const NameSpan& name, const RoleSpan* title) const;

  // actor_context.cpp: countries from the context, and the end of it all
  enum class Tie : std::uint8_t { actor, place };  // the country acts, or something happens there
  void evidence(std::uint32_t sentence, std::string_view country, float weight, Tie tie = Tie::actor);
  void borrow_countries();
  void follow_countries();
  void share_member_countries();
  void finish();

  std::string text_of(std::uint32_t begin, std::uint32_t end) const;
  std::string_view word(std::uint32_t token) const;
  std::uint32_t verb_of(std::uint32_t token) const;
  std::uint32_t verb_with_subject(std::uint32_t verb) const;
  bool same_pieces(const NameSpan& name, std::string_view known) const;
  void put_short_names(const NameSpan& name, std::uint32_t entity);
  std::uint64_t key_of(std::uint32_t begin, std::uint32_t end) const;

  const ActorKnowledge& knowledge_;
  const Page& page_;
  const Syntax& syntax_;
  const ActorNames& found_;
  Mentions& out_;
  std::int32_t day_ = 0;
  std::string_view text_;
  std::vector<ActorPhrase> phrases_;
  std::vector<std::uint32_t> entity_of_phrase_;
  std::vector<std::uint32_t> name_at_;     // by token: the innermost NameSpan, or none
  std::vector<std::uint32_t> toponym_at_;  // by token: Mentions::toponyms, or none
  std::vector<std::uint32_t> role_at_end_;
  EntityBook book_;
  struct Evidence {
    std::uint32_t sentence;
    std::uint32_t country;
    float weight;
    Tie tie;
  };
  std::vector<Evidence> evidence_;
  std::vector<std::string> countries_;
  std::vector<std::uint32_t> selves_;  // phrases of this sentence: "I", "we"
};

}  // namespace dragoman
