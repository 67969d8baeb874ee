// place_resolve.h: which of the places of one name a text means.
//
// Every meaning gets a score from its size and kind, an explicit container ("Paris, Texas"), the countries and
// divisions the rest of the text speaks of, and the places near it that the text names. Two passes; time linear in the
// meanings.
#pragma once

#include <span>
#include <vector>

#include "mentions/place_scan.h"

namespace dragoman {

// For each candidate the number of the best meaning; candidates with keep[i] == 0 lend no evidence.
std::vector<std::uint32_t> resolve_places(const Gazetteer& gazetteer, const std::vector<PlaceCandidate>& candidates,
                                          std::span<const float> keep);

}  // namespace dragoman
