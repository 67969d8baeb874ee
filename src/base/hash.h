// hash.h: 64-bit hashes of features and short keys. Stable across machines and versions: model files hold them.
#pragma once

#include <cstdint>
#include <string_view>

namespace dragoman {

constexpr std::uint64_t mix(std::uint64_t value) {  // the finaliser of SplitMix64
  value ^= value >> 30;
  value *= 0xbf58476d1ce4e5b9ull;
  value ^= value >> 27;
  value *= 0x94d049bb133111ebull;
  return value ^ (value >> 31);
}

constexpr std::uint64_t hash_of(std::string_view bytes, std::uint64_t seed = 0xcbf29ce484222325ull) {  // FNV-1a, mixed
  for (const char byte : bytes) seed = (seed ^ static_cast<unsigned char>(byte)) * 0x100000001b3ull;
  return mix(seed);
}

constexpr std::uint64_t combine(std::uint64_t a, std::uint64_t b) { return mix(a * 0x9e3779b97f4a7c15ull + b); }

}  // namespace dragoman
