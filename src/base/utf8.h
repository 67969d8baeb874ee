// utf8.h: UTF-8 code points. Offsets and sizes are bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dragoman::utf8 {

inline constexpr char32_t bad = 0xFFFFFFFF;

struct CodePoint {
  char32_t value = bad;    // `bad` for a byte that begins no well-formed sequence
  std::uint32_t size = 1;  // bytes taken; 1 for a bad byte
};

// The code point at bytes[at]; at < bytes.size(). Overlong forms, surrogates and values over 10FFFF are bad.
CodePoint decode(std::string_view bytes, std::size_t at);
void append(std::string& out, char32_t value);
bool is_valid(std::string_view bytes);
inline bool is_border(std::string_view bytes, std::size_t at) {
  return at >= bytes.size() || (static_cast<unsigned char>(bytes[at]) & 0xC0) != 0x80;
}

}  // namespace dragoman::utf8
