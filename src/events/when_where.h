// when_where.h: the time expression and the place name that belong to a trigger, by nearness in the tree.
#pragma once

#include <unordered_set>

#include "dragoman/result.h"
#include "events/draft.h"

namespace dragoman::events {

struct PlaceWords {  // prepositions that put an event somewhere (knowledge/languages/en/event_places.tsv)
  std::unordered_set<std::uint64_t> prepositions;
  static Result<PlaceWords> load(const std::string& data_folder);
};

// Index into Mentions::timexes of the date of the clause, else of the sentence; none when there is none.
std::uint32_t find_timex(const Scene& scene, Word trigger);
// Index into Mentions::toponyms: the finest place of the clause that a place preposition leads to; none without.
std::uint32_t find_toponym(const Scene& scene, const PlaceWords& words, Word trigger);

// The day the event is dated to: of its time expression; else, for what is told as news, the month of publication.
CalendarDate date_of(const Scene& scene, const Draft& draft, const Article& article);

}  // namespace dragoman::events
