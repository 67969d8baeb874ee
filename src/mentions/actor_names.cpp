// Entities of names: states, organisations and persons, known or only met in the article.
#include <algorithm>

#include "base/hash.h"
#include "mentions/actor_reader.h"

namespace dragoman {
namespace {

constexpr std::uint64_t actor_key = 1, family_key = 2, people_key = 3, short_key = 6;

}  // namespace

std::uint64_t ActorReader::key_of(std::uint32_t begin, std::uint32_t end) const {
  std::uint64_t key = 4;
  for (std::uint32_t t = begin; t < end; ++t)
    for (std::uint32_t p = found_.words.first[t]; p < found_.words.first[t + 1]; ++p)
      key = combine(key, found_.words.pieces[p]);
  return key;
}

// The article's own spelling of a name ("Chişinău") is kept when it differs in marks only.
bool ActorReader::same_pieces(const NameSpan& name, std::string_view known) const {
  std::vector<std::uint64_t> pieces;
  append_pieces(known, pieces);
  const std::uint32_t begin = found_.words.first[name.begin], end = found_.words.first[name.end];
  return std::equal(pieces.begin(), pieces.end(), found_.words.pieces.begin() + begin,
                    found_.words.pieces.begin() + end);
}

// Fills what is still unknown of an entity; a role that decides beats a guess.
void ActorReader::tell(std::uint32_t id, const ActorReading& reading) {
  EntityDraft& draft = book_.at(id);
  Entity& entity = draft.entity;
  if (!reading.country.empty() && (entity.country.empty() || draft.borrowed_country)) {
    entity.country = std::string(reading.country);
    draft.borrowed_country = false;
  }
  if (!reading.sector.empty() && (entity.sector.empty() || entity.sector == "UNK" || (reading.own && !draft.firm))) {
    entity.sector = std::string(reading.sector);
    draft.firm = reading.own;
  }
  if (!reading.office.empty() && entity.office.empty()) entity.office = std::string(reading.office);
  if (reading.role != none && std::find(draft.roles.begin(), draft.roles.end(), reading.role) == draft.roles.end())
    draft.roles.push_back(reading.role);
}

// A family name alone: the one known person of that name whose office, country and time fit. Namesakes of one country
// and sector do for the code ("President Bush"); others leave it open.
std::uint32_t ActorReader::known_person(const NameSpan& name, const ActorReading* reading) const {
  if (name.known.actor != none) return name.known.actor;
  for (std::uint32_t t = name.begin; t + 1 < name.end; ++t)  // "Roed-Larsen" is one word
    if (syntax_.tokens[t].span.end != syntax_.tokens[t + 1].span.begin) return none;
  std::uint32_t best = none;
  int best_score = -100;
  bool open = false;
  for (const std::uint32_t person : knowledge_.actors.persons_called(found_.words.last_piece(name.end - 1))) {
    const Actor& actor = knowledge_.actors.actor(person);
    int score = -100;
    for (std::uint32_t i = 0; i < actor.tenures; ++i) {
      const Tenure& tenure = knowledge_.actors.tenure(actor, i);
      int fit = 0;
      if (reading && !reading->office.empty()) fit += tenure.office == reading->office ? 3 : -1;
      if (reading && !reading->country.empty()) fit += tenure.country == reading->country ? 3 : -4;
      if (day_) fit += tenure.from <= day_ && day_ <= tenure.to ? 1 : -2;
      score = std::max(score, fit);
    }
    if (score == best_score && best != none)
      open = open || actor.country != knowledge_.actors.actor(best).country ||
             actor.sector != knowledge_.actors.actor(best).sector;
    if (score > best_score) {
      best_score = score;
      best = person;
      open = false;
    }
  }
  return best_score >= 0 && !open ? best : none;
}

void ActorReader::set_gender(EntityDraft& draft, const NameSpan& name, const RoleSpan* title) const {
  if (draft.gender != Gender::unknown) return;
  std::uint32_t t = title ? title->end : name.begin;
  if (!title && name.begin > 0) t = name.begin;
  for (int back = 0; back < 2 && t > 0; ++back) {
    --t;
    if (found_.words.has(t, ReferenceUse::male))
      draft.gender = Gender::male;
    else if (found_.words.has(t, ReferenceUse::female))
      draft.gender = Gender::female;
    if (draft.gender != Gender::unknown) return;
  }
}

std::uint32_t ActorReader::person_of(const NameSpan& name, const ActorReading* reading) {
  const std::uint64_t full = key_of(name.begin, name.end);
  const std::uint64_t family = combine(family_key, found_.words.last_piece(name.end - 1));
  std::uint32_t id = name.known.actor != none ? book_.find(combine(actor_key, name.known.actor)) : none;
  if (id == none) id = book_.find(full);
  const bool single = name.end - name.begin == 1;
  if (id == none && (single || name.known.actor != none)) {
    id = book_.find(family);
    if (id != none && name.known.actor != none && book_.at(id).actor != none && book_.at(id).actor != name.known.actor)
      id = none;
    if (id != none && reading && !reading->country.empty() && !book_.at(id).entity.country.empty() &&
        reading->country != book_.at(id).entity.country && reading->own)
      id = none;
  }
  if (id != none && book_.at(id).entity.kind != EntityKind::person && book_.at(id).entity.kind != EntityKind::unknown)
    id = none;
  if (id == none) {
    EntityDraft draft;
    draft.entity.kind = EntityKind::person;
    draft.entity.name = text_of(name.begin, name.end);
    draft.actor = known_person(name, reading);
    if (draft.actor != none) {
      const Actor& actor = knowledge_.actors.actor(draft.actor);
      const Tenure* tenure = knowledge_.actors.tenure_on(actor, day_, reading ? reading->office : "");
      if (!same_pieces(name, actor.name)) draft.entity.name = std::string(actor.name);
      draft.entity.country = std::string(tenure ? tenure->country : actor.country);
      draft.entity.sector = std::string(tenure ? tenure->sector : "GOV");
      if (tenure) draft.entity.office = std::string(tenure->office);
      draft.entity.known_by = tenure ? knowledge_.actors.symbol(actor, *tenure) : knowledge_.actors.symbol(actor);
      draft.firm = tenure != nullptr;
      if (reading && reading->own && !reading->former && !reading->sector.empty() &&
          reading->sector != draft.entity.sector) {
        draft.entity.sector = reading->sector;  // "presidential candidate": the text knows what the bearer is now
        draft.entity.office = reading->office;
        if (!reading->country.empty()) draft.entity.country = reading->country;
      }
    }
    draft.borrowed_country = draft.entity.country.empty();
    id = book_.add(std::move(draft));
    if (book_.at(id).actor != none) book_.put(combine(actor_key, book_.at(id).actor), id);
  } else if (name.end - name.begin > 1 && book_.at(id).actor == none &&
             text_of(name.begin, name.end).size() > book_.at(id).entity.name.size()) {
    book_.at(id).entity.name = text_of(name.begin, name.end);
  }
  book_.at(id).entity.kind = EntityKind::person;
  book_.put(full, id);
  book_.put(family, id);
  if (!single) {
    const std::string_view country = book_.at(id).entity.country;
    for (const auto use : {ReferenceUse::family_first}) {
      std::vector<std::uint64_t> piece;
      append_pieces(country, piece);
      if (!piece.empty() && knowledge_.reference.has(piece[0], use))
        book_.put(combine(family_key, found_.words.piece(name.begin)), id);
    }
  }
  return id;
}

// "North Korea" is "the North" later, "Movement for Democratic Change" "MDC".
void ActorReader::put_short_names(const NameSpan& name, std::uint32_t entity) {
  if (name.end - name.begin < 2) return;
  if (name.known.actor != none && text_of(name.begin, name.end) != knowledge_.actors.actor(name.known.actor).name)
    return;
  book_.put(combine(short_key, found_.words.piece(name.begin)), entity);
  std::string initials;
  for (std::uint32_t t = name.begin; t < name.end; ++t)
    if (found_.words.capital[t]) initials += word(t)[0];
  std::vector<std::uint64_t> piece;
  append_pieces(initials, piece);
  if (initials.size() > 2 && piece.size() == 1) book_.put(combine(short_key, piece[0]), entity);
}

// A body that another country has too: "Peru's Congress".
std::uint32_t ActorReader::organisation_of(const NameSpan& name, const std::string& country) {
  std::vector<std::uint64_t> piece;
  append_pieces(country, piece);
  const std::uint64_t key = combine(key_of(name.begin, name.end), piece.empty() ? 0 : piece[0]);
  if (const std::uint32_t id = book_.find(key); id != none) return id;
  EntityDraft draft;
  draft.entity.name = text_of(name.begin, name.end);
  draft.entity.kind = EntityKind::organisation;
  draft.entity.country = country;
  draft.entity.sector = std::string(name.sector);
  draft.firm = !name.sector.empty();
  const std::uint32_t id = book_.add(std::move(draft));
  book_.put(key, id);
  book_.put(key_of(name.begin, name.end), id);
  return id;
}

std::uint32_t ActorReader::entity_of(const NameSpan& name, const ActorReading* reading) {
  if (name.known.actor != none) {
    const Actor& actor = knowledge_.actors.actor(name.known.actor);
    if (actor.kind == ActorKind::person) return person_of(name, reading);
    const bool people = name.known.use == ActorNameUse::people || name.known.use == ActorNameUse::one_of_people;
    const std::uint64_t key =
        people ? combine(combine(people_key, name.known.actor), static_cast<std::uint64_t>(name.known.use))
               : combine(actor_key, name.known.actor);
    if (const std::uint32_t id = book_.find(key); id != none) {
      if (!people) put_short_names(name, id);
      return id;
    }
    EntityDraft draft;
    draft.actor = name.known.actor;
    draft.entity.name =
        people || same_pieces(name, actor.name) ? text_of(name.begin, name.end) : std::string(actor.name);
    draft.entity.country = std::string(actor.country);
    draft.entity.sector = people ? "CVL" : std::string(actor.sector);
    draft.entity.plural = name.known.use == ActorNameUse::people;
    draft.entity.kind = people                                                               ? EntityKind::people
                        : actor.kind == ActorKind::state || actor.kind == ActorKind::capital ? EntityKind::place
                                                                                             : EntityKind::organisation;
    draft.entity.known_by = knowledge_.actors.symbol(actor);
    draft.firm = true;
    const std::uint32_t id = book_.add(std::move(draft));
    book_.put(key, id);
    if (!people) put_short_names(name, id);
    return id;
  }
  if (name.kind == NameKind::person) return person_of(name, reading);
  const std::uint64_t key = key_of(name.begin, name.end);
  std::uint32_t id = book_.find(key);
  if (id == none && name.end - name.begin == 1) {
    id = book_.find(combine(family_key, found_.words.last_piece(name.begin)));
    if (id == none) id = book_.find(combine(short_key, found_.words.last_piece(name.begin)));
    if (id == none && known_person(name, reading) != none) return person_of(name, reading);
  }
  if (id != none) return id;
  EntityDraft draft;
  draft.entity.name = text_of(name.begin, name.end);
  draft.entity.kind = name.kind == NameKind::organisation ? EntityKind::organisation
                      : name.kind == NameKind::place      ? EntityKind::place
                      : name.kind == NameKind::people     ? EntityKind::people
                                                          : EntityKind::unknown;
  draft.entity.plural = name.kind == NameKind::people;
  draft.entity.sector = std::string(name.sector);
  draft.firm = !name.sector.empty();
  if (name.kind == NameKind::place || name.kind == NameKind::people) draft.entity.sector = "CVL";
  draft.entity.country = std::string(country_of(name));
  const bool all_place = toponym_at_[name.begin] != none && out_.toponyms[toponym_at_[name.begin]].end == name.end;
  for (std::uint32_t t = name.begin; t < name.end && (all_place || name.kind != NameKind::organisation); ++t)
    if (toponym_at_[t] != none)
      draft.entity.kind = EntityKind::place,
      draft.entity.sector = out_.toponyms[toponym_at_[t]].feature == 'A' ? "GOV" : "CVL";
  if ((draft.entity.kind == EntityKind::unknown ||
       (draft.entity.kind == EntityKind::organisation && draft.entity.sector.empty())) &&
      xpos_name(syntax_.tokens[name.end - 1].xpos) == "NNPS") {  // "Manitobans"
    draft.entity.kind = EntityKind::people;
    draft.entity.sector = "CVL";
    draft.entity.plural = true;
  }
  if (draft.entity.kind == EntityKind::unknown && name.end - name.begin > 1) return person_of(name, reading);
  draft.borrowed_country = draft.entity.country.empty() && draft.entity.sector != "IGO" && draft.entity.sector != "NGO";
  id = book_.add(std::move(draft));
  book_.put(key, id);
  if (book_.at(id).entity.kind == EntityKind::organisation) put_short_names(name, id);
  return id;
}

}  // namespace dragoman
