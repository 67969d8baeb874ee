#include "mend/plain_text.h"

#include <array>

namespace dragoman {
namespace {

constexpr std::size_t most_doubts = 8;  // in a line

enum Sign : unsigned char { letter = 1, before = 2, after = 4, space = 8 };

// Which signs may touch a word before and after its letters.
constexpr std::array<unsigned char, 128> make_signs() {
  std::array<unsigned char, 128> out{};
  for (int c = 0; c < 128; ++c)
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) out[static_cast<std::size_t>(c)] = letter;
  for (const char c : std::string_view("0123456789")) out[static_cast<std::size_t>(c)] = before | after;
  for (const char c : std::string_view(" \t\r")) out[static_cast<std::size_t>(c)] = space | before | after;
  for (const char c : std::string_view("-./")) out[static_cast<std::size_t>(c)] |= before | after;
  for (const char c : std::string_view("\"'([$")) out[static_cast<std::size_t>(c)] |= before;
  for (const char c : std::string_view(",;:!?)]\"'%")) out[static_cast<std::size_t>(c)] |= after;
  return out;
}
constexpr auto signs = make_signs();

struct Character {  // beyond ASCII
  std::size_t length = 0;
  unsigned char kind = 0;
  char32_t lower = 0;  // of a letter
};

constexpr char32_t apostrophe = 0x2019;

// Letters of Latin-1 and Latin Extended-A, and signs; length 0 for all others, which need the long look.
Character character_at(std::string_view line, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < line.size() ? static_cast<unsigned char>(line[at + i]) : static_cast<unsigned char>(0);
  };
  if (byte(0) >= 0xC2 && byte(0) <= 0xC5 && byte(1) >> 6 == 2) {
    const char32_t c = static_cast<char32_t>(byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
    if (script_of(c) == Script::latin && c >= 0xC0) return {2, letter, lower(c)};
    if (c == 0xA0) return {2, space | before | after};
    if (c == U'«' || c == U'»') return {2, before | after};
    if (std::u32string_view(U"©®£§°·").find(c) != std::u32string_view::npos) return {2, 0};
    return {};
  }
  if (byte(0) != 0xE2 || byte(1) >> 6 != 2 || byte(2) >> 6 != 2) return {};
  const char32_t c = 0x2000 | static_cast<char32_t>(byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  if (std::u32string_view(U"‘’“”„–—…").find(c) != std::u32string_view::npos) return {3, before | after, c};
  if (std::u32string_view(U"•€™").find(c) != std::u32string_view::npos) return {3, 0};
  return {};
}

bool is_ascii_letter(std::string_view line, std::size_t at) {
  return at < line.size() && static_cast<unsigned char>(line[at]) < 0x80 &&
         (signs[static_cast<unsigned char>(line[at])] & letter);
}
bool is_beyond_ascii(std::string_view line, std::size_t at) {
  return at < line.size() && static_cast<unsigned char>(line[at]) >= 0x80;
}

}  // namespace

// A word with letters beyond ASCII has to be known: its letters may be misread ones.
bool PlainText::word_passes(std::string_view word, std::uint64_t key, bool is_ascii) {
  if (model_.known_key(key) || passed_.contains(key)) return true;
  if (!is_ascii || !lattice_.fits(letters_of(word).points, main_)) return false;
  passed_.insert(key);
  return true;
}

bool PlainText::finds_doubts(std::string_view line) {
  const std::uint64_t seed = WordModel::seed_of(main_, WordModel::words);
  doubts_.clear();
  std::size_t token = 0;  // where the one that is read begins
  bool is_doubtful = false;
  const auto end_token = [&](std::size_t end, std::size_t next) {
    if (is_doubtful) doubts_.push_back({token, end});
    is_doubtful = false;
    token = next;
    return doubts_.size() <= most_doubts;
  };
  unsigned char last = space | before;
  for (std::size_t at = 0; at < line.size();) {
    const auto c = static_cast<unsigned char>(line[at]);
    const Character character = c < 0x80 ? Character{1, signs[c]} : character_at(line, at);
    if (character.length == 0) return false;
    if (!(character.kind & letter)) {
      // Two characters beyond ASCII side by side may be one that was misread; two typographic signs are usual.
      if (c >= 0x80 && !(character.kind & before) && is_beyond_ascii(line, at + character.length)) return false;
      if ((character.kind & space) && !end_token(at, at + character.length)) return false;
      last = character.kind;
      at += character.length;
      continue;
    }
    is_doubtful = is_doubtful || !(last & before);
    const std::size_t begin = at;
    std::uint64_t key = seed;
    bool is_ascii = true;
    while (at < line.size()) {
      const auto here = static_cast<unsigned char>(line[at]);
      if (here < 0x80 && (signs[here] & letter)) {
        key = WordModel::step(key, here | 0x20);
        ++at;
        continue;
      }
      if (here == '\'' && is_ascii_letter(line, at + 1)) {
        key = WordModel::step(key, '\'');
        ++at;
        continue;
      }
      if (here < 0x80) break;
      const Character inside = character_at(line, at);
      if (inside.kind & letter) {
        if ((at > 0 && is_beyond_ascii(line, at - 1)) || is_beyond_ascii(line, at + inside.length)) return false;
        is_ascii = false;
        key = WordModel::step(key, inside.lower);
      } else if (inside.lower == apostrophe && is_ascii_letter(line, at + inside.length)) {
        key = WordModel::step(key, '\'');
      } else {
        break;
      }
      at += inside.length;
    }
    if (!word_passes(line.substr(begin, at - begin), mix(key), is_ascii)) {
      if (!is_ascii) return false;
      is_doubtful = true;
    }
    last = letter;
    if (at >= line.size()) break;
    const auto next = static_cast<unsigned char>(line[at]);
    const unsigned char kind = next < 0x80 ? signs[next] : character_at(line, at).kind;
    is_doubtful = is_doubtful || !(kind & after);
  }
  return end_token(line.size(), line.size());
}

// The doubtful words with their neighbours, as a line of their own.
bool PlainText::may_be_slips(std::string_view line) {
  const auto is_blank = [&](std::size_t i) { return line[i] == ' ' || line[i] == '\t' || line[i] == '\r'; };
  std::vector<Token> parts;
  for (const Token& doubt : doubts_) {
    Token part = doubt;
    while (part.begin > 0 && is_blank(part.begin - 1)) --part.begin;
    while (part.begin > 0 && !is_blank(part.begin - 1)) --part.begin;
    while (part.end < line.size() && is_blank(part.end)) ++part.end;
    while (part.end < line.size() && !is_blank(part.end)) ++part.end;
    if (!parts.empty() && part.begin <= parts.back().end) {
      parts.back().end = part.end;
    } else {
      parts.push_back(part);
    }
  }
  std::string text;
  for (const Token& part : parts) text.append(line.substr(part.begin, part.end - part.begin)).append(" ");
  return lattice_.may_be_slips(letters_of(text).points);
}

bool PlainText::passes(std::string_view line) { return finds_doubts(line) && (doubts_.empty() || !may_be_slips(line)); }

}  // namespace dragoman
