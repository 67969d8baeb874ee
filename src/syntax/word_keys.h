// word_keys.h: what the tagger and the parser see of a word: hashes of its form, its ends and its shape. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace dragoman {

struct WordKeys {
  std::uint64_t exact = 0;  // the form as it stands
  std::uint64_t word = 0;   // lower case, every digit as 0, curly quotes and dashes as plain ones
  std::uint64_t shape = 0;  // runs of capital, small, digit and other characters
  std::array<std::uint64_t, 3> prefix{};  // first 1..3 bytes of `word`
  std::array<std::uint64_t, 4> suffix{};  // last 1..4 bytes
};

WordKeys keys_of(std::string_view form);

}  // namespace dragoman
