#include "events/when_where.h"

#include <algorithm>

#include "base/hash.h"
#include "knowledge/tsv.h"

namespace dragoman::events {
namespace {

constexpr std::uint32_t far_away = 1000;

// Steps over the tree between two words of a sentence; going up out of a clause costs more than going down.
std::uint32_t tree_distance(const Tree& tree, Word from, Word to) {
  constexpr std::uint32_t longest = 10;
  std::uint32_t up = 0;
  for (Word a = from; a != none && up <= longest; a = tree.head(a), ++up) {
    std::uint32_t down = 0;
    for (Word b = to; b != none && down <= longest; b = tree.head(b), ++down)
      if (a == b) return 2 * up + down;
  }
  return far_away;
}

// The word of [begin, end) that hangs on a word outside of it.
Word head_of_range(const Tree& tree, std::uint32_t begin, std::uint32_t end) {
  for (Word w = begin; w < end; ++w) {
    const Word head = tree.head(w);
    if (head == none || head < begin || head >= end) return w;
  }
  return begin;
}

template <class Item>
void for_items_of_sentence(const std::vector<Item>& items, const Sentence& sentence, auto each) {
  auto at = std::lower_bound(items.begin(), items.end(), sentence.begin,
                             [](const Item& item, std::uint32_t word) { return item.begin < word; });
  for (; at != items.end() && at->begin < sentence.end; ++at) each(static_cast<std::uint32_t>(at - items.begin()), *at);
}

int fineness(const Toponym& toponym) { return toponym.feature == 'C' ? 0 : toponym.feature == 'A' ? 1 : 2; }

}  // namespace

Result<PlaceWords> PlaceWords::load(const std::string& data_folder) {
  auto table = TsvTable::load(data_folder, "knowledge/languages/en/event_places.tsv", {"preposition"});
  if (!table) return tl::unexpected(table.error());
  PlaceWords words;
  for (const TsvRow& row : table->rows()) words.prepositions.insert(hash_of(row.fields[0]));
  return words;
}

std::uint32_t find_timex(const Scene& scene, Word trigger) {
  const Tree& tree = scene.tree;
  std::uint32_t best = none, least = far_away;
  for_items_of_sentence(
      tree.mentions().timexes, tree.sentence(tree.sentence_of(trigger)), [&](std::uint32_t number, const Timex& timex) {
        if (timex.day.year == 0 || (timex.type != TimexType::date && timex.type != TimexType::time)) return;
        const std::uint32_t distance = tree_distance(tree, trigger, head_of_range(tree, timex.begin, timex.end));
        if (distance < least) {
          least = distance;
          best = number;
        }
      });
  return best;
}

std::uint32_t find_toponym(const Scene& scene, const PlaceWords& words, Word trigger) {
  const Tree& tree = scene.tree;
  std::uint32_t best = none;
  int best_value = 0;
  for_items_of_sentence(
      tree.mentions().toponyms, tree.sentence(tree.sentence_of(trigger)),
      [&](std::uint32_t number, const Toponym& place) {
        if (place.is_demonym) return;
        Word head = head_of_range(tree, place.begin, place.end);
        const std::uint32_t distance = tree_distance(tree, trigger, head);
        if (distance >= far_away) return;
        bool led = false;  // a place preposition stands before it or before the phrase that it is part of
        for (int step = 0; step < 3 && head != none && head != trigger && !led; ++step, head = tree.head(head)) {
          const Word p = tree.preposition(head);
          if (p == none) continue;
          led = words.prepositions.contains(tree.lemma_hash(p));
          if (!led && step == 0) break;
        }
        if (!led) return;
        const int value = 40 + 3 * fineness(place) - 2 * static_cast<int>(distance);
        if (value > best_value) {
          best_value = value;
          best = number;
        }
      });
  return best;
}

CalendarDate date_of(const Scene& scene, const Draft& draft, const Article& article) {
  if (draft.timex != none) return scene.tree.mentions().timexes[draft.timex].day;
  if (draft.status == Factuality::historical || !article.published) return {};
  CalendarDate month = article.published->date;
  month.day = 0;
  return month;
}

}  // namespace dragoman::events
