// build_gazetteer: makes models/places.gazetteer from packaged public tables. Same input, same bytes out.
//
//   apt-get download libgeonames0 weather-util-data; dpkg -x of both into DIR
//   gresource extract DIR/usr/lib/*/libgeonames.so.0.* /com/lomiri/geonames/cities.compiled > cities.bin
//   build_gazetteer cities.bin DIR/usr/share/weather-util/places.gz admin1.tsv knowledge/places/place_words.tsv OUT
//
// cities.bin: GeoNames cities with 15,000 inhabitants and more (CC BY 4.0), a GVariant array of (id, name, admin1 code,
// admin1 name, country code, country, time zone, population, latitude, longitude). places.gz: United States Census
// gazetteer of counties, county subdivisions and places (public domain). admin1.tsv: GeoNames first-order divisions (CC
// BY 4.0).
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include "base/file.h"
#include "knowledge/places.h"
#include "knowledge/tsv.h"

using namespace dragoman;

namespace {

struct Row {
  std::string name, division;  // "US.TX"
  std::uint32_t id = 0;
  double latitude = 0, longitude = 0, population = 0;
  char feature = 'P';
  bool located = true;
};

template <class T>
T read_as(const std::string& bytes, std::size_t at) {
  T value{};
  if (at + sizeof value <= bytes.size()) std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::vector<Row> read_cities(const std::string& bytes) {
  std::vector<Row> out;
  if (bytes.size() < 8) return out;
  const auto table = read_as<std::uint32_t>(bytes, bytes.size() - 4);
  std::size_t begin = 0;
  for (std::size_t at = table; at + 4 <= bytes.size(); at += 4) {
    const auto end = read_as<std::uint32_t>(bytes, at);
    std::size_t from = (begin + 7) / 8 * 8;
    const std::size_t element = from;
    std::string fields[7];
    for (std::string& field : fields) {
      field = bytes.c_str() + from;
      from += field.size() + 1;
    }
    from = element + (from - element + 3) / 4 * 4;
    const auto population = read_as<std::uint32_t>(bytes, from);
    from = element + (from + 4 - element + 7) / 8 * 8;
    Row row;
    row.id = static_cast<std::uint32_t>(std::stoul(fields[0]));
    row.name = fields[1];
    row.division = fields[4] + "." + (fields[2].empty() ? "00" : fields[2]);
    row.population = population;
    row.latitude = read_as<double>(bytes, from);
    row.longitude = read_as<double>(bytes, from + 8);
    out.push_back(std::move(row));
    begin = end;
  }
  return out;
}

std::string read_gzip(const std::string& path) {
  std::string out;
  gzFile file = gzopen(path.c_str(), "rb");
  if (!file) return out;
  char buffer[1 << 16];
  for (int got; (got = gzread(file, buffer, sizeof buffer)) > 0;) out.append(buffer, static_cast<std::size_t>(got));
  gzclose(file);
  return out;
}

// The Census class at the end of a description: a place, a county or nothing that news name.
bool strip_class(std::string& name, std::size_t fips_size, char& feature) {
  const std::size_t space = name.rfind(' ');
  if (space == std::string::npos) return false;
  const std::string cls = name.substr(space + 1);
  feature = 'P';
  if (fips_size == 5) {
    feature = 'D';
    return cls == "County" || cls == "Parish" || cls == "Borough";
  }
  const bool municipal =
      cls == "city" || cls == "town" || cls == "village" || cls == "borough" || (fips_size == 7 && cls == "CDP");
  if (municipal) name.resize(space);
  if (cls == "township" && fips_size == 10) {
    name = name.substr(0, space) + " Township";
    feature = 'D';
    return true;
  }
  return municipal;
}

std::vector<Row> read_census(const std::string& text) {
  constexpr double degree = 57.29577951308232;
  std::vector<Row> out;
  std::istringstream lines(text);
  std::string line, fips;
  double latitude = 0, longitude = 0;
  while (std::getline(lines, line)) {
    if (line.starts_with("[fips")) fips = line.substr(5, line.size() - 6);
    if (line.starts_with("centroid")) std::sscanf(line.c_str(), "centroid = (%lf, %lf)", &latitude, &longitude);
    if (!line.starts_with("description = ") || fips.empty()) continue;
    const std::size_t comma = line.rfind(", ");
    if (comma == std::string::npos) continue;
    Row row;
    row.name = line.substr(14, comma - 14);
    row.division = "US." + line.substr(comma + 2, 2);
    if (!strip_class(row.name, fips.size(), row.feature)) continue;
    const bool states_of_townships =
        row.division == "US.NJ" || row.division == "US.PA" || row.division == "US.OH" || row.division == "US.MI";
    if (row.feature == 'D' && fips.size() == 10 && !states_of_townships) continue;
    row.latitude = latitude * degree;
    row.longitude = longitude * degree;
    out.push_back(std::move(row));
  }
  return out;
}

std::string key_of(const Row& row) { return row.division + "/" + fold_place_name(row.name); }

struct NameWords {  // folded, from place_words.tsv
  std::set<std::string> designators, articles;
  std::map<std::string, std::string> shorts;
};

class Builder {
 public:
  void add_divisions(const TsvTable& table);
  void add_rows(std::vector<Row> rows, bool census);
  void place_divisions();
  void name_all(const NameWords& words);
  bool write(const std::string& path) const;

 private:
  void add_name(const std::string& folded, std::uint32_t place) {
    if (folded.size() > 1) names_[place_hash(folded)].insert(place);
  }
  std::vector<Row> rows_;
  std::map<std::string, std::uint32_t> divisions_;  // code -> number from 1
  std::map<std::string, std::uint32_t> division_row_;
  std::map<std::string, std::size_t> seen_;
  std::map<std::uint64_t, std::set<std::uint32_t>> names_;
};

void Builder::add_divisions(const TsvTable& table) {
  for (const TsvRow& tsv : table.rows()) {
    Row row;
    row.division = std::string(tsv.fields[0]);
    row.name = std::string(tsv.fields[1]);
    row.id = static_cast<std::uint32_t>(std::stoul(std::string(tsv.fields[3])));
    row.feature = 'A';
    row.located = false;
    division_row_[row.division] = static_cast<std::uint32_t>(rows_.size());
    divisions_[row.division];
    rows_.push_back(std::move(row));
  }
}

void Builder::add_rows(std::vector<Row> rows, bool census) {
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::tie(a.division, a.name, a.feature, a.id, a.latitude) <
           std::tie(b.division, b.name, b.feature, b.id, b.latitude);
  });
  for (Row& row : rows) {
    const std::string key = key_of(row);
    const auto found = seen_.find(key);
    if (census && found != seen_.end()) {
      const Row& other = rows_[found->second];
      if (std::abs(other.latitude - row.latitude) < 0.3 && std::abs(other.longitude - row.longitude) < 0.4) continue;
    }
    if (census && !divisions_.count(row.division)) continue;
    divisions_[row.division];
    seen_[key] = rows_.size();
    rows_.push_back(std::move(row));
  }
}

