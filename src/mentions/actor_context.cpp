// Countries that the context gives to those who have none of their own, and the mentions in their final order.
#include <algorithm>
#include <numeric>

#include "mentions/actor_reader.h"

namespace dragoman {
namespace {

void fade_all(std::vector<float>& a, std::vector<float>& b, float factor) {
  for (float& value : a) value *= factor;
  for (float& value : b) value *= factor;
}

// Those who speak for a state rather belong to one that acts; the others to the one where they are.
bool acts_for_state(std::string_view sector) { return sector == "GOV" || sector == "MIL" || sector == "LEG" || sector.empty(); }

}  // namespace

void ActorReader::evidence(std::uint32_t sentence, std::string_view country, float weight, Tie tie) {
  if (country.size() != 3 || country == "IGO" || country == "NGO" || country == "IMG") return;
  std::uint32_t index = 0;
  while (index < countries_.size() && countries_[index] != country) ++index;
  if (index == countries_.size()) countries_.emplace_back(country);
  evidence_.push_back({sentence, index, weight, tie});
}

// The country with most weight at the sentence of an entity; older evidence fades.
void ActorReader::borrow_countries() {
  constexpr float fade = 0.5f;
  std::stable_sort(evidence_.begin(), evidence_.end(), [](const Evidence& a, const Evidence& b) { return a.sentence < b.sentence; });
  std::vector<std::uint32_t> wanting;
  for (std::uint32_t id = 0; id < book_.size(); ++id) {
    const Draft& draft = book_.at(id);
    if (draft.entity.country.empty() && draft.entity.members.empty() && draft.borrowed_country && draft.follows == none) wanting.push_back(id);
  }
  std::stable_sort(wanting.begin(), wanting.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return book_.at(a).first_sentence < book_.at(b).first_sentence; });
  std::vector<float> score(countries_.size(), 0.f), there(countries_.size(), 0.f), whole(countries_.size(), 0.f);
  for (const Evidence& e : evidence_) whole[e.country] += 0.02f * e.weight;
  std::size_t next = 0;
  std::uint32_t at = 0;
  for (const std::uint32_t id : wanting) {
    const std::uint32_t sentence = book_.at(id).first_sentence;
    while (next < evidence_.size() && evidence_[next].sentence <= sentence) {
      for (; at < evidence_[next].sentence; ++at) fade_all(score, there, fade);
      (evidence_[next].tie == Tie::place ? there : score)[evidence_[next].country] += evidence_[next].weight;
      ++next;
    }
    for (; at < sentence; ++at) fade_all(score, there, fade);
    const bool acts = acts_for_state(book_.at(id).entity.sector);
    const auto value = [&](std::size_t i) { return (acts ? 1.f : 0.5f) * score[i] + there[i] + whole[i]; };
    std::size_t best = 0;
    for (std::size_t i = 1; i < score.size(); ++i)
      if (value(i) > value(best)) best = i;
    if (!score.empty()) book_.at(id).entity.country = countries_[best];
  }
}

// Who belongs to somebody has the country of that one; chains are short and lead back.
void ActorReader::follow_countries() {
  for (std::uint32_t id = 0; id < book_.size(); ++id) {
    Draft& draft = book_.at(id);
    std::uint32_t leader = draft.follows;
    if (leader == none || !draft.entity.country.empty()) continue;
    for (int i = 0; i < 4 && leader != none && book_.at(leader).entity.country.empty(); ++i) leader = book_.at(leader).follows;
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
  std::vector<Draft> drafts = book_.take();
  for (const std::uint32_t i : order) {
    const Mention& mention = out_.mentions[i];
    if (mention.entity != none) drafts[mention.entity].entity.mentions.push_back(static_cast<std::uint32_t>(sorted.size()));
    sorted.push_back(mention);
  }
  out_.mentions = std::move(sorted);
  out_.entities.reserve(drafts.size());
  for (Draft& draft : drafts)
    if (draft.entity.sector.empty() && draft.entity.kind == EntityKind::person) draft.entity.sector = draft.addressed ? "GOV" : "CVL";
  for (Draft& draft : drafts) out_.entities.push_back(std::move(draft.entity));
  for (std::uint32_t i = 0; i < out_.mentions.size(); ++i)
    for (std::uint32_t t = out_.mentions[i].begin; t < out_.mentions[i].end; ++t)
      if (toponym_at_[t] != none && out_.toponyms[toponym_at_[t]].span == out_.mentions[i].span) out_.toponyms[toponym_at_[t]].mention = i;
}

}  // namespace dragoman
