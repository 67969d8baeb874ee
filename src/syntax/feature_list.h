// feature_list.h: the hashed features of one decision. Plain value.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/hash.h"

namespace dragoman {

struct FeatureList {
  std::array<std::uint64_t, 160> keys;
  std::size_t size = 0;

  void clear() { size = 0; }
  // Feature number `kind` with its parts; parts in another order are another feature.
  void add(std::uint64_t kind, std::uint64_t a) { keys[size++] = combine(kind, a); }
  std::span<const std::uint64_t> view() const { return {keys.data(), size}; }
};

// One value made of two, to be used as a part.
constexpr std::uint64_t pair_of(std::uint64_t a, std::uint64_t b) { return (a ^ (a >> 29)) * 0x9e3779b97f4a7c15ull + b; }

}  // namespace dragoman
