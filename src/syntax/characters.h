// characters.h: the kinds of characters the tokenizer knows. Pure; any bytes are safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dragoman {

enum class Kind : std::uint8_t {
  space,
  small,
  capital,
  digit,
  letter,
  apostrophe,
  opening,
  closing,
  quote,
  stop,
  dash,
  punctuation
};
//   letter: a letter of no known case (and every other non-ASCII character that is no punctuation)
//   opening, closing: brackets and directed quotes; quote: '"' and "``"; stop: . ! ? ...; dash: - and longer ones

struct Character {
  Kind kind = Kind::space;
  std::uint32_t size = 0;  // bytes; 0 at the end of the text
  char plain = 0;          // the ASCII character it is or stands for (' for curly apostrophes), else 0
};

Character character_at(std::string_view text, std::size_t at);

inline bool is_letter(Kind kind) { return kind == Kind::small || kind == Kind::capital || kind == Kind::letter; }
inline bool is_word(Kind kind) { return is_letter(kind) || kind == Kind::digit; }
std::string lower_plain(std::string_view word);  // ASCII lower case, curly apostrophes as plain ones

}  // namespace dragoman
