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

inline std::uint64_t run_hash(const std::vector<std::uint64_t>& words, std::size_t at, std::size_t size) {
  std::uint64_t hash = size;
  for (std::size_t i = at; i < at + size; ++i) hash = combine(hash, words[i]);
  return hash;
}

// Labels blocks by the gold body: each long block goes to the place where most of its runs of four words stand, the
// heaviest set of blocks in the order of the body is kept, copies elsewhere are none. Short blocks must be a line of
// the body or stand between two kept blocks that leave just room for them.
inline void label_by_body(Example& example, std::string_view body) {
  const std::vector<std::uint64_t> words = word_hashes(body);
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> runs;
  for (std::size_t i = 0; i + 4 <= words.size(); ++i) {
    auto& at = runs[run_hash(words, i, 4)];
    if (at.size() < 20) at.push_back(static_cast<std::uint32_t>(i));
  }
  std::unordered_map<std::uint64_t, int> lines;
  for (std::size_t begin = 0; begin <= body.size();) {
    const std::size_t end = std::min(body.find('\n', begin), body.size());
    const auto line = word_hashes(body.substr(begin, end - begin));
    if (!line.empty()) ++lines[run_hash(line, 0, line.size())];
    begin = end + 1;
  }
  const std::size_t n = example.view.blocks.size();
  struct Place {
    std::int64_t at = -1;
    double held = 0;
  };
  std::vector<Place> places(n);
  for (std::size_t b = 0; b < n; ++b) {
    const auto& own = example.view.blocks[b].words;
    if (own.size() < 4) continue;
    std::unordered_map<std::int64_t, int> votes;
    std::vector<char> covered(own.size(), 0);
    for (std::size_t i = 0; i + 4 <= own.size(); ++i) {
      const auto found = runs.find(run_hash(own, i, 4));
      if (found == runs.end()) continue;
      for (std::size_t k = i; k < i + 4; ++k) covered[k] = 1;
      for (const std::uint32_t at : found->second)
        ++votes[static_cast<std::int64_t>(at) - static_cast<std::int64_t>(i)];
    }
    places[b].held =
        static_cast<double>(std::count(covered.begin(), covered.end(), 1)) / static_cast<double>(own.size());
    int most = 0;
    for (const auto& [at, count] : votes)
      if (count > most || (count == most && at < places[b].at)) most = count, places[b].at = at;
  }
  // heaviest increasing set
  std::vector<double> weight(n, 0);
  std::vector<std::int64_t> before(n, -1);
  std::int64_t best = -1;
  for (std::size_t b = 0; b < n; ++b) {
    if (places[b].held < 0.5) continue;
    const auto size = static_cast<double>(example.view.blocks[b].words.size());
    weight[b] = size;
    for (std::size_t a = 0; a < b; ++a)
      if (weight[a] > 0 &&
          places[a].at + static_cast<std::int64_t>(example.view.blocks[a].words.size()) <= places[b].at + 3 &&
          weight[a] + size > weight[b])
        weight[b] = weight[a] + size, before[b] = static_cast<std::int64_t>(a);
    if (best < 0 || weight[b] > weight[static_cast<std::size_t>(best)]) best = static_cast<std::int64_t>(b);
  }
  std::vector<char> kept(n, 0), filled(words.size() + 1, 0);
  for (std::int64_t b = best; b >= 0; b = before[static_cast<std::size_t>(b)]) {
    kept[static_cast<std::size_t>(b)] = 1;
    const auto& own = example.view.blocks[static_cast<std::size_t>(b)].words;
    for (std::size_t k = 0; k < own.size(); ++k) {
      const std::int64_t at = places[static_cast<std::size_t>(b)].at + static_cast<std::int64_t>(k);
      if (at >= 0 && at < static_cast<std::int64_t>(words.size())) filled[static_cast<std::size_t>(at)] = 1;
    }
  }
  example.labels.assign(n, 0);
  std::int64_t last_end = -1;
  for (std::size_t b = 0; b < n; ++b) {
    const auto& own = example.view.blocks[b].words;
    if (own.empty()) {
      example.labels[b] = -1;
      continue;
    }
    if (own.size() >= 4) {
      if (kept[b]) {
        example.labels[b] = places[b].held >= 0.8 ? 1 : -1;
        last_end = places[b].at + static_cast<std::int64_t>(own.size());
      } else if (places[b].held >= 0.8) {
        std::size_t free = 0;
        for (std::size_t k = 0; k < own.size(); ++k) {
          const std::int64_t at = places[b].at + static_cast<std::int64_t>(k);
          free += at >= 0 && at < static_cast<std::int64_t>(words.size()) && !filled[static_cast<std::size_t>(at)];
        }
        if (free * 2 > own.size()) {
          example.labels[b] = 1;
          for (std::size_t k = 0; k < own.size(); ++k) {
            const std::int64_t at = places[b].at + static_cast<std::int64_t>(k);
            if (at >= 0 && at < static_cast<std::int64_t>(words.size())) filled[static_cast<std::size_t>(at)] = 1;
          }
        }
      } else if (places[b].held > 0.3) {
        example.labels[b] = -1;
      }
      continue;
    }
    // A short block: it must come next in the body, or be a line of it near kept blocks.
    bool next = last_end >= 0;
    for (std::size_t k = 0; next && k < own.size(); ++k)
      next = last_end + static_cast<std::int64_t>(k) < static_cast<std::int64_t>(words.size()) &&
             words[static_cast<std::size_t>(last_end) + k] == own[k];
    const auto near_kept = [&] {
      for (std::size_t k = b > 6 ? b - 6 : 0; k < std::min(n, b + 7); ++k)
        if (kept[k]) return true;
      return false;
    };
    if (next && near_kept()) {
      example.labels[b] = 1;
      last_end += static_cast<std::int64_t>(own.size());
    } else if (lines.contains(run_hash(own, 0, own.size())) && near_kept()) {
      example.labels[b] = 1;
    }
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

// Files of pasted text hold less around the article than whole pages do: only the lines from `before` lines above the
// body to `after` below it, or of the inside none but body lines.
inline Gold cut_to_article(const Gold& gold, std::size_t before, std::size_t after, bool only_body) {
  Gold out = gold;
  out.text.clear();
  out.label.clear();
  std::vector<std::string> lines;
  std::istringstream text(gold.text);
  for (std::string line; std::getline(text, line, '\n');) lines.push_back(line);
  const std::size_t n = std::min(lines.size(), gold.label.size());
  std::size_t first = n, last = 0;
  for (std::size_t i = 0; i < n; ++i)
    if (gold.label[i] == 1) first = std::min(first, i), last = i;
  for (std::size_t i = first > before ? first - before : 0; i < std::min(n, last + after + 1); ++i) {
    if (only_body && gold.label[i] != 1) continue;
    out.text += lines[i] + "\n";
    out.label.push_back(gold.label[i]);
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
    weigh(example, set == "zyte" || set == "flat" ? 2.5f : 1.0f);
    out.push_back(std::move(example));
    if (!flat) continue;
    const std::size_t some = hash_of(gold.id) >> 8;
    for (const bool only_body : {false, true}) {
      const Gold cut = cut_to_article(gold, some % 7, some / 7 % 9, only_body);
      Example part;
      part.id = gold.id;
      part.set = only_body ? "bare" : "pasted";
      part.fold = fold_of(gold.id);
      part.source = cut.text;
      if (cut.text.empty() || !read_example(part, reader, tables)) continue;
      label_by_lines(part, cut.label);
      weigh(part, set == "flat" ? 1.0f : 0.4f);
      out.push_back(std::move(part));
    }
  }
  return true;
}

}  // namespace dragoman
