// Trains the two readers of attributions (src/statements/attribution.h) from articles with marked attributions.
//
//   train_attribution --data polnear.train.jsonl --root . --out models
//
// A line of the data: {"id", "text", "attributions": [{"source": [[a, b]], "cue": ..., "content": ...}]} in code
// points.
#include <simdjson.h>

#include <cstdio>
#include <iostream>
#include <string>

#include "gold_article.h"
#include "logistic.h"
#include "statements/attribution.h"

using namespace dragoman;

namespace {

struct GoldAttribution {
  std::vector<bool> source, content, cue;  // per token of the article
};

struct Marked {
  CueCandidate candidate;
  std::uint32_t sentence = 0;
  int gold = -1;  // the attribution whose cue it is
  bool skip = false;
  std::vector<Argument> arguments;
  std::vector<Example> roles;  // one an argument
};

struct Work {
  GoldArticle article;
  std::unique_ptr<Scene> scene;
  std::vector<Marked> marked;
  bool odd = false;
};

std::vector<bool> tokens_of(const simdjson::dom::element& spans, const GoldArticle& article) {
  std::vector<bool> out(article.syntax.tokens.size());
  for (const simdjson::dom::element span : spans.get_array()) {
    const std::uint32_t begin = article.byte_of[std::uint64_t(span.at(0))],
                        end = article.byte_of[std::uint64_t(span.at(1))];
    for (std::uint32_t t = 0; t < out.size(); ++t) {
      const TextSpan word = article.syntax.tokens[t].span;
      if (word.begin >= end || word.end <= begin) continue;
      if (article.syntax.tokens[t].upos != Upos::PUNCT || article.page.text.view(word) == ":") out[t] = true;
    }
  }
  return out;
}

std::uint32_t depth(const Syntax& syntax, std::uint32_t token) {
  std::uint32_t steps = 0;
  while (syntax.tokens[token].head != none && steps < 200) token = syntax.tokens[token].head, ++steps;
  return steps;
}

float covered(const Scene& scene, const Argument& argument, const std::vector<bool>& gold) {
  float inside = 0, all = 0;
  for (const TokenRange& piece : argument.pieces)
    for (std::uint32_t t = piece.begin; t < piece.end; ++t)
      if (scene.token(t).upos != Upos::PUNCT) ++all, inside += gold[t];
  return all ? inside / all : 0;
}

// Ties every gold attribution to the candidate in its cue that stands highest in the tree.
void tie_to_cues(Work& work, const std::vector<GoldAttribution>& golds) {
  const Syntax& syntax = work.article.syntax;
  for (std::size_t g = 0; g < golds.size(); ++g) {
    Marked* best = nullptr;
    for (Marked& marked : work.marked) {
      if (!golds[g].cue[marked.candidate.token]) continue;
      if (!best || depth(syntax, marked.candidate.token) < depth(syntax, best->candidate.token)) best = &marked;
      if (&marked != best || marked.gold < 0) marked.skip = true;
    }
    if (best) best->gold = static_cast<int>(g), best->skip = false;
  }
  for (Marked& marked : work.marked) {
    if (marked.gold >= 0) continue;
    for (const GoldAttribution& gold : golds)  // nested attributions are not marked in the data
      if (gold.content[marked.candidate.token] || gold.source[marked.candidate.token]) marked.skip = true;
  }
}

void make_role_examples(Work& work, const std::vector<GoldAttribution>& golds) {
  for (Marked& marked : work.marked) {
    for (std::size_t i = 0; i < marked.arguments.size(); ++i) {
      Example example;
      role_features(*work.scene, marked.candidate, marked.arguments, i, example.features);
      if (marked.gold >= 0) {
        const GoldAttribution& gold = golds[static_cast<std::size_t>(marked.gold)];
        if (covered(*work.scene, marked.arguments[i], gold.source) >= 0.5f)
          example.label = 1;
        else if (covered(*work.scene, marked.arguments[i], gold.content) >= 0.5f)
          example.label = 2;
      }
      marked.roles.push_back(std::move(example));
    }
  }
}

std::vector<JudgedArgument> judge_all(const Marked& marked, const Logistic& model) {
  std::vector<JudgedArgument> out;
  for (const Example& example : marked.roles) {
    float scores[3] = {};
    model.score(example.features, scores);
    out.push_back(judge(scores));
  }
  return out;
}

Logistic train_roles(const std::vector<std::unique_ptr<Work>>& works, int fold) {
  std::vector<const Example*> examples;
  for (const auto& work : works) {
    if (fold >= 0 && work->odd == (fold == 1)) continue;
    for (const Marked& marked : work->marked)
      if (marked.gold >= 0)
        for (const Example& example : marked.roles) examples.push_back(&example);
  }
  Logistic model(3);
  model.train(examples, 10, 0.02f, 1e-4f, 2);
  return model;
}

std::vector<std::unique_ptr<Work>> read_all(const std::string& path, const Parser& parser, const CueLexicon& lexicon,
                                            const QuoteMarks& marks, const WordClusters& clusters) {
  std::vector<std::unique_ptr<Work>> works;
  simdjson::dom::parser json;
  simdjson::padded_string bytes;
  if (simdjson::padded_string::load(path).get(bytes)) return works;
  std::size_t lost = 0, all = 0;
  simdjson::dom::document_stream rows;
  if (json.parse_many(bytes, 16u << 20).get(rows)) return works;
  for (auto row : rows) {
    auto work = std::make_unique<Work>();
    work->odd = works.size() % 2;
    work->article = read_article(std::string_view(row["text"]), parser);
    work->scene = std::make_unique<Scene>(work->article.page, work->article.syntax, marks, clusters);
    std::vector<GoldAttribution> golds;
    for (const simdjson::dom::element attribution : row["attributions"].get_array())
      golds.push_back({tokens_of(attribution["source"], work->article),
                       tokens_of(attribution["content"], work->article), tokens_of(attribution["cue"], work->article)});
    std::vector<CueCandidate> candidates;
    for (std::uint32_t s = 0; s < work->article.syntax.sentences.size(); ++s) {
      candidates.clear();
      find_cue_candidates(*work->scene, lexicon, work->article.syntax.sentences[s], candidates);
      for (const CueCandidate& candidate : candidates) {
        Marked marked{candidate, s, -1, false, {}, {}};
        find_arguments(*work->scene, candidate, s, marked.arguments);
        work->marked.push_back(std::move(marked));
      }
    }
    tie_to_cues(*work, golds);
    make_role_examples(*work, golds);
    std::vector<bool> tied(golds.size());
    for (const Marked& marked : work->marked)
      if (marked.gold >= 0) tied[static_cast<std::size_t>(marked.gold)] = true;
    for (const bool one : tied) lost += !one;
    all += golds.size();
    works.push_back(std::move(work));
  }
  std::cerr << works.size() << " articles, " << all << " attributions, " << lost << " without a candidate\n";
  return works;
}

}  // namespace

