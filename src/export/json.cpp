#include "export/json.h"

#include "base/json_writer.h"
#include "export/columns.h"

namespace dragoman::exporting {
namespace {

using store::FlatEvent;
using store::FlatParty;

void integer(JsonWriter& json, std::int64_t number) {
  if (number < 0)
    json.number(static_cast<double>(number), 0);
  else
    json.value(static_cast<std::uint64_t>(number));
}

void member(JsonWriter& json, const Column& column, const FlatEvent& event) {
  json.key(column.name);
  const Cell cell = column.cell(event);
  if (const auto* text = std::get_if<std::string>(&cell))
    json.value(*text);
  else if (const auto* whole = std::get_if<std::int64_t>(&cell))
    integer(json, *whole);
  else if (const auto* real = std::get_if<double>(&cell))
    json.number(*real, 6);
  else
    json.null();
}

void parties(JsonWriter& json, std::string_view name, const std::vector<FlatParty>& list) {
  json.key(name);
  json.begin_array();
  for (const FlatParty& party : list) {
    json.begin_object();
    json.member("name", party.name);
    json.member("words", party.words);
    json.member("country", party.country);
    json.member("sector", party.sector);
    json.member("code", party.code);
    json.key("at");
    json.pair(static_cast<std::uint32_t>(party.begin), static_cast<std::uint32_t>(party.end));
    json.end_object();
  }
  json.end_array();
}

class Lines : public Exporter {
 public:
  explicit Lines(Write write) : write_(std::move(write)) {}
  bool add(const FlatEvent& event) override {
    JsonWriter json;
    json.begin_object();
    for (const Column& column : columns()) {
      if (column.name == "actors" || column.name == "recipients") continue;
      member(json, column, event);
    }
    parties(json, "actors", event.actors);
    parties(json, "recipients", event.recipients);
    json.key("decisions");
    json.begin_array();
    for (const store::FlatDecision& decision : event.decisions) {
      json.begin_object();
      json.member("analyst", decision.analyst);
      json.member("verdict", decision.verdict);
      json.member("field", decision.field);
      json.member("value", decision.value);
      json.member("note", decision.note);
      json.member("decided", decision.decided);
      json.end_object();
    }
    json.end_array();
    json.end_object();
    return write_(json.take() + "\n");
  }

 private:
  Write write_;
};

// As the NGEC coder writes its events before they become POLECAT's table.
class Ngec : public Exporter {
 public:
  explicit Ngec(Write write) : write_(std::move(write)) {}
  bool add(const FlatEvent& event) override {
    JsonWriter json;
    json.begin_object();
    json.member("id", event.key);
    json.member("event_type", event.type);
    json.member("event_mode", event.mode);
    json.key("contexts");
    json.begin_array();
    for (const std::string& context : event.contexts) json.value(context);
    json.end_array();
    json.member("date", event.day);
    json.member("event_text", event.sentence);
    json.member("pub_date", event.document.published_day);
    json.member("publisher", event.document.publisher);
    json.member("headline", event.document.title);
    json.member("language", event.document.language);
    json.key("attributes");
    json.begin_object();
    attribute(json, "ACTOR", event.actors);
    attribute(json, "RECIP", event.recipients);
    json.key("LOC");
    json.begin_array();
    if (!event.place.empty()) {
      json.begin_object();
      json.member("text", event.place);
      json.member("country_code3", event.place_country);
      if (event.latitude) {
        json.key("lat");
        json.number(*event.latitude, 5);
        json.key("lon");
        json.number(*event.longitude, 5);
      }
      if (event.geonameid) json.member("geonameid", static_cast<std::uint64_t>(*event.geonameid));
      json.end_object();
    }
    json.end_array();
    json.end_object();
    json.end_object();
    return write_(json.take() + "\n");
  }

 private:
  static void attribute(JsonWriter& json, std::string_view name, const std::vector<FlatParty>& list) {
    json.key(name);
    json.begin_array();
    for (const FlatParty& party : list) {
      json.begin_object();
      json.member("text", party.words);
      json.member("name", party.name);
      json.member("country", party.country);
      json.member("code_1", party.sector);
      json.end_object();
    }
    json.end_array();
  }
  Write write_;
};

class GeoJson : public Exporter {
 public:
  explicit GeoJson(Write write) : write_(std::move(write)) {}
  bool begin() override { return write_("{\"type\":\"FeatureCollection\",\"features\":["); }
  bool add(const FlatEvent& event) override {
    JsonWriter json;
    json.begin_object();
    json.member("type", "Feature");
    json.member("id", event.key);
    json.key("geometry");
    if (event.latitude && event.longitude) {
      json.begin_object();
      json.member("type", "Point");
      json.key("coordinates");
      json.begin_array();
      json.number(*event.longitude, 5);
      json.number(*event.latitude, 5);
      json.end_array();
      json.end_object();
    } else {
      json.null();
    }
    json.key("properties");
    json.begin_object();
    for (const Column& column : columns())
      if (column.name != "latitude" && column.name != "longitude") member(json, column, event);
    json.end_object();
    json.end_object();
    const bool done = write_((is_first_ ? "\n" : ",\n") + json.take());
    is_first_ = false;
    return done;
  }
  bool end() override { return write_("\n]}\n"); }

 private:
  Write write_;
  bool is_first_ = true;
};

}  // namespace

std::unique_ptr<Exporter> make_ndjson(Write write, const ExportOptions&) {
  return std::make_unique<Lines>(std::move(write));
}
std::unique_ptr<Exporter> make_ngec(Write write, const ExportOptions&) {
  return std::make_unique<Ngec>(std::move(write));
}
std::unique_ptr<Exporter> make_geojson(Write write, const ExportOptions&) {
  return std::make_unique<GeoJson>(std::move(write));
}

}  // namespace dragoman::exporting
