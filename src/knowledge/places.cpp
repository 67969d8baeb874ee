#include "knowledge/places.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>

#include "base/file.h"
#include "knowledge/tsv.h"

namespace dragoman {
namespace {

constexpr char magic[8] = {'D', 'R', 'G', 'A', 'Z', 0, 0, 2};

std::vector<std::string_view> split(std::string_view text, std::string_view by) {
  std::vector<std::string_view> out;
  for (std::size_t begin = 0; begin <= text.size();) {
    std::size_t end = text.find(by, begin);
    if (end == std::string_view::npos) end = text.size();
    if (end > begin) out.push_back(text.substr(begin, end - begin));
    begin = end + by.size();
  }
  return out;
}

double number_of(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

constexpr std::string_view word_class_names[] = {"designator", "short",    "article",   "title", "organ", "street",
                                                 "nature",     "division", "direction", "given", "common"};

}  // namespace

std::string_view Gazetteer::keep(std::string_view text) {
  kept_.push_back(std::make_unique<std::string>(text));
  return *kept_.back();
}

Result<void> Gazetteer::map_binary(const std::string& path) {
  auto file = map_file(path);
  if (!file) return tl::unexpected(file.error());
  const std::string_view bytes = file->bytes;
  const auto bad = [&] {
    return fail(FailureCode::bad_model, path, "not a gazetteer of this version", "make it again with build_gazetteer");
  };
  if (bytes.size() < sizeof header_) return bad();
  std::memcpy(&header_, bytes.data(), sizeof header_);
  const std::uint64_t need = sizeof header_ + std::uint64_t{header_.divisions} * sizeof(GazetteerDivision) +
                             std::uint64_t{header_.places} * sizeof(GazetteerPlace) +
                             std::uint64_t{header_.slots} * sizeof(GazetteerSlot) + std::uint64_t{header_.entries} * 4 +
                             header_.pool;
  if (std::memcmp(header_.magic, magic, sizeof magic) != 0 || need != bytes.size() || !header_.slots || !header_.pool)
    return bad();
  const char* at = bytes.data() + sizeof header_;
  divisions_ = reinterpret_cast<const GazetteerDivision*>(at);
  places_ = reinterpret_cast<const GazetteerPlace*>(at += header_.divisions * sizeof(GazetteerDivision));
  slots_ = reinterpret_cast<const GazetteerSlot*>(at += header_.places * sizeof(GazetteerPlace));
  entries_ = reinterpret_cast<const std::uint32_t*>(at += header_.slots * sizeof(GazetteerSlot));
  pool_ = at + header_.entries * 4;
  if (bytes.back() != '\0') return bad();
  mapping_ = file->mapping;
  return {};
}

const GazetteerSlot* Gazetteer::slot_of(std::uint64_t hash) const {
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  auto at = static_cast<std::uint32_t>((hash & UINT32_MAX) * header_.slots >> 32);
  for (std::uint32_t step = 0; step < header_.slots; ++step) {
    const GazetteerSlot& slot = slots_[at];
    if (!(slot.entry & 255)) return nullptr;
    if (slot.tag == tag) return &slot;
    at = at + 1 == header_.slots ? 0 : at + 1;
  }
  return nullptr;
}

bool Gazetteer::knows(std::uint64_t hash) const { return slot_of(hash) || more_names_.count(hash); }

void Gazetteer::find(std::uint64_t hash, std::vector<PlaceName>& out) const {
  const auto more = more_names_.find(hash);
  if (more != more_names_.end()) out.insert(out.end(), more->second.begin(), more->second.end());
  const GazetteerSlot* slot = slot_of(hash);
  if (!slot) return;
  const std::uint32_t first = slot->entry >> 8, count = slot->entry & 255;
  for (std::uint32_t i = first; i < first + count && i < header_.entries; ++i)
    if (entries_[i] < header_.places) out.push_back({entries_[i], NameUse::name, false});
}

Place Gazetteer::place(std::uint32_t index) const {
  if (index >= header_.places) return index - header_.places < more_.size() ? more_[index - header_.places] : Place{};
  const GazetteerPlace& from = places_[index];
  Place out;
  out.name = pool_ + std::min(from.name, header_.pool - 1);
  out.geonameid = from.geonameid;
  out.admin = from.division < header_.divisions ? from.division : 0;
  out.country = division_country_[out.admin];
  out.feature = from.feature;
  out.located = from.latitude != INT16_MIN;
  out.latitude = from.latitude / 180.0;
  out.longitude = from.longitude / 180.0;
  out.population = std::exp2(from.population / 10.0) - 1;
  return out;
}

std::uint16_t Gazetteer::country_of(std::string_view iso) const {
  const auto found = country_by_code_.find(iso);
  return found == country_by_code_.end() ? no_country : found->second;
}

std::uint32_t Gazetteer::word_class(std::string_view name) {
  for (std::size_t i = 0; i < std::size(word_class_names); ++i)
    if (word_class_names[i] == name) return 1u << i;
  return 0;
}

std::uint32_t Gazetteer::word_classes(std::uint64_t folded_hash) const {
  const auto found = words_.find(folded_hash);
  return found == words_.end() ? 0 : found->second;
}

bool Gazetteer::has_word(std::string_view cls, std::uint64_t folded_hash) const {
  return word_classes(folded_hash) & word_class(cls);
}

void Gazetteer::add_name(std::string_view name, std::uint32_t place, NameUse use) {
  auto& names = more_names_[place_hash(fold_place_name(name))];
  for (PlaceName& known : names)
    if (known.place == place) return;
  names.push_back({place, use, true});
}

std::uint32_t Gazetteer::division_place(std::string_view code) const {
  const auto code_of = [](const GazetteerDivision& division) {
    return std::string(division.iso2, 2) + "." +
           std::string(division.code, strnlen(division.code, sizeof division.code));
  };
  const GazetteerDivision* end = divisions_ + header_.divisions;  // sorted by code; the first stands for none
  const GazetteerDivision* found = std::lower_bound(
      divisions_ + 1, end, code,
      [&](const GazetteerDivision& division, std::string_view wanted) { return code_of(division) < wanted; });
  return header_.divisions > 1 && found != end && code_of(*found) == code ? found->place : UINT32_MAX;
}

Result<void> Gazetteer::read_countries(const std::string& folder) {
  auto table = TsvTable::load(
      folder, "places/countries.tsv",
      {"iso3", "iso2", "name", "capital", "geonameid", "latitude", "longitude", "population", "neighbours"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    Country country;
    country.iso3 = keep(row.fields[0]);
    country.iso2 = keep(row.fields[1]);
    country.name = keep(row.fields[2]);
    country.capital = keep(row.fields[3]);
    country.geonameid = static_cast<std::uint32_t>(number_of(row.fields[4]));
    country.latitude = number_of(row.fields[5]);
    country.longitude = number_of(row.fields[6]);
    country.population = number_of(row.fields[7]);
    const auto index = static_cast<std::uint16_t>(countries_.size());
    country_by_code_[country.iso3] = index;
    country_by_code_[country.iso2] = index;
    Place place;
    place.name = country.name;
    place.geonameid = country.geonameid;
    place.country = index;
    place.feature = 'C';
    place.latitude = country.latitude;
    place.longitude = country.longitude;
    place.population = country.population;
    const auto number = header_.places + static_cast<std::uint32_t>(more_.size());
    by_id_[place.geonameid] = number;
    add_name(country.name, number, NameUse::name);
    more_.push_back(place);
    countries_.push_back(std::move(country));
  }
  std::size_t i = 0;
  for (const TsvRow& row : table->rows()) {
    for (const std::string_view code : split(row.fields[8], ","))
      if (const std::uint16_t other = country_of(code); other != no_country) countries_[i].neighbours.push_back(other);
    ++i;
  }
  division_country_.assign(header_.divisions, no_country);
  for (std::uint32_t d = 1; d < header_.divisions; ++d) division_country_[d] = country_of({divisions_[d].iso2, 2});
  return {};
}

// States as the actors know them: the first places of more_ are the countries, in order.
Result<void> Gazetteer::read_states(const std::string& folder) {
  if (!std::filesystem::exists(folder + "/actors/states.tsv")) return {};
  auto table = TsvTable::load(folder, "actors/states.tsv", {"code", "name", "aliases", "adjectives", "people"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    const std::uint16_t index = country_of(row.fields[0]);
    if (index == no_country) continue;
    const std::uint32_t place = header_.places + index;
    add_name(row.fields[1], place, NameUse::name);
    const auto known = [&](std::string_view name) { return more_names_.count(place_hash(fold_place_name(name))) > 0; };
    for (const std::string_view alias : split(row.fields[2], "; "))
      if (!known(alias)) add_name(alias, place, NameUse::name);
    for (const std::string_view adjective : split(row.fields[3], "; "))
      if (!known(adjective)) add_name(adjective, place, NameUse::adjective);
    for (const std::string_view pair : split(row.fields[4], "; "))
      for (const std::string_view people : split(pair, "/"))
        if (!known(people)) add_name(people, place, NameUse::people);
  }
  return {};
}

Result<void> Gazetteer::read_places(const std::string& folder, bool required) {
  const std::string file = "places/places.tsv";
  if (!required && !std::filesystem::exists(folder + "/" + file)) return {};
  auto table = TsvTable::load(
      folder, file, {"name", "aliases", "kind", "country", "latitude", "longitude", "population", "geonameid"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    Place place;
    place.name = keep(row.fields[0]);
    place.country = country_of(row.fields[3]);
    place.feature = row.fields[2] == "city" ? 'P' : row.fields[2] == "division" ? 'A' : 'T';
    place.located = !row.fields[4].empty();
    place.latitude = number_of(row.fields[4]);
    place.longitude = number_of(row.fields[5]);
    place.population = number_of(row.fields[6]);
    place.geonameid = static_cast<std::uint32_t>(number_of(row.fields[7]));
    if (!row.fields[3].empty() && place.country == no_country)
      return fail(FailureCode::bad_knowledge, folder + "/" + file,
                  "line " + std::to_string(row.line) + " names an unknown country",
                  "use a three-letter code of countries.tsv");
    const auto number = header_.places + static_cast<std::uint32_t>(more_.size());
    more_.push_back(place);
    if (place.geonameid) by_id_.emplace(place.geonameid, number);
    add_name(row.fields[0], number, NameUse::name);
    for (const std::string_view alias : split(row.fields[1], "; ")) add_name(alias, number, NameUse::name);
  }
  return {};
}

// other names, adjectives and people of a place that is in the gazetteer: by country code, division code ("US.TX") or
// name
Result<void> Gazetteer::read_demonyms(const std::string& folder, const std::string& file, bool required) {
  if (!required && !std::filesystem::exists(folder + "/" + file)) return {};
  auto table = TsvTable::load(folder, file, {"place", "names", "adjectives", "people"});
  if (!table) return tl::unexpected(table.error());
  std::vector<PlaceName> found;
  for (const TsvRow& row : table->rows()) {
    const std::string_view key = row.fields[0];
    std::uint32_t place = UINT32_MAX;
    if (const std::uint16_t index = country_of(key); index != no_country) place = header_.places + index;
    if (place == UINT32_MAX) place = division_place(key);
    if (place == UINT32_MAX) {
      found.clear();
      find(place_hash(fold_place_name(key)), found);
      double best = -1;
      for (const PlaceName& name : found) {
        const Place candidate = this->place(name.place);
        const double weight = candidate.population + (candidate.feature == 'P' ? 0 : 1e5);
        if (weight > best) {
          best = weight;
          place = name.place;
        }
      }
    }
    if (place == UINT32_MAX)
      return fail(FailureCode::bad_knowledge, folder + "/" + file,
                  "line " + std::to_string(row.line) + " names the unknown place \"" + std::string(key) + "\"",
                  "use a code of countries.tsv, a division like US.TX or a name of places.tsv");
    for (const std::string_view name : split(row.fields[1], "; ")) add_name(name, place, NameUse::name);
    for (const std::string_view name : split(row.fields[2], "; ")) add_name(name, place, NameUse::adjective);
    for (const std::string_view name : split(row.fields[3], "; ")) add_name(name, place, NameUse::people);
  }
  return {};
}

Result<void> Gazetteer::read_words(const std::string& folder, bool required) {
  const std::string file = "places/place_words.tsv";
  if (!required && !std::filesystem::exists(folder + "/" + file)) return {};
  auto table = TsvTable::load(folder, file, {"word", "class", "other"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    const std::uint32_t cls = word_class(row.fields[1]);
    if (!cls)
      return fail(FailureCode::bad_knowledge, folder + "/" + file,
                  "line " + std::to_string(row.line) + " names an unknown class",
                  "use a class of the head of the file");
    words_[place_hash(fold_place_name(row.fields[0]))] |= cls;
  }
  return {};
}

Result<Gazetteer> Gazetteer::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  Gazetteer out;
  const std::string shipped = data_folder + "/knowledge";
  if (auto mapped = out.map_binary(data_folder + "/models/places.gazetteer"); !mapped)
    return tl::unexpected(mapped.error());
  if (auto read = out.read_countries(shipped); !read) return tl::unexpected(read.error());
  std::vector<std::string> folders = {shipped};
  folders.insert(folders.end(), overlays.begin(), overlays.end());
  for (std::size_t i = 0; i < folders.size(); ++i) {
    if (auto read = out.read_places(folders[i], i == 0); !read) return tl::unexpected(read.error());
    if (auto read = out.read_demonyms(folders[i], "places/demonyms.tsv", i == 0); !read)
      return tl::unexpected(read.error());
    if (auto read = out.read_states(folders[i]); !read) return tl::unexpected(read.error());
    if (auto read = out.read_words(folders[i], i == 0); !read) return tl::unexpected(read.error());
  }
  return out;
}

}  // namespace dragoman
