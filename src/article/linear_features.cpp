#include <algorithm>
#include <bit>

#include "article/block_features.h"
#include "base/hash.h"

namespace dragoman {
namespace {

// Numbers of the kinds of features; they are mixed into the hashes, so their order must not change.
enum class Kind : std::uint64_t {
  bias = 1,
  tag,
  words,
  links,
  bold,
  first_last,
  capitals,
  digits,
  sentences,
  commas,
  short_word,
  short_pair,
  edge_first,
  edge_last,
  hit,
  own_class,
  near_class,
  far_class,
  element,
  parent,
  position,
  copies,
  title,
  stated,
  author,
  year,
  previous,
  next,
  previous2,
  next2,
  class_and_words,
  title_distance,
  long_word,
  whole,
  previous_word,
  next_word
};

struct Adder {
  std::vector<std::uint64_t>& out;
  void operator()(Kind kind, std::uint64_t value) { out.push_back(combine(static_cast<std::uint64_t>(kind), value)); }
  void operator()(Kind kind, std::uint64_t a, std::uint64_t b) { (*this)(kind, combine(a + 1, b)); }
};

std::uint64_t log_bucket(std::uint64_t value) {  // about two a doubling
  if (value < 8) return value;
  const auto top = static_cast<unsigned>(std::bit_width(value)) - 1;
  return 8 + (top - 3) * 2 + ((value >> (top - 1)) & 1);
}
std::uint64_t tenths(float share) { return static_cast<std::uint64_t>(std::clamp(share, 0.0f, 1.0f) * 5.0f + 0.49f); }

std::uint64_t shape_of(const Page& page, const PageView& view, std::int64_t block) {
  if (block < 0 || block >= static_cast<std::int64_t>(view.blocks.size())) return 1;
  const BlockView& at = view.blocks[static_cast<std::size_t>(block)];
  const Block& seen = page.blocks[static_cast<std::size_t>(block)];
  std::uint64_t shape = std::min<std::uint64_t>(log_bucket(at.words.size()) / 2, 9) + 2;
  shape =
      shape * 8 + (seen.link_share > 0.6f) * 2 + (at.last == '.' || at.last == '"' || at.last == '?' || at.last == '!');
  return shape * 16 + static_cast<std::uint64_t>(seen.tag);
}

void add_words(const BlockView& block, Adder& add) {
  const auto& words = block.words;
  if (words.empty()) return;
  if (words.size() <= 25) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      add(Kind::short_word, words[i]);
      if (i + 1 < words.size()) add(Kind::short_pair, words[i], words[i + 1]);
    }
  } else {
    for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 40); ++i) add(Kind::long_word, words[i]);
  }
  if (words.size() <= 4) {
    std::uint64_t whole = 1;
    for (const std::uint64_t word : words) whole = combine(whole, word);
    add(Kind::whole, whole);
  }
  add(Kind::edge_first, words[0]);
  if (words.size() > 1) {
    add(Kind::edge_first, words[0], words[1]);
    add(Kind::edge_last, words.back());
  }
}

void add_markup(const Page& page, const PageView& view, const Block& block, const BlockView& at, Adder& add) {
  std::uint32_t element = block.element;
  for (int step = 0; element != none && step < 12; element = page.elements[element].parent, ++step) {
    const ElementView& seen = view.elements[element];
    if (step == 0) add(Kind::element, seen.name);
    if (step == 1) add(Kind::parent, seen.name, static_cast<std::uint64_t>(block.tag));
    const Kind kind = step == 0 ? Kind::own_class : step <= 2 ? Kind::near_class : Kind::far_class;
    for (const std::uint64_t word : seen.words) {
      add(kind, word);
      if (step <= 1) add(Kind::class_and_words, word, std::min<std::uint64_t>(log_bucket(at.words.size()) / 3, 5));
    }
    if (step > 0 && step <= 8) add(Kind::far_class, seen.name + 1);
  }
}

}  // namespace

