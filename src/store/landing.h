// landing.h: puts readings into a store.
//
// Rows are inserted or ignored: what is there already (the same bytes, read by the same versions) changes nothing, so a
// landing that was stopped is simply repeated. Documents are written in batches, each one transaction: what commit()
// has reported is on the disk. One lander at a time works on a store. A newer reading of a document makes the older
// one's rows `current = 0`; nothing is deleted.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "store/database.h"
#include "store/record_rows.h"

namespace dragoman::store {

struct LandingItem {
  DocumentRows rows;
  std::string record;  // zstd of the record's JSON
  std::string source;  // zstd of the source's bytes; "" when they are not at hand
};
// Compresses both; may run on another thread than the lander's.
LandingItem landing_item(DocumentRows rows, std::string_view record, std::string_view source);

struct Landed {
  std::uint64_t documents = 0, known = 0, events = 0, superseded = 0;
};

class Lander {
 public:
  static Result<std::unique_ptr<Lander>> open(const std::string& address);
  ~Lander();

  Result<void> add(const LandingItem& item);
  Result<void> commit();         // what was added since the last one
  Result<void> finish();         // commit, then indexes and statistics of the store
  const Landed& landed() const;  // committed

 private:
  struct State;
  explicit Lander(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace dragoman::store
