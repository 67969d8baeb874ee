#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "article/block_features.h"
#include "article/surroundings.h"

namespace dragoman {
namespace {

constexpr std::uint32_t feature_count = 119 + Surroundings::width;

struct Sums {  // of the blocks of an element, or of blocks made alike
  float words = 0, body_words = 0, link_words = 0, blocks = 0;
};

struct Run {
  std::size_t begin = 0, end = 0;
  float gain = 0;
};

struct Between {                           // what stands between a block and the nearest confident one
  float strong = 0, clear = 0, least = 9;  // blocks that are surely no body, clear furniture, the least score
  void pass(const BlockView& block, float score) {
    strong += score < -2.5f;
    clear += !block.hits.empty() && block.hits[0].clear;
    least = std::min(least, score);
  }
};

constexpr Label cues[] = {Label::comment, Label::related,  Label::legal,  Label::share,
                          Label::byline,  Label::dateline, Label::appeal, Label::tags};
constexpr std::size_t cue_count = std::size(cues);

struct Context {
  const Page& page;
  const PageView& view;
  const std::vector<float>& scores;
  std::vector<float> body;     // probability of being body by the linear score
  std::vector<Sums> elements;  // with all that is inside
  std::unordered_map<std::uint64_t, Sums> alike, same_start;
  float words = 0, body_words = 0;
  std::uint32_t main = none, core = none;  // the innermost elements with 85% and 55% of the likely body words
  std::vector<std::uint16_t> away, join;   // steps from an element up to the line root..main; depth where it meets it
  std::vector<float> words_before, body_before;
  std::vector<std::int32_t> sure_before, sure_after;  // the nearest confident block, -1 for none
  std::vector<Between> between_before, between_after;
  Run wide, tight;  // the run of blocks that gains most by the scores, the tight one less fond of gaps
  std::unordered_map<std::uint64_t, std::uint32_t> subject;  // telling words of likely body blocks: in how many
  std::vector<std::array<std::uint16_t, cue_count>> since;   // blocks since the last cue of each kind
};

float word_count(const Context& c, std::size_t block) { return static_cast<float>(c.view.blocks[block].words.size()); }

// Blocks made alike: by their markup, and in text that has lost it by the shapes of the line and of those beside it.
std::uint64_t alike_key(const Context& c, std::size_t i) {
  const auto& blocks = c.view.blocks;
  if (c.view.has_markup) return blocks[i].signature;
  const std::uint64_t before = i > 0 ? shape_of_line(blocks[i - 1]) : 64;
  const std::uint64_t after = i + 1 < blocks.size() ? shape_of_line(blocks[i + 1]) : 64;
  return shape_of_line(blocks[i]) | before << 8 | after << 16;
}

std::uint64_t start_key(const Context& c, std::size_t i) {
  const auto& words = c.view.blocks[i].words;
  return words.empty() ? 0 : words[0] + std::min<std::size_t>(words.size(), 2);
}

void sum_up(Context& c) {
  const std::size_t n = c.view.blocks.size();
  c.body.resize(n);
  c.elements.resize(c.page.elements.size());
  for (std::size_t i = 0; i < n; ++i) {
    c.body[i] = 1.0f / (1.0f + std::exp(-c.scores[i]));
    const float words = word_count(c, i);
    const auto add = [&](Sums& sums) {
      sums.words += words;
      sums.body_words += words * c.body[i];
      sums.link_words += words * c.page.blocks[i].link_share;
      sums.blocks += 1;
    };
    if (c.page.blocks[i].element != none) add(c.elements[c.page.blocks[i].element]);
    add(c.alike[alike_key(c, i)]);
    add(c.same_start[start_key(c, i)]);
    c.words_before.push_back(c.words);
    c.body_before.push_back(c.body_words);
    c.words += words;
    c.body_words += words * c.body[i];
  }
  for (std::size_t i = c.elements.size(); i-- > 0;) {
    const std::uint32_t parent = c.page.elements[i].parent;
    if (parent == none) continue;
    Sums& to = c.elements[parent];
    to.words += c.elements[i].words;
    to.body_words += c.elements[i].body_words;
    to.link_words += c.elements[i].link_words;
    to.blocks += c.elements[i].blocks;
  }
}

void find_main(Context& c) {
  std::uint16_t main_depth = 0, core_depth = 0;
  for (std::uint32_t i = 0; i < c.elements.size(); ++i) {
    const std::uint16_t depth = c.view.elements[i].depth;
    if (c.elements[i].body_words >= 0.85f * c.body_words && (c.main == none || depth >= main_depth))
      c.main = i, main_depth = depth;
    if (c.elements[i].body_words >= 0.55f * c.body_words && (c.core == none || depth >= core_depth))
      c.core = i, core_depth = depth;
  }
  if (c.main == none) c.main = c.core;  // the body is scattered over several roots
  std::vector<char> on_line(c.elements.size(), 0);
  for (std::uint32_t i = c.core; i != none; i = c.page.elements[i].parent) on_line[i] = 1;
  c.away.resize(c.elements.size());
  c.join.resize(c.elements.size());
  for (std::uint32_t i = 0; i < c.elements.size(); ++i) {
    const std::uint32_t parent = c.page.elements[i].parent;
    if (on_line[i] || parent == none) {
      c.away[i] = 0;
      c.join[i] = c.view.elements[i].depth;
    } else {
      c.away[i] = static_cast<std::uint16_t>(c.away[parent] + 1);
      c.join[i] = c.join[parent];
    }
  }
}

void find_sure(Context& c) {
  const std::size_t n = c.view.blocks.size();
  c.sure_before.assign(n, -1);
  c.sure_after.assign(n, -1);
  const auto sure = [&](std::size_t i) { return c.body[i] > 0.85f && word_count(c, i) >= 15; };
  c.between_before.resize(n);
  c.between_after.resize(n);
  std::int32_t last = -1;
  Between between;
  const auto pass = [&](std::size_t i) {
    if (sure(i))
      last = static_cast<std::int32_t>(i), between = {};
    else
      between.pass(c.view.blocks[i], c.scores[i]);
  };
  for (std::size_t i = 0; i < n; ++i) {
    c.sure_before[i] = last;
    c.between_before[i] = between;
    pass(i);
  }
  last = -1, between = {};
  for (std::size_t i = n; i-- > 0;) {
    c.sure_after[i] = last;
    c.between_after[i] = between;
    pass(i);
  }
}

Run best_run(const Context& c, float cost) {
  Run best, run;
  for (std::size_t i = 0; i < c.scores.size(); ++i) {
    if (run.gain <= 0) run = {i, i, 0};
    run.gain += (std::clamp(c.scores[i], -3.0f, 3.0f) - cost) * (0.5f + std::log2(1.0f + word_count(c, i)));
    run.end = i + 1;
    if (run.gain > best.gain) best = run;
  }
  return best;
}

void find_subject(Context& c) {
  for (std::size_t i = 0; i < c.scores.size(); ++i)
    if (c.body[i] > 0.6f)
      for (const std::uint64_t word : c.view.blocks[i].telling) ++c.subject[word];
}

void find_cues(Context& c) {
  std::array<std::uint16_t, cue_count> since;
  since.fill(300);
  for (const BlockView& block : c.view.blocks) {
    c.since.push_back(since);
    for (std::size_t k = 0; k < cue_count; ++k) {
      if (since[k] < 300) ++since[k];
      if (block.words.size() <= 25)
        for (const FurnitureHit& hit : block.hits)
          if (hit.label == cues[k]) since[k] = 1;
    }
  }
}

class Row {
 public:
  explicit Row(float* at) : at_(at) {}
  void add(float value) {
    if (used_ < feature_count) at_[used_] = value;
    ++used_;
  }
  std::uint32_t used() const { return used_; }

