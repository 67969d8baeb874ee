#include "mentions/place_resolve.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace dragoman {
namespace {

// Weights in units of a tenfold population, set by hand on development texts.
struct Weights {
  double population = 0.85, country_kind = 2.5, division_kind = 1.2, feature_kind = 1.0, county_kind = 0.3;
  double container = 12, country_share = 3.6, division_share = 3.2, near = 2.0, capital = 2.5, own_city = -2.5, abbreviation = -2.0, census = 0.3;
};
constexpr Weights weights;
constexpr double near_km = 150;

double kilometres(const Place& a, const Place& b) {
  constexpr double degree = 0.017453292519943295;
  const double mean = (a.latitude + b.latitude) / 2 * degree;
  const double y = (a.latitude - b.latitude) * 111.2;
  double lon = std::fabs(a.longitude - b.longitude);
  if (lon > 180) lon = 360 - lon;
  const double x = lon * 111.2 * std::cos(mean);
  return std::sqrt(x * x + y * y);
}

class Resolver {
 public:
  Resolver(const Gazetteer& gazetteer, const std::vector<PlaceCandidate>& candidates, std::span<const float> keep)
      : gazetteer_(gazetteer), candidates_(candidates), keep_(keep) {}

  std::vector<std::uint32_t> run() {
    score_priors();
    choose();
    for (int pass = 0; pass < 2; ++pass) {
      collect();
      rescore();
      choose();
    }
    return best_;
  }

 private:
  double prior(const Place& place) const;
  void score_priors();
  void choose();
  void collect();
  void rescore();
  bool kept(std::size_t i) const { return keep_.empty() || keep_[i] > 0; }
  double support(std::size_t i, const Place& place) const;

  const Gazetteer& gazetteer_;
  const std::vector<PlaceCandidate>& candidates_;
  std::span<const float> keep_;
  std::vector<std::vector<double>> priors_, scores_;
  std::vector<std::uint32_t> best_;
  std::map<std::uint64_t, std::uint32_t> names_;                  // distinct names and their chosen meaning's candidate
  std::map<std::uint16_t, std::map<std::uint64_t, double>> country_;   // country -> name -> weight
  std::map<std::uint16_t, std::map<std::uint64_t, double>> division_;
  std::vector<std::pair<std::uint64_t, Place>> points_;           // distinct names
};

double Resolver::prior(const Place& place) const {
  double score = weights.population * std::log10(place.population + 100);
  if (place.feature == 'C') score += weights.country_kind;
  else if (place.feature == 'A') score += weights.division_kind;
  else if (place.feature == 'T') score += weights.feature_kind + (place.population < 1 ? 3 : 0);
  else if (place.feature == 'D') score += weights.county_kind;
  else if (place.country != no_country && place.population > 5000 && fold_place_name(gazetteer_.country(place.country).capital) == fold_place_name(place.name)) score += weights.capital;
  if (place.geonameid == 0 && place.population < 1 && place.feature == 'P') score += weights.census;
  return score;
}

void Resolver::score_priors() {
  priors_.resize(candidates_.size());
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const std::vector<Place>& meanings = candidates_[i].meanings;
    for (const Place& place : meanings) {
      // "New York" is the city before it is the state around it.
      const bool has_city = place.feature == 'A' && std::any_of(meanings.begin(), meanings.end(), [&](const Place& city) {
        return city.feature == 'P' && city.population > 100000 && city.country == place.country && city.located && place.located &&
               kilometres(city, place) < 500;
      });
      const bool abbreviates = candidates_[i].is_short_form && place.feature == 'A' &&
                               place_hash(fold_place_name(place.name)) != candidates_[i].name;
      priors_[i].push_back(prior(place) + (has_city ? weights.own_city : 0) + (abbreviates ? weights.abbreviation : 0));
    }
  }
  scores_ = priors_;
}

