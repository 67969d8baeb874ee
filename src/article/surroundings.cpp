#include "article/surroundings.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace dragoman {
namespace {

// Telling words as small numbers, so that what is known of a word is an array.
class WordNumbers {
 public:
  explicit WordNumbers(std::size_t words) : slots_(std::bit_ceil(words * 2 + 2)) {}
  std::uint32_t of(std::uint64_t word) {
    for (std::size_t at = word & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].number == none) return slots_[at] = {word, count_++}, count_ - 1;
      if (slots_[at].word == word) return slots_[at].number;
    }
  }
  std::uint32_t count() const { return count_; }

 private:
  struct Slot {
    std::uint64_t word = 0;
    std::uint32_t number = none;
  };
  std::vector<Slot> slots_;
  std::uint32_t count_ = 0;
};

struct Sums {  // of the blocks before one
  float blocks = 0, words = 0, sentences = 0, copies = 0, notes = 0, weight = 0, likely = 0;
};

bool ends_sentence(const BlockView& block) {
  return block.last == '.' || block.last == '"' || block.last == '?' || block.last == '!';
}

struct Lines {
  const PageView& view;
  std::vector<Sums> before;          // n + 1
  std::vector<std::uint32_t> words;  // telling ones by number, block after block
  std::vector<std::uint32_t> first;  // n + 1: where the words of a block begin
  std::vector<std::uint8_t> shapes;
  std::uint32_t different_words = 0;
  std::size_t size() const { return view.blocks.size(); }
  std::span<const std::uint32_t> telling(std::size_t block) const {
    return {words.data() + first[block], first[block + 1] - first[block]};
  }
};

Lines lines_of(const PageView& view, const std::vector<float>& likely) {
  Lines lines{view, {}, {}, {}, {}};
  std::size_t count = 0;
  for (const BlockView& block : view.blocks) count += block.telling.size();
  WordNumbers numbers(count);
  Sums sums;
  for (std::size_t i = 0; i < view.blocks.size(); ++i) {
    const BlockView& block = view.blocks[i];
    lines.before.push_back(sums);
    const auto size = static_cast<float>(block.words.size());
    sums.blocks += 1;
    sums.words += std::min(size, 60.0f);
    sums.sentences += ends_sentence(block) && size >= 6;
    sums.copies += block.copies > 0;
    sums.notes += size <= 8 && block.digits > 0;
    sums.weight += size + 1;
    sums.likely += (size + 1) * likely[i];
    lines.first.push_back(static_cast<std::uint32_t>(lines.words.size()));
    for (const std::uint64_t word : block.telling) lines.words.push_back(numbers.of(word));
    lines.shapes.push_back(shape_of_line(block));
  }
  lines.before.push_back(sums);
  lines.first.push_back(static_cast<std::uint32_t>(lines.words.size()));
  lines.different_words = numbers.count();
  return lines;
}

float share(float part, float whole) { return whole > 0 ? part / whole : -1.0f; }

class Writer {
 public:
  explicit Writer(float* at) : at_(at) {}
  void add(float value) { *at_++ = value; }

 private:
  float* at_;
};

// The blocks [begin, end) beside a block.
void add_side(const Lines& lines, std::size_t begin, std::size_t end, Writer& out) {
  const Sums &a = lines.before[begin], &b = lines.before[end];
  const float blocks = b.blocks - a.blocks;
  out.add(share(b.words - a.words, blocks));
  out.add(share(b.sentences - a.sentences, blocks));
  out.add(share(b.copies - a.copies, blocks));
  out.add(share(b.notes - a.notes, blocks));
}

void add_windows(const Lines& lines, std::size_t i, Writer& out) {
  for (const std::size_t reach : {5u, 20u}) {
    add_side(lines, i > reach ? i - reach : 0, i, out);
    add_side(lines, i + 1, std::min(i + 1 + reach, lines.size()), out);
  }
  for (const std::size_t reach : {30u, 100u}) {
    const Sums& here = lines.before[i];
    const Sums& next = lines.before[i + 1];
    const Sums& far_before = lines.before[i > reach ? i - reach : 0];
    const Sums& far_after = lines.before[std::min(i + 1 + reach, lines.size())];
    out.add(share(here.likely - far_before.likely, here.weight - far_before.weight));
    out.add(share(far_after.likely - next.likely, far_after.weight - next.weight));
  }
}

// How often blocks at equal steps from this one share its shape: lists of teasers go on in periods of several lines.
void add_periods(const Lines& lines, std::size_t i, Writer& out) {
  const auto n = static_cast<std::int64_t>(lines.size());
  float best = 0, best_period = 0;
  for (std::int64_t period = 1; period <= 6; ++period) {
    float same = 0, seen = 0;
    for (std::int64_t k = -3; k <= 3; ++k) {
      const std::int64_t at = static_cast<std::int64_t>(i) + k * period;
      if (k == 0 || at < 0 || at >= n) continue;
      seen += 1;
      same += lines.shapes[static_cast<std::size_t>(at)] == lines.shapes[i];
    }
    const float part = seen > 0 ? same / seen : 0;
    if (period == 1) {
      out.add(part);
    } else if (part > best) {
      best = part;
      best_period = static_cast<float>(period);
    }
  }
  out.add(best);
  out.add(best_period);
}

