// Trains the model of certainty (src/statements/certainty.h) and judges it by cross-validation over documents.
//
//   train_certainty --root . --out models uw.dev.jsonl meantime.dev.jsonl
//
// A line of the data: {"id", "text", "events": [{"start", "end", "value"}]} in code points.
#include <simdjson.h>

#include <cmath>
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include "gold_article.h"
#include "ridge.h"
#include "statements/certainty.h"

using namespace dragoman;

namespace {

constexpr int folds = 5;
constexpr int sweeps = 30;
constexpr double penalty = 20;
constexpr std::uint32_t least_count = 3;

struct GoldEvent {
  std::vector<std::uint64_t> features;
  int fold = 0;
  float value = 0;
  std::string shown;
};

std::uint32_t class_of(double value) { return value <= -1 ? 0 : value >= 1 ? 2 : 1; }

// The first token of an event's words.
std::uint32_t token_at(const Syntax& syntax, std::uint32_t begin, std::uint32_t end) {
  for (std::uint32_t t = 0; t < syntax.tokens.size(); ++t) {
    const Token& token = syntax.tokens[t];
    if (token.span.begin < end && token.span.end > begin && token.upos != Upos::PUNCT) return t;
  }
  return none;
}

std::vector<GoldEvent> read_events(const std::vector<std::string>& paths, const Parser& parser, const QuoteMarks& marks,
                                   const CertaintyTables& tables, const WordClusters& clusters) {
  std::vector<GoldEvent> out;
  int document = 0;
  for (const std::string& path : paths) {
    simdjson::dom::parser json;
    simdjson::padded_string bytes;
    if (simdjson::padded_string::load(path).get(bytes)) continue;
    simdjson::dom::document_stream rows;
    if (json.parse_many(bytes, 16u << 20).get(rows)) continue;
    for (auto row : rows) {
      const GoldArticle article = read_article(std::string_view(row["text"]), parser);
      const Scene scene(article.page, article.syntax, marks, clusters);
      const Telling telling = tell(scene, tables);
      const int fold = document++ % folds;
      for (const simdjson::dom::element event : row["events"].get_array()) {
        const std::uint32_t token = token_at(article.syntax, article.byte_of[std::uint64_t(event["start"])],
                                             article.byte_of[std::uint64_t(event["end"])]);
        if (token == none) continue;
        GoldEvent made;
        certainty_features(scene, telling, token, made.features);
        made.value = static_cast<float>(double(event["value"]));
        made.fold = fold;
        const Sentence& sentence = article.syntax.sentences[article.syntax.sentence_of(token)];
        made.shown = std::string(scene.words(token)) + " [" +
                     std::string(name_of(article.syntax.tokens[token].deprel)) + "] told " +
                     std::to_string(static_cast<int>(telling.told[token].outcome)) + "\t" +
                     std::string(article.page.text.view(sentence.span));
        out.push_back(std::move(made));
      }
    }
  }
  return out;
}

Ridge train(const std::vector<GoldEvent>& events, int left_out) {
  std::vector<const std::vector<std::uint64_t>*> examples;
  std::vector<float> values;
  for (const GoldEvent& event : events) {
    if (event.fold == left_out) continue;
    examples.push_back(&event.features);
    values.push_back(event.value);
  }
  Ridge model;
  model.train(examples, values, penalty, least_count, sweeps);
  return model;
}

}  // namespace

int main(int argc, char** argv) {
  std::string root = ".", out, misses;
  std::vector<std::string> paths;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    if (option.rfind("--", 0) == 0 && i + 1 < argc)
      (option == "--root" ? root : option == "--misses" ? misses : out) = argv[++i];
    else
      paths.push_back(option);
  }
  const auto parser = Parser::load(root);
  const auto marks = QuoteMarks::load(root, {});
  const auto tables = CertaintyTables::load(root, {});
  const auto clusters = WordClusters::load(root + "/models/en.clusters");
  if (!clusters || !parser || !marks || !tables || paths.empty()) {
    std::cerr << "usage: train_certainty --root FOLDER [--out FOLDER] [--misses FILE] FILE...\n";
    return 2;
  }
  const std::vector<GoldEvent> events = read_events(paths, *parser, *marks, *tables, *clusters);
  std::uint32_t table[3][3] = {};
  std::FILE* list = misses.empty() ? nullptr : std::fopen(misses.c_str(), "w");
  double error = 0;
  for (int fold = 0; fold < folds; ++fold) {
    const Ridge model = train(events, fold);
    for (const GoldEvent& event : events) {
      if (event.fold != fold) continue;
      const float said = certainty_of(static_cast<float>(model.predict(event.features)));
      ++table[class_of(event.value)][class_of(said)];
      error += std::fabs(said - event.value);
      if (list && class_of(said) != class_of(event.value))
        std::fprintf(list, "gold %.1f got %.1f\t%s\n", static_cast<double>(event.value), static_cast<double>(said),
                     event.shown.c_str());
    }
  }
  if (list) std::fclose(list);
  double sum = 0;
  for (int c = 0; c < 3; ++c) {
    const double right = table[c][c], gold = table[c][0] + table[c][1] + table[c][2],
                 said = table[0][c] + table[1][c] + table[2][c];
    const double f = right > 0 ? 200 * right / (gold + said) : 0;
    std::printf("class %d: gold %.0f said %.0f right %.0f F1 %.1f\n", c, gold, said, right, f);
    sum += f;
  }
  std::printf("cross-validated macro F1 %.1f, mean error %.3f\n", sum / 3, error / static_cast<double>(events.size()));
  if (out.empty()) return 0;
  const auto wrote =
      train(events, -1).write(out + "/en.statements.certainty.model", certainty_fingerprint, certainty_intercept, 0.01);
  if (!wrote) std::cerr << to_string(wrote.error()) << "\n";
  return wrote ? 0 : 1;
}
