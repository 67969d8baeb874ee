// unicode.h: one code point to and from UTF-8.
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
Decoded8 decode_utf8(std::string_view bytes, std::size_t at);

bool is_space(char c);  // space, tab, line feed, form feed, carriage return
char lower(char c);     // ASCII only
std::string lowered(std::string_view text);
bool same_letters(std::string_view a, std::string_view lower_case);  // equal but for the case of ASCII letters

}  // namespace dragoman
