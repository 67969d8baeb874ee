// clusters.h: which events of different articles are the same event.
//
// Each event falls into buckets; events that share one are the same event, and so are those that are connected over
// others. So the clusters do not depend on the order of landing. Buckets are made of
//   - type, status, day, country and sector of both parties, and the place: told in other words;
//   - type, parties, about the same day, and bands of MinHash values of the sentence's word triples: copies of wire
//   text
//     (A. Broder, On the resemblance and containment of documents, 1997; two bands of three rows: about 0.8 alike).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/flat_event.h"

namespace dragoman::store {

// Hashes of the buckets of an event; `sentence` holds its trigger, `published_day` may be "".
std::vector<std::uint64_t> buckets_of(const FlatEvent& event, const std::string& sentence,
                                      const std::string& published_day);

// Bucket -> event, open addressing: a store of millions of events has to fit into a laptop's memory.
class BucketTable {
 public:
  BucketTable() { clear(1 << 10); }
  std::int64_t* find_or_add(std::uint64_t hash, std::int64_t event, bool& is_new);

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::int64_t event = 0;
  };
  void clear(std::size_t size);
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace dragoman::store