// A division stands at the mean of its counties, else at the weighted mean of its cities.
void Builder::place_divisions() {
  struct Sum {
    double latitude = 0, longitude = 0, weight = 0, population = 0, counties = 0, county_lat = 0, county_lon = 0;
  };
  std::map<std::string, Sum> sums;
  for (const Row& row : rows_) {
    if (row.feature == 'A') continue;
    Sum& sum = sums[row.division];
    if (row.feature == 'D' && row.name.find("Township") == std::string::npos) {
      ++sum.counties;
      sum.county_lat += row.latitude;
      sum.county_lon += row.longitude;
    }
    const double weight = std::sqrt(row.population + 1);
    sum.latitude += row.latitude * weight;
    sum.longitude += row.longitude * weight;
    sum.weight += weight;
    sum.population += row.population;
  }
  for (const auto& [code, index] : division_row_) {
    const auto found = sums.find(code);
    if (found == sums.end() || found->second.weight == 0) continue;
    const Sum& sum = found->second;
    Row& row = rows_[index];
    row.located = true;
    row.population = sum.population;
    row.latitude = sum.counties > 2 ? sum.county_lat / sum.counties : sum.latitude / sum.weight;
    row.longitude = sum.counties > 2 ? sum.county_lon / sum.counties : sum.longitude / sum.weight;
  }
}

void Builder::name_all(const NameWords& words) {
  for (std::uint32_t i = 0; i < rows_.size(); ++i) {
    const Row& row = rows_[i];
    std::string folded = fold_place_name(row.name);
    std::set<std::string> names = {folded};
    if (row.feature == 'A') {
      for (const std::string& word : words.designators) {
        if (folded.size() > word.size() + 3 && folded.ends_with(" " + word))
          names.insert(folded.substr(0, folded.size() - word.size() - 1));
        if (folded.starts_with(word + " of ")) names.insert(folded.substr(word.size() + 4));
      }
      if (folded.ends_with("skaya oblast")) names.insert(folded.substr(0, folded.size() - 6));
    }
    if (row.feature == 'P' && row.id) {
      if (folded.ends_with(" city") && row.division.starts_with("PH."))
        names.insert(folded.substr(0, folded.size() - 5));
      if (const std::size_t open = row.name.find(" ("); open != std::string::npos)
        names.insert(fold_place_name(row.name.substr(0, open)));
      for (const std::string& article : words.articles)
        if (folded.starts_with(article + " ") && folded.size() > article.size() + 5)
          names.insert(folded.substr(article.size() + 1));
    }
    std::set<std::string> all = names;
    for (const std::string& name : names)
      for (const auto& [full, abbreviation] : words.shorts) {
        if (name.starts_with(full + " ")) all.insert(abbreviation + name.substr(full.size()));
        if (name.starts_with(abbreviation + " ")) all.insert(full + name.substr(abbreviation.size()));
      }
    for (const std::string& name : all) add_name(name, i);
  }
}

