// places.h: the gazetteer: names of places, folded, with what they may mean.
//
// Two sources: models/places.gazetteer (cities, first-order divisions and places of the United States, made by
// train/places/build_gazetteer.cpp from packaged public tables; mapped, never parsed) and knowledge/places/*.tsv
// (countries, regions, seas, other spellings, demonyms), read at load. A name is looked up by the hash of its folded
// words; cost is constant. Coordinates are degrees, WGS 84, to about 600 m. Immutable, safe to share between threads.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/hash.h"
#include "dragoman/result.h"

namespace dragoman {

// Lower case ASCII of a Latin name: marks, apostrophes and full stops go, hyphens become spaces.
std::string fold_place_name(std::string_view name);

// The hash of a row of folded words, extended a word at a time.
struct NameHash {
  std::uint64_t state = 0xcbf29ce484222325ull;
  void add(std::string_view folded) {
    for (const char byte : folded) step(byte);
    step(' ');
  }
  void step(char byte) { state = (state ^ static_cast<unsigned char>(byte)) * 0x100000001b3ull; }
  std::uint64_t value() const { return mix(state); }
};
std::uint64_t place_hash(std::string_view folded_name);  // words separated by single spaces

struct Country {
  std::string_view iso3, iso2, name, capital;
  std::uint32_t geonameid = 0;
  double latitude = 0, longitude = 0, population = 0;
  std::vector<std::uint16_t> neighbours;  // indices of countries
};
inline constexpr std::uint16_t no_country = UINT16_MAX;

struct Place {
  std::string_view name;
  std::uint32_t geonameid = 0;  // 0: not in GeoNames
  std::uint16_t country = no_country;
  std::uint16_t admin = 0;  // first-order division; 0 for none
  char feature = 'P';       // C country, A division, D second-order division, P populated place, T other
  bool located = true;
  double latitude = 0, longitude = 0, population = 0;
};

enum class NameUse : std::uint8_t { name, adjective, people };
struct PlaceName {  // what a name may mean
  std::uint32_t place = 0;
  NameUse use = NameUse::name;
  bool listed = false;  // in the tables of knowledge/, not only in the mapped file
};

// The mapped file, little endian: header, divisions, places, slots, entries, pool.
struct GazetteerHeader {
  char magic[8];  // "DRGAZ\0\0\2"
  std::uint32_t divisions, places, slots, entries, pool, zero;
};
struct GazetteerDivision {
  char iso2[2];
  char code[6];         // GeoNames admin1 code without the country
  std::uint32_t place;  // the division as a place; UINT32_MAX for none
};
struct GazetteerPlace {
  std::uint32_t geonameid;
  std::int16_t latitude, longitude;  // degrees * 180; INT16_MIN latitude: unknown
  std::uint8_t population;           // 10 * log2(n + 1)
  char feature;
  std::uint16_t division;
  std::uint32_t name;  // into the pool, zero ended
};
struct GazetteerSlot {
  std::uint32_t tag;    // upper half of the name's hash; 0 with count 0 is empty
  std::uint32_t entry;  // first entry << 8 | count
};

class Gazetteer {
 public:
  static Result<Gazetteer> load(const std::string& data_folder, const std::vector<std::string>& overlays);

  // Appends what the name may mean; nothing when it is unknown.
  void find(std::uint64_t hash, std::vector<PlaceName>& out) const;
  bool knows(std::uint64_t hash) const;
  Place place(std::uint32_t index) const;
  const Country& country(std::uint16_t index) const { return countries_[index]; }
  std::size_t countries() const { return countries_.size(); }
  std::uint16_t country_of(std::string_view iso) const;  // two or three letters; no_country when unknown
  // Words with a part in finding places, by class ("designator", "title", ...): knowledge/places/place_words.tsv.
  bool has_word(std::string_view cls, std::uint64_t folded_hash) const;
  std::uint32_t word_classes(std::uint64_t folded_hash) const;  // bit of word_class()
  static std::uint32_t word_class(std::string_view name);       // 0 for an unknown class

 private:
  std::string_view keep(std::string_view text);
  void add_name(std::string_view name, std::uint32_t place, NameUse use);
  std::uint32_t place_by_geonameid(std::uint32_t id) const;
  std::uint32_t division_place(std::string_view code) const;  // "US.TX"
  Result<void> map_binary(const std::string& path);
  Result<void> read_countries(const std::string& folder);
  Result<void> read_places(const std::string& folder, bool required);
  Result<void> read_demonyms(const std::string& folder, const std::string& file, bool required);
  Result<void> read_states(const std::string& folder);
  Result<void> read_words(const std::string& folder, bool required);
  const GazetteerSlot* slot_of(std::uint64_t hash) const;

  std::shared_ptr<const void> mapping_;
  GazetteerHeader header_{};
  const GazetteerDivision* divisions_ = nullptr;
  const GazetteerPlace* places_ = nullptr;
  const GazetteerSlot* slots_ = nullptr;
  const std::uint32_t* entries_ = nullptr;
  const char* pool_ = nullptr;
  std::vector<std::uint16_t> division_country_;
  std::vector<Country> countries_;
  std::vector<Place> more_;  // places of the tables, numbered after those of the mapped file
  std::unordered_map<std::uint64_t, std::vector<PlaceName>> more_names_;
  std::unordered_map<std::uint32_t, std::uint32_t> by_id_;  // GeoNames id of table places
  std::unordered_map<std::string_view, std::uint16_t> country_by_code_;
  std::unordered_map<std::uint64_t, std::uint32_t> words_;
  std::vector<std::unique_ptr<std::string>> kept_;
};

}  // namespace dragoman
