// features.h: what the learned scorers look at, as hashed features (base/hash.h).
//
// Two scorers: of a word, the event type it tells or none; of a word that heads a mention, its part in an event of a
// given trigger and type. Change `features_fingerprint` with any change here: models carry it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "events/roles.h"
#include "events/scene.h"

namespace dragoman::events {

inline constexpr std::uint64_t type_fingerprint = 0x6576747970650001ull;
inline constexpr std::uint64_t role_fingerprint = 0x6576726f6c650001ull;
inline constexpr std::uint64_t mode_fingerprint = 0x65766d6f64650001ull;
inline constexpr std::uint64_t status_fingerprint = 0x6576737461740001ull;

using Features = std::vector<std::uint64_t>;

// `lexical` marks where the features that name the trigger's own lemma begin to end: [0, lexical) name it. Training
// leaves them out at times, so that frames and surroundings carry weight for words that were never seen.
struct TypeFeatures {
  Features all;
  std::size_t lexical = 0;
};
void add_type_features(const Scene& scene, Word word, TypeFeatures& out);

void add_role_features(const Scene& scene, Word trigger, std::uint64_t type, const RoleProposal& proposal, Word party,
                       Features& out);
void add_mode_features(const Scene& scene, Word trigger, std::uint64_t type, std::string_view cue_mode, Features& out);
void add_status_features(const Scene& scene, Word trigger, std::uint64_t type, Features& out);

}  // namespace dragoman::events
