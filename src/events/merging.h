// merging.h: one record for one event of the world: which drafts tell the same one.
#pragma once

#include <vector>

#include "events/draft.h"

namespace dragoman::events {

// For each draft the index of the draft whose event it tells again; its own index for a first telling. Drafts are in
// the order of the text. A later telling joins the first one that fits.
std::vector<std::uint32_t> same_events(const Scene& scene, const std::vector<Draft>& drafts, bool over_sentences);
// Adds to `first` what `again` knows more.
void join(Draft& first, const Draft& again);

}  // namespace dragoman::events
