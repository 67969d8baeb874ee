// Folding of names: what differs between spellings of one name in Latin letters is taken away.
#include "knowledge/places.h"

namespace dragoman {
namespace {

// Base letters of U+00C0..U+017F; '.' has none. The few letters that stand for two are set below.
constexpr char base_of_latin[] =
    "aaaaaaaceeeeiiiidnooooo.ouuuuyts"
    "aaaaaaaceeeeiiiidnooooo.ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiijjjjkkkllllllllll"
    "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

// Base letters of U+1E00..U+1EFF.
constexpr char base_of_additional[] =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrsssssssssstttttttt"
    "uuuuuuuuuu"
    "vvvvwwwwwwwwwwxxxxyyzzzzzzhtwya....."
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyyy";

struct Decoded {
  std::uint32_t code = 0;
  std::size_t size = 1;
};

Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const std::uint32_t first = byte(at);
  if (first < 0x80) return {first, 1};
  if (first >= 0xc0 && first < 0xe0) return {(first & 0x1f) << 6 | (byte(at + 1) & 0x3f), 2};
  if (first >= 0xe0 && first < 0xf0)
    return {(first & 0x0f) << 12 | (byte(at + 1) & 0x3f) << 6 | (byte(at + 2) & 0x3f), 3};
  return {0xfffd, first >= 0xf0 ? std::size_t{4} : std::size_t{1}};
}

char base_letter(std::uint32_t code) {
  if (code >= 0xc0 && code < 0xc0 + sizeof base_of_latin - 1) return base_of_latin[code - 0xc0];
  if (code >= 0x1e00 && code < 0x1e00 + sizeof base_of_additional - 1) return base_of_additional[code - 0x1e00];
  if (code == 0x218 || code == 0x219) return 's';
  if (code == 0x21a || code == 0x21b) return 't';
  if (code == 0x1a0 || code == 0x1a1) return 'o';
  if (code == 0x1af || code == 0x1b0) return 'u';
  if (code == 0x18f || code == 0x259) return 'a';
  return '.';
}

}  // namespace

std::string fold_place_name(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  const auto space = [&] {
    if (!out.empty() && out.back() != ' ') out += ' ';
  };
  for (std::size_t at = 0; at < name.size();) {
    const Decoded letter = decode(name, at);
    at += letter.size;
    const std::uint32_t code = letter.code;
    if (code >= 'A' && code <= 'Z')
      out += static_cast<char>(code | 0x20);
    else if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'))
      out += static_cast<char>(code);
    else if (code == ' ' || code == '-' || code == 0xa0 || code == 0x2010 || code == 0x2011 || code == 0x2013 ||
             code == '/' || code == ',')
      space();
    else if (code == 0xdf)
      out += "ss";
    else if (code == 0xc6 || code == 0xe6)
      out += "ae";
    else if (code == 0x152 || code == 0x153)
      out += "oe";
    else if (code == '&')
      out += "and";
    else if (code >= 0x80) {
      if (const char base = base_letter(code); base != '.') out += base;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::uint64_t place_hash(std::string_view folded_name) {
  NameHash hash;
  for (std::size_t begin = 0; begin <= folded_name.size();) {
    std::size_t end = folded_name.find(' ', begin);
    if (end == std::string_view::npos) end = folded_name.size();
    if (end > begin) hash.add(folded_name.substr(begin, end - begin));
    begin = end + 1;
  }
  return hash.value();
}

}  // namespace dragoman
