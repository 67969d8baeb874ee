// unicode.h: one code point to and from UTF-8; letters of ASCII. Offsets and sizes are bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dragoman {

inline constexpr char32_t replacement_character = 0xFFFD;

void append_utf8(std::string& out, char32_t code_point);  // surrogates and values over 10FFFF become U+FFFD

struct Decoded8 {
  char32_t code_point = replacement_character;
  std::uint32_t size = 0;  // bytes read, at least 1
  bool good = false;
};
// The code point at bytes[at]; a bad sequence gives its maximal subpart (WHATWG "decode").
Decoded8 decode_beyond_ascii(std::string_view bytes, std::size_t at);
inline Decoded8 decode_utf8(std::string_view bytes, std::size_t at) {
  const auto first = static_cast<unsigned char>(bytes[at]);
  if (first < 0x80) return {first, 1, true};
  return decode_beyond_ascii(bytes, at);
}

// Whether a character starts at bytes[at], or nothing does.
inline bool starts_character(std::string_view bytes, std::size_t at) {
  return at >= bytes.size() || (static_cast<unsigned char>(bytes[at]) & 0xC0) != 0x80;
}

// Space, tab, line feed, form feed, carriage return.
constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
// ASCII only.
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
std::string lowered(std::string_view text);
// Equal but for the case of ASCII letters.
constexpr bool same_letters(std::string_view a, std::string_view lower_case) {
  if (a.size() != lower_case.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower_case[i]) return false;
  return true;
}

}  // namespace dragoman
