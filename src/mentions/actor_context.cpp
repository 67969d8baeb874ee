// Countries that the context gives to those who have none of their own, and the mentions in their final order.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "mentions/actor_reader.h"

namespace dragoman {
namespace {

constexpr float fade = 0.5f, ahead = 0.4f;
constexpr std::uint32_t reach_sentences = 6;
constexpr float least_evidence = 0.1f;  // a country named far away only is no default
constexpr int reach_evidence = 100;     // bound on the work for one entity

// Those who speak for a state rather belong to one that acts; the others to the one where they are.
bool acts_for_state(std::string_view sector) {
  return sector == "GOV" || sector == "MIL" || sector == "LEG" || sector.empty();
}

}  // namespace

void ActorReader::evidence(std::uint32_t sentence, std::string_view country, float weight, Tie tie) {
  if (country.size() != 3 || country == "IGO" || country == "NGO" || country == "IMG") return;
  std::uint32_t index = 0;
  while (index < countries_.size() && countries_[index] != country) ++index;
  if (index == countries_.size()) countries_.emplace_back(country);
  evidence_.push_back({sentence, index, weight, tie});
}

// The country with most weight around the first mention of each entity that wants one: what lies before counts more
// than what follows, and the nearer the more.
void ActorReader::borrow_countries() {
  if (countries_.empty()) return;
  std::stable_sort(evidence_.begin(), evidence_.end(),
                   [](const Evidence& a, const Evidence& b) { return a.sentence < b.sentence; });
  std::vector<float> whole(countries_.size(), 0.f);
  for (const Evidence& e : evidence_) whole[e.country] += 0.02f * e.weight;
  for (std::uint32_t id = 0; id < book_.size(); ++id) {
    EntityDraft& draft = book_.at(id);
    if (!draft.entity.country.empty() || !draft.entity.members.empty() || !draft.borrowed_country ||
        draft.follows != none)
      continue;
    std::vector<float> score = whole;
    const float actor = acts_for_state(draft.entity.sector) ? 1.f : 0.5f;
    const std::uint32_t sentence = draft.first_sentence;
    const auto middle = std::upper_bound(evidence_.begin(), evidence_.end(), sentence,
                                         [](std::uint32_t s, const Evidence& e) { return s < e.sentence; });
    int looked = 0;
    for (auto e = middle; e != evidence_.begin() && looked < reach_evidence; ++looked) {
      --e;
      if (e->sentence + reach_sentences < sentence) break;
      score[e->country] +=
          e->weight * (e->tie == Tie::place ? 1.f : actor) * std::pow(fade, static_cast<float>(sentence - e->sentence));
    }
    looked = 0;
    for (auto e = middle; e != evidence_.end() && looked < reach_evidence && e->sentence <= sentence + reach_sentences;
         ++e, ++looked)
      score[e->country] += ahead * e->weight * (e->tie == Tie::place ? 1.f : actor) *
                           std::pow(fade, static_cast<float>(e->sentence - sentence));
    const auto best = std::max_element(score.begin(), score.end());
    if (*best >= least_evidence) draft.entity.country = countries_[static_cast<std::size_t>(best - score.begin())];
  }
}

// Sides of one country have it too, once theirs are known.
void ActorReader::share_member_countries() {
  for (std::uint32_t id = 0; id < book_.size(); ++id) {
    Entity& entity = book_.at(id).entity;
    if (entity.members.empty() || !entity.country.empty()) continue;
    const std::string& first = book_.at(entity.members[0]).entity.country;
    if (std::all_of(entity.members.begin(), entity.members.end(),
                    [&](std::uint32_t m) { return book_.at(m).entity.country == first; }))
      entity.country = first;
  }
}

// Who belongs to somebody has the country of that one; chains are short and lead back.
void ActorReader::follow_countries() {
  for (std::uint32_t id = 0; id < book_.size(); ++id) {
    EntityDraft& draft = book_.at(id);
    std::uint32_t leader = draft.follows;
    if (leader == none || !draft.entity.country.empty()) continue;
    for (int i = 0; i < 4 && leader != none && book_.at(leader).entity.country.empty(); ++i)
      leader = book_.at(leader).follows;
    if (leader != none) draft.entity.country = book_.at(leader).entity.country;
  }
}

void ActorReader::finish() {
  std::vector<std::uint32_t> order(out_.mentions.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const TextSpan x = out_.mentions[a].span, y = out_.mentions[b].span;
    return x.begin != y.begin ? x.begin < y.begin : x.end > y.end;
  });
  std::vector<Mention> sorted;
  sorted.reserve(order.size());
  std::vector<EntityDraft> drafts = book_.take();
  for (const std::uint32_t i : order) {
    const Mention& mention = out_.mentions[i];
    if (mention.entity != none)
      drafts[mention.entity].entity.mentions.push_back(static_cast<std::uint32_t>(sorted.size()));
    sorted.push_back(mention);
  }
  std::vector<std::uint32_t> place(drafts.size(), none);  // entities that lost their mentions to another one go
  std::vector<bool> kept(drafts.size());
  for (std::size_t id = 0; id < drafts.size(); ++id) {
    kept[id] = kept[id] || !drafts[id].entity.mentions.empty();
    if (kept[id])
      for (const std::uint32_t member : drafts[id].entity.members) kept[member] = true;
  }
  for (std::size_t id = 0; id < drafts.size(); ++id) {
    if (!kept[id]) continue;
    EntityDraft& draft = drafts[id];
    if (draft.entity.sector.empty() && draft.entity.kind == EntityKind::person)
      draft.entity.sector = draft.addressed ? "GOV" : "CVL";
    place[id] = static_cast<std::uint32_t>(out_.entities.size());
    out_.entities.push_back(std::move(draft.entity));
  }
  for (Entity& entity : out_.entities)
    for (std::uint32_t& member : entity.members) member = place[member];
  for (Mention& mention : sorted)
    if (mention.entity != none) mention.entity = place[mention.entity];
  out_.mentions = std::move(sorted);
  for (std::uint32_t i = 0; i < out_.mentions.size(); ++i)
    for (std::uint32_t t = out_.mentions[i].begin; t < out_.mentions[i].end; ++t)
      if (toponym_at_[t] != none && out_.toponyms[toponym_at_[t]].span == out_.mentions[i].span)
        out_.toponyms[toponym_at_[t]].mention = i;
}

}  // namespace dragoman