void linear_features(const Page& page, const PageView& view, std::uint32_t number, std::vector<std::uint64_t>& out) {
  Adder add{out};
  const Block& block = page.blocks[number];
  const BlockView& at = view.blocks[number];
  const auto tag = static_cast<std::uint64_t>(block.tag) * 8 + block.heading_level;
  const std::uint64_t length = log_bucket(at.words.size());
  add(Kind::bias, 0);
  add(Kind::tag, tag);
  add(Kind::words, length);
  add(Kind::words, length, tag);
  add(Kind::links, tenths(block.link_share), tag);
  add(Kind::links, tenths(block.link_share), length + 100);
  add(Kind::bold, tenths(block.bold_share), std::min<std::uint64_t>(length, 8));
  add(Kind::first_last, static_cast<std::uint64_t>(at.first), static_cast<std::uint64_t>(at.last));
  add(Kind::first_last, static_cast<std::uint64_t>(at.last), 1000 + std::min<std::uint64_t>(length / 2, 8));
  add(Kind::capitals, tenths(at.capitals), std::min<std::uint64_t>(length / 2, 8));
  add(Kind::digits, tenths(at.digits), std::min<std::uint64_t>(length / 2, 8));
  add(Kind::sentences, std::min<std::uint64_t>(at.sentences, 6), std::min<std::uint64_t>(length / 2, 8));
  add(Kind::commas, std::min<std::uint64_t>(at.commas, 6));
  add(Kind::copies, std::min<std::uint64_t>(at.copies, 4), std::min<std::uint64_t>(length / 2, 8));
  add(Kind::year, at.has_year, std::min<std::uint64_t>(length / 2, 8));
  if (at.names_author) add(Kind::author, std::min<std::uint64_t>(length / 2, 8));
  if (at.title_cover > 0) add(Kind::title, tenths(at.title_share), tenths(at.title_cover));
  if (at.stated_share > -1) add(Kind::stated, at.stated_share < 0 ? 99 : tenths(at.stated_share));
  for (const FurnitureHit& hit : at.hits) {
    add(Kind::hit, hit.phrase);
    add(Kind::hit, static_cast<std::uint64_t>(hit.label) * 2 + hit.clear,
        7000 + std::min<std::uint64_t>(length / 3, 6));
  }
  const auto here = static_cast<std::int64_t>(number);
  const std::uint64_t before = shape_of(page, view, here - 1), after = shape_of(page, view, here + 1);
  const std::uint64_t own = shape_of(page, view, here);
  add(Kind::previous, before, own);
  add(Kind::next, after, own);
  add(Kind::previous2, shape_of(page, view, here - 2), own / 128);
  add(Kind::next2, shape_of(page, view, here + 2), own / 128);
  if (number > 0 && !view.blocks[number - 1].words.empty() && view.blocks[number - 1].words.size() <= 6)
    add(Kind::previous_word, view.blocks[number - 1].words[0], std::min<std::uint64_t>(length / 3, 6));
  if (number + 1 < view.blocks.size() && !view.blocks[number + 1].words.empty() &&
      view.blocks[number + 1].words.size() <= 6)
    add(Kind::next_word, view.blocks[number + 1].words[0], std::min<std::uint64_t>(length / 3, 6));
  add(Kind::position, static_cast<std::uint64_t>(number) * 10 / view.blocks.size(),
      std::min<std::uint64_t>(length / 3, 6));
  if (view.title_block != none) {
    const std::int64_t away = here - static_cast<std::int64_t>(view.title_block);
    add(Kind::title_distance,
        away < 0    ? 50
        : away == 0 ? 51
                    : 52 + log_bucket(static_cast<std::uint64_t>(away)) / 2,
        std::min<std::uint64_t>(length / 3, 6));
  }
  add_words(at, add);
  if (view.has_markup) add_markup(page, view, block, at, add);
}

}  // namespace dragoman
