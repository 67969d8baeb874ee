#include "events/merging.h"

#include <algorithm>
#include <set>

#include "events/parties.h"

namespace dragoman::events {
namespace {

std::set<std::string_view> countries(const std::vector<Party>& parties) {
  std::set<std::string_view> out;
  for (const Party& party : parties)
    if (!party.country.empty()) out.insert(party.country);
  return out;
}

enum class Fit { no, silent, yes };  // silent: one side says nothing

Fit fit_of(const std::vector<Party>& a, const std::vector<Party>& b) {
  const auto first = countries(a), second = countries(b);
  if (first.empty() || second.empty()) return Fit::silent;
  const bool nested = std::includes(first.begin(), first.end(), second.begin(), second.end()) ||
                      std::includes(second.begin(), second.end(), first.begin(), first.end());
  return nested ? Fit::yes : Fit::no;
}

bool dates_clash(const Scene& scene, const Draft& a, const Draft& b) {
  if (a.timex == none || b.timex == none || a.timex == b.timex) return false;
  const CalendarDate &x = scene.tree.mentions().timexes[a.timex].day, &y = scene.tree.mentions().timexes[b.timex].day;
  if (x.year != y.year) return true;
  if (x.month && y.month && x.month != y.month) return true;
  return x.month && x.day && y.day && x.day != y.day;
}

bool places_clash(const Scene& scene, const Draft& a, const Draft& b) {
  if (a.toponym == none || b.toponym == none) return false;
  const Toponym &x = scene.tree.mentions().toponyms[a.toponym], &y = scene.tree.mentions().toponyms[b.toponym];
  if (x.country != y.country) return true;
  return x.feature == 'P' && y.feature == 'P' && x.name != y.name;
}

bool clash(const std::optional<std::uint32_t>& a, const std::optional<std::uint32_t>& b) { return a && b && *a != *b; }

bool same_event(const Scene& scene, const Draft& a, const Draft& b) {
  if (a.type != b.type || a.status != b.status) return false;
  if (dates_clash(scene, a, b) || places_clash(scene, a, b)) return false;
  if (clash(a.killed, b.killed) || clash(a.injured, b.injured)) return false;
  const Fit actors = fit_of(a.actors, b.actors), recipients = fit_of(a.recipients, b.recipients);
  if (actors == Fit::no || recipients == Fit::no) return false;
  const Tree& tree = scene.tree;
  const bool same_words = tree.lemma_hash(a.trigger) == tree.lemma_hash(b.trigger);
  if (tree.sentence_of(a.trigger) == tree.sentence_of(b.trigger)) {
    const bool linked = tree.head(a.trigger) == b.trigger || tree.head(b.trigger) == a.trigger;
    return linked || same_words || (actors == Fit::yes && recipients == Fit::yes);
  }
  // Later sentences name an event again by a noun ("the attack") or with one of its parties, in the same words or way.
  const bool same_way = same_words || a.mode == b.mode || a.mode.empty() || b.mode.empty();
  const bool shares_party = actors == Fit::yes || recipients == Fit::yes;
  return same_way && (shares_party || !tree.is_verbal(b.trigger));
}

}  // namespace

std::vector<std::uint32_t> same_events(const Scene& scene, const std::vector<Draft>& drafts, bool over_sentences) {
  constexpr std::uint32_t window = 64;  // records looked back at, so that a long list of events costs no square
  std::vector<std::uint32_t> first(drafts.size());
  std::vector<std::uint32_t> records;
  for (std::uint32_t i = 0; i < drafts.size(); ++i) {
    first[i] = i;
    const std::size_t oldest = records.size() > window ? records.size() - window : 0;
    for (std::size_t r = records.size(); r-- > oldest;) {
      const Draft& record = drafts[records[r]];
      const bool near = scene.tree.sentence_of(record.trigger) == scene.tree.sentence_of(drafts[i].trigger);
      if ((!near && !over_sentences) || !same_event(scene, record, drafts[i])) continue;
      first[i] = records[r];
      break;
    }
    if (first[i] == i) records.push_back(i);
  }
  return first;
}

void join(Draft& first, const Draft& again) {
  if (first.actors.empty()) first.actors = again.actors;
  if (first.recipients.empty()) first.recipients = again.recipients;
  const auto better = [](std::vector<Party>& mine, const std::vector<Party>& theirs) {
    if (countries(mine).empty() && !countries(theirs).empty()) mine = theirs;
  };
  better(first.actors, again.actors);
  better(first.recipients, again.recipients);
  if (first.timex == none) first.timex = again.timex;
  if (first.toponym == none) first.toponym = again.toponym;
  if (first.mode.empty()) first.mode = again.mode;
  if (first.reported_by == none) first.reported_by = again.reported_by;
  if (first.denied_by == none) first.denied_by = again.denied_by;
  if (!first.killed) first.killed = again.killed;
  if (!first.injured) first.injured = again.injured;
  if (first.frame == none) first.frame = again.frame;
  first.score = std::max(first.score, again.score);
}

}  // namespace dragoman::events