void Resolver::choose() {
  best_.assign(candidates_.size(), 0);
  // Mentions of one name mean one place: the scores of all its mentions are pooled by taking the best of each meaning.
  std::map<std::uint64_t, std::vector<double>> pooled;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (!kept(i)) continue;
    auto& sums = pooled[candidates_[i].name];
    sums.resize(scores_[i].size(), -1e9);
    for (std::size_t m = 0; m < scores_[i].size(); ++m) sums[m] = std::max(sums[m], scores_[i][m]);
  }
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const auto found = pooled.find(candidates_[i].name);
    const std::vector<double>& own = scores_[i];
    if (own.empty()) continue;
    std::vector<double> total = own;
    if (found != pooled.end() && candidates_[i].container == UINT32_MAX)
      for (std::size_t m = 0; m < total.size(); ++m) total[m] = found->second[m];
    best_[i] = static_cast<std::uint32_t>(std::max_element(total.begin(), total.end()) - total.begin());
  }
}

void Resolver::collect() {
  country_.clear();
  division_.clear();
  points_.clear();
  std::map<std::uint64_t, bool> seen;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (!kept(i) || candidates_[i].meanings.empty()) continue;
    const Place& place = candidates_[i].meanings[best_[i]];
    const double sure = candidates_[i].meanings.size() == 1 || candidates_[i].container != UINT32_MAX ? 1.0 : 0.5;
    const std::uint64_t name = candidates_[i].name;
    if (place.country != no_country) country_[place.country][name] += sure;
    if (place.admin) division_[place.admin][name] += sure;
    if (!seen[name] && place.located && place.feature != 'C' && place.feature != 'T') points_.emplace_back(name, place);
    seen[name] = true;
    if (points_.size() > 200) break;
  }
}

double share(const std::map<std::uint64_t, double>& votes, std::uint64_t own) {
  double sum = 0;
  for (const auto& [name, weight] : votes)
    if (name != own) sum += std::log1p(weight);
  return sum;
}

double Resolver::support(std::size_t i, const Place& place) const {
  const std::uint64_t name = candidates_[i].name;
  double score = 0;
  if (const auto found = country_.find(place.country); found != country_.end() && place.country != no_country)
    score += weights.country_share * std::tanh(share(found->second, name) / 2);
  if (const auto found = division_.find(place.admin); found != division_.end() && place.admin)
    score += weights.division_share * std::tanh(share(found->second, name) / 2);
  if (place.located && place.feature != 'C') {
    double near = 0;
    for (const auto& [other, point] : points_)
      if (other != name && kilometres(place, point) < near_km) near += 1;
    score += weights.near * std::tanh(near / 2);
  }
  return score;
}

void Resolver::rescore() {
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const PlaceCandidate& candidate = candidates_[i];
    for (std::size_t m = 0; m < candidate.meanings.size(); ++m) {
      const Place& place = candidate.meanings[m];
      double score = priors_[i][m] + support(i, place);
      if (candidate.container != UINT32_MAX) {
        const PlaceCandidate& outer = candidates_[candidate.container];
        for (const Place& around : outer.meanings) {
          const bool inside = around.feature == 'A' ? around.admin == place.admin && place.feature != 'A'
                                                    : around.feature == 'C' && around.country == place.country && place.feature != 'C';
          if (inside) {
            score += weights.container;
            break;
          }
        }
      }
      // What stands behind a comma as a container means the container.
      if (i > 0 && candidates_[i - 1].container == i) {
        const bool holds = std::any_of(candidates_[i - 1].meanings.begin(), candidates_[i - 1].meanings.end(), [&](const Place& inner) {
          return place.feature == 'A' ? inner.admin == place.admin : place.feature == 'C' && inner.country == place.country;
        });
        if (holds) score += weights.container;
      }
      scores_[i][m] = score;
    }
  }
}

}  // namespace

std::vector<std::uint32_t> resolve_places(const Gazetteer& gazetteer, const std::vector<PlaceCandidate>& candidates,
                                          std::span<const float> keep) {
  return Resolver(gazetteer, candidates, keep).run();
}

}  // namespace dragoman
