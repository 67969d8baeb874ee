#include "syntax/characters.h"

namespace dragoman {
namespace {

Character ascii(char c) {
  if (c >= 'a' && c <= 'z') return {Kind::small, 1, c};
  if (c >= 'A' && c <= 'Z') return {Kind::capital, 1, c};
  if (c >= '0' && c <= '9') return {Kind::digit, 1, c};
  switch (c) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case '\f':
    case '\v':
    case '\0':
      return {Kind::space, 1, c};
    case '\'':
      return {Kind::apostrophe, 1, c};
    case '"':
    case '`':
      return {Kind::quote, 1, c};
    case '(':
    case '[':
    case '{':
      return {Kind::opening, 1, c};
    case ')':
    case ']':
    case '}':
      return {Kind::closing, 1, c};
    case '.':
    case '!':
    case '?':
      return {Kind::stop, 1, c};
    case '-':
      return {Kind::dash, 1, c};
    default:
      return {Kind::punctuation, 1, c};
  }
}

// U+2000..U+20FF, without what is common to all of them.
Character general_punctuation(std::uint32_t code) {
  switch (code) {
    case 0x2018:
      return {Kind::opening, 3, '\''};
    case 0x2019:
      return {Kind::apostrophe, 3, '\''};
    case 0x201c:
    case 0x201e:
      return {Kind::opening, 3, '"'};
    case 0x201d:
      return {Kind::closing, 3, '"'};
    case 0x2039:
      return {Kind::opening, 3, 0};
    case 0x203a:
      return {Kind::closing, 3, 0};
    case 0x2026:
      return {Kind::stop, 3, 0};
    case 0x203c:
    case 0x203d:
      return {Kind::stop, 3, 0};
    case 0x2010:
    case 0x2011:
      return {Kind::dash, 3, '-'};
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
      return {Kind::dash, 3, 0};
    default:
      break;
  }
  if (code <= 0x200b || code == 0x2028 || code == 0x2029 || code == 0x202f || code == 0x205f)
    return {Kind::space, 3, 0};
  if (code >= 0x200c && code <= 0x200f) return {Kind::letter, 3, 0};  // joiners and marks stay inside words
  return {Kind::punctuation, 3, 0};
}

Character three_bytes(std::uint32_t code) {
  if (code >= 0x2000 && code < 0x2100) return general_punctuation(code);
  if (code >= 0x2190 && code < 0x2c00) return {Kind::punctuation, 3, 0};  // arrows, bullets, dingbats
  if (code == 0x3000 || code == 0xfeff) return {Kind::space, 3, 0};
  if (code >= 0x3001 && code <= 0x3003) return {Kind::stop, 3, 0};
  return {Kind::letter, 3, 0};
}

Character two_bytes(std::uint32_t code) {
  if (code == 0xa0 || code == 0x85) return {Kind::space, 2, 0};
  if (code == 0xab) return {Kind::opening, 2, '"'};
  if (code == 0xbb) return {Kind::closing, 2, '"'};
  if (code == 0xad || code == 0xaa || code == 0xba || code == 0xb5) return {Kind::letter, 2, 0};
  if (code < 0xc0 || code == 0xd7 || code == 0xf7) return {Kind::punctuation, 2, 0};
  if (code <= 0xde) return {Kind::capital, 2, 0};
  if (code <= 0xff) return {Kind::small, 2, 0};
  if (code >= 0x410 && code <= 0x42f) return {Kind::capital, 2, 0};
  return {Kind::letter, 2, 0};
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  const auto byte = [&](std::size_t i) -> std::uint32_t { return static_cast<unsigned char>(text[at + i]); };
  const auto follows = [&](std::size_t i) { return at + i < text.size() && (byte(i) & 0xc0) == 0x80; };
  const std::uint32_t first = byte(0);
  if (first < 0x80) return ascii(text[at]);
  if (first >= 0xc2 && first < 0xe0 && follows(1)) return two_bytes((first & 0x1f) << 6 | (byte(1) & 0x3f));
  if (first >= 0xe0 && first < 0xf0 && follows(1) && follows(2))
    return three_bytes((first & 0xf) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f));
  if (first >= 0xf0 && first < 0xf5 && follows(1) && follows(2) && follows(3)) return {Kind::punctuation, 4, 0};
  return {Kind::letter, 1, 0};  // a damaged byte: part of the word it stands in
}

std::string lower_plain(std::string_view word) {
  std::string out;
  out.reserve(word.size());
  for (std::size_t at = 0; at < word.size();) {
    const Character c = character_at(word, at);
    if (c.plain == '\'')
      out += '\'';
    else if (c.kind == Kind::capital && c.size == 1)
      out += static_cast<char>(word[at] + 32);
    else
      out.append(word.substr(at, c.size));
    at += c.size;
  }
  return out;
}

}  // namespace dragoman
