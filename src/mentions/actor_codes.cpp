// Country, sector and office that the words of a phrase tell: its head noun, modifiers, owner and prepositional phrase.
#include "mentions/actor_reader.h"

namespace dragoman {

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
  return name.end + 1 < syntax_.tokens.size() && word(name.end) == "-" && found_.words.has(name.end + 1, ReferenceUse::other);
}

void ActorReader::from_modifiers(const Phrase& phrase, std::uint32_t until, const Role* role, ActorReading& reading) const {
  const bool weak = !role || role->hold != RoleHold::own;
  for (std::uint32_t t = until; t-- > phrase.begin;) {
    if (found_.words.has(t, ReferenceUse::former)) reading.former = true;
    if (weak && reading.sector.empty() && role_at_end_[t + 1] != none) {
      const RoleSpan& span = found_.roles[role_at_end_[t + 1]];
      const Role& modifier = knowledge_.roles.role(span.role);
      if (span.begin >= phrase.begin && (modifier.hold == RoleHold::own || modifier.hold == RoleHold::modifier) &&
          modifier.form != RoleForm::thing)
        reading.sector = modifier.sector;
    }
    if (name_at_[t] == none || found_.names[name_at_[t]].end != t + 1) continue;
    const NameSpan& name = found_.names[name_at_[t]];
    if (kept_away(name)) continue;
    if (reading.country.empty()) {
      reading.country = country_of(name);
      reading.country_told = !reading.country.empty();
    }
    if (weak && reading.sector.empty()) reading.sector = sector_of(name);
  }
}

void ActorReader::from_owner(const Phrase& phrase, const Role* role, ActorReading& reading) const {
  if (phrase.owner == none || entity_of_phrase_[phrase.owner] == none) return;
  const Draft& owner = book_.at(entity_of_phrase_[phrase.owner]);
  if (reading.country.empty()) {
    reading.country = owner.entity.country;
    reading.country_told = !reading.country.empty();
  }
  const bool weak = !role || role->hold != RoleHold::own;
  const bool state = owner.entity.kind == EntityKind::place || owner.entity.kind == EntityKind::people;
  if (weak && reading.sector.empty() && !state) reading.sector = owner.entity.sector;
}

void ActorReader::from_post(const Phrase& phrase, const Role* role, ActorReading& reading) const {
  if (phrase.post == none) return;
  const Phrase& post = phrases_[phrase.post];
  const std::uint64_t preposition = found_.words.piece(phrase.preposition);
  const bool member = knowledge_.reference.value(preposition, ReferenceUse::origin) == "member";
  const bool weak = !role || role->hold != RoleHold::own;
  for (std::uint32_t t = post.end; t-- > post.begin;) {
    if (name_at_[t] == none || found_.names[name_at_[t]].end != t + 1) continue;
    const NameSpan& name = found_.names[name_at_[t]];
    if (kept_away(name)) continue;
    if (reading.country.empty()) {
      reading.country = country_of(name);
      reading.country_told = !reading.country.empty();
    }
    if (weak && member && reading.sector.empty()) reading.sector = sector_of(name);
    break;
  }
  if (post.owner != none && reading.country.empty() && entity_of_phrase_[post.owner] != none)
    reading.country = book_.at(entity_of_phrase_[post.owner]).entity.country;
  if (post.owner != none && reading.country.empty() && phrases_[post.owner].name != none)
    reading.country = country_of(found_.names[phrases_[post.owner].name]);
  if (weak && member && reading.sector.empty() && post.role != none && post.name == none)
    reading.sector = knowledge_.roles.role(found_.roles[post.role].role).sector;
  if (weak && member && reading.sector.empty() && post.name != none && role && role->form == RoleForm::group &&
      found_.names[post.name].kind == NameKind::people)
    reading.sector = "CVL";
}

ActorReading ActorReader::reading_of(std::uint32_t index) const {
  const Phrase& phrase = phrases_[index];
  ActorReading reading;
  const Role* role = nullptr;
  std::uint32_t until = phrase.name == none ? phrase.noun + 1 : found_.names[phrase.name].begin;
  if (phrase.role != none) {
    const RoleSpan& span = found_.roles[phrase.role];
    role = &knowledge_.roles.role(span.role);
    reading.role = role->base;
    reading.office = role->office;
    reading.own = role->hold == RoleHold::own;
    if (reading.own) reading.sector = role->sector;
    until = span.begin;
    if (role->hold == RoleHold::title) role = nullptr;
  }
  from_modifiers(phrase, until, role, reading);
  from_owner(phrase, role, reading);
  if (phrase.name == none) from_post(phrase, role, reading);
  if (role && reading.sector.empty() && role->hold == RoleHold::weak) reading.sector = role->sector;
  return reading;
}

}  // namespace dragoman
