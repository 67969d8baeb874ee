// examples.h: gold pages as labelled blocks. A block is body when the gold text holds its words in the same order.
#pragma once

#include <simdjson.h>
#include <zlib.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <unordered_map>
#include <vector>

#include "article/page_view.h"
#include "base/hash.h"
#include "page/page.h"

namespace dragoman {

struct Example {
  std::string id, set;
  std::string source;  // bytes of the page
  Page page;
  PageView view;
  std::vector<std::int8_t> labels;  // 1 body, 0 not, -1 unknown
  std::vector<float> weights;
  int fold = 0;
};

inline std::string read_maybe_gzip(const std::string& path) {
  std::string out;
  gzFile file = gzopen(path.c_str(), "rb");
  if (!file) return out;
  char buffer[1 << 16];
  for (int got; (got = gzread(file, buffer, sizeof buffer)) > 0;) out.append(buffer, static_cast<std::size_t>(got));
  gzclose(file);
  return out;
}

// The words of a page and of its gold body set side by side in order, so that runs of words fall together: each word of
// a run counts one, each run costs its first three words, or next to nothing where it begins with a block.
// Method: Needleman and Wunsch 1970, with a cost of opening as in Gotoh 1982.
class WordAlignment {
 public:
  WordAlignment(const PageView& view, const std::vector<std::uint64_t>& body) : width_(body.size() + 1) {
    for (std::uint32_t b = 0; b < view.blocks.size(); ++b)
      for (std::size_t k = 0; k < view.blocks[b].words.size(); ++k) {
        page_.push_back(view.blocks[b].words[k]);
        block_.push_back(b);
        opens_.push_back(k == 0);
      }
    aligned_.assign(view.blocks.size(), 0);
    fill(body);
    trace();
  }
  std::uint32_t aligned(std::size_t block) const { return aligned_[block]; }  // words of the block that are in the body

 private:
  enum Step : std::uint8_t { from_page = 0, from_body = 1, ends_run = 2, best_mask = 3, run_goes_on = 4 };

  void fill(const std::vector<std::uint64_t>& body) {
    constexpr float opening = 3, opening_with_block = 0.6f, nothing = -1e9f;
    steps_.assign((page_.size() + 1) * width_, from_page);
    std::vector<float> best(width_, 0.0f), run(width_, nothing);  // of the row above, then of this one
    for (std::size_t i = 1; i <= page_.size(); ++i) {
      float best_corner = best[0], run_corner = run[0];
      const float cost = opens_[i - 1] ? opening_with_block : opening;
      for (std::size_t j = 1; j < width_; ++j) {
        const float best_above = best[j], run_above = run[j];
        std::uint8_t step = from_page;
        run[j] = nothing;
        if (page_[i - 1] == body[j - 1]) {
          const bool goes_on = run_corner > best_corner - cost;
          run[j] = 1 + (goes_on ? run_corner : best_corner - cost);
          if (goes_on) step |= run_goes_on;
        }
        if (best[j - 1] > best[j]) best[j] = best[j - 1], step |= from_body;
        if (run[j] > best[j]) best[j] = run[j], step = static_cast<std::uint8_t>((step & run_goes_on) | ends_run);
        steps_[i * width_ + j] = step;
        best_corner = best_above, run_corner = run_above;
      }
    }
  }

  void trace() {
    bool in_run = false;
    for (std::size_t i = page_.size(), j = width_ - 1; i > 0 && j > 0;) {
      const std::uint8_t step = steps_[i * width_ + j];
      if (in_run || (step & best_mask) == ends_run) {
        ++aligned_[block_[i - 1]];
        in_run = step & run_goes_on;
        --i, --j;
      } else if ((step & best_mask) == from_body) {
        --j;
      } else {
        --i;
      }
    }
  }

