#include "mentions/place.h"

#include <algorithm>

#include "base/linear_model.h"
#include "mentions/place_resolve.h"
#include "mentions/place_scan.h"

namespace dragoman {

struct PlaceFinder::Data {
  Gazetteer gazetteer;
  WordClusters clusters;
  LinearModel model;
};

namespace {

Toponym toponym_of(const Gazetteer& gazetteer, const PlaceCandidate& candidate, const Place& place, TextSpan span) {
  Toponym out;
  out.span = span;
  out.name = std::string(place.name);
  if (place.country != no_country) out.country = std::string(gazetteer.country(place.country).iso3);
  if (place.located) {
    out.latitude = place.latitude;
    out.longitude = place.longitude;
  }
  out.geonameid = place.geonameid;
  out.feature = static_cast<std::uint8_t>(place.feature == 'D' ? 'A' : place.feature);
  out.is_demonym = candidate.use != NameUse::name;
  return out;
}

// Whether one of the sorted, disjoint spans holds `span`.
bool covered(const std::vector<TextSpan>& sorted, TextSpan span) {
  const auto behind = std::upper_bound(sorted.begin(), sorted.end(), span.begin,
                                       [](std::uint32_t at, TextSpan other) { return at < other.begin; });
  return behind != sorted.begin() && std::prev(behind)->contains(span);
}

void attach_tokens(const Syntax& syntax, std::vector<Toponym>& toponyms) {
  std::uint32_t token = 0;
  const auto count = static_cast<std::uint32_t>(syntax.tokens.size());
  for (Toponym& toponym : toponyms) {
    while (token < count && syntax.tokens[token].span.end <= toponym.span.begin) ++token;
    toponym.begin = token;
    std::uint32_t end = token;
    while (end < count && syntax.tokens[end].span.begin < toponym.span.end) ++end;
    toponym.end = end;
  }
}

}  // namespace

PlaceFinder::PlaceFinder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
PlaceFinder::PlaceFinder(PlaceFinder&&) noexcept = default;
PlaceFinder& PlaceFinder::operator=(PlaceFinder&&) noexcept = default;
PlaceFinder::~PlaceFinder() = default;

Result<PlaceFinder> PlaceFinder::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  auto gazetteer = Gazetteer::load(data_folder, overlays);
  if (!gazetteer) return tl::unexpected(gazetteer.error());
  auto clusters = WordClusters::load(data_folder + "/models/en.clusters");
  if (!clusters) return tl::unexpected(clusters.error());
  auto model = LinearModel::load(data_folder + "/models/en.places.model", PlaceScanner::fingerprint());
  if (!model) return tl::unexpected(model.error());
  return PlaceFinder(std::make_unique<Data>(Data{std::move(*gazetteer), std::move(*clusters), std::move(*model)}));
}

std::vector<Toponym> PlaceFinder::find(const Page& page, const Article& article, const Syntax& syntax,
                                       std::span<const TextSpan> not_places) const {
  PlaceScanner scanner(data_->gazetteer, data_->clusters, page.text.str());
  for (std::size_t i = 0; i < page.blocks.size() && i < article.blocks.size(); ++i)
    if (is_body(article.blocks[i].label)) scanner.add_block(page.blocks[i].span.begin, page.blocks[i].span.end);
  scanner.finish();
  const std::vector<PlaceCandidate>& candidates = scanner.candidates();
  std::vector<float> keep(candidates.size());
  std::vector<std::uint64_t> features;
  std::vector<float> scores;
  for (std::uint32_t i = 0; i < candidates.size(); ++i) {
    features.clear();
    scanner.features(i, features);
    scores.assign(data_->model.classes(), 0.0f);
    for (const std::uint64_t feature : features) data_->model.add(feature, scores.data());
    keep[i] = PlaceScanner::is_place(scores[0], scores[1]) ? 1.0f : 0.0f;
  }
  const std::vector<std::uint32_t> best = resolve_places(data_->gazetteer, candidates, keep);
  std::vector<TextSpan> others(not_places.begin(), not_places.end());
  std::sort(others.begin(), others.end());
  std::vector<Toponym> out;
  for (std::uint32_t i = 0; i < candidates.size(); ++i) {
    if (keep[i] <= 0 || candidates[i].meanings.empty()) continue;
    const TextSpan span = scanner.span(candidates[i]);
    if (covered(others, span)) continue;
    out.push_back(toponym_of(data_->gazetteer, candidates[i], candidates[i].meanings[best[i]], span));
  }
  attach_tokens(syntax, out);
  return out;
}

}  // namespace dragoman