 private:
  float* at_;
  std::uint32_t used_ = 0;
};

float share(float part, float whole) { return whole > 0 ? part / whole : -1.0f; }

void add_neighbours(const Context& c, std::size_t i, Row& row) {
  const auto n = static_cast<std::int64_t>(c.view.blocks.size());
  const auto here = static_cast<std::int64_t>(i);
  for (const std::int64_t step : {-3, -2, -1, 1, 2, 3}) {
    const std::int64_t at = here + step;
    row.add(at < 0 || at >= n ? -9.0f : std::clamp(c.scores[static_cast<std::size_t>(at)], -8.0f, 8.0f));
  }
  for (const std::int64_t step : {-2, -1, 1, 2}) {
    const std::int64_t at = here + step;
    row.add(at < 0 || at >= n ? -1.0f : word_count(c, static_cast<std::size_t>(at)));
  }
  for (const int side : {-1, 1}) {
    for (const int reach : {5, 12}) {
      float words = 0, body = 0;
      for (std::int64_t at = here + side; at >= 0 && at < n && std::abs(at - here) <= reach; at += side) {
        words += word_count(c, static_cast<std::size_t>(at)) + 1;
        body += (word_count(c, static_cast<std::size_t>(at)) + 1) * c.body[static_cast<std::size_t>(at)];
      }
      row.add(share(body, words));
    }
  }
  const auto gap = [&](std::int32_t sure) {
    if (sure < 0) {
      row.add(999);
      row.add(9999);
      return;
    }
    const auto at = static_cast<std::size_t>(sure);
    row.add(static_cast<float>(std::min<std::int64_t>(std::abs(here - sure), 500)));
    row.add(std::fabs(c.words_before[i] - c.words_before[at]));
  };
  gap(c.sure_before[i]);
  gap(c.sure_after[i]);
  for (const Between* between : {&c.between_before[i], &c.between_after[i]}) {
    row.add(between->strong);
    row.add(between->clear);
    row.add(between->least);
  }
  row.add(share(c.body_before[i], c.body_words));
  row.add(share(c.words_before[i], c.words));
  row.add(static_cast<float>(i) / static_cast<float>(n));
}

void add_runs(const Context& c, std::size_t i, Row& row) {
  const auto here = static_cast<float>(i);
  for (const Run* run : {&c.wide, &c.tight}) {
    row.add(here - static_cast<float>(run->begin));
    row.add(static_cast<float>(run->end) - here - 1);
  }
  row.add(static_cast<float>(c.tight.end - c.tight.begin));
  const BlockView& block = c.view.blocks[i];
  // What the block itself adds to the subject does not count.
  const std::uint32_t own = c.body[i] > 0.6f ? 1 : 0;
  float shared = 0, often = 0;
  for (const std::uint64_t word : block.telling) {
    const auto found = c.subject.find(word);
    if (found == c.subject.end() || found->second <= own) continue;
    ++shared;
    often += found->second > own + 2;
  }
  row.add(block.telling.empty() ? -1.0f : shared / static_cast<float>(block.telling.size()));
  row.add(block.telling.empty() ? -1.0f : often / static_cast<float>(block.telling.size()));
  for (const std::uint16_t since : c.since[i]) row.add(since);
}

void add_own(const Context& c, std::size_t i, Row& row) {
  const BlockView& at = c.view.blocks[i];
  const Block& block = c.page.blocks[i];
  row.add(std::clamp(c.scores[i], -9.0f, 9.0f));
  row.add(word_count(c, i));
  row.add(static_cast<float>(at.characters) / (word_count(c, i) + 1));
  row.add(static_cast<float>(at.sentences));
  row.add(static_cast<float>(at.commas) / (word_count(c, i) + 1));
  row.add(at.capitals);
  row.add(at.digits);
  row.add(at.last == '.' || at.last == '"' || at.last == '?' || at.last == '!' || at.last == '~' ? 1.0f
          : at.last == ':'                                                                       ? 0.5f
                                                                                                 : 0.0f);
  row.add(at.first == 'A' ? 2.0f : at.first == 'a' ? 1.0f : at.first == '0' ? 0.0f : 3.0f);
  row.add(static_cast<float>(at.copies));
  row.add(at.title_share * at.title_cover);
  row.add(at.title_cover);
  row.add(at.stated_share);
  row.add(at.names_author);
  row.add(at.has_year);
  float clear = 0, likely = 0;
  for (const FurnitureHit& hit : at.hits) ++(hit.clear ? clear : likely);
  row.add(clear);
  row.add(likely);
  const bool has_title = c.view.title_block != none;
  row.add(has_title ? static_cast<float>(static_cast<std::int64_t>(i) - static_cast<std::int64_t>(c.view.title_block))
                    : -999.0f);
  row.add(block.link_share);
  row.add(block.bold_share);
  row.add(static_cast<float>(block.links));
  row.add(static_cast<float>(block.tag));
  row.add(static_cast<float>(block.heading_level));
  row.add(static_cast<float>(block.depth));
  // what the page as a whole is like
  row.add(std::log1p(c.body_words));
  row.add(share(c.body_words, c.words));
  row.add(static_cast<float>(c.view.blocks.size()));
}

void add_container(const Context& c, const Sums& sums, Row& row) {
  row.add(share(sums.body_words, sums.words));
  row.add(share(sums.body_words, c.body_words));
  row.add(share(sums.link_words, sums.words));
  row.add(sums.blocks);
}

void add_markup(const Context& c, std::size_t i, Row& row) {
  std::uint32_t element = c.page.blocks[i].element;
  // around a block: the parents of its own element, and the first ones that hold much more
  std::uint32_t around = element == none ? none : c.page.elements[element].parent;
  for (int step = 0; step < 3; ++step) {
    if (around == none) {
      for (int k = 0; k < 4; ++k) row.add(-1);
      continue;
    }
    add_container(c, c.elements[around], row);
    const float blocks = c.elements[around].blocks;
    around = c.page.elements[around].parent;
    while (step > 0 && around != none && c.elements[around].blocks < blocks * 1.5f &&
           c.page.elements[around].parent != none)
      around = c.page.elements[around].parent;
  }
  if (element == none || c.core == none) {
    for (int k = 0; k < 9; ++k) row.add(-1);
    return;
  }
  for (const std::uint16_t since : c.view.elements[element].since) row.add(since);
  const int core_depth = c.view.elements[c.core].depth, main_depth = c.view.elements[c.main].depth;
  row.add(c.away[element]);
  row.add(static_cast<float>(core_depth - c.join[element]));
  row.add(static_cast<float>(main_depth - c.join[element]));
  row.add(static_cast<float>(c.view.elements[element].depth - core_depth));
  const std::int32_t sure = c.sure_before[i] >= 0 ? c.sure_before[i] : c.sure_after[i];
  row.add(sure < 0 ? -1.0f : c.page.blocks[static_cast<std::size_t>(sure)].depth - c.page.blocks[i].depth + 100.0f);
}

}  // namespace

DenseFeatures::DenseFeatures(const Page& page, const PageView& view, const std::vector<float>& scores)
    : width_(feature_count), values_(std::size_t{feature_count} * page.blocks.size(), 0.0f) {
  Context c{page, view, scores, {}, {}, {}, {}, 0, 0, none, none, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  sum_up(c);
  find_main(c);
  find_sure(c);
  find_subject(c);
  find_cues(c);
  c.wide = best_run(c, 0);
  c.tight = best_run(c, 1);
  const Surroundings surroundings(view, c.body, c.tight.begin, c.tight.end);
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    Row row(&values_[i * width_]);
    for (const float value : surroundings.of(i)) row.add(value);
    add_own(c, i, row);
    add_neighbours(c, i, row);
    add_runs(c, i, row);
    add_container(c, c.alike.at(alike_key(c, i)), row);
    add_container(c, c.same_start.at(start_key(c, i)), row);
    if (view.has_markup) add_markup(c, i, row);
    static_assert(feature_count <= 1024);
  }
}

}  // namespace dragoman
