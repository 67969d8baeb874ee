// flat_event.h: an event as exports, lists and reviews see it: one row, all that is known of it.
//
// Texts are UTF-8, mended; "" where nothing is known. Offsets are bytes of the source. Days are ISO (YYYY-MM-DD).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dragoman/result.h"

namespace dragoman::store {

struct FlatParty {
  std::string name, words;            // of the entity; of the mention
  std::string country, sector, code;  // ISO 3166 alpha-3; PLOVER sector; knowledge code
  std::int64_t begin = 0, end = 0;
};

struct FlatDocument {
  std::int64_t id = 0;
  std::string sha256, name, media_type, fetched, address, title, publisher, authors, language;
  std::string published, published_day;  // as found; its day
};

struct FlatDecision {  // of an analyst; the newest of each analyst counts
  std::string analyst, verdict, field, value, note, decided;
};

struct FlatEvent {
  std::int64_t id = 0, cluster = 0;       // cluster: the event that several articles tell; 0 when unknown
  std::string key, cluster_key;           // digests: the same wherever and in whatever order the articles were landed
  std::string type, mode, cameo, status;  // PLOVER words; CAMEO code
  std::vector<std::string> contexts;
  std::string day, day_last, grain;  // first and last day it may be; day, month, year or ""
  std::vector<FlatParty> actors, recipients;
  std::string place, place_country;
  std::optional<double> latitude, longitude;
  std::optional<std::int64_t> geonameid, killed, injured;
  double score = 0;
  std::optional<double> intensity;
  std::string reported_by, denied_by, frame;
  std::string evidence, sentence;  // the words that tell it; the sentence of the trigger
  std::int64_t sentence_number = 0, trigger_begin = 0, trigger_end = 0;
  FlatDocument document;
  std::int64_t reports = 1, sources = 1;  // articles and publishers that tell the same event
  std::vector<FlatDecision> decisions;
};

// Return false to stop.
using TakeEvent = std::function<bool(const FlatEvent&)>;

}  // namespace dragoman::store