int main(int argc, char** argv) {
  std::string data, root = ".", out = "models";
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string option = argv[i];
    (option == "--data" ? data : option == "--root" ? root : out) = argv[i + 1];
  }
  const auto parser = Parser::load(root);
  const auto lexicon = CueLexicon::load(root, {});
  const auto marks = QuoteMarks::load(root, {});
  const auto clusters = WordClusters::load(root + "/models/en.clusters");
  if (!clusters || !parser || !lexicon || !marks || data.empty()) {
    std::cerr << "usage: train_attribution --data FILE --root FOLDER --out FOLDER\n";
    return 2;
  }
  const auto works = read_all(data, *parser, *lexicon, *marks, *clusters);
  const Logistic folds[2] = {train_roles(works, 0), train_roles(works, 1)};
  std::vector<Example> examples;
  std::size_t right = 0, total = 0;
  for (const auto& work : works)
    for (const Marked& marked : work->marked) {
      if (marked.skip) continue;
      const auto judged = judge_all(marked, folds[work->odd ? 1 : 0]);
      if (marked.gold >= 0)
        for (std::size_t i = 0; i < judged.size(); ++i)
          ++total, right += static_cast<std::uint32_t>(judged[i].role) == marked.roles[i].label;
      Example example;
      cue_features(*work->scene, marked.candidate, marked.sentence, marked.arguments, judged, example.features);
      example.label = marked.gold >= 0;
      examples.push_back(std::move(example));
    }
  std::cerr << "roles right in the other half: " << 100.0 * static_cast<double>(right) / static_cast<double>(total)
            << "% of " << total << "\n";
  std::vector<const Example*> pointers;
  for (const Example& example : examples) pointers.push_back(&example);
  Logistic cues(1);
  cues.train(pointers, 10, 0.02f, 1e-4f, 2);
  const Logistic roles = train_roles(works, -1);
  const auto wrote =
      roles.write(out + "/en.statements.roles.model", attribution_fingerprint, {"nothing", "source", "content"}, 0.06f);
  const auto wrote_cues = cues.write(out + "/en.statements.cues.model", attribution_fingerprint, {"cue"}, 0.04f);
  if (!wrote || !wrote_cues) {
    std::cerr << to_string(!wrote ? wrote.error() : wrote_cues.error()) << "\n";
    return 1;
  }
  return 0;
}
