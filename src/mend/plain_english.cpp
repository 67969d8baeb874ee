#include "mend/plain_english.h"

#include <array>

namespace dragoman {
namespace {

enum Sign : unsigned char { letter = 1, before = 2, after = 4, space = 8, digit = 16 };

// Which signs may touch a word before and after its letters.
constexpr std::array<unsigned char, 128> make_signs() {
  std::array<unsigned char, 128> out{};
  for (int c = 0; c < 128; ++c)
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) out[static_cast<std::size_t>(c)] = letter;
  for (const char c : std::string_view("0123456789")) out[static_cast<std::size_t>(c)] = digit | before | after;
  for (const char c : std::string_view(" \t\r")) out[static_cast<std::size_t>(c)] = space | before | after;
  for (const char c : std::string_view("-./")) out[static_cast<std::size_t>(c)] |= before | after;
  for (const char c : std::string_view("\"'([$")) out[static_cast<std::size_t>(c)] |= before;
  for (const char c : std::string_view(",;:!?)]\"'%")) out[static_cast<std::size_t>(c)] |= after;
  return out;
}
constexpr auto signs = make_signs();

// Curly quotes, dashes and the ellipsis: E2 80 and one of these.
bool is_typographic(std::string_view line, std::size_t at) {
  if (at + 2 >= line.size() || line[at] != '\xE2' || line[at + 1] != '\x80') return false;
  const auto last = static_cast<unsigned char>(line[at + 2]);
  return last == 0x98 || last == 0x99 || last == 0x9C || last == 0x9D || last == 0x93 || last == 0x94 || last == 0xA6;
}
bool is_letter_at(std::string_view line, std::size_t at) {
  return at < line.size() && static_cast<unsigned char>(line[at]) < 0x80 &&
         (signs[static_cast<unsigned char>(line[at])] & letter);
}

}  // namespace

bool PlainEnglish::word_passes(std::string_view word, std::uint64_t key) {
  if (model_.known_key(key) || passed_.contains(key)) return true;
  if (!lattice_.fits(letters_of(word).points, 0)) return false;
  passed_.insert(key);
  return true;
}

bool PlainEnglish::passes(std::string_view line) {
  constexpr std::uint64_t seed = WordModel::seed_of(0, WordModel::words);
  unsigned char last = space | before;
  for (std::size_t at = 0; at < line.size();) {
    const auto c = static_cast<unsigned char>(line[at]);
    if (c >= 0x80) {
      if (!is_typographic(line, at)) return false;
      last = before | after;
      at += 3;
      continue;
    }
    if (!(signs[c] & letter)) {
      last = signs[c];
      ++at;
      continue;
    }
    if (!(last & before)) return false;
    const std::size_t begin = at;
    std::uint64_t key = seed;
    for (; at < line.size();) {
      const auto here = static_cast<unsigned char>(line[at]);
      if (here < 0x80 && (signs[here] & letter)) {
        key = WordModel::step(key, here | 0x20);
        ++at;
      } else if (here == '\'' && is_letter_at(line, at + 1)) {
        key = WordModel::step(key, '\'');
        ++at;
      } else if (is_typographic(line, at) && line[at + 2] == '\x99' && is_letter_at(line, at + 3)) {
        key = WordModel::step(key, '\'');
        at += 3;
      } else {
        break;
      }
    }
    if (!word_passes(line.substr(begin, at - begin), mix(key))) return false;
    if (at < line.size() && static_cast<unsigned char>(line[at]) < 0x80 &&
        !(signs[static_cast<unsigned char>(line[at])] & after))
      return false;
  }
  return true;
}

}  // namespace dragoman