template <class T>
void put(std::ofstream& out, const T& value) {
  out.write(reinterpret_cast<const char*>(&value), sizeof value);
}

bool Builder::write(const std::string& path) const {
  std::string pool(1, '\0');
  std::map<std::string, std::uint32_t> pooled;
  std::map<std::string, std::uint32_t> number;
  std::vector<GazetteerDivision> divisions(1);
  for (const auto& [code, unused] : divisions_) {
    GazetteerDivision division{};
    std::memcpy(division.iso2, code.data(), 2);
    std::copy_n(code.begin() + 3, std::min(code.size() - 3, sizeof division.code), division.code);
    const auto found = division_row_.find(code);
    division.place = found == division_row_.end() ? UINT32_MAX : found->second;
    number[code] = static_cast<std::uint32_t>(divisions.size());
    divisions.push_back(division);
  }
  std::vector<GazetteerPlace> places;
  for (const Row& row : rows_) {
    GazetteerPlace place{};
    place.geonameid = row.id;
    place.latitude = row.located ? static_cast<std::int16_t>(std::lround(row.latitude * 180)) : INT16_MIN;
    place.longitude = static_cast<std::int16_t>(std::lround(row.longitude * 180));
    place.population = static_cast<std::uint8_t>(std::min(255.0, std::round(10 * std::log2(row.population + 1))));
    place.feature = row.feature;
    place.division = static_cast<std::uint16_t>(number[row.division]);
    const auto [at, fresh] = pooled.emplace(row.name, static_cast<std::uint32_t>(pool.size()));
    if (fresh) pool += row.name + '\0';
    place.name = at->second;
    places.push_back(place);
  }
  const auto slots = static_cast<std::uint32_t>(names_.size() * 5 / 4 + 1);
  std::vector<GazetteerSlot> table(slots);
  std::vector<std::uint32_t> entries;
  for (const auto& [hash, members] : names_) {
    std::uint32_t at = static_cast<std::uint32_t>((hash & UINT32_MAX) * slots >> 32);
    while (table[at].entry & 255) at = at + 1 == slots ? 0 : at + 1;
    table[at].tag = static_cast<std::uint32_t>(hash >> 32);
    const std::size_t count = std::min<std::size_t>(members.size(), 255);
    table[at].entry = static_cast<std::uint32_t>(entries.size() << 8 | count);
    entries.insert(entries.end(), members.begin(), std::next(members.begin(), static_cast<std::ptrdiff_t>(count)));
  }
  GazetteerHeader header{{'D', 'R', 'G', 'A', 'Z', 0, 0, 2},
                         static_cast<std::uint32_t>(divisions.size()),
                         static_cast<std::uint32_t>(places.size()),
                         slots,
                         static_cast<std::uint32_t>(entries.size()),
                         static_cast<std::uint32_t>(pool.size()),
                         0};
  std::ofstream out(path, std::ios::binary);
  put(out, header);
  for (const auto& division : divisions) put(out, division);
  for (const auto& place : places) put(out, place);
  for (const auto& slot : table) put(out, slot);
  for (const auto entry : entries) put(out, entry);
  out << pool;
  std::cerr << places.size() << " places, " << names_.size() << " names, " << divisions.size() - 1 << " divisions, "
            << out.tellp() << " bytes\n";
  return static_cast<bool>(out);
}

Result<TsvTable> table_of(const std::string& path, const std::vector<std::string>& columns) {
  auto text = read_file(path);
  if (!text) return tl::unexpected(text.error());
  return TsvTable::parse(path, std::move(*text), columns);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::cerr << "usage: build_gazetteer CITIES PLACES.gz ADMIN1.tsv PLACE_WORDS.tsv OUT\n";
    return 2;
  }
  const auto cities = read_file(argv[1]);
  const auto divisions = table_of(argv[3], {"code", "name", "asciiname", "geonameid"});
  const auto words = table_of(argv[4], {"word", "class", "other"});
  if (!cities || !divisions || !words) {
    std::cerr << to_string(!cities ? cities.error() : !divisions ? divisions.error() : words.error()) << "\n";
    return 1;
  }
  NameWords known;
  for (const TsvRow& row : words->rows()) {
    if (row.fields[1] == "designator") known.designators.insert(fold_place_name(row.fields[0]));
    if (row.fields[1] == "article") known.articles.insert(fold_place_name(row.fields[0]));
    if (row.fields[1] == "short") known.shorts[fold_place_name(row.fields[0])] = fold_place_name(row.fields[2]);
  }
  Builder builder;
  builder.add_divisions(*divisions);
  builder.add_rows(read_cities(*cities), false);
  builder.add_rows(read_census(read_gzip(argv[2])), true);
  builder.place_divisions();
  builder.name_all(known);
  return builder.write(argv[5]) ? 0 : 1;
}
