#include "mend/letters.h"

#include <array>

#include "base/unicode.h"

namespace dragoman {
namespace {

bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

bool is_mark(char32_t c) { return within(c, 0x300, 0x36F) || within(c, 0x1AB0, 0x1AFF) || within(c, 0x1DC0, 0x1DFF); }

Script script_below_600(char32_t c) {
  if (c < 0x250) {
    if (c < 0xC0) return c == 0xAA || c == 0xBA ? Script::latin : Script::none;
    return c == 0xD7 || c == 0xF7 ? Script::none : Script::latin;
  }
  if (c < 0x2B0) return Script::latin;
  if (c < 0x300) return Script::none;
  if (c < 0x370) return Script::mark;
  if (c < 0x400)
    return c == 0x37E || c == 0x387 || c == 0x375 || c == 0x384 || c == 0x385 ? Script::none : Script::greek;
  if (c < 0x530) return c == 0x482 ? Script::none : Script::cyrillic;
  if (c < 0x590) return within(c, 0x531, 0x556) || within(c, 0x55B, 0x588) ? Script::armenian : Script::none;
  if (c == 0x5BE || c == 0x5C0 || c == 0x5C3 || c == 0x5C6) return Script::none;
  return Script::hebrew;
}

Script script_above_600(char32_t c) {
  if (c < 0x780) {
    if (c < 0x610 || c == 0x61B || c == 0x61E || c == 0x61F || within(c, 0x660, 0x66D) || c == 0x6D4 ||
        within(c, 0x6F0, 0x6F9))
      return Script::none;
    return c < 0x700 || c >= 0x750 ? Script::arabic : Script::other;
  }
  if (within(c, 0x900, 0x97F)) return within(c, 0x964, 0x96F) ? Script::none : Script::devanagari;
  if (within(c, 0xE00, 0xE7F)) return c == 0xE3F || within(c, 0xE4F, 0xE5B) ? Script::none : Script::thai;
  if (within(c, 0x10A0, 0x10FF) || within(c, 0x1C90, 0x1CBF)) return c == 0x10FB ? Script::none : Script::georgian;
  if (within(c, 0x1100, 0x11FF) || within(c, 0x3131, 0x318E) || within(c, 0xAC00, 0xD7A3)) return Script::hangul;
  if (within(c, 0x1C80, 0x1C88) || within(c, 0xA640, 0xA69F)) return Script::cyrillic;
  if (within(c, 0x1D00, 0x1DBF) || within(c, 0x1E00, 0x1EFF) || within(c, 0xFB00, 0xFB06)) return Script::latin;
  if (within(c, 0x1F00, 0x1FFF)) return Script::greek;
  if (within(c, 0xFB1D, 0xFB4F)) return Script::hebrew;
  if (within(c, 0xFB50, 0xFDFF) || within(c, 0xFE70, 0xFEFE)) return Script::arabic;
  if (within(c, 0x2000, 0x2BFF) || within(c, 0x3000, 0x303F) || within(c, 0xE000, 0xF8FF) ||
      within(c, 0xFE00, 0xFE6F) || within(c, 0xFF00, 0xFF20) || c >= 0x1F000 || c >= 0xFFF0)
    return is_mark(c) ? Script::mark : (c < 0x1F000 && c >= 0x10000) ? Script::other : Script::none;
  return Script::other;
}

// The keys of a syllable's parts on the two-set keyboard, in the order of the parts in Unicode.
constexpr std::array<char32_t, 19> initials = {U'ㄱ', U'ㄲ', U'ㄴ', U'ㄷ', U'ㄸ', U'ㄹ', U'ㅁ', U'ㅂ', U'ㅃ', U'ㅅ',
                                               U'ㅆ', U'ㅇ', U'ㅈ', U'ㅉ', U'ㅊ', U'ㅋ', U'ㅌ', U'ㅍ', U'ㅎ'};
constexpr std::array<std::u32string_view, 21> vowels = {U"ㅏ",   U"ㅐ",   U"ㅑ",   U"ㅒ",   U"ㅓ",   U"ㅔ",   U"ㅕ",
                                                        U"ㅖ",   U"ㅗ",   U"ㅗㅏ", U"ㅗㅐ", U"ㅗㅣ", U"ㅛ",   U"ㅜ",
                                                        U"ㅜㅓ", U"ㅜㅔ", U"ㅜㅣ", U"ㅠ",   U"ㅡ",   U"ㅡㅣ", U"ㅣ"};
constexpr std::array<std::u32string_view, 28> finals = {U"",     U"ㄱ",   U"ㄲ",   U"ㄱㅅ", U"ㄴ",   U"ㄴㅈ", U"ㄴㅎ",
                                                        U"ㄷ",   U"ㄹ",   U"ㄹㄱ", U"ㄹㅁ", U"ㄹㅂ", U"ㄹㅅ", U"ㄹㅌ",
                                                        U"ㄹㅍ", U"ㄹㅎ", U"ㅁ",   U"ㅂ",   U"ㅂㅅ", U"ㅅ",   U"ㅆ",
                                                        U"ㅇ",   U"ㅈ",   U"ㅊ",   U"ㅋ",   U"ㅌ",   U"ㅍ",   U"ㅎ"};
// Compound compatibility jamo standing alone.
constexpr std::u32string_view compounds = U"ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄㅘㅙㅚㅝㅞㅟㅢ";
constexpr std::array<std::u32string_view, 18> compound_parts = {U"ㄱㅅ", U"ㄴㅈ", U"ㄴㅎ", U"ㄹㄱ", U"ㄹㅁ", U"ㄹㅂ",
                                                                U"ㄹㅅ", U"ㄹㅌ", U"ㄹㅍ", U"ㄹㅎ", U"ㅂㅅ", U"ㅗㅏ",
                                                                U"ㅗㅐ", U"ㅗㅣ", U"ㅜㅓ", U"ㅜㅔ", U"ㅜㅣ", U"ㅡㅣ"};

template <class Table>
int place_of(const Table& table, std::u32string_view keys) {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (std::u32string_view(table[i]) == keys) return static_cast<int>(i);
  return -1;
}
int initial_of(char32_t c) {
  for (std::size_t i = 0; i < initials.size(); ++i)
    if (initials[i] == c) return static_cast<int>(i);
  return -1;
}
bool is_vowel(char32_t c) { return within(c, 0x314F, 0x3163); }

// How many keys from `at` make the vowel of a syllable: 2, 1 or 0.
std::size_t vowel_length(std::u32string_view keys, std::size_t at) {
  if (at + 1 < keys.size() && place_of(vowels, keys.substr(at, 2)) >= 0) return 2;
  return at < keys.size() && is_vowel(keys[at]) ? 1 : 0;
}
// How many keys make its final: a consonant before a vowel begins the next syllable instead.
std::size_t final_length(std::u32string_view keys, std::size_t at) {
  const auto free = [&](std::size_t n) {
    return at + n <= keys.size() && !(at + n < keys.size() && is_vowel(keys[at + n])) &&
           place_of(finals, keys.substr(at, n)) > 0;
  };
  return free(2) ? 2 : free(1) ? 1 : 0;
}

// Marks that a writer may put on any word: Armenian stress and question marks, Arabic vowels and stretching, soft
// hyphens.
bool is_stress(char32_t c) { return within(c, 0x55B, 0x55F) || within(c, 0x64B, 0x655) || c == 0x640 || c == 0xAD; }

}  // namespace

std::string_view name_of(Script script) {
  constexpr std::string_view names[] = {"none",     "latin",  "cyrillic", "greek",      "hebrew", "arabic", "armenian",
                                        "georgian", "hangul", "thai",     "devanagari", "mark",   "other"};
  return names[static_cast<std::size_t>(script)];
}

Script script_of(char32_t c) {
  if (c < 0x80) return within(c | 0x20, 'a', 'z') ? Script::latin : Script::none;
  return c < 0x600 ? script_below_600(c) : script_above_600(c);
}

char32_t lower(char32_t c) {
  if (c < 0x80) return within(c, 'A', 'Z') ? c + 32 : c;
  if (within(c, 0xC0, 0xDE) && c != 0xD7) return c + 32;
  if (c == 0x130) return 'i';
  if (c == 0x178) return 0xFF;
  if (within(c, 0x100, 0x137) || within(c, 0x14A, 0x177)) return c | 1;
  if (within(c, 0x139, 0x148) || within(c, 0x179, 0x17E)) return c & 1 ? c + 1 : c;
  if (within(c, 0x218, 0x21F) || within(c, 0x1E00, 0x1EFE)) return c | 1;
  if (c == 0x386) return 0x3AC;
  if (within(c, 0x388, 0x38A)) return c + 37;
  if (c == 0x38C) return 0x3CC;
  if (c == 0x38E || c == 0x38F) return c + 63;
  if (within(c, 0x391, 0x3AB)) return c + 32;
  if (within(c, 0x400, 0x40F)) return c + 80;
  if (within(c, 0x410, 0x42F)) return c + 32;
  if (c == 0x4C0) return 0x4CF;
  if (within(c, 0x4C1, 0x4CE)) return c & 1 ? c + 1 : c;
  if (within(c, 0x460, 0x481) || within(c, 0x48A, 0x4BF) || within(c, 0x4D0, 0x52F)) return c | 1;
  if (within(c, 0x531, 0x556)) return c + 48;
  return c;
}

char32_t upper(char32_t c) {
  if (c < 0x80) return within(c, 'a', 'z') ? c - 32 : c;
  if (c == 0x3C2) return 0x3A3;
  if (c == 0x451 || within(c, 0x450, 0x45F)) return c - 80;
  for (const char32_t back : {c - 32, c - 1, c + 1, c - 37, c - 38, c - 63, c - 48, c - 64})
    if (back != c && back >= 0xC0 && lower(back) == c) return back;
  return c == 0xFF ? 0x178 : c;
}

bool is_space(char32_t c) {
  return c == ' ' || within(c, 9, 13) || c == 0x85 || c == 0xA0 || c == 0x1680 || within(c, 0x2000, 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || within(c, 0x1C, 0x1F);
}

Letters letters_of(std::string_view utf8, std::uint32_t first_offset) {
  Letters out;
  out.points.reserve(utf8.size());
  out.offsets.reserve(utf8.size() + 1);
  for (std::size_t at = 0; at < utf8.size();) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    const std::size_t length = byte < 0x80   ? 1
                               : byte < 0xC2 ? 0
                               : byte < 0xE0 ? 2
                               : byte < 0xF0 ? 3
                               : byte < 0xF5 ? 4
                                             : 0;
    char32_t c = length < 2 ? byte : byte & (0x7F >> length);
    bool good = length > 0 && at + length <= utf8.size();
    for (std::size_t i = 1; good && i < length; ++i) {
      const auto next = static_cast<unsigned char>(utf8[at + i]);
      good = (next & 0xC0) == 0x80;
      c = c << 6 | (next & 0x3F);
    }
    out.points.push_back(good ? c : 0xFFFD);
    out.offsets.push_back(first_offset + static_cast<std::uint32_t>(at));
    at += good ? length : 1;
  }
  out.offsets.push_back(first_offset + static_cast<std::uint32_t>(utf8.size()));
  return out;
}

std::string utf8_of(std::u32string_view points) {
  std::string out;
  for (const char32_t c : points) append_utf8(out, c);
  return out;
}

std::u32string jamo_of(std::u32string_view text) {
  std::u32string out;
  for (const char32_t c : text) {
    if (within(c, 0xAC00, 0xD7A3)) {
      const char32_t index = c - 0xAC00;
      out += initials[index / 588];
      out += vowels[index % 588 / 28];
      out += finals[index % 28];
    } else if (const auto at = compounds.find(c); at != compounds.npos) {
      out += compound_parts[at];
    } else {
      out += c;
    }
  }
  return out;
}

std::u32string syllables_of(std::u32string_view jamo) {
  std::u32string out;
  for (std::size_t at = 0; at < jamo.size();) {
    const int initial = initial_of(jamo[at]);
    const std::size_t vowel = initial < 0 ? 0 : vowel_length(jamo, at + 1);
    if (vowel > 0) {
      const std::size_t final = final_length(jamo, at + 1 + vowel);
      const int v = place_of(vowels, jamo.substr(at + 1, vowel));
      const int f = final ? place_of(finals, jamo.substr(at + 1 + vowel, final)) : 0;
      out += static_cast<char32_t>(0xAC00 + initial * 588 + v * 28 + f);
      at += 1 + vowel + final;
    } else if (const std::size_t lone = vowel_length(jamo, at); lone == 2) {
      out += compounds[static_cast<std::size_t>(place_of(compound_parts, jamo.substr(at, 2)))];
      at += 2;
    } else {
      out += jamo[at++];
    }
  }
  return out;
}

std::u32string folded(std::u32string_view word) {
  std::u32string out;
  fold(word, out);
  return out;
}

void fold(std::u32string_view word, std::u32string& out) {
  out.clear();
  out.reserve(word.size());
  for (const char32_t c : word) {
    if (script_of(c) == Script::hangul) {
      out += jamo_of({&c, 1});
    } else if (c == 0x587) {
      out += U"եւ";
    } else if (!is_stress(c)) {
      out += is_apostrophe(c) ? U'\'' : lower(c);
    }
  }
}

}  // namespace dragoman
