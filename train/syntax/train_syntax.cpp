// train_syntax: makes the tagger and the parser of a language from UD treebanks.
//
//   train_syntax --out models/en.syntax [--dev DEV.conllu] TRAIN.conllu[.gz] ...
//
// The parser is trained on tags given by taggers that have not seen the sentence (four folds), as it will meet them.
// Same files, same bytes out.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <string>
#include <unordered_map>

#include "syntax/averaged.h"
#include "syntax/tagger.h"
#include "syntax/treebank.h"
#include "syntax/tree_parser.h"

namespace dragoman {
namespace {

using Sentences = std::vector<TreebankSentence>;

struct Options {
  std::vector<std::string> train;
  std::string dev, out, tag_cache;
  int tag_rounds = 6, parse_rounds = 10, folds = 4;
  std::size_t most_moves = 450000, most_rows = 250000;
};

struct Classes {
  std::vector<std::string> tags, relations;
  std::map<std::string, std::uint8_t> tag_ids, relation_ids;
};

constexpr int least_tag_count = 3;
constexpr std::uint8_t untrained = 255;  // a rare tag or relation: no class

Classes find_classes(const Sentences& train) {
  std::map<std::string, int> tags, relations;
  for (const auto& sentence : train) {
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      ++tags[sentence.uposes[i] + "|" + sentence.xposes[i]];
      ++relations[sentence.deprels[i]];
    }
  }
  Classes classes;
  const auto take = [](const std::string& name, auto& names, auto& ids) {
    ids[name] = static_cast<std::uint8_t>(names.size());
    names.push_back(name);
  };
  for (const auto& [name, count] : tags)
    if (count >= least_tag_count) take(name, classes.tags, classes.tag_ids);
  take("root", classes.relations, classes.relation_ids);
  for (const auto& [name, count] : relations)
    if (name != "root" && deprel_of(name)) take(name, classes.relations, classes.relation_ids);
  return classes;
}

void number(Sentences& sentences, const Classes& classes) {
  for (auto& sentence : sentences) {
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      const auto tag = classes.tag_ids.find(sentence.uposes[i] + "|" + sentence.xposes[i]);
      sentence.gold_tags.push_back(tag == classes.tag_ids.end() ? untrained : tag->second);
      const auto relation = classes.relation_ids.find(sentence.deprels[i]);
      sentence.labels.push_back(relation == classes.relation_ids.end() ? untrained : relation->second);
    }
  }
}

// ---- tags -----------------------------------------------------------------------------------------------------------

struct TaggerInTraining {
  AveragedWeights weights;
  std::unordered_map<std::uint64_t, std::uint8_t> sure;
};

std::unordered_map<std::uint64_t, std::uint8_t> sure_words(const std::vector<const TreebankSentence*>& train) {
  struct Count {
    int all = 0;
    std::map<std::uint8_t, int> tags;
  };
  std::unordered_map<std::uint64_t, Count> counts;
  for (const auto* sentence : train) {
    for (std::size_t i = 0; i < sentence->size(); ++i) {
      Count& count = counts[sure_feature(sentence->keys[i])];
      ++count.all;
      ++count.tags[sentence->gold_tags[i]];
    }
  }
  std::unordered_map<std::uint64_t, std::uint8_t> sure;
  for (const auto& [feature, count] : counts)
    for (const auto& [tag, times] : count.tags)
      if (tag != untrained && times >= 20 && times >= 0.998 * count.all) sure[feature] = tag;
  return sure;
}

