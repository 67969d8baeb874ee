// train_article: makes models/article-*.linear and models/article-*.trees from pages with known bodies.
//
//   build/train_article --bench ../shared/bench/page --root . --out models [--predictions FOLDER]
//
// --predictions: also trains on four fifths of the pages at a time and writes what the models say of the rest, in the
// shape that bench/page/score.py reads. Folds go by page id, so a page and its flattened text fall into one.
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <unordered_set>

#include "article/block_features.h"
#include "article/decode.h"
#include "base/json_writer.h"
#include "base/linear_model.h"
#include "boosting.h"
#include "examples.h"

namespace dragoman {
namespace {

struct Options {
  std::string bench, root = ".", out, predictions;
  BoostingOptions boosting;
};

struct Family {  // "html" or "text"
  std::string name;
  std::vector<Example> examples;
  std::vector<std::vector<std::vector<std::uint32_t>>> features;  // example, block, feature numbers
  std::vector<std::uint64_t> hashes;                              // of the feature numbers
};

struct Linear {
  std::vector<float> weights, seen;  // seen: sum of squared gradients
  float score(const std::vector<std::uint32_t>& features) const {
    float sum = 0;
    for (const std::uint32_t f : features) sum += weights[f];
    return sum;
  }
};

void number_features(Family& family) {
  std::unordered_map<std::uint64_t, std::pair<std::uint32_t, std::uint32_t>> pages;  // last page, count of pages
  std::vector<std::uint64_t> found;
  std::uint32_t number = 0;  // cuttings of a page count as that page
  for (std::uint32_t e = 0; e < family.examples.size(); ++e) {
    const Example& example = family.examples[e];
    if (e == 0 || example.id != family.examples[e - 1].id) ++number;
    for (std::uint32_t b = 0; b < example.view.blocks.size(); ++b) {
      if (example.labels[b] < 0) continue;
      found.clear();
      linear_features(example.page, example.view, b, found);
      for (const std::uint64_t f : found) {
        auto& [last, count] = pages[f];
        if (last != number) last = number, ++count;
      }
    }
  }
  std::unordered_map<std::uint64_t, std::uint32_t> numbers;
  family.features.resize(family.examples.size());
  for (std::size_t e = 0; e < family.examples.size(); ++e) {
    const Example& example = family.examples[e];
    family.features[e].resize(example.view.blocks.size());
    for (std::uint32_t b = 0; b < example.view.blocks.size(); ++b) {
      found.clear();
      linear_features(example.page, example.view, b, found);
      std::sort(found.begin(), found.end());
      found.erase(std::unique(found.begin(), found.end()), found.end());
      for (const std::uint64_t f : found) {
        const auto known = pages.find(f);
        if (known == pages.end() || known->second.second < 3) continue;
        const auto [at, is_new] = numbers.try_emplace(f, static_cast<std::uint32_t>(family.hashes.size()));
        if (is_new) family.hashes.push_back(f);
        family.features[e][b].push_back(at->second);
      }
    }
  }
}

// Logistic regression by AdaGrad with a small pull to zero; pages in a fixed shuffled order.
Linear train_linear(const Family& family, int left_out) {
  Linear model;
  model.weights.assign(family.hashes.size(), 0.0f);
  model.seen.assign(family.hashes.size(), 1.0f);
  std::mt19937 random(5);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> order;
  for (std::uint32_t e = 0; e < family.examples.size(); ++e)
    if (family.examples[e].fold != left_out)
      for (std::uint32_t b = 0; b < family.examples[e].labels.size(); ++b)
        if (family.examples[e].labels[b] >= 0) order.emplace_back(e, b);
  for (int pass = 0; pass < 5; ++pass) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    for (const auto& [e, b] : order) {
      const auto& features = family.features[e][b];
      const float p = 1.0f / (1.0f + std::exp(-model.score(features)));
      const float gradient = (static_cast<float>(family.examples[e].labels[b]) - p) * family.examples[e].weights[b];
      for (const std::uint32_t f : features) {
        const float g = gradient - 0.002f * model.weights[f];
        model.seen[f] += g * g;
        model.weights[f] += 0.12f * g / std::sqrt(model.seen[f]);
      }
    }
  }
  return model;
}

std::vector<float> linear_scores(const Family& family, std::size_t e, const Linear& model) {
  std::vector<float> out;
  for (const auto& features : family.features[e]) out.push_back(model.score(features));
  return out;
}

TreeModel train_trees(const Family& family, const std::vector<DenseFeatures>& dense, int left_out,
                      const Options& options) {
  std::vector<const float*> rows;
  std::vector<float> labels, weights;
  for (std::size_t e = 0; e < family.examples.size(); ++e) {
    const Example& example = family.examples[e];
    if (example.fold == left_out) continue;
    for (std::uint32_t b = 0; b < example.labels.size(); ++b) {
      if (example.labels[b] < 0) continue;
      rows.push_back(dense[e].row(b));
      labels.push_back(example.labels[b]);
      weights.push_back(example.weights[b]);
    }
  }
  return Boosting(rows, dense[0].width(), labels, weights, options.boosting).take();
}

std::string json_text(std::string_view text) {
  JsonWriter writer;
  writer.value(text);
  return writer.take();
}

std::vector<bool> labels_of(const Example& example, const std::vector<float>& scores) {
  return decode_page(example.page, example.view, scores);
}

void write_prediction(std::ofstream& file, const Example& example, const std::vector<float>& scores) {
  std::string body, keep;
  const std::vector<bool> labels = labels_of(example, scores);
  for (std::size_t b = 0; b < scores.size(); ++b) {
    if (!labels[b] || (example.view.has_markup && b == example.view.title_block)) continue;
    if (is_clear_furniture(example.view.blocks[b].hits, example.view.blocks[b].words.size())) continue;
    const TextSpan span = example.page.blocks[b].span;
    body += std::string(example.page.text.view(span)) + "\n";
    const SourceSpan at = example.page.text.source_of(span);
    keep += (keep.empty() ? "[" : ",[") + std::to_string(at.begin) + "," + std::to_string(at.end) + "]";
  }
  if (!example.view.has_markup)
    file << "{\"id\":" << json_text(example.id) << ",\"keep\":[" << keep << "]}\n";
  else
    file << "{\"id\":" << json_text(example.id) << ",\"body\":" << json_text(body) << "}\n";
}

// Of texts without a gold file of their own: how many blocks come out right.
void count(const Example& example, const std::vector<float>& scores,
           std::map<std::string, std::array<std::size_t, 3>>& counts) {
  const std::vector<bool> body = labels_of(example, scores);
  for (std::size_t b = 0; b < scores.size(); ++b) {
    if (example.labels[b] < 0) continue;
    if (body[b])
      ++counts[example.set][example.labels[b] ? 0 : 1];
    else if (example.labels[b])
      ++counts[example.set][2];
  }
}

// What trees say of every block when they have not seen its page.
std::vector<std::vector<float>> held_out_scores(const Family& family, const std::vector<DenseFeatures>& dense,
                                                const Options& options) {
  std::vector<std::vector<float>> scores(family.examples.size());
  for (int fold = 0; fold < 5; ++fold) {
    const TreeModel trees = train_trees(family, dense, fold, options);
    for (std::size_t e = 0; e < family.examples.size(); ++e)
      if (family.examples[e].fold == fold)
        for (std::uint32_t b = 0; b < family.examples[e].labels.size(); ++b)
          scores[e].push_back(trees.score(dense[e].row(b)));
  }
  return scores;
}

std::vector<DenseFeatures> dense_features(const Family& family, const std::vector<std::vector<float>>& scores) {
  std::vector<DenseFeatures> dense;
  for (std::size_t e = 0; e < family.examples.size(); ++e)
    dense.emplace_back(family.examples[e].page, family.examples[e].view, scores[e]);
  return dense;
}

void write_predictions(const Family& family, const std::vector<std::vector<float>>& scores, const std::string& ending,
                       const Options& options) {
  std::map<std::string, std::ofstream> files;
  std::map<std::string, std::array<std::size_t, 3>> counts;
  for (std::size_t e = 0; e < family.examples.size(); ++e) {
    const Example& example = family.examples[e];
    count(example, scores[e], counts);
    auto& file = files[example.set];
    if (!file.is_open()) file.open(options.predictions + "/" + example.set + ending + ".jsonl");
    write_prediction(file, example, scores[e]);
  }
  for (const auto& [set, c] : counts)
    std::fprintf(stderr, "  %-10s%s blocks right %zu, wrongly kept %zu, lost %zu, F1 %.4f\n", set.c_str(),
                 ending.c_str(), c[0], c[1], c[2],
                 2.0 * static_cast<double>(c[0]) / static_cast<double>(2 * c[0] + c[1] + c[2]));
}

// held_out, where wanted: what trees say of pages they have not seen.
bool train_family(Family& family, const Options& options, std::vector<std::vector<float>>* held_out) {
  std::fprintf(stderr, "%s: %zu pages\n", family.name.c_str(), family.examples.size());
  number_features(family);
  std::fprintf(stderr, "%zu features\n", family.hashes.size());
  // Each step must see scores of pages that the step before has not seen.
  std::vector<std::vector<float>> scores(family.examples.size());
  for (int fold = 0; fold < 5; ++fold) {
    const Linear model = train_linear(family, fold);
    for (std::size_t e = 0; e < family.examples.size(); ++e)
      if (family.examples[e].fold == fold) scores[e] = linear_scores(family, e, model);
  }
  std::fprintf(stderr, "linear models trained\n");
  const std::vector<DenseFeatures> dense = dense_features(family, scores);
  if (held_out || !options.predictions.empty()) {
    auto unseen = held_out_scores(family, dense, options);
    if (!options.predictions.empty()) write_predictions(family, unseen, "", options);
    if (held_out) *held_out = std::move(unseen);
  }
  if (options.out.empty()) return true;
  const Linear linear = train_linear(family, -1);
  std::vector<LinearRow> rows;
  for (std::size_t f = 0; f < family.hashes.size(); ++f)
    if (std::fabs(linear.weights[f]) >= 0.01f) rows.push_back({family.hashes[f], {linear.weights[f]}});
  std::fprintf(stderr, "%zu rows kept\n", rows.size());
  const std::string base = options.out + "/article-" + family.name;
  const auto written = write_linear_model(base + ".linear", linear_fingerprint, {"body"}, std::move(rows));
  if (!written) return std::fprintf(stderr, "%s\n", to_string(written.error()).c_str()), false;
  const auto trees_written = train_trees(family, dense, -1, options).write(base + ".trees", tree_fingerprint);
  if (!trees_written) return std::fprintf(stderr, "%s\n", to_string(trees_written.error()).c_str()), false;
  return true;
}

// Pages with markup as text that has lost it, one block a line, labelled as the models of pages with markup label them
// unseen. Only pages of which just snippets are known: text with labels is made from the others. What is in doubt
// stays unlabelled, pages whose snippets gainsay the labels are left out, and so are those that are one long list.
void add_flattened(const Family& html, const std::vector<std::vector<float>>& scores, const PageReader& reader,
                   const ViewTables& tables, std::vector<Example>& out) {
  constexpr float sure = 1.5f, weight = 1.5f;
  constexpr std::size_t least_words = 100, most_lines = 400;
  for (std::size_t e = 0; e < html.examples.size(); ++e) {
    const Example& from = html.examples[e];
    if (from.set != "snip") continue;
    Example to;
    to.id = from.id, to.set = "flat-snip", to.fold = from.fold;
    std::vector<int> labels;
    std::size_t words = 0, lines = 0;
    bool gainsaid = false;
    for (std::size_t b = 0; b < from.labels.size(); ++b) {
      const BlockView& block = from.view.blocks[b];
      std::string line(from.page.text.view(from.page.blocks[b].span));
      std::replace(line.begin(), line.end(), '\n', ' ');
      to.source += line + "\n";
      int label = scores[e][b] > sure ? 1 : scores[e][b] < -sure ? 0 : -1;
      if (from.labels[b] >= 0) {
        gainsaid |= label >= 0 && label != from.labels[b];
        label = from.labels[b];
      }
      if (b == from.view.title_block || is_clear_furniture(block.hits, block.words.size())) label = 0;
      if (block.words.empty()) label = -1;
      if (label == 1) words += block.words.size(), ++lines;
      labels.push_back(label);
    }
    if (gainsaid || words < least_words || lines > most_lines || !read_example(to, reader, tables)) continue;
    label_by_lines(to, labels);
    to.weights.assign(to.view.blocks.size(), weight);
    out.push_back(std::move(to));
  }
}

}  // namespace
}  // namespace dragoman

