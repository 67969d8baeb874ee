// events.h: events of a store as whole rows, for lists, exports and the server.
#pragma once

#include <vector>

#include "query/sql.h"
#include "store/flat_event.h"

namespace dragoman::query {

// Hands on every event of a query, in the order of document, then of the event in it: the same for the same facts,
// however they were landed. Works in batches; memory does not grow with their number. False when `take` said stop.
Result<bool> each_event(store::Database& database, const Node& query, const store::TakeEvent& take);

// The events with these numbers, in this order.
Result<std::vector<store::FlatEvent>> events_of(store::Database& database, const std::vector<std::int64_t>& ids);

struct FlatStatement {
  std::int64_t id = 0;
  std::string kind, speaker, speaker_country, speaker_sector, stance, cue, content, sentence, day, publisher, title,
      sha256;
  bool is_negated = false;
  std::int64_t begin = 0, end = 0;  // of the content, bytes of the source
};
Result<std::vector<FlatStatement>> statements_of(store::Database& database, const std::vector<std::int64_t>& ids);

}  // namespace dragoman::query
