// letters.h: code points, their scripts and cases, as far as mending needs them. Pure functions, no tables in memory.
//
// Scripts of which we know no layout or language are `other`: they are letters, and nothing is mended to or from them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dragoman {

enum class Script : std::uint8_t {
  none,  // digits, punctuation, symbols, white space
  latin,
  cyrillic,
  greek,
  hebrew,
  arabic,
  armenian,
  georgian,
  hangul,
  thai,
  devanagari,
  mark,
  other,
};

Script script_of(char32_t c);
std::string_view name_of(Script script);
inline bool is_letter(char32_t c) { return script_of(c) != Script::none; }  // marks count: they belong to a word
char32_t lower(char32_t c);
char32_t upper(char32_t c);
inline bool is_upper(char32_t c) { return lower(c) != c; }
bool is_space(char32_t c);
inline bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
inline bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019 || c == 0x2BC; }

// A text as code points with the byte where each begins; `offsets` has one more, the size of the text. A byte that is
// no UTF-8 becomes U+FFFD alone.
struct Letters {
  std::u32string points;
  std::vector<std::uint32_t> offsets;
};
Letters letters_of(std::string_view utf8, std::uint32_t first_offset = 0);
std::string utf8_of(std::u32string_view points);

// Hangul: syllables as the keys of the two-set keyboard give them, and back. Other characters are copied.
std::u32string jamo_of(std::u32string_view text);
std::u32string syllables_of(std::u32string_view jamo);

// A word as the letter models know it: lower case, one apostrophe, Hangul as jamo.
std::u32string folded(std::u32string_view word);
void fold(std::u32string_view word, std::u32string& out);  // the same into `out`

}  // namespace dragoman