struct Cohesion {
  std::vector<float> near_before, far_before, near_after, headline;
};

// Shares of telling words that stand in the blocks shortly before or after; how like a headline a short block is.
Cohesion cohesion_of(const Lines& lines) {
  constexpr std::int64_t near = 6, far = 30;
  const std::size_t n = lines.size();
  Cohesion out{std::vector<float>(n, -1), std::vector<float>(n, -1), std::vector<float>(n, -1), std::vector<float>(n)};
  std::vector<std::int64_t> last(lines.different_words, -1000);
  for (std::size_t i = 0; i < n; ++i) {
    const auto words = lines.telling(i);
    float close = 0, distant = 0;
    for (const std::uint32_t word : words) {
      const std::int64_t away = static_cast<std::int64_t>(i) - last[word];
      close += away <= near;
      distant += away <= far;
    }
    for (const std::uint32_t word : words) last[word] = static_cast<std::int64_t>(i);
    if (words.empty()) continue;
    out.near_before[i] = close / static_cast<float>(words.size());
    out.far_before[i] = distant / static_cast<float>(words.size());
  }
  std::fill(last.begin(), last.end(), std::int64_t{1} << 40);
  for (std::size_t i = n; i-- > 0;) {
    const auto words = lines.telling(i);
    float close = 0, distant = 0;
    for (const std::uint32_t word : words) {
      const std::int64_t away = last[word] - static_cast<std::int64_t>(i);
      close += away <= near;
      distant += away <= far;
    }
    for (const std::uint32_t word : words) last[word] = static_cast<std::int64_t>(i);
    if (words.empty()) continue;
    out.near_after[i] = close / static_cast<float>(words.size());
    const std::size_t size = lines.view.blocks[i].words.size();
    if (size >= 3 && size <= 25 && words.size() >= 2)
      out.headline[i] = distant / static_cast<float>(words.size()) * std::log2(1.0f + distant);
  }
  return out;
}

// Words of the first few likely blocks of the run: what the article begins with is its subject.
std::vector<char> opening_words(const Lines& lines, const std::vector<float>& likely, std::size_t begin,
                                std::size_t end, std::size_t& last_opening) {
  std::vector<char> opening(lines.different_words, 0);
  std::size_t blocks = 0;
  last_opening = begin;
  for (std::size_t i = begin; i < end && blocks < 6; ++i) {
    if (likely[i] < 0.5f || lines.view.blocks[i].words.size() < 8) continue;
    ++blocks;
    last_opening = i;
    for (const std::uint32_t word : lines.telling(i)) opening[word] = 1;
  }
  return opening;
}

}  // namespace

std::uint8_t shape_of_line(const BlockView& block) {
  const auto size = std::min<unsigned>(static_cast<unsigned>(std::bit_width(block.words.size())), 7);
  return static_cast<std::uint8_t>(size * 8 + ends_sentence(block) * 4 + (block.digits > 0.04f) * 2 +
                                   (block.capitals > 0.6f));
}

Surroundings::Surroundings(const PageView& view, const std::vector<float>& likely, std::size_t run_begin,
                           std::size_t run_end)
    : values_(view.blocks.size() * width) {
  const Lines lines = lines_of(view, likely);
  const Cohesion cohesion = cohesion_of(lines);
  std::size_t last_opening = 0;
  const std::vector<char> opening = opening_words(lines, likely, run_begin, run_end, last_opening);
  const auto headline =
      std::max_element(cohesion.headline.begin(), cohesion.headline.end()) - cohesion.headline.begin();
  std::vector<float> ranks(likely);
  std::sort(ranks.begin(), ranks.end());
  for (std::size_t i = 0; i < view.blocks.size(); ++i) {
    Writer out(&values_[i * width]);
    const BlockView& block = view.blocks[i];
    add_windows(lines, i, out);
    add_periods(lines, i, out);
    out.add(cohesion.near_before[i]);
    out.add(cohesion.far_before[i]);
    out.add(cohesion.near_after[i]);
    out.add(cohesion.headline[i]);
    out.add(static_cast<float>(static_cast<std::int64_t>(i) - headline));
    float held = 0;
    for (const std::uint32_t word : lines.telling(i)) held += opening[word];
    out.add(i <= last_opening ? -0.5f : share(held, static_cast<float>(lines.telling(i).size())));
    out.add(static_cast<float>(std::lower_bound(ranks.begin(), ranks.end(), likely[i]) - ranks.begin()) /
            static_cast<float>(ranks.size()));
    const float here = lines.before[i].weight;
    out.add(here - lines.before[std::min(run_begin, lines.size())].weight);
    out.add(lines.before[std::min(run_end, lines.size())].weight - here);
    out.add(lines.before.back().weight > 0
                ? (lines.before[run_end].weight - lines.before[run_begin].weight) / lines.before.back().weight
                : 0);
    out.add(block.last == '~' ? 1.0f : 0.0f);
    out.add(static_cast<float>(lines.shapes[i]));
    out.add(block.telling.empty() ? 0
                                  : static_cast<float>(block.telling.size()) / static_cast<float>(block.words.size()));
  }
}

}  // namespace dragoman
