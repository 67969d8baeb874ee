#include "mentions/actor_reader.h"

#include <algorithm>

#include "base/hash.h"
#include "syntax/tree.h"

namespace dragoman {
namespace {

bool is_argument(Deprel d) {
  switch (d) {
    case Deprel::nsubj:
    case Deprel::nsubj_pass:
    case Deprel::obj:
    case Deprel::iobj:
    case Deprel::obl:
    case Deprel::obl_agent:
    case Deprel::conj:
    case Deprel::nsubj_outer:
      return true;
    default:
      return false;
  }
}

bool takes_part(Deprel d) {
  return d == Deprel::nsubj || d == Deprel::nsubj_pass || d == Deprel::obj || d == Deprel::obl_agent;
}

bool is_subject(Deprel d) { return d == Deprel::nsubj || d == Deprel::nsubj_pass || d == Deprel::nsubj_outer; }

}  // namespace

ActorReader::ActorReader(const ActorKnowledge& knowledge, const Page& page, const Article& article,
                         const Syntax& syntax, const ActorNames& names, Mentions& out)
    : knowledge_(knowledge), page_(page), syntax_(syntax), found_(names), out_(out), text_(page.text.str()) {
  if (article.published && article.published->date.year) {
    const CalendarDate& date = article.published->date;
    day_ = date.year * 10000 + (date.month ? date.month : 6) * 100 + (date.day ? date.day : 15);
  }
  const std::size_t count = syntax.tokens.size();
  name_at_.assign(count, none);
  toponym_at_.assign(count, none);
  role_at_end_.assign(count + 1, none);
  for (std::uint32_t i = 0; i < found_.names.size(); ++i)
    for (std::uint32_t t = found_.names[i].begin; t < found_.names[i].end; ++t) name_at_[t] = i;
  for (std::uint32_t i = 0; i < out_.toponyms.size(); ++i)
    for (std::uint32_t t = out_.toponyms[i].begin; t < out_.toponyms[i].end && t < count; ++t) toponym_at_[t] = i;
  for (std::uint32_t i = 0; i < found_.roles.size(); ++i) role_at_end_[found_.roles[i].end] = i;
}

void ActorReader::read() {
  phrases_ =
      find_phrases(text_, syntax_, found_.words, found_.names, found_.roles, found_.blocked, knowledge_.reference);
  entity_of_phrase_.assign(phrases_.size(), none);
  std::vector<bool> done(phrases_.size(), false);
  std::vector<std::uint32_t> chain;
  for (std::uint32_t i = 0; i < phrases_.size(); ++i) {
    // "three of [its soldiers]": what hangs behind a phrase tells of it and is read first
    for (std::uint32_t p = i; p != none && !done[p]; p = phrases_[p].post) {
      chain.push_back(p);
      if (phrases_[p].owner != none && !done[phrases_[p].owner]) chain.push_back(phrases_[p].owner);
    }
    for (; !chain.empty(); chain.pop_back())
      if (!done[chain.back()]) {
        done[chain.back()] = true;
        read_phrase(chain.back());
      }
    if (i + 1 == phrases_.size() || phrases_[i + 1].sentence != phrases_[i].sentence) read_selves(phrases_[i].sentence);
  }
  borrow_countries();
  follow_countries();
  share_member_countries();
  finish();
}

std::string_view ActorReader::word(std::uint32_t token) const {
  const TextSpan span = syntax_.tokens[token].span;
  return text_.substr(span.begin, span.size());
}

std::string ActorReader::text_of(std::uint32_t begin, std::uint32_t end) const {
  const std::uint32_t from = syntax_.tokens[begin].span.begin, to = syntax_.tokens[end - 1].span.end;
  std::string out;
  for (const char c : text_.substr(from, to - from)) {
    if (c == '\n' || c == '\t' || c == ' ') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

std::uint32_t ActorReader::verb_of(std::uint32_t token) const {
  std::uint32_t t = token;
  for (int i = 0; i < 8 && syntax_.tokens[t].deprel == Deprel::conj && syntax_.tokens[t].head != none; ++i)
    t = syntax_.tokens[t].head;
  return is_argument(syntax_.tokens[t].deprel) ? syntax_.tokens[t].head : none;
}

std::uint32_t ActorReader::begin_of(std::uint32_t index) const {
  const ActorPhrase* phrase = &phrases_[index];
  for (int i = 0; i < 8 && phrase->owner != none; ++i) phrase = &phrases_[phrase->owner];
  std::uint32_t begin = phrase->begin;
  if (begin < phrase->noun && found_.words.has(begin, ReferenceUse::article)) ++begin;
  return begin;
}

void ActorReader::mention(std::uint32_t begin, std::uint32_t end, std::uint32_t head, MentionForm form,
                          std::uint32_t entity, std::uint32_t sentence, bool possessor) {
  Mention m;
  m.begin = begin;
  m.end = end;
  m.span = {syntax_.tokens[begin].span.begin, syntax_.tokens[end - 1].span.end};
  m.head = head;
  m.form = form;
  m.entity = entity;
  out_.mentions.push_back(m);
  if (entity == none) return;
  if (book_.at(entity).first_sentence == UINT32_MAX) book_.at(entity).first_sentence = sentence;
  SeenMention seen;
  seen.entity = entity;
  seen.sentence = sentence;
  seen.token = head;
  seen.verb = verb_of(head);
  std::uint32_t top = head;
  for (int i = 0; i < 8 && syntax_.tokens[top].deprel == Deprel::conj && syntax_.tokens[top].head != none; ++i)
    top = syntax_.tokens[top].head;
  seen.subject = is_subject(syntax_.tokens[top].deprel);
  seen.possessor = possessor;
  seen.adjective = form == MentionForm::adjective;
  book_.see(seen);
}

void ActorReader::read_phrase(std::uint32_t index) {
  const ActorPhrase& phrase = phrases_[index];
  if (phrase.pronoun) return read_pronoun(index);
  inner_names(index);
  if (phrase.name != none) return read_name(index);
  if (phrase.role != none) {
    const RoleHold hold = knowledge_.roles.role(found_.roles[phrase.role].role).hold;
    if (hold != RoleHold::modifier && hold != RoleHold::title) return read_nominal(index);
  }
  if (phrase.inner_role != none) return read_inner_role(index);
  if (xpos_name(syntax_.tokens[phrase.noun].xpos) == "CD" && is_argument(syntax_.tokens[phrase.head].deprel))
    read_nominal(index);
}

// "[Israeli police] raids", "[insurgent] attacks": the noun before the last one acts.
void ActorReader::read_inner_role(std::uint32_t index) {
  const RoleSpan span = found_.roles[phrases_[index].inner_role];
  const ActorRole& role = knowledge_.roles.role(span.role);
  const bool stands = role.hold == RoleHold::own || (role.hold == RoleHold::modifier && role.form == RoleForm::group);
  if (role.sector == "CVL" && !role.plural) return;  // "patient work"
  if (name_at_[span.end - 1] != none) return;        // "European Union sanctions": the name is a mention already
  if (!stands || role.sector.empty() || role.form == RoleForm::thing) return;
  const ActorPhrase whole = phrases_[index];
  ActorPhrase& phrase = phrases_[index];
  phrase.end = phrase.full_end = span.end;
  phrase.noun = phrase.head = span.end - 1;
  phrase.role = whole.inner_role;
  phrase.post = none;
  read_nominal(index);
  phrases_[index] = whole;
  entity_of_phrase_[index] = none;
}

// Names inside a phrase that are not its head: "[Israeli] gunfire", "[Pentagon] spokesman".
void ActorReader::inner_names(std::uint32_t index) {
  const ActorPhrase& phrase = phrases_[index];
  std::uint32_t last = none;
  for (std::uint32_t t = phrase.begin; t < phrase.end; ++t) {
    const std::uint32_t i = name_at_[t];
    if (i == none || i == last || i == phrase.name) continue;
    last = i;
    const NameSpan& name = found_.names[i];
    if (name.begin < phrase.begin || name.end > phrase.end) continue;
    if (phrase.name != none && found_.names[phrase.name].known.actor == none &&
        found_.names[phrase.name].begin <= name.begin) {
      if (name.known.actor != none) evidence(phrase.sentence, country_of(name), 0.6f);
      continue;  // inside the name of an organisation
    }
    const std::uint32_t entity = entity_of(name, nullptr);
    mention(name.begin, name.end, name.end - 1, MentionForm::adjective, entity, phrase.sentence, false);
    if (!kept_away(name)) evidence(phrase.sentence, book_.at(entity).entity.country, 0.8f);
  }
}

// Tells whether the phrase stands in apposition to the one before it: ", the Iraqi prime minister,".
bool ActorReader::after_comma(std::uint32_t index) const {
  if (index == 0) return false;
  std::uint32_t begin = phrases_[index].begin;
  std::uint32_t before = index - 1;
  if (phrases_[index].owner != none) {
    const ActorPhrase& owner = phrases_[phrases_[index].owner];
    begin = owner.begin;
    before = phrases_[index].owner;
    if (before == 0) return false;
    --before;
  }
  const ActorPhrase& previous = phrases_[before];
  if (previous.sentence != phrases_[index].sentence || begin == 0 || !is_pause(begin - 1)) return false;
  if (previous.end != begin - 1 && previous.full_end != begin - 1) return false;
  const std::uint32_t end = phrases_[index].full_end;
  if (end >= syntax_.sentences[previous.sentence].end) return true;
  const Token& next = syntax_.tokens[end];
  const bool name_behind_role = phrases_[index].name != none && previous.role != none && previous.name == none;
  if (name_behind_role && (next.upos == Upos::VERB || next.upos == Upos::AUX))
    return true;  // "its minister, Ana Ruiz said"
  if (next.upos != Upos::PUNCT) return false;
  if (word(begin - 1) != "," || word(end) != ",") return true;
  return end + 1 >= syntax_.tokens.size() || syntax_.tokens[end + 1].upos != Upos::CCONJ;
}

// A comma or a dash between spaces.
bool ActorReader::is_pause(std::uint32_t token) const {
  if (word(token) == ",") return true;
  if (syntax_.tokens[token].upos != Upos::PUNCT || token == 0 ||
      syntax_.tokens[token - 1].span.end == syntax_.tokens[token].span.begin)
    return false;
  return word(token) == "-" || word(token) == "--" || word(token) == "–" || word(token) == "—";
}

std::uint32_t ActorReader::phrase_before(std::uint32_t index) const {
  return phrases_[index].owner != none ? phrases_[index].owner - 1 : index - 1;
}

// "Free Syrian Army (FSA)": the short name leads to the long one.
void ActorReader::acronym(std::uint32_t index, std::uint32_t entity) {
  const std::uint32_t end = phrases_[index].end;
  if (end + 2 >= syntax_.tokens.size() || word(end) != "(" || word(end + 2) != ")" || name_at_[end + 1] == none) return;
  const NameSpan& name = found_.names[name_at_[end + 1]];
  if (name.known.actor == none && name.end == end + 2 && name.begin == end + 1)
    book_.put(key_of(name.begin, name.end), entity);
}

void ActorReader::read_name(std::uint32_t index) {
  const ActorPhrase& phrase = phrases_[index];
  NameSpan name = found_.names[phrase.name];
  const ActorRole* role = phrase.role == none ? nullptr : &knowledge_.roles.role(found_.roles[phrase.role].role);
  ActorReading reading = reading_of(index);
  if (name.known.use == ActorNameUse::adjective && phrase.begin < name.begin &&
      xpos_name(syntax_.tokens[phrase.noun].xpos).starts_with("NN"))
    name.known.use = ActorNameUse::one_of_people;  // "the Algerian"
  if (name.kind == NameKind::organisation && name.known.actor != none && reading.country_told &&
      reading.country != knowledge_.actors.actor(name.known.actor).country) {
    name.sector = knowledge_.actors.actor(name.known.actor).sector;  // "Peru's Congress" is not the best known Congress
    name.known = {};
  }
  if (name.kind == NameKind::person && name.known.actor != none && reading.country_told &&
      knowledge_.actors.actor(name.known.actor).country !=
          reading.country) {  // "Jordan's King Abdullah" is not the Saudi one
    NameSpan last = name;
    last.known = {};
    last.begin = last.end - 1;
    name.known.actor = known_person(last, &reading);
  }
  const bool place = name.kind == NameKind::place || name.kind == NameKind::people;
  if (name.kind == NameKind::unknown && role && (role->form == RoleForm::person || role->hold == RoleHold::title))
    name.kind = NameKind::person;
  if (name.kind == NameKind::unknown && role && role->form == RoleForm::body) name.kind = NameKind::organisation;
  if (const std::uint32_t noun = shared_noun(index); noun != none) return read_shared(index, noun);
  const bool foreign = name.kind == NameKind::organisation && name.known.actor == none && reading.country_told;
  const std::uint32_t entity =
      foreign ? organisation_of(name, reading.country) : entity_of(name, role ? &reading : nullptr);
  entity_of_phrase_[index] = entity;
  if (role_at_end_[name.end] != none && name.kind == NameKind::organisation) {  // found again as "the council"
    std::vector<std::uint32_t>& roles = book_.at(entity).roles;
    const std::uint32_t base = knowledge_.roles.role(found_.roles[role_at_end_[name.end]].role).base;
    if (std::find(roles.begin(), roles.end(), base) == roles.end()) roles.push_back(base);
  }
  EntityDraft& draft = book_.at(entity);
  if (!place && draft.entity.kind != EntityKind::place) {
    if (!role && draft.actor == none) reading.role = none;
    if (role || (draft.entity.kind != EntityKind::person && name.known.actor == none) || reading.country_told)
      tell(entity, reading);
    if (role && role->hold == RoleHold::title) draft.addressed = true;
    set_gender(draft, name, phrase.role == none ? nullptr : &found_.roles[phrase.role]);
  }
  const bool of = phrase.post != none && word(phrase.preposition) == "of" && !place;
  const bool adjective = name.known.actor != none && name.known.use == ActorNameUse::adjective;
  if (index > 0 && draft.entity.kind == EntityKind::person && after_comma(index)) merge_before(index, entity);
  mention(begin_of(index), of ? phrase.full_end : phrase.end, phrase.head,
          adjective ? MentionForm::adjective : MentionForm::name, entity, phrase.sentence, is_owner(index));
  acronym(index, entity);
  const bool in = phrase.begin > 0 && found_.words.has(phrase.begin - 1, ReferenceUse::origin);
  evidence(phrase.sentence, book_.at(entity).entity.country, place ? (in ? 2.f : 1.f) : 0.6f,
           place && in ? Tie::place : Tie::actor);
}

// A phrase of nothing but the name of a state or international body that can stand before a noun ("Iraqi", "U.S.").
bool ActorReader::is_bare_modifier(std::uint32_t index) const {
  const ActorPhrase& phrase = phrases_[index];
  if (phrase.name == none || phrase.role != none || phrase.end - phrase.begin > 2) return false;
  const NameSpan& name = found_.names[phrase.name];
  if (name.known.actor == none) return false;
  const Actor& actor = knowledge_.actors.actor(name.known.actor);
  if (actor.kind != ActorKind::state) return actor.country == "IGO" && name.known.capitals;
  return name.known.use == ActorNameUse::adjective || name.known.capitals;
}

// "[U.S.] and Iraqi forces", "[Russian], Iranian and Syrian troops": the later phrase whose noun the name shares, or
// none.
std::uint32_t ActorReader::shared_noun(std::uint32_t index) const {
  if (!is_bare_modifier(index)) return none;
  for (std::uint32_t at = index, next = index + 1; next < phrases_.size() && next < index + 6; at = next++) {
    const ActorPhrase& to = phrases_[next];
    const std::uint32_t end = phrases_[at].end;
    std::uint32_t begin = end;
    while (begin < to.begin && begin < end + 2 && (syntax_.tokens[begin].upos == Upos::CCONJ || word(begin) == ","))
      ++begin;
    if (begin == end || begin != to.begin || to.sentence != phrases_[index].sentence) return none;
    const std::uint32_t inner = name_at_[to.begin];
    if (inner == none || found_.names[inner].known.actor == none) return none;
    if (to.role != none && to.name == none && found_.names[inner].end <= to.noun) return next;
    if (!is_bare_modifier(next)) return none;
  }
  return none;
}

void ActorReader::read_shared(std::uint32_t index, std::uint32_t noun) {
  const ActorPhrase& phrase = phrases_[index];
  const ActorRole& role = knowledge_.roles.role(found_.roles[phrases_[noun].role].role);
  ActorReading reading = reading_of(noun);
  reading.country = std::string(country_of(found_.names[phrase.name]));
  if (reading.sector == "IGO" && reading.country != "IGO") reading.sector = std::string(role.sector);
  const std::uint32_t entity = make_nominal(index, role, reading);
  book_.at(entity).entity.name += " " + std::string(word(phrases_[noun].noun));
  entity_of_phrase_[index] = entity;
  mention(begin_of(index), phrase.end, phrase.head, MentionForm::adjective, entity, phrase.sentence, false);
  evidence(phrase.sentence, reading.country, 0.8f);
}

// "Syria's foreign minister, Walid al-Moualem,": the description before the comma is the person behind it.
void ActorReader::merge_before(std::uint32_t index, std::uint32_t entity) {
  const std::uint32_t before = phrase_before(index);
  const ActorPhrase& previous = phrases_[before];
  const std::uint32_t old = entity_of_phrase_[before];
  if (previous.name != none || previous.role == none || previous.plural || old == none || old == entity) return;
  const ActorRole& role = knowledge_.roles.role(found_.roles[previous.role].role);
  if (role.form != RoleForm::person || role.plural) return;
  const EntityDraft known = book_.at(old);
  ActorReading reading = reading_of(before);
  reading.country = known.entity.country;
  reading.sector = known.entity.sector;
  reading.office = known.entity.office;
  tell(entity, reading);
  if (book_.at(entity).gender == Gender::unknown) book_.at(entity).gender = known.gender;
  book_.redirect(old, entity);
  entity_of_phrase_[before] = entity;
  for (std::size_t i = out_.mentions.size(); i-- > 0 && out_.mentions[i].begin + 40 > previous.begin;)
    if (out_.mentions[i].entity == old && out_.mentions[i].head == previous.head) out_.mentions[i].entity = entity;
}

bool ActorReader::is_owner(std::uint32_t index) const {
  const std::uint32_t end = phrases_[index].end;
  return end < syntax_.tokens.size() && xpos_name(syntax_.tokens[end].xpos) == "POS";
}

// "The former president": one spoken of before who is known to have held the office.
std::uint32_t ActorReader::former_holder(std::uint32_t index) const {
  const std::string_view office = word(phrases_[index].noun);
  const auto& seen = book_.seen();
  for (std::size_t i = seen.size(), looked = 0; i-- > 0 && looked < 60; ++looked) {
    const EntityDraft& draft = book_.at(seen[i].entity);
    if (draft.actor == none || draft.entity.kind != EntityKind::person || draft.entity.office == office) continue;
    const Actor& actor = knowledge_.actors.actor(draft.actor);
    for (std::uint32_t t = 0; t < actor.tenures; ++t)
      if (knowledge_.actors.tenure(actor, t).office == office) return seen[i].entity;
  }
  return none;
}

// An entity spoken of before that the nominal stands for, or none.
std::uint32_t ActorReader::antecedent(std::uint32_t index, const ActorRole& role, ActorReading& reading) {
  const ActorPhrase& phrase = phrases_[index];
  const std::uint32_t owner = phrase.owner == none ? none : entity_of_phrase_[phrase.owner];
  if (found_.words.has(phrase.noun, ReferenceUse::same_office) && owner != none) {
    reading.office = book_.at(owner).entity.office;
    reading.sector = book_.at(owner).entity.sector;
    reading.own = true;
    return none;
  }
  const bool person = role.form == RoleForm::person && !role.plural && !phrase.plural;
  const bool body = role.form == RoleForm::body || role.form == RoleForm::thing;
  if (person && !phrase.definite) return none;
  if (!person && !body && !phrase.definite) return none;
  if (phrase.number) return none;
  std::uint32_t found = reading.former && person ? former_holder(index) : none;
  if (found == none)
    found =
        book_.last_with_role(role.base, person ? role.office : std::string_view(), reading.country, phrase.sentence);
  if (found != none && book_.at(found).entity.plural != (phrase.plural || role.plural)) found = none;
  if (found != none && body && !phrase.definite && book_.at(found).entity.country != reading.country &&
      !reading.country.empty())
    found = none;
  if (found == none && phrase.plural && phrase.definite && !reading.country_told && role.hold == RoleHold::own &&
      role.form == RoleForm::person && phrase.owner == none)
    found = book_.last_group(role.sector, phrase.sentence);
  if (found == none && !phrase.plural && role.hold != RoleHold::modifier && phrase.definite &&
      reading.country.empty() && phrase.noun <= phrase.begin + 1 &&
      (found_.words.has(phrase.noun, ReferenceUse::same_body) ||
       found_.words.has(phrase.noun, ReferenceUse::state_noun))) {
    EntityBook::Wanted wanted;
    wanted.thing = true;
    wanted.state = found_.words.has(phrase.noun, ReferenceUse::state_noun);
    wanted.body = !wanted.state;
    wanted.band = role.sector == "REB" && role.hold == RoleHold::weak;
    if (role.hold == RoleHold::own && wanted.body) wanted.sector = role.sector;
    wanted.sentence = phrase.sentence;
    wanted.token = phrase.noun;
    found = book_.bearer(wanted);
  }
  return found;
}

void ActorReader::read_nominal(std::uint32_t index) {
  const ActorPhrase& phrase = phrases_[index];
  ActorRole counted;  // a bare number: "wounded [13]"
  counted.sector = "UNK";
  counted.form = RoleForm::group;
  counted.hold = RoleHold::weak;
  counted.plural = true;
  const ActorRole& role = phrase.role == none ? counted : knowledge_.roles.role(found_.roles[phrase.role].role);
  ActorReading reading = reading_of(index);
  if (phrase.role == none && reading.sector.empty()) reading.sector = role.sector;
  // a thing or place that nobody's country is told of and nothing is done to or by is no actor
  const bool lifeless = role.form == RoleForm::thing || role.form == RoleForm::place;
  const bool mute =
      lifeless && !reading.country_told && phrase.owner == none && !takes_part(syntax_.tokens[phrase.head].deprel);
  if (mute) return;
  std::uint32_t entity = none;
  if (index > 0 && phrase.role != none && after_comma(index)) {  // "Haider al-Abadi, the Iraqi prime minister,"
    const std::uint32_t before = phrase_before(index);
    const ActorPhrase& previous = phrases_[before];
    if (previous.name != none && entity_of_phrase_[before] != none) {
      const EntityKind kind = book_.at(entity_of_phrase_[before]).entity.kind;
      const bool person = role.form == RoleForm::person && !phrase.plural &&
                          (kind == EntityKind::person || kind == EntityKind::unknown);
      const bool body = role.form == RoleForm::body && kind == EntityKind::organisation;
      if (person || body) {
        entity = entity_of_phrase_[before];
        if (person) book_.at(entity).entity.kind = EntityKind::person;
        tell(entity, reading);
      }
    }
  }
  if (entity == none && phrase.role != none) entity = subject_of_copula(index, role, reading);
  if (entity == none && phrase.role != none) {
    const std::vector<std::uint32_t> sides = sides_of(index, role);
    if (!sides.empty())
      entity = make_sides(index, sides, role);
    else if (phrase.plural && !reading.country_told &&
             sides_noun(phrase))  // sides that are not told have no one country
      for (std::uint32_t t = phrase.begin; t < phrase.noun; ++t)
        reading.abroad = reading.abroad || found_.words.has(t, ReferenceUse::pair);
  }
  if (entity == none && phrase.role != none) entity = antecedent(index, role, reading);
  if (entity == none)
    entity = make_nominal(index, role, reading);
  else if (reading.country_told)
    tell(entity, reading);
  entity_of_phrase_[index] = entity;
  mention(begin_of(index), phrase.full_end, phrase.head, MentionForm::nominal, entity, phrase.sentence,
          is_owner(index));
  if (reading.country_told) evidence(phrase.sentence, book_.at(entity).entity.country, 0.5f);
}

// "Garba is the leader of the union": who the subject is.
std::uint32_t ActorReader::subject_of_copula(std::uint32_t index, const ActorRole& role, const ActorReading& reading) {
  const ActorPhrase& phrase = phrases_[index];
  if (role.form != RoleForm::person || role.plural || phrase.plural) return none;
  if (child_with(syntax_, phrase.head, {Deprel::cop}) == none || has_negation(syntax_, phrase.head)) return none;
  const std::uint32_t subject = child_with(syntax_, phrase.head, {Deprel::nsubj});
  if (subject == none || subject > phrase.head) return none;
  for (std::size_t i = out_.mentions.size(), looked = 0; i-- > 0 && looked < 30; ++looked) {
    const Mention& m = out_.mentions[i];
    if (m.head != subject || m.entity == none || m.form != MentionForm::name) continue;
    if (book_.at(m.entity).entity.kind != EntityKind::person) return none;
    tell(m.entity, reading);
    return m.entity;
  }
  return none;
}

std::uint32_t ActorReader::make_nominal(std::uint32_t index, const ActorRole& role, const ActorReading& reading) {
  const ActorPhrase& phrase = phrases_[index];
  EntityDraft draft;
  Entity& entity = draft.entity;
  entity.name = text_of(begin_of(index), phrase.full_end);
  entity.country = std::string(reading.country);
  entity.sector = std::string(reading.sector);
  entity.office = std::string(reading.office);
  entity.plural = phrase.plural || role.plural;
  if (role.form == RoleForm::body)
    entity.kind = EntityKind::organisation;
  else if (role.form == RoleForm::place)
    entity.kind = EntityKind::place;
  else if (role.form == RoleForm::person && !entity.plural)
    entity.kind = role.office.empty() ? EntityKind::person : EntityKind::office;
  else
    entity.kind = EntityKind::group;
  if (phrase.role != none) entity.known_by = knowledge_.roles.symbol(role);
  if (reading.role != none) draft.roles.push_back(reading.role);
  if (entity.country.empty()) draft.follows = reading.follows;
  draft.borrowed_country =
      entity.country.empty() && !reading.abroad && entity.sector != "IGO" && entity.sector != "NGO";
  if (found_.words.has(phrase.noun, ReferenceUse::male)) draft.gender = Gender::male;
  if (found_.words.has(phrase.noun, ReferenceUse::female)) draft.gender = Gender::female;
  return book_.add(std::move(draft));
}

// "Both sides", "the two countries": the parties spoken of last.
std::vector<std::uint32_t> ActorReader::sides_of(std::uint32_t index, const ActorRole& role) const {
  const ActorPhrase& phrase = phrases_[index];
  if (!phrase.plural || !found_.words.has(phrase.noun, ReferenceUse::sides)) {
    if (!phrase.plural || !sides_noun(phrase)) return {};
  }
  bool pair = false, named = false;
  for (std::uint32_t t = phrase.begin; t < phrase.noun; ++t) {
    pair = pair || found_.words.has(t, ReferenceUse::pair);
    named = named || name_at_[t] != none;
  }
  if (!pair || named || phrase.owner != none || phrase.post != none) return {};
  if (!phrase.definite && word(phrase.begin).size() < 4) return {};
  return book_.last_parties(2, role.form == RoleForm::person && !role.office.empty());
}

// The singular of the noun is a word for sides.
bool ActorReader::sides_noun(const ActorPhrase& phrase) const {
  if (phrase.role == none) return false;
  const ActorRole& role = knowledge_.roles.role(found_.roles[phrase.role].role);
  std::vector<std::uint64_t> pieces;
  append_pieces(role.words, pieces);
  return !pieces.empty() && knowledge_.reference.has(pieces.back(), ReferenceUse::sides);
}

std::uint32_t ActorReader::make_sides(std::uint32_t index, const std::vector<std::uint32_t>& members,
                                      const ActorRole& role) {
  const ActorPhrase& phrase = phrases_[index];
  EntityDraft draft;
  draft.entity.name = text_of(begin_of(index), phrase.full_end);
  draft.entity.kind = EntityKind::group;
  draft.entity.plural = true;
  draft.entity.members = members;
  draft.entity.sector = std::string(role.sector);
  const Entity& first = book_.at(members[0]).entity;
  bool same_country = true, same_sector = true;
  for (const std::uint32_t id : members) {
    same_country = same_country && book_.at(id).entity.country == first.country;
    same_sector = same_sector && book_.at(id).entity.sector == first.sector;
  }
  if (same_country) draft.entity.country = first.country;
  if (same_sector) draft.entity.sector = first.sector;
  return book_.add(std::move(draft));
}

// The verb whose subject is that of `verb` too: "imposed" for "accusing" in "A imposed limits on B, accusing them of
// ...".
std::uint32_t ActorReader::verb_with_subject(std::uint32_t verb) const {
  for (int i = 0; i < 8 && verb != none; ++i) {
    for (const std::uint32_t child : children_of(syntax_, verb))
      if (is_subject(syntax_.tokens[child].deprel) && syntax_.tokens[child].deprel != Deprel::conj) return verb;
    const Deprel relation = syntax_.tokens[verb].deprel;
    if (relation != Deprel::advcl && relation != Deprel::xcomp && relation != Deprel::conj) return verb;
    verb = syntax_.tokens[verb].head;
  }
  return verb;
}

void ActorReader::read_pronoun(std::uint32_t index) {
  const ActorPhrase& phrase = phrases_[index];
  const std::uint32_t t = phrase.begin;
  if (syntax_.tokens[t].deprel == Deprel::expl) return;
  const std::string_view value = knowledge_.reference.value(found_.words.piece(t), ReferenceUse::pronoun);
  if (value.empty()) return;
  if (value == "self" || value == "selves") {
    selves_.push_back(index);
    return;
  }
  EntityBook::Wanted wanted;
  wanted.sentence = phrase.sentence;
  wanted.token = t;
  wanted.verb = verb_of(t);
  wanted.subject = is_subject(syntax_.tokens[t].deprel);
  if (!wanted.subject) wanted.verb = verb_with_subject(wanted.verb);
  if (phrase.possessive) wanted.verb = none;
  wanted.person = value.ends_with("male");
  wanted.gender = value == "one male" ? Gender::male : value == "one female" ? Gender::female : Gender::unknown;
  wanted.thing = value == "one thing";
  wanted.many = value == "many";
  std::uint32_t entity = none;
  if (value != "free") entity = book_.bearer(wanted);
  if (entity != none && wanted.person && book_.at(entity).gender == Gender::unknown)
    book_.at(entity).gender = wanted.gender;
  entity_of_phrase_[index] = entity;
  mention(t, t + 1, t, MentionForm::pronoun, entity, phrase.sentence, phrase.possessive);
}

// "I" and "we" stand for the one who speaks in the sentence, else for the last who was a subject.
void ActorReader::read_selves(std::uint32_t sentence) {
  if (selves_.empty()) return;
  std::uint32_t speaker = none, before = none;
  for (std::size_t i = book_.seen().size(), looked = 0; i-- > 0 && looked < 60; ++looked) {
    const SeenMention& seen = book_.seen()[i];
    if (!seen.subject || seen.adjective) continue;
    if (seen.sentence == sentence && seen.verb != none) {
      const Deprel d = syntax_.tokens[seen.verb].deprel;
      if (d == Deprel::root || d == Deprel::parataxis) speaker = seen.entity;
    } else if (seen.sentence + 2 >= sentence && seen.sentence < sentence && before == none) {
      before = seen.entity;
    }
  }
  if (speaker == none) speaker = before;
  for (const std::uint32_t index : selves_) {
    const std::uint32_t t = phrases_[index].begin;
    entity_of_phrase_[index] = speaker;
    mention(t, t + 1, t, MentionForm::pronoun, speaker, sentence, phrases_[index].possessive);
  }
  selves_.clear();
}

}  // namespace dragoman
