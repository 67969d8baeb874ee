// Country, sector and office that the words of a phrase tell: its head noun, modifiers, owner and prepositional phrase.
#include "mentions/actor_reader.h"

namespace dragoman {
namespace {

// "Syria's U.N. ambassador" speaks for the state.
void send_by_state(ActorReading& reading, std::string_view country) {
  reading.country = std::string(country);
  if (reading.sector == "IGO") reading.sector.clear();
}

}  // namespace

std::string_view ActorReader::country_of(const NameSpan& name) const {
  if (name.known.actor != none) {
    const Actor& actor = knowledge_.actors.actor(name.known.actor);
    if (actor.kind != ActorKind::person) return actor.country;
    if (const Tenure* tenure = knowledge_.actors.tenure_on(actor, day_, "")) return tenure->country;
    return actor.country;
  }
  for (std::uint32_t t = name.begin; t < name.end; ++t)
    if (toponym_at_[t] != none) return out_.toponyms[toponym_at_[t]].country;
  if (name.kind == NameKind::organisation) {  // a state inside the name of an organisation
    for (std::uint32_t t = name.begin; t < name.end; ++t)
      if (name_at_[t] != none && &found_.names[name_at_[t]] != &name) return country_of(found_.names[name_at_[t]]);
  }
  const std::uint32_t entity = book_.find(key_of(name.begin, name.end));
  return entity == none ? std::string_view() : std::string_view(book_.at(entity).entity.country);
}

std::string_view ActorReader::sector_of(const NameSpan& name) const {
  if (name.known.actor != none) {
    const Actor& actor = knowledge_.actors.actor(name.known.actor);
    if (actor.kind == ActorKind::organisation || actor.kind == ActorKind::seat) return actor.sector;
    return "";
  }
  return name.sector;
}

bool ActorReader::kept_away(const NameSpan& name) const {
  return name.end + 1 < syntax_.tokens.size() && word(name.end) == "-" &&
         found_.words.has(name.end + 1, ReferenceUse::other);
}

void ActorReader::from_modifiers(const ActorPhrase& phrase, std::uint32_t until, const ActorRole* role,
                                 ActorReading& reading) const {
  const bool weak = !role || role->hold != RoleHold::own;
  const std::uint32_t all = phrase.name == none ? phrase.noun + 1 : found_.names[phrase.name].begin;
  for (std::uint32_t t = all; t-- > phrase.begin;) {
    if (found_.words.has(t, ReferenceUse::former)) reading.former = true;
    if (found_.words.has(t, ReferenceUse::abroad)) reading.abroad = true;
    if (weak && t < until && reading.sector.empty() && role_at_end_[t + 1] != none) {
      const RoleSpan& span = found_.roles[role_at_end_[t + 1]];
      const ActorRole& modifier = knowledge_.roles.role(span.role);
      if (span.begin >= phrase.begin && (modifier.hold == RoleHold::own || modifier.hold == RoleHold::modifier) &&
          modifier.form != RoleForm::thing)
        reading.sector = std::string(modifier.sector);
    }
    if (name_at_[t] == none || found_.names[name_at_[t]].end != t + 1) continue;
    const NameSpan& name = found_.names[name_at_[t]];
    if (kept_away(name)) continue;
    const std::string_view country = country_of(name);
    if (country.empty() && reading.country.empty() && reading.follows == none &&
        (name.kind == NameKind::person || name.kind == NameKind::unknown))
      reading.follows = book_.find(key_of(name.begin, name.end));
    if (reading.country.empty()) {
      reading.country = std::string(country);
      reading.country_told = !reading.country.empty();
    } else if (reading.country == "IGO" && name.known.actor != none &&
               knowledge_.actors.actor(name.known.actor).kind == ActorKind::state) {
      send_by_state(reading, country);
    }
    if (weak && reading.sector.empty()) reading.sector = std::string(sector_of(name));
  }
}

void ActorReader::from_owner(const ActorPhrase& phrase, const ActorRole* role, ActorReading& reading) const {
  if (phrase.owner == none || entity_of_phrase_[phrase.owner] == none) return;
  const EntityDraft& owner = book_.at(entity_of_phrase_[phrase.owner]);
  if (reading.country.empty() && owner.entity.country.empty()) reading.follows = entity_of_phrase_[phrase.owner];
  if (reading.country.empty()) {
    reading.country = owner.entity.country;
    reading.country_told = !reading.country.empty();
  } else if (reading.country == "IGO" && owner.entity.kind == EntityKind::place) {
    send_by_state(reading, owner.entity.country);
  }
  const bool weak = !role || role->hold != RoleHold::own;
  const bool state = owner.entity.kind == EntityKind::place || owner.entity.kind == EntityKind::people;
  if (weak && reading.sector.empty() && !state) reading.sector = owner.entity.sector;
}

// "members of [parliament]", "a team of inspectors from [the agency]": the first that decides, going inwards.
void ActorReader::from_post(const ActorPhrase& phrase, const ActorRole* role, ActorReading& reading) const {
  const bool weak = !role || role->hold != RoleHold::own;
  const ActorPhrase* at = &phrase;
  std::string_view fallback;
  for (int depth = 0; depth < 3 && at->post != none; ++depth) {
    const std::uint64_t preposition = found_.words.piece(at->preposition);
    const bool member = weak && knowledge_.reference.value(preposition, ReferenceUse::origin).starts_with("member");
    at = &phrases_[at->post];
    for (std::uint32_t t = at->begin; t < at->end; ++t)
      reading.abroad = reading.abroad || found_.words.has(t, ReferenceUse::abroad);
    const std::uint32_t entity = entity_of_phrase_[at - phrases_.data()];
    if (reading.country.empty() && entity != none && book_.at(entity).borrowed_country) reading.follows = entity;
    if (reading.country.empty() && entity != none && !book_.at(entity).borrowed_country) {
      reading.country = book_.at(entity).entity.country;
      reading.country_told = !reading.country.empty();
    }
    for (std::uint32_t t = at->end; t-- > at->begin;) {
      if (name_at_[t] == none || found_.names[name_at_[t]].end != t + 1) continue;
      const NameSpan& name = found_.names[name_at_[t]];
      if (kept_away(name)) continue;
      if (reading.country.empty()) {
        reading.country = std::string(country_of(name));
        reading.country_told = !reading.country.empty();
      }
      if (member && reading.sector.empty()) reading.sector = std::string(sector_of(name));
      break;
    }
    if (member && reading.sector.empty() && at->role != none && at->name == none) {
      const ActorRole& inner = knowledge_.roles.role(found_.roles[at->role].role);
      if (inner.hold == RoleHold::own)
        reading.sector = std::string(inner.sector);
      else
        fallback = inner.sector;
      if (reading.country.empty()) reading.country = std::string(inner.country);
      if (inner.form != RoleForm::person && entity != none && reading.sector.empty())
        reading.sector = book_.at(entity).entity.sector;
    }
    if (member && reading.sector.empty() && at->name != none && found_.names[at->name].kind == NameKind::people &&
        role && role->form == RoleForm::group)
      reading.sector = "CVL";
  }
  if (weak && reading.sector.empty()) reading.sector = std::string(fallback);
}

// "Countries", "diplomats": many states.
bool ActorReader::is_abroad(const ActorRole& role) const {
  std::vector<std::uint64_t> pieces;
  append_pieces(role.words, pieces);
  return !pieces.empty() && (knowledge_.reference.has(pieces.back(), ReferenceUse::abroad) ||
                             knowledge_.reference.has(pieces.back(), ReferenceUse::state_noun));
}

ActorReading ActorReader::reading_of(std::uint32_t index) const {
  const ActorPhrase& phrase = phrases_[index];
  ActorReading reading;
  const ActorRole* role = nullptr;
  std::uint32_t until = phrase.name == none ? phrase.noun + 1 : found_.names[phrase.name].begin;
  if (phrase.role != none) {
    const RoleSpan& span = found_.roles[phrase.role];
    role = &knowledge_.roles.role(span.role);
    reading.role = role->base;
    reading.office = std::string(role->office);
    reading.own = role->hold == RoleHold::own;
    if (reading.own) reading.sector = std::string(role->sector);
    until = span.begin;
    if (role->hold == RoleHold::title) role = nullptr;
  }
  reading.abroad = phrase.plural && role && is_abroad(*role);
  from_modifiers(phrase, until, role, reading);
  from_owner(phrase, role, reading);
  if (phrase.name == none) from_post(phrase, role, reading);
  if (role && reading.sector.empty() && role->hold == RoleHold::weak) reading.sector = std::string(role->sector);
  if (role && reading.country.empty()) reading.country = std::string(role->country);
  // the leader of a party is a politician, the party's spokesman speaks as the party
  if (reading.sector == "PTY" && role && role->form == RoleForm::person && role->hold == RoleHold::weak &&
      role->office != "spokesman")
    reading.sector = "OPP";
  if (reading.country == "IGO" && reading.sector == "GOV" && !found_.words.has(phrase.noun, ReferenceUse::state_noun))
    reading.sector = "IGO";
  return reading;
}

}  // namespace dragoman
