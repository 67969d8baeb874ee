#include "syntax/word_keys.h"

#include <algorithm>

#include "base/hash.h"

namespace dragoman {
namespace {

// Longer words (addresses) are known by their first and last bytes.
constexpr std::size_t kept = 48;

struct Normal {
  std::array<char, 2 * kept + 4> bytes;
  std::size_t size = 0;
  void push(char c) {
    if (size < bytes.size()) bytes[size++] = c;
  }
  std::string_view view() const { return {bytes.data(), size}; }
};

char shape_of(char c) {
  if (c >= 'A' && c <= 'Z') return 'X';
  if (c >= 'a' && c <= 'z') return 'x';
  if (c >= '0' && c <= '9') return '0';
  return static_cast<unsigned char>(c) >= 0x80 ? 'u' : c;
}

// The plain spelling of the punctuation that has several; "" when `at` is no such character.
std::string_view plain(std::string_view at) {
  if (at.size() < 3 || at[0] != '\xe2' || at[1] != '\x80') return {};
  switch (at[2]) {
    case '\x98': case '\x99': return "'";
    case '\x9c': case '\x9d': return "\"";
    case '\x93': return "-";
    case '\x94': return "--";
    case '\xa6': return "...";
    default: return {};
  }
}

void normalise(std::string_view form, Normal& word, Normal& shape) {
  char last = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form.size() > 2 * kept && i == kept) i = form.size() - kept;
    const char c = form[i];
    const std::string_view spelling = plain(form.substr(i));
    if (!spelling.empty()) {
      for (const char p : spelling) word.push(p);
      shape.push(form[i + 2]);  // opening and closing quotes differ in shape
      i += 2;
      continue;
    }
    const char kind = shape_of(c);
    word.push(kind == 'X' ? static_cast<char>(c + 32) : kind == '0' ? '0' : c);
    if (kind != last || i < 2) shape.push(kind);
    last = kind;
  }
}

}  // namespace

WordKeys keys_of(std::string_view form) {
  Normal word, shape;
  normalise(form, word, shape);
  WordKeys keys;
  const std::string_view view = word.view();
  keys.exact = hash_of(form);
  keys.word = hash_of(view);
  keys.shape = hash_of(shape.view());
  for (std::size_t n = 0; n < keys.prefix.size(); ++n)
    keys.prefix[n] = hash_of(view.substr(0, std::min(n + 1, view.size())), n + 1);
  for (std::size_t n = 0; n < keys.suffix.size(); ++n)
    keys.suffix[n] = hash_of(view.substr(view.size() - std::min(n + 1, view.size())), n + 11);
  return keys;
}

}  // namespace dragoman