std::uint8_t best_of(std::span<const float> scores) {
  return static_cast<std::uint8_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

TaggerInTraining train_tagger(const std::vector<const TreebankSentence*>& train, std::size_t classes, int rounds) {
  TaggerInTraining tagger;
  tagger.sure = sure_words(train);
  std::vector<std::size_t> order(train.size());
  std::iota(order.begin(), order.end(), 0u);
  std::mt19937 random(7);
  FeatureList features;
  std::vector<float> scores(classes);
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    for (const std::size_t s : order) {
      const TreebankSentence& sentence = *train[s];
      std::uint8_t before = no_tag, before2 = no_tag;
      for (std::size_t i = 0; i < sentence.size(); ++i) {
        std::uint8_t given;
        const auto sure = tagger.sure.find(sure_feature(sentence.keys[i]));
        if (sure != tagger.sure.end()) {
          given = sure->second;
        } else {
          tag_features(sentence.keys, i, before, before2, features);
          tagger.weights.score(features.view(), scores);
          given = best_of(scores);
          const std::uint8_t gold = sentence.gold_tags[i];
          if (gold != given && gold != untrained) tagger.weights.update(features.view(), gold, given, sentence.weight);
          tagger.weights.step();
        }
        before2 = before;
        before = given;
      }
    }
    std::fprintf(stderr, "  tagger round %d, %zu features\n", round + 1, tagger.weights.size());
  }
  return tagger;
}

void write_tagger(const TaggerInTraining& tagger, const Classes& classes, const std::string& path, std::size_t most) {
  auto rows = tagger.weights.averages(2, 0.15f, most);
  const std::size_t learnt = rows.size();
  for (const auto& [feature, tag] : tagger.sure) rows.push_back({feature, {{tag, 1.0f}}});
  std::fprintf(stderr, "  tagger: %zu features, %zu sure words\n", learnt, tagger.sure.size());
  if (auto written = write_row_weights(path, tagger_fingerprint, classes.tags, std::move(rows)); !written) {
    std::fprintf(stderr, "%s\n", to_string(written.error()).c_str());
    std::exit(1);
  }
}

Tagger load_tagger(const std::string& path) {
  auto tagger = Tagger::load(path);
  if (!tagger) {
    std::fprintf(stderr, "%s\n", to_string(tagger.error()).c_str());
    std::exit(1);
  }
  return std::move(*tagger);
}

// Tags every sentence by a tagger made from the other folds; ten sentences in running order share a fold.
void tag_by_folds(Sentences& train, const Classes& classes, const Options& options) {
  const auto fold_of = [&](std::size_t i) { return static_cast<int>(i / 10 % options.folds); };
  const std::string path = options.out + ".fold";
  for (int fold = 0; fold < options.folds; ++fold) {
    std::vector<const TreebankSentence*> others;
    for (std::size_t i = 0; i < train.size(); ++i)
      if (fold_of(i) != fold) others.push_back(&train[i]);
    write_tagger(train_tagger(others, classes.tags.size(), 4), classes, path, options.most_rows);
    const Tagger tagger = load_tagger(path);
    for (std::size_t i = 0; i < train.size(); ++i)
      if (fold_of(i) == fold) tagger.tag(train[i].keys, train[i].tags);
  }
  std::remove(path.c_str());
}

bool read_tag_cache(Sentences& train, const std::string& path) {
  std::FILE* file = path.empty() ? nullptr : std::fopen(path.c_str(), "rb");
  if (!file) return false;
  bool whole = true;
  for (auto& sentence : train) {
    sentence.tags.resize(sentence.size());
    whole = whole && std::fread(sentence.tags.data(), 1, sentence.size(), file) == sentence.size();
  }
  std::fclose(file);
  return whole;
}

void write_tag_cache(const Sentences& train, const std::string& path) {
  std::FILE* file = path.empty() ? nullptr : std::fopen(path.c_str(), "wb");
  if (!file) return;
  for (const auto& sentence : train) std::fwrite(sentence.tags.data(), 1, sentence.size(), file);
  std::fclose(file);
}

// ---- trees ----------------------------------------------------------------------------------------------------------

