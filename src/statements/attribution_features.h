// attribution_features.h: what the two learned readers of attributions look at. Trainer and reader share it; a change
// here needs models made anew (attribution_fingerprint).
#pragma once

#include <cstdint>
#include <vector>

#include "statements/arguments.h"

namespace dragoman {

inline constexpr std::uint64_t attribution_fingerprint = 0x5354415445300003ull;

enum class Role : std::uint8_t { nothing, source, content };

struct JudgedArgument {
  Role role = Role::nothing;
  float source_score = 0, content_score = 0;  // log odds against `nothing`
};

// Features of one argument of a cue, for the reader of roles.
void role_features(const Scene& scene, const CueCandidate& candidate, const std::vector<Argument>& arguments,
                   std::size_t which, std::vector<std::uint64_t>& out);

// Features of a cue with its arguments judged, for the reader that decides whether it is one.
void cue_features(const Scene& scene, const CueCandidate& candidate, std::uint32_t sentence,
                  const std::vector<Argument>& arguments, const std::vector<JudgedArgument>& judged,
                  std::vector<std::uint64_t>& out);

}  // namespace dragoman
