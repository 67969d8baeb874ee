// train_places: learns which names of the gazetteer are meant as places; writes models/en.places.model.
//
//   train_places --root . --out models [--folds N --predictions DIR] GOLD.jsonl[*WEIGHT] ...
//
// Gold files are lines of JSON with "id", "text" and "toponyms" [{"start","end"}], byte offsets. With --folds the
// documents are split by number and each part is read by a model of the others: DIR gets one file of predictions a gold
// file, to be scored by the scorer of the data. Same input, same bytes out.
#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/file.h"
#include "mentions/place_resolve.h"
#include "mentions/place_scan.h"
#include "perceptron.h"

using namespace dragoman;

namespace {

struct Gold {
  TextSpan span;
  bool located = false;
  double latitude = 0, longitude = 0;
  std::uint32_t geonameid = 0;
};

struct Document {
  std::string id, text;
  std::size_t file = 0;
  int weight = 1;
  std::vector<Gold> gold;
  std::unique_ptr<PlaceScanner> scanner;
  std::vector<PlaceCandidate> candidates;  // their meanings are kept by the scanner
  std::vector<TextSpan> spans;
  std::vector<std::vector<std::uint64_t>> features;
  std::vector<bool> is_place;
};

struct Options {
  std::string root = ".", out, predictions;
  std::size_t folds = 0;
  int epochs = 5;
  std::vector<std::string> gold;
};

// A candidate is a place when gold marks it there and one of its meanings is the place that gold means.
bool agrees(const PlaceCandidate& candidate, TextSpan span, const Gold& gold) {
  if (!gold.span.overlaps(span)) return false;
  if (!gold.located) return gold.span == span;
  constexpr double near_degrees = 2.5;
  return std::any_of(candidate.meanings.begin(), candidate.meanings.end(), [&](const Place& place) {
    if (gold.geonameid && place.geonameid == gold.geonameid) return true;
    const bool wide = place.feature == 'C' || place.feature == 'T';
    return place.located && std::abs(place.latitude - gold.latitude) < near_degrees * (wide ? 3 : 1) &&
           std::abs(place.longitude - gold.longitude) < near_degrees * (wide ? 3 : 1);
  });
}

void prepare(Document& document, const Gazetteer& gazetteer, const WordClusters& clusters) {
  document.scanner = std::make_unique<PlaceScanner>(gazetteer, clusters, document.text);
  PlaceScanner& scanner = *document.scanner;
  const auto size = static_cast<std::uint32_t>(document.text.size());
  for (std::uint32_t begin = 0; begin < size;) {
    std::size_t end = document.text.find('\n', begin);
    if (end == std::string::npos) end = size;
    if (end > begin) scanner.add_block(begin, static_cast<std::uint32_t>(end));
    begin = static_cast<std::uint32_t>(end) + 1;
  }
  scanner.finish();
  for (std::uint32_t i = 0; i < scanner.candidates().size(); ++i) {
    const TextSpan span = scanner.span(scanner.candidates()[i]);
    document.spans.push_back(span);
    document.features.emplace_back();
    scanner.features(i, document.features.back());
    document.is_place.push_back(std::any_of(document.gold.begin(), document.gold.end(), [&](const Gold& gold) {
      return agrees(scanner.candidates()[i], span, gold);
    }));
  }
  document.candidates = scanner.candidates();
}

Gold read_one(const simdjson::dom::element& row) {
  Gold gold;
  gold.span = {static_cast<std::uint32_t>(std::uint64_t(row["start"])),
               static_cast<std::uint32_t>(std::uint64_t(row["end"]))};
  gold.located = !row["lat"].get(gold.latitude) && !row["lon"].get(gold.longitude);
  std::uint64_t id = 0;
  if (!row["geonameid"].get(id)) gold.geonameid = static_cast<std::uint32_t>(id);
  return gold;
}

bool read_gold(const Options& options, std::vector<Document>& out) {
  simdjson::dom::parser parser;
  for (std::size_t f = 0; f < options.gold.size(); ++f) {
    std::string path = options.gold[f];
    int weight = 1;
    if (const std::size_t star = path.rfind('*'); star != std::string::npos) {
      weight = std::stoi(path.substr(star + 1));
      path.resize(star);
    }
    std::ifstream in(path);
    if (!in) return false;
    std::string line;
    while (std::getline(in, line)) {
      const simdjson::dom::element row = parser.parse(line);
      Document document;
      document.id = std::string(std::string_view(row["id"]));
      document.text = std::string(std::string_view(row["text"]));
      document.file = f;
      document.weight = weight;
      for (const simdjson::dom::element gold : row["toponyms"].get_array()) document.gold.push_back(read_one(gold));
      out.push_back(std::move(document));
    }
  }
  return true;
}

struct Example {
  const Document* document;
  std::uint32_t candidate;
};

template <class Take>
Perceptron train(const std::vector<Document>& documents, int epochs, Take take) {
  std::vector<Example> examples;
  for (std::size_t d = 0; d < documents.size(); ++d)
    if (take(d))
      for (int copy = 0; copy < documents[d].weight; ++copy)
        for (std::uint32_t i = 0; i < documents[d].candidates.size(); ++i) examples.push_back({&documents[d], i});
  Perceptron model(2);
  std::mt19937 random(7);
  std::vector<float> scores;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    for (std::size_t i = examples.size(); i > 1; --i) std::swap(examples[i - 1], examples[random() % i]);
    for (const Example& example : examples) {
      const auto& features = example.document->features[example.candidate];
      model.score(features, scores);
      const bool gold = example.document->is_place[example.candidate];
      const float margin = (scores[1] - scores[0]) * (gold ? 1.0f : -1.0f);
      model.step();
      if (margin > 4.0f) continue;
      model.add(features, gold, 1.0f);
      model.add(features, !gold, -1.0f);
    }
  }
  return model;
}