// How many gold arcs each move makes unreachable (Goldberg and Nivre 2013, arc-hybrid).
std::array<int, 3> costs(const ParseState& state, const std::vector<std::int32_t>& heads) {
  std::array<int, 3> cost{};
  const auto gold = [&](std::int32_t word) { return word < state.size ? heads[static_cast<std::size_t>(word)] : -1; };
  const std::int32_t b0 = state.next, s0 = state.stacked(0), s1 = state.stacked(1);
  if (s0 >= 0) {
    int ahead = 0;  // children of s0 still to come
    for (std::int32_t word = b0; word < state.size; ++word) ahead += gold(word) == s0;
    cost[1] = ahead + (gold(s0) == s1 || gold(s0) > b0);
    cost[2] = ahead + (gold(s0) >= b0);
  }
  for (std::size_t depth = 0; depth < state.stack.size(); ++depth) {
    const std::int32_t word = state.stacked(depth);
    cost[0] += gold(word) == b0;
    if (depth > 0) cost[0] += gold(b0) == word;
  }
  return cost;
}

struct ParserInTraining {
  AveragedWeights moves, relations;
};

void train_on(const TreebankSentence& sentence, ParserInTraining& parser, std::size_t labels, bool explore,
              ParseState& state) {
  const TaggedWords input{sentence.keys, sentence.tags};
  FeatureList features;
  std::array<float, 3> scores;
  std::vector<float> label_scores(labels);
  state.start(static_cast<std::int32_t>(sentence.size()));
  while (!state.done()) {
    const std::array<int, 3> cost = costs(state, sentence.heads);
    int least = 1 << 20, count = 0;
    for (int m = 0; m < 3; ++m) {
      if (!state.allowed(static_cast<Move>(m))) continue;
      ++count;
      least = std::min(least, cost[m]);
    }
    move_features(state, input, features);
    parser.moves.score(features.view(), scores);
    int best = -1, right = -1;
    for (int m = 0; m < 3; ++m) {
      if (!state.allowed(static_cast<Move>(m))) continue;
      if (best < 0 || scores[m] > scores[best]) best = m;
      if (cost[m] == least && (right < 0 || scores[m] > scores[right])) right = m;
    }
    if (count > 1 && best != right) parser.moves.update(features.view(), right, best, sentence.weight);
    parser.moves.step();
    const auto move = static_cast<Move>(explore ? best : right);
    if (move == Move::shift) {
      state.shift();
      continue;
    }
    const std::int32_t head = state.head_of(move);
    std::uint8_t label = 0;
    if (head != state.size) {
      relation_features(state, input, move, features);
      parser.relations.score(features.view(), label_scores);
      label = best_of(label_scores);
      const auto child = static_cast<std::size_t>(state.dependent());
      const std::uint8_t gold = sentence.labels[child];
      if (sentence.heads[child] == head && gold != untrained) {
        if (gold != label) parser.relations.update(features.view(), gold, label, sentence.weight);
        parser.relations.step();
        if (!explore) label = gold;
      }
    }
    state.attach(move, label);
  }
}

void write_parser(const ParserInTraining& parser, const Classes& classes, const Options& options) {
  auto moves = parser.moves.averages(3, 0.05f, options.most_moves);
  auto relations = parser.relations.averages(2, 0.1f, options.most_rows);
  std::fprintf(stderr, "  parser: %zu of %zu move features, %zu of %zu relation features\n", moves.size(),
               parser.moves.size(), relations.size(), parser.relations.size());
  const auto a = write_move_weights(options.out + ".moves.model", move_fingerprint, std::move(moves));
  const auto b = write_row_weights(options.out + ".relations.model", relation_fingerprint, classes.relations,
                                   std::move(relations));
  if (!a || !b) std::exit(1);
}

// ---- measuring ------------------------------------------------------------------------------------------------------

