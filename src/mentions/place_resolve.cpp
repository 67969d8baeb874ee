#include "mentions/place_resolve.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace dragoman {
namespace {

// Weights in units of a tenfold population, set by hand on development texts.
struct Weights {
  double population = 0.85, country_kind = 2.5, division_kind = 1.2, feature_kind = 1.0, county_kind = 0.3;
  double container = 12, country_share = 3.6, division_share = 3.2, near = 2.0, capital = 2.5, own_city = -2.5,
         abbreviation = -2.0, census = 0.3;
};
constexpr Weights weights;
constexpr double near_km = 150, own_city_km = 500;
constexpr std::size_t most_points = 200;  // places that lend nearness

double kilometres(const Place& a, const Place& b) {
  constexpr double degree = 0.017453292519943295;
  const double mean = (a.latitude + b.latitude) / 2 * degree;
  const double y = (a.latitude - b.latitude) * 111.2;
  double lon = std::fabs(a.longitude - b.longitude);
  if (lon > 180) lon = 360 - lon;
  const double x = lon * 111.2 * std::cos(mean);
  return std::sqrt(x * x + y * y);
}

// What the text calls by one name; scores are those of all its mentions together.
struct Named {
  std::span<const Place> meanings;
  bool is_short_form = false;
  std::vector<double> prior, score, pooled;  // of each meaning
};

class Resolver {
 public:
  Resolver(const Gazetteer& gazetteer, const std::vector<PlaceCandidate>& candidates, std::span<const float> keep)
      : gazetteer_(gazetteer), candidates_(candidates), keep_(keep) {}

  std::vector<std::uint32_t> run() {
    collect_names();
    choose();
    for (int pass = 0; pass < 2; ++pass) {
      collect_evidence();
      for (auto& [name, named] : names_)
        for (std::size_t m = 0; m < named.meanings.size(); ++m)
          named.score[m] = named.prior[m] + support(name, named.meanings[m]);
      choose();
    }
    return best_;
  }

 private:
  double prior(const Place& place) const;
  double prior_in_name(const Named& named, std::uint64_t name, const Place& place) const;
  void collect_names();
  void collect_evidence();
  void choose();
  bool kept(std::size_t i) const { return keep_.empty() || keep_[i] > 0; }
  bool linked(std::size_t i) const {
    return candidates_[i].container != UINT32_MAX || (i > 0 && candidates_[i - 1].container == i);
  }
  double support(std::uint64_t name, const Place& place) const;
  double link_bonus(std::size_t i, const Place& place) const;

