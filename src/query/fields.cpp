#include "query/fields.h"

namespace dragoman::query {
namespace {

// e: events, t: statements, r: readings, d: documents.
constexpr Field all_fields[] = {
    {"actor", FieldKind::party, "actor", "", "RUS, RUS/GOV, /MIL or part of a name"},
    {"recipient", FieldKind::party, "recipient", "", "the same"},
    {"party", FieldKind::party, "", "", "actor or recipient"},
    {"speaker", FieldKind::party, "", "speaker", "who said it: RUS, RUS/GOV or part of a name"},
    {"type", FieldKind::word, "e.type", "", "PLOVER type: ASSAULT"},
    {"mode", FieldKind::word, "e.mode", "", "PLOVER mode: aerial"},
    {"cameo", FieldKind::prefix, "e.cameo", "", "CAMEO code or its beginning: 19"},
    {"context", FieldKind::list, "e.contexts", "", "PLOVER context: military"},
    {"status", FieldKind::word, "e.status", "", "actual, future, hypothetical, negated, historical"},
    {"date", FieldKind::day, "e.day", "t.day", "when it happened: 2025, 2025-03, 2025-03-01, 2025-01..2025-07"},
    {"published", FieldKind::day, "r.published_day", "r.published_day", "when the article was published"},
    {"place", FieldKind::place, "e.place", "", "country (UKR) or part of a place's name"},
    {"near", FieldKind::near, "e.latitude", "", "latitude;longitude;kilometres: 50.45;30.52;100"},
    {"killed", FieldKind::number, "e.killed", "", "dead: 3, >=1, 1..10"},
    {"injured", FieldKind::number, "e.injured", "", "the same"},
    {"score", FieldKind::number, "e.score", "", "probability, 0 to 1"},
    {"intensity", FieldKind::number, "e.intensity", "", "PLOVER scale, -10 to 10"},
    {"stance", FieldKind::word, "", "t.stance", "says, claims, denies, demands, promises, threatens, ..."},
    {"said", FieldKind::name, "", "t.content", "words of what was said"},
    {"text", FieldKind::text, "e.sentence", "t.sentence", "words of the sentence; a bare word is the same"},
    {"publisher", FieldKind::name, "r.publisher", "r.publisher", "part of the publisher's name"},
    {"title", FieldKind::name, "r.title", "r.title", "part of the title"},
    {"language", FieldKind::word, "r.language", "r.language", "en"},
    {"doc", FieldKind::prefix, "d.sha256", "d.sha256", "the document's digest or its beginning"},
    {"source", FieldKind::name, "d.name", "d.name", "part of the source's name"},
    {"id", FieldKind::prefix, "e.key", "", "the event's key or its beginning"},
};

constexpr Group all_groups[] = {
    {"day", "e.day", "t.day"},
    {"week", "$week(e.day)", "$week(t.day)"},
    {"month", "substr(e.day, 1, 7)", "substr(t.day, 1, 7)"},
    {"year", "substr(e.day, 1, 4)", "substr(t.day, 1, 4)"},
    {"type", "e.type", ""},
    {"mode", "e.mode", ""},
    {"cameo", "e.cameo", ""},
    {"status", "e.status", ""},
    {"actor", "e.actor_country", ""},
    {"actor_sector", "e.actor_sector", ""},
    {"actor_name", "e.actor", ""},
    {"recipient", "e.recipient_country", ""},
    {"recipient_sector", "e.recipient_sector", ""},
    {"recipient_name", "e.recipient", ""},
    {"place", "e.place_country", ""},
    {"place_name", "e.place", ""},
    {"speaker", "", "t.speaker_country"},
    {"speaker_name", "", "t.speaker"},
    {"stance", "", "t.stance"},
    {"publisher", "r.publisher", "r.publisher"},
    {"language", "r.language", "r.language"},
};

template <class Items, class Used>
std::string names_of(const Items& items, const Used& is_used) {
  std::string out;
  for (const auto& item : items)
    if (is_used(item)) out.append(out.empty() ? "" : ", ").append(item.name);
  return out;
}
bool serves(const Field& field, Target target) {
  if (field.name == "party") return target == Target::events;
  return !(target == Target::events ? field.column : field.statements).empty();
}
bool serves(const Group& group, Target target) {
  return !(target == Target::events ? group.events : group.statements).empty();
}

}  // namespace

std::span<const Field> fields() { return all_fields; }
std::span<const Group> groups() { return all_groups; }

const Field* field_of(std::string_view name, Target target) {
  for (const Field& field : all_fields)
    if (field.name == name && serves(field, target)) return &field;
  return nullptr;
}
const Group* group_of(std::string_view name, Target target) {
  for (const Group& group : all_groups)
    if (group.name == name && serves(group, target)) return &group;
  return nullptr;
}
std::string field_names(Target target) {
  return names_of(all_fields, [&](const Field& field) { return serves(field, target); });
}
std::string group_names(Target target) {
  return names_of(all_groups, [&](const Group& group) { return serves(group, target); });
}

}  // namespace dragoman::query