void measure(Sentences& dev, const Classes& classes, const Options& options, bool trees) {
  if (dev.empty()) return;
  const Tagger tagger = load_tagger(options.out + ".tags.model");
  double words = 0, upos = 0, xpos = 0, unlabelled = 0, labelled = 0, core[3] = {0, 0, 0};
  static const std::set<std::string> core_names = {"nsubj", "nsubj:pass", "nsubj:outer", "obj",       "iobj", "csubj",
                                                   "csubj:pass", "ccomp", "xcomp",     "obl:agent", "root"};
  auto parser = TreeParser::load(options.out + ".moves.model", options.out + ".relations.model");
  ParseState state;
  const auto base = [](const std::string& name) { return name.substr(0, name.find(':')); };
  for (auto& sentence : dev) {
    tagger.tag(sentence.keys, sentence.tags);
    if (trees) parser->parse({sentence.keys, sentence.tags}, state);
    for (std::size_t i = 0; i < sentence.size(); ++i) {
      const std::string& tag = classes.tags[sentence.tags[i]];
      ++words;
      upos += tag.substr(0, tag.find('|')) == sentence.uposes[i];
      xpos += tag.substr(tag.find('|') + 1) == sentence.xposes[i];
      if (!trees) continue;
      const std::string& label = classes.relations[state.nodes[i].label];
      const bool same_head = state.nodes[i].head == sentence.heads[i];
      unlabelled += same_head;
      labelled += same_head && base(label) == base(sentence.deprels[i]);
      core[0] += same_head && label == sentence.deprels[i] && core_names.count(label);
      core[1] += core_names.count(sentence.deprels[i]);
      core[2] += core_names.count(label);
    }
  }
  std::printf("UPOS %.2f XPOS %.2f", 100 * upos / words, 100 * xpos / words);
  if (trees)
    std::printf(" UAS %.2f LAS %.2f CORE %.2f", 100 * unlabelled / words, 100 * labelled / words,
                200 * core[0] / (core[1] + core[2]));
  std::printf("\n");
}

Options options_of(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    const auto value = [&] { return std::string(i + 1 < argc ? argv[++i] : ""); };
    if (name == "--dev") options.dev = value();
    else if (name == "--out") options.out = value();
    else if (name == "--tag-cache") options.tag_cache = value();
    else if (name == "--rounds") options.parse_rounds = std::atoi(value().c_str());
    else if (name == "--tag-rounds") options.tag_rounds = std::atoi(value().c_str());
    else if (name == "--moves") options.most_moves = std::strtoul(value().c_str(), nullptr, 10);
    else if (name == "--rows") options.most_rows = std::strtoul(value().c_str(), nullptr, 10);
    else options.train.push_back(name);
  }
  if (options.out.empty() || options.train.empty()) {
    std::fprintf(stderr, "usage: train_syntax --out models/en.syntax [--dev DEV.conllu] TRAIN.conllu[.gz] ...\n");
    std::exit(2);
  }
  return options;
}

int run(int argc, char** argv) {
  const Options options = options_of(argc, argv);
  Sentences train;
  for (const std::string& path : options.train)
    for (auto& sentence : read_treebank(path)) train.push_back(std::move(sentence));
  Sentences dev;
  if (!options.dev.empty()) dev = read_treebank(options.dev);
  const Classes classes = find_classes(train);
  number(train, classes);
  std::fprintf(stderr, "%zu sentences, %zu tags, %zu relations\n", train.size(), classes.tags.size(),
               classes.relations.size());
  if (!read_tag_cache(train, options.tag_cache)) {
    std::vector<const TreebankSentence*> all;
    for (const auto& sentence : train) all.push_back(&sentence);
    write_tagger(train_tagger(all, classes.tags.size(), options.tag_rounds), classes, options.out + ".tags.model",
                 options.most_rows);
    measure(dev, classes, options, false);
    tag_by_folds(train, classes, options);
    write_tag_cache(train, options.tag_cache);
  }
  ParserInTraining parser;
  std::mt19937 random(11);
  std::vector<std::size_t> order(train.size());
  std::iota(order.begin(), order.end(), 0u);
  ParseState state;
  for (int round = 0; round < options.parse_rounds; ++round) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    for (const std::size_t s : order) {
      const bool explore = round > 0 && random() % 10 > 0;
      train_on(train[s], parser, classes.relations.size(), explore, state);
    }
    std::fprintf(stderr, "  parser round %d\n", round + 1);
    if (round % 3 == 2 || round + 1 == options.parse_rounds) {
      write_parser(parser, classes, options);
      measure(dev, classes, options, true);
    }
  }
  return 0;
}

}  // namespace
}  // namespace dragoman

int main(int argc, char** argv) { return dragoman::run(argc, argv); }