  const Gazetteer& gazetteer_;
  const std::vector<PlaceCandidate>& candidates_;
  std::span<const float> keep_;
  std::map<std::uint64_t, Named> names_;
  std::vector<std::uint32_t> best_;
  std::map<std::uint16_t, std::map<std::uint64_t, double>> country_;  // country -> name -> weight
  std::map<std::uint16_t, std::map<std::uint64_t, double>> division_;
  std::vector<std::pair<std::uint64_t, Place>> points_;  // one of each name
};

double Resolver::prior(const Place& place) const {
  double score = weights.population * std::log10(place.population + 100);
  if (place.feature == 'C')
    score += weights.country_kind;
  else if (place.feature == 'A')
    score += weights.division_kind;
  else if (place.feature == 'T')
    score += weights.feature_kind + (place.population < 1 ? 3 : 0);
  else if (place.feature == 'D')
    score += weights.county_kind;
  else if (place.country != no_country && place.population > 5000 &&
           fold_place_name(gazetteer_.country(place.country).capital) == fold_place_name(place.name))
    score += weights.capital;
  if (place.geonameid == 0 && place.population < 1 && place.feature == 'P') score += weights.census;
  return score;
}

// "New York" is the city before it is the state around it; "La" alone is no Louisiana.
double Resolver::prior_in_name(const Named& named, std::uint64_t name, const Place& place) const {
  double score = prior(place);
  if (place.feature != 'A') return score;
  const bool has_city = std::any_of(named.meanings.begin(), named.meanings.end(), [&](const Place& city) {
    return city.feature == 'P' && city.population > 100000 && city.country == place.country && city.located &&
           place.located && kilometres(city, place) < own_city_km;
  });
  if (has_city) score += weights.own_city;
  if (named.is_short_form && place_hash(fold_place_name(place.name)) != name) score += weights.abbreviation;
  return score;
}

void Resolver::collect_names() {
  for (const PlaceCandidate& candidate : candidates_) {
    const auto [entry, fresh] = names_.try_emplace(candidate.name);
    if (!fresh) continue;
    Named& named = entry->second;
    named.meanings = candidate.meanings;
    named.is_short_form = candidate.is_short_form;
    for (const Place& place : named.meanings) named.prior.push_back(prior_in_name(named, candidate.name, place));
    named.score = named.prior;
  }
}

// Mentions of one name mean one place, unless one of them has a container of its own.
void Resolver::choose() {
  for (auto& [name, named] : names_) named.pooled = named.score;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (!kept(i) || !linked(i)) continue;
    Named& named = names_[candidates_[i].name];
    for (std::size_t m = 0; m < named.meanings.size(); ++m)
      named.pooled[m] = std::max(named.pooled[m], named.score[m] + link_bonus(i, named.meanings[m]));
  }
  const auto top = [](const std::vector<double>& scores) {
    return static_cast<std::uint32_t>(std::max_element(scores.begin(), scores.end()) - scores.begin());
  };
  best_.assign(candidates_.size(), 0);
  std::vector<double> own;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    const Named& named = names_[candidates_[i].name];
    if (named.meanings.empty()) continue;
    if (candidates_[i].container == UINT32_MAX) {
      best_[i] = top(named.pooled);
      continue;
    }
    own = named.score;
    for (std::size_t m = 0; m < own.size(); ++m) own[m] += link_bonus(i, named.meanings[m]);
    best_[i] = top(own);
  }
}

void Resolver::collect_evidence() {
  country_.clear();
  division_.clear();
  points_.clear();
  std::set<std::uint64_t> seen;
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (!kept(i) || candidates_[i].meanings.empty()) continue;
    const Place& place = candidates_[i].meanings[best_[i]];
    const double sure = candidates_[i].meanings.size() == 1 || candidates_[i].container != UINT32_MAX ? 1.0 : 0.5;
    const std::uint64_t name = candidates_[i].name;
    if (place.country != no_country) country_[place.country][name] += sure;
    if (place.admin) division_[place.admin][name] += sure;
    const bool is_point = place.located && place.feature != 'C' && place.feature != 'T';
    if (seen.insert(name).second && is_point) points_.emplace_back(name, place);
    if (points_.size() > most_points) break;
  }
}

double share(const std::map<std::uint64_t, double>& votes, std::uint64_t own) {
  double sum = 0;
  for (const auto& [name, weight] : votes)
    if (name != own) sum += std::log1p(weight);
  return sum;
}

double Resolver::support(std::uint64_t name, const Place& place) const {
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

bool holds(const Place& outer, const Place& inner) {
  if (outer.feature == 'A') return outer.admin == inner.admin && inner.feature != 'A';
  return outer.feature == 'C' && outer.country == inner.country && inner.feature != 'C';
}

// What stands behind a comma as a container means the container, and what stands before it lies inside.
double Resolver::link_bonus(std::size_t i, const Place& place) const {
  double score = 0;
  if (const std::uint32_t container = candidates_[i].container; container != UINT32_MAX) {
    const auto outer = candidates_[container].meanings;
    if (std::any_of(outer.begin(), outer.end(), [&](const Place& around) { return holds(around, place); }))
      score += weights.container;
  }
  if (i > 0 && candidates_[i - 1].container == i) {
    const auto inner = candidates_[i - 1].meanings;
    const bool around = std::any_of(inner.begin(), inner.end(), [&](const Place& inside) {
      return place.feature == 'A' ? inside.admin == place.admin
                                  : place.feature == 'C' && inside.country == place.country;
    });
    if (around) score += weights.container;
  }
  return score;
}

}  // namespace

std::vector<std::uint32_t> resolve_places(const Gazetteer& gazetteer, const std::vector<PlaceCandidate>& candidates,
                                          std::span<const float> keep) {
  return Resolver(gazetteer, candidates, keep).run();
}

}  // namespace dragoman
