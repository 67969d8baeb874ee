#include "mentions/entities.h"

#include <algorithm>

namespace dragoman {
namespace {

constexpr std::uint32_t reach_sentences = 3;  // how far back a pronoun looks
constexpr std::size_t reach_mentions = 60;    // bound on the work for one pronoun
constexpr std::size_t reach_definite = 400;   // bound for "the president"

bool is_person(const Entity& entity) {
  return entity.kind == EntityKind::person || (entity.kind == EntityKind::office && !entity.plural);
}

// Who only speaks for others is no party of a meeting.
bool is_voice(const Entity& entity) {
  return entity.office == "spokesman" || entity.sector == "CVL" || entity.sector == "MED";
}

bool is_branch(std::string_view sector) {
  return sector == "GOV" || sector == "MIL" || sector == "COP" || sector == "JUD" || sector == "LEG";
}

}  // namespace

std::uint32_t EntityBook::add(EntityDraft draft) {
  drafts_.push_back(std::move(draft));
  return static_cast<std::uint32_t>(drafts_.size() - 1);
}

std::uint32_t EntityBook::bearer(const Wanted& wanted) const {
  std::uint32_t best = none;
  double best_score = -1e9;
  std::size_t looked = 0;
  for (std::size_t i = seen_.size(); i-- > 0 && looked < reach_mentions; ++looked) {
    const SeenMention& seen = seen_[i];
    if (seen.sentence + reach_sentences < wanted.sentence) break;
    const EntityDraft& draft = drafts_[seen.entity];
    const Entity& entity = draft.entity;
    double score = 0;
    if (wanted.person) {
      const bool unknown = entity.kind == EntityKind::unknown && !entity.plural;
      if (!is_person(entity) && !unknown) continue;
      if (unknown) score -= 1;
      if (wanted.gender != Gender::unknown && draft.gender != Gender::unknown && wanted.gender != draft.gender)
        continue;
      if (draft.gender == wanted.gender && wanted.gender != Gender::unknown) score += 1;
    } else if (wanted.many) {
      const bool body = entity.kind == EntityKind::organisation || entity.kind == EntityKind::people;
      if (!entity.plural && !body) continue;
      if (!entity.plural) score -= 1.5;
    } else if (wanted.thing) {
      if (entity.plural || is_person(entity)) continue;
      if (wanted.state && (entity.kind != EntityKind::place || entity.sector != "GOV")) continue;
      if (wanted.body && (entity.kind != EntityKind::organisation || is_branch(entity.sector))) continue;
      if (wanted.body && !wanted.sector.empty() && entity.sector != wanted.sector && entity.sector != "IGO") continue;
      if (wanted.band && entity.sector == "IGO") continue;
      if (seen.adjective && !wanted.state) score -= 2;
    }
    const std::uint32_t distance = wanted.sentence - seen.sentence;
    score -= 1.3 * distance;
    if (seen.subject) score += 2;
    if (seen.possessor) score -= 0.3;
    if (seen.adjective) score -= 1;
    if (distance == 0) {
      if (wanted.verb != none && wanted.verb == seen.verb && seen.subject && !wanted.subject) continue;
      score += 0.5;
    }
    score -= 0.02 * static_cast<double>(looked);
    if (score > best_score) {
      best_score = score;
      best = seen.entity;
    }
  }
  return best;
}

std::uint32_t EntityBook::last_with_role(std::uint32_t role, std::string_view office, std::string_view country,
                                         std::uint32_t sentence) const {
  std::size_t looked = 0;
  for (std::size_t i = seen_.size(); i-- > 0 && looked < reach_definite; ++looked) {
    const EntityDraft& draft = drafts_[seen_[i].entity];
    if (sentence > seen_[i].sentence + 12) break;
    const bool holds = !office.empty() && draft.entity.kind == EntityKind::person && draft.entity.office == office;
    if (!holds && std::find(draft.roles.begin(), draft.roles.end(), role) == draft.roles.end()) continue;
    if (!country.empty() && !draft.entity.country.empty() && draft.entity.country != country) continue;
    return seen_[i].entity;
  }
  return none;
}

std::uint32_t EntityBook::last_group(std::string_view sector, std::uint32_t sentence) const {
  std::size_t looked = 0;
  for (std::size_t i = seen_.size(); i-- > 0 && looked < reach_mentions; ++looked) {
    if (seen_[i].sentence + reach_sentences < sentence) break;
    const Entity& entity = drafts_[seen_[i].entity].entity;
    if (entity.plural && entity.kind == EntityKind::group && entity.sector == sector && entity.members.empty())
      return seen_[i].entity;
  }
  return none;
}

void EntityBook::redirect(std::uint32_t from, std::uint32_t to) {
  std::size_t looked = 0;
  for (std::size_t i = seen_.size(); i-- > 0 && looked < reach_mentions; ++looked)
    if (seen_[i].entity == from) seen_[i].entity = to;
}

std::vector<std::uint32_t> EntityBook::last_parties(std::uint32_t count, bool persons) const {
  std::vector<std::uint32_t> out;
  std::size_t looked = 0;
  for (std::size_t i = seen_.size(); i-- > 0 && looked < reach_mentions && out.size() < count; ++looked) {
    const std::uint32_t id = seen_[i].entity;
    const Entity& entity = drafts_[id].entity;
    const bool lacks = entity.country.empty() &&
                       !(drafts_[id].borrowed_country && (is_branch(entity.sector) || entity.sector == "REB"));
    if (!entity.members.empty() || lacks) continue;
    if (persons ? entity.kind != EntityKind::person || is_voice(entity) : entity.kind == EntityKind::person) continue;
    const bool same = std::any_of(out.begin(), out.end(), [&](std::uint32_t other) {
      return other == id || (!persons && drafts_[other].entity.country == entity.country &&
                             drafts_[other].entity.sector == entity.sector);
    });
    if (!same) out.push_back(id);
  }
  if (out.size() < 2) return {};
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace dragoman
