// draft.h: an event while it is being read: words of the tree, before ids, dates and records.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/scene.h"

namespace dragoman::events {

struct Draft {
  Word trigger = none;
  std::uint32_t type = 0;  // FrameBook::types
  std::uint32_t frame = none;
  float score = 0;  // probability of the type
  std::string mode;
  Factuality status = Factuality::actual;
  std::vector<Party> actors, recipients;
  std::uint32_t timex = none, toponym = none;
  std::uint32_t reported_by = none, denied_by = none;  // Mentions::mentions
  std::optional<std::uint32_t> killed, injured;
};

}  // namespace dragoman::events
