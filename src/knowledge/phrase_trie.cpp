#include "knowledge/phrase_trie.h"

#include "base/hash.h"

namespace dragoman {
namespace {

// Base letters of U+00C0 to U+017F; a full stop keeps the character as it is.
constexpr std::string_view folded =
    "AAAAAAACEEEEIIII.NOOOOO.OUUUUY.saaaaaaaceeeeiiii.nooooo.ouuuuy.y"
    "AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi..JjKk.LlLlLlLlLlNnNnNn."
    "NnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

void append_pieces(std::string_view text, std::vector<std::uint64_t>& pieces) {
  constexpr std::uint64_t seed = 0xcbf29ce484222325ull;
  std::uint64_t hash = seed;
  const auto take = [&](char byte) { hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3ull; };
  const auto flush = [&] {
    if (hash != seed) pieces.push_back(mix(hash));
    hash = seed;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      if (byte == ' ' || byte == '-' || byte == '\'' || byte == '/' || byte == '\n' || byte == '`')
        flush();
      else if (byte != '.' && byte != ',')
        take(lower(text[i]));
      continue;
    }
    const unsigned next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (byte == 0xE2 && next == 0x80) {  // dashes and quotation marks of the General Punctuation block
      flush();
      i += 2;
      continue;
    }
    const unsigned point = byte >= 0xC3 && byte <= 0xC5 ? ((byte & 0x1Fu) << 6 | (next & 0x3Fu)) : 0;
    if (point >= 0xC0 && point < 0xC0 + folded.size() && folded[point - 0xC0] != '.') {
      take(lower(folded[point - 0xC0]));
      ++i;
    } else {
      take(text[i]);
    }
  }
  flush();
}

std::uint64_t PhraseTrie::step(std::uint64_t state, std::uint64_t piece) { return combine(state, piece); }

const PhraseTrie::Node* PhraseTrie::find(std::uint64_t state) const {
  if (slots_.empty()) return nullptr;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = state & mask;; i = (i + 1) & mask) {
    if (slots_[i].state == state) return &slots_[i];
    if (slots_[i].state == 0) return nullptr;
  }
}

PhraseTrie::Node& PhraseTrie::at(std::uint64_t state) {
  if ((used_ + 1) * 2 > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = state & mask;
  while (slots_[i].state != 0 && slots_[i].state != state) i = (i + 1) & mask;
  if (slots_[i].state == 0) {
    slots_[i].state = state;
    ++used_;
  }
  return slots_[i];
}

void PhraseTrie::grow() {
  std::vector<Node> old(slots_.empty() ? 1024 : slots_.size() * 4);
  old.swap(slots_);
  used_ = 0;
  for (const Node& node : old)
    if (node.state) at(node.state).values = node.values;
}

void PhraseTrie::add(std::span<const std::uint64_t> pieces, std::uint32_t value) {
  if (pieces.empty()) return;
  std::uint64_t state = start;
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) at(state = step(state, pieces[i]));
  Node& node = at(step(state, pieces.back()));
  links_.push_back({value, node.values});
  node.values = static_cast<std::uint32_t>(links_.size() - 1);
}

}  // namespace dragoman