int main(int argc, char** argv) {
  using namespace dragoman;
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--bench")
      options.bench = argv[i + 1];
    else if (name == "--root")
      options.root = argv[i + 1];
    else if (name == "--out")
      options.out = argv[i + 1];
    else if (name == "--predictions")
      options.predictions = argv[i + 1];
    else if (name == "--trees")
      options.boosting.trees = std::stoi(argv[i + 1]);
    else if (name == "--rate")
      options.boosting.rate = std::stof(argv[i + 1]);
    else if (name == "--least-weight")
      options.boosting.least_weight = std::stod(argv[i + 1]);
    else if (name == "--columns")
      options.boosting.column_share = std::stod(argv[i + 1]);
    else if (name == "--depth")
      options.boosting.depth = std::stoi(argv[i + 1]);
  }
  const auto reader = PageReader::load(options.root);
  const auto tables = ViewTables::load(options.root);
  if (!reader || !tables)
    return std::fprintf(stderr, "%s\n", to_string(reader ? tables.error() : reader.error()).c_str()), 1;
  if (!options.predictions.empty()) std::filesystem::create_directories(options.predictions);
  const std::pair<std::string, std::vector<std::string>> families[] = {{"html", {"zyte", "wcxb", "snip"}},
                                                                       {"text", {"flat", "flat-wcxb"}}};
  Family html;
  std::vector<std::vector<float>> html_scores;
  for (const auto& [name, sets] : families) {
    Family family;
    family.name = name;
    for (const std::string& set : sets)
      if (!load_examples(options.bench, set, *reader, *tables, family.examples)) return 1;
    if (name == "text") add_flattened(html, html_scores, *reader, *tables, family.examples);
    if (!train_family(family, options, name == "html" ? &html_scores : nullptr)) return 1;
    if (name == "html") html = std::move(family);
  }
  return 0;
}