  std::size_t width_;
  std::vector<std::uint64_t> page_;
  std::vector<std::uint32_t> block_, aligned_;
  std::vector<char> opens_;
  std::vector<std::uint8_t> steps_;
};

// A block is body when the body holds four fifths of its words, and none when it holds less than three tenths.
inline void label_by_body(Example& example, std::string_view body) {
  const WordAlignment alignment(example.view, word_hashes(body));
  for (std::size_t b = 0; b < example.view.blocks.size(); ++b) {
    const auto words = static_cast<double>(example.view.blocks[b].words.size());
    const double held = alignment.aligned(b);
    example.labels.push_back(words == 0 ? -1 : held >= 0.8 * words ? 1 : held < 0.3 * words ? 0 : -1);
  }
}

inline int fold_of(std::string_view id) { return static_cast<int>(hash_of(id) % 5); }

struct Gold {
  std::string id, text, html, body;
  std::vector<std::string> with, without;
  std::vector<int> label;
};

inline std::vector<Gold> read_gold(const std::string& path) {
  std::vector<Gold> out;
  std::istringstream file(read_maybe_gzip(path));
  simdjson::dom::parser parser;
  for (std::string line; std::getline(file, line, '\n');) {
    if (line.empty()) continue;
    simdjson::dom::element row = parser.parse(line);
    Gold gold;
    const auto text = [&](const char* key, std::string& to) {
      std::string_view value;
      if (!row[key].get(value)) to = value;
    };
    text("id", gold.id);
    text("text", gold.text);
    text("html", gold.html);
    text("body", gold.body);
    for (auto& [key, to] : {std::pair{"with", &gold.with}, std::pair{"without", &gold.without}}) {
      simdjson::dom::array items;
      if (row[key].get(items)) continue;
      for (auto item : items) to->emplace_back(std::string_view(item));
    }
    simdjson::dom::array labels;
    if (!row["label"].get(labels))
      for (auto item : labels) {
        std::int64_t value;
        gold.label.push_back(item.get(value) ? -1 : static_cast<int>(value));
      }
    out.push_back(std::move(gold));
  }
  return out;
}

// Known snippets of a page label the blocks that hold them, the rest stays unknown.
inline void label_by_snippets(Example& example, const Gold& gold) {
  example.labels.assign(example.view.blocks.size(), -1);
  for (std::size_t b = 0; b < example.view.blocks.size(); ++b) {
    const auto& own = example.view.blocks[b].words;
    for (const auto& [snippets, label] : {std::pair{&gold.without, 0}, std::pair{&gold.with, 1}})
      for (const std::string& snippet : *snippets) {
        const auto words = word_hashes(snippet);
        if (words.empty() || own.empty()) continue;
        const bool inside = std::search(own.begin(), own.end(), words.begin(), words.end()) != own.end();
        const bool around =
            own.size() >= 4 && std::search(words.begin(), words.end(), own.begin(), own.end()) != words.end();
        if ((inside && words.size() * 5 >= own.size() * (label ? 1 : 2)) || around)
          example.labels[b] = static_cast<std::int8_t>(label);
      }
  }
}

inline Source source_of(const std::string& bytes) {
  Source source;
  source.bytes = std::make_shared<const std::string>(bytes);
  return source;
}

inline bool read_example(Example& example, const PageReader& reader, const ViewTables& tables) {
  auto page = reader.read(source_of(example.source));
  if (!page) return false;
  example.page = std::move(*page);
  example.view = view_page(example.page, tables);
  return true;
}

inline void label_by_lines(Example& example, const std::vector<int>& label) {
  std::size_t line = 0, at = 0;
  for (const Block& block : example.page.blocks) {
    const std::uint32_t begin = example.page.text.source_of(block.span).begin;
    for (; at < begin; ++at) line += example.source[at] == '\n';
    example.labels.push_back(line < label.size() ? static_cast<std::int8_t>(label[line]) : -1);
  }
}

struct GoldLines {  // of flattened text
  std::vector<std::string> text;
  std::vector<int> label;
  std::size_t first = 0, end = 0;  // of the lines from the first to the last of the body
};

inline GoldLines lines_of(const Gold& gold) {
  GoldLines out;
  std::istringstream text(gold.text);
  for (std::string line; std::getline(text, line, '\n') && out.text.size() < gold.label.size();)
    out.text.push_back(line);
  out.label.assign(gold.label.begin(), gold.label.begin() + static_cast<std::ptrdiff_t>(out.text.size()));
  out.first = out.text.size();
  for (std::size_t i = 0; i < out.text.size(); ++i)
    if (out.label[i] == 1) out.first = std::min(out.first, i), out.end = i + 1;
  return out;
}

struct LabelledText {
  std::string text;
  std::vector<int> label;
  void add(const GoldLines& lines, std::size_t begin, std::size_t end, bool only_body = false) {
    for (std::size_t i = begin; i < end; ++i) {
      if (only_body && lines.label[i] != 1) continue;
      text += lines.text[i] + "\n";
      label.push_back(lines.label[i]);
    }
  }
};

// Files of pasted text hold less around the article than whole pages do: only the lines from `before` lines above the
// body to `after` below it, or of the inside none but body lines.
inline LabelledText cut_to_article(const GoldLines& lines, std::size_t before, std::size_t after, bool only_body) {
  LabelledText out;
  if (lines.first < lines.end)
    out.add(lines, lines.first > before ? lines.first - before : 0, std::min(lines.text.size(), lines.end + after),
            only_body);
  return out;
}

// Headlines of other pages with the beginnings of their articles, as lists of teasers have them.
inline void add_teasers(const std::vector<const GoldLines*>& pages, bool cut, LabelledText& out) {
  constexpr std::size_t most_bytes = 180;
  for (const GoldLines* page : pages) {
    if (page->first >= page->end || page->first == 0) continue;
    std::string teaser = page->text[page->first];
    if (cut && teaser.size() > most_bytes) teaser = teaser.substr(0, teaser.find_last_of(' ', most_bytes)) + " …";
    for (const std::string& line : {page->text[page->first - 1], teaser}) {
      out.text += line + "\n";
      out.label.push_back(0);
    }
  }
}

// The article of one page with what stands around that of another, and with teasers of others before or behind it: what
// goes on with its subject is told from what does not.
inline LabelledText exchange_surroundings(const GoldLines& article, const std::vector<const GoldLines*>& others,
                                          std::size_t choice) {
  LabelledText out;
  const GoldLines& around = *others[0];
  if (article.first >= article.end || around.first >= around.end) return out;
  const std::vector<const GoldLines*> teasers(others.begin() + 1, others.end());
  out.add(around, 0, around.first);
  if (choice % 8 == 0) add_teasers(teasers, choice / 8 % 2, out);
  out.add(article, article.first, article.end);
  if (choice % 8 >= 5) add_teasers(teasers, choice / 8 % 2, out);
  out.add(around, around.end, around.text.size());
  return out;
}

// Up to a dozen other pages of the same fold, so that no fold sees pages of another.
inline std::vector<const GoldLines*> others_of(const std::vector<GoldLines>& lines, const std::vector<Gold>& golds,
                                               const std::string& id, std::size_t choice) {
  std::vector<const GoldLines*> out;
  const std::size_t wanted = 4 + choice % 9;
  for (std::size_t i = 0; i < golds.size() && out.size() < wanted; ++i) {
    const std::size_t at = (i + choice) % golds.size();
    if (golds[at].id != id && fold_of(golds[at].id) == fold_of(id)) out.push_back(&lines[at]);
  }
  return out;
}

inline bool load_examples(const std::string& bench, const std::string& set, const PageReader& reader,
                          const ViewTables& tables, std::vector<Example>& out) {
  const std::string gold_path = bench + "/" + set + (set == "flat-wcxb" ? "/gold.jsonl.gz" : "/gold.jsonl");
  std::vector<Gold> golds = read_gold(gold_path);
  if (golds.empty()) {
    std::fprintf(stderr, "nothing to read in %s\n", gold_path.c_str());
    return false;
  }
  const bool flat = set.starts_with("flat");
  const auto weigh = [&](Example& example, float share) {
    for (const BlockView& block : example.view.blocks) {
      const float words = static_cast<float>(block.words.size());
      example.weights.push_back(share * (flat ? 1.0f : set == "snip" ? 2.0f : 0.3f + std::log2(1.0f + words) / 4.0f));
    }
  };
  std::vector<GoldLines> all_lines;
  if (flat)
    for (const Gold& gold : golds) all_lines.push_back(lines_of(gold));
  for (const Gold& gold : golds) {
    Example example;
    example.id = gold.id;
    example.set = set;
    example.fold = fold_of(gold.id);
    example.source = flat ? gold.text : read_maybe_gzip(bench + "/" + gold.html);
    if (!read_example(example, reader, tables)) continue;
    if (flat) {
      label_by_lines(example, gold.label);
    } else if (!gold.body.empty()) {
      label_by_body(example, gold.body);
      if (example.view.title_block != none) example.labels[example.view.title_block] = -1;
    } else {
      label_by_snippets(example, gold);
    }
    // News pages are what the program is for, and there are fewer of them.
    weigh(example, set == "zyte" || set == "flat" ? 6.0f : 1.0f);
    out.push_back(std::move(example));
    if (!flat) continue;
    const GoldLines& lines = all_lines[static_cast<std::size_t>(&gold - golds.data())];
    const auto add_text = [&](const std::string& name, const LabelledText& from, float share) {
      Example part;
      part.id = gold.id, part.set = name, part.fold = fold_of(gold.id);
      part.source = from.text;
      if (from.text.empty() || !read_example(part, reader, tables)) return;
      label_by_lines(part, from.label);
      weigh(part, share);
      out.push_back(std::move(part));
    };
    const std::size_t some = hash_of(gold.id) >> 8;
    add_text("pasted", cut_to_article(lines, some % 7, some / 7 % 9, false), set == "flat" ? 1.0f : 0.4f);
    add_text("bare", cut_to_article(lines, some % 7, some / 7 % 9, true), set == "flat" ? 1.0f : 0.4f);
    const std::vector<const GoldLines*> others = others_of(all_lines, golds, gold.id, some / 63);
    if (others.size() > 1)
      add_text("exchanged", exchange_surroundings(lines, others, some / 7), set == "flat" ? 2.0f : 0.6f);
  }
  return true;
}

}  // namespace dragoman