void write_predictions(const Gazetteer& gazetteer, const Document& document, const LinearModel& model,
                       std::ostream& out) {
  std::vector<float> keep(document.candidates.size()), scores;
  for (std::size_t i = 0; i < keep.size(); ++i) {
    scores.assign(2, 0.0f);
    for (const std::uint64_t feature : document.features[i]) model.add(feature, scores.data());
    keep[i] = PlaceScanner::is_place(scores[0], scores[1]) ? 1.0f : 0.0f;
  }
  const auto best = resolve_places(gazetteer, document.candidates, keep);
  out << "{\"id\":\"" << document.id << "\",\"toponyms\":[";
  bool first = true;
  for (std::size_t i = 0; i < keep.size(); ++i) {
    if (keep[i] <= 0 || document.candidates[i].meanings.empty()) continue;
    const Place& place = document.candidates[i].meanings[best[i]];
    out << (first ? "" : ",") << "{\"start\":" << document.spans[i].begin << ",\"end\":" << document.spans[i].end;
    if (place.located)
      out << ",\"lat\":" << place.latitude << ",\"lon\":" << place.longitude;
    else
      out << ",\"lat\":null,\"lon\":null";
    if (place.geonameid) out << ",\"geonameid\":" << place.geonameid;
    out << "}";
    first = false;
  }
  out << "]}\n";
}

int cross_validate(const Options& options, const Gazetteer& gazetteer, const std::vector<Document>& documents) {
  std::vector<std::string> lines(documents.size());
  for (std::size_t fold = 0; fold < options.folds; ++fold) {
    const Perceptron model = train(documents, options.epochs, [&](std::size_t d) { return d % options.folds != fold; });
    const std::string path = options.predictions + "/fold.model";
    if (!model.write(path, PlaceScanner::fingerprint(), {"other", "place"}, 0.01f)) return 1;
    const auto linear = LinearModel::load(path, PlaceScanner::fingerprint());
    if (!linear) return 1;
    for (std::size_t d = fold; d < documents.size(); d += options.folds) {
      std::ostringstream out;
      write_predictions(gazetteer, documents[d], *linear, out);
      lines[d] = out.str();
    }
  }
  for (std::size_t f = 0; f < options.gold.size(); ++f) {
    std::ofstream out(options.predictions + "/" + std::to_string(f) + ".jsonl");
    for (std::size_t d = 0; d < documents.size(); ++d)
      if (documents[d].file == f) out << lines[d];
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const auto value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
    if (arg == "--root")
      options.root = value();
    else if (arg == "--out")
      options.out = value();
    else if (arg == "--predictions")
      options.predictions = value();
    else if (arg == "--folds")
      options.folds = std::stoul(value());
    else if (arg == "--epochs")
      options.epochs = std::stoi(value());
    else
      options.gold.push_back(arg);
  }
  const auto gazetteer = Gazetteer::load(options.root, {});
  const auto clusters = WordClusters::load(options.root + "/models/en.clusters");
  std::vector<Document> documents;
  if (!gazetteer || !clusters || !read_gold(options, documents) || documents.empty()) {
    std::cerr << (!gazetteer  ? to_string(gazetteer.error())
                  : !clusters ? to_string(clusters.error())
                              : "no gold data")
              << "\n";
    return 1;
  }
  std::size_t places = 0, candidates = 0, gold = 0;
  for (Document& document : documents) {
    prepare(document, *gazetteer, *clusters);
    candidates += document.candidates.size();
    gold += document.gold.size();
    places += static_cast<std::size_t>(std::count(document.is_place.begin(), document.is_place.end(), true));
  }
  std::cerr << documents.size() << " documents, " << candidates << " candidates, " << places
            << " of them places; gold has " << gold << "\n";
  if (options.folds > 1) return cross_validate(options, *gazetteer, documents);
  const Perceptron model = train(documents, options.epochs, [](std::size_t) { return true; });
  const auto written =
      model.write(options.out + "/en.places.model", PlaceScanner::fingerprint(), {"other", "place"}, 0.02f);
  if (!written) std::cerr << to_string(written.error()) << "\n";
  return written ? 0 : 1;
}
