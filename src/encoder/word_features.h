// word_features.h: the rows of the encoder's tables that a word takes; the same as train/encoder/features.py.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dragoman {

struct WordFeatures {
  std::uint64_t word;  // hash of the lower-case word
  std::uint32_t prefix, suffix, tail, shape;
};

// `room` is scratch space, reused from word to word.
WordFeatures word_features(std::string_view word, std::string& room);

}  // namespace dragoman
