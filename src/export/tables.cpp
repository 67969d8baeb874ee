#include "export/tables.h"

#include <algorithm>
#include <vector>

#include "export/columns.h"

namespace dragoman::exporting {
namespace {

using store::FlatEvent;
using store::FlatParty;
using Row = std::vector<std::string>;

// A spreadsheet takes these for the beginning of a formula (OWASP, CSV injection).
std::string harmless(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) text.insert(0, 1, '\'');
  return text;
}
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == text.npos && !text.starts_with(' ') && !text.ends_with(' ')) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}
std::string tsv_field(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}
std::string text_of(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) return std::to_string(*integer);
  if (const auto* real = std::get_if<double>(&cell)) return number_text(*real);
  return {};
}

class Table : public Exporter {
 public:
  Table(Write write, const ExportOptions& options) : write_(std::move(write)), options_(options) {}

 protected:
  bool write_tabs(const Row& row) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += (i ? "\t" : "") + tsv_field(row[i]);
    return write_(line + "\n");
  }
  int quad(const std::string& code) const {
    const auto found = options_.quads.find(code);
    return found == options_.quads.end() ? 0 : found->second;
  }
  Write write_;
  ExportOptions options_;
};

class FlatTable : public Table {
 public:
  FlatTable(Write write, const ExportOptions& options, bool is_csv)
      : Table(std::move(write), options), is_csv_(is_csv) {}
  bool begin() override {
    Row names;
    for (const Column& column : columns()) names.emplace_back(column.name);
    // A spreadsheet reads UTF-8 only behind its mark.
    return (!options_.spreadsheet || write_("\xEF\xBB\xBF")) && write_row(names);
  }
  bool add(const FlatEvent& event) override {
    Row row;
    for (const Column& column : columns()) {
      std::string text = text_of(column.cell(event));
      row.push_back(options_.spreadsheet && column.type == ColumnType::text ? harmless(std::move(text)) : text);
    }
    return write_row(row);
  }

 private:
  bool write_row(const Row& row) {
    if (!is_csv_) return write_tabs(row);
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) line += (i ? "," : "") + csv_field(row[i]);
    return write_(line + "\r\n");
  }
  bool is_csv_;
};

const FlatParty& first(const std::vector<FlatParty>& parties) {
  static const FlatParty nobody;
  return parties.empty() ? nobody : parties.front();
}
std::string day_number(const std::string& day) {  // YYYYMMDD
  return day.size() == 10 ? day.substr(0, 4) + day.substr(5, 2) + day.substr(8, 2) : "";
}
std::string number(const std::optional<double>& value) { return value ? number_text(*value) : ""; }
std::string cameo_party(const FlatParty& party) {  // "RUSMIL"
  return party.country + (party.sector == "UNK" || party.sector == party.country ? "" : party.sector);
}

class Gdelt : public Table {
 public:
  using Table::Table;
  bool add(const FlatEvent& event) override {
    const FlatParty &one = first(event.actors), &two = first(event.recipients);
    const std::string root = event.cameo.substr(0, 2), base = event.cameo.substr(0, 3);
    Row row = {event.key, day_number(event.day),
               event.day.substr(0, event.day.empty() ? 0 : 4) + (event.day.empty() ? "" : event.day.substr(5, 2)),
               event.day.substr(0, event.day.empty() ? 0 : 4), fraction(event.day)};
    for (const FlatParty* party : {&one, &two}) {
      row.push_back(cameo_party(*party));
      row.push_back(upper(party->name));
      row.push_back(party->country);
      for (int i = 0; i < 4; ++i) row.emplace_back();  // known group, ethnic, two religions
      row.push_back(party->sector == "UNK" ? "" : party->sector);
      row.emplace_back();
      row.emplace_back();
    }
    row.push_back(event.sentence_number == 0 ? "1" : "0");  // told at the head of the article
    row.push_back(event.cameo);
    row.push_back(base);
    row.push_back(root);
    row.push_back(quad(root) ? std::to_string(quad(root)) : "");
    row.push_back(number(event.intensity));
    row.push_back(std::to_string(event.reports));
    row.push_back(std::to_string(event.sources));
    row.push_back(std::to_string(event.reports));
    row.emplace_back();                               // tone
    for (int i = 0; i < 16; ++i) row.emplace_back();  // places of both actors
    const bool has_place = !event.place.empty();
    row.push_back(has_place ? (event.latitude ? "4" : "1") : "");
    row.push_back(event.place);
    row.push_back(event.place_country);  // ISO 3166 alpha-3, not FIPS
    row.emplace_back();
    row.emplace_back();
    row.push_back(number(event.latitude));
    row.push_back(number(event.longitude));
    row.push_back(event.geonameid ? std::to_string(*event.geonameid) : "");
    row.push_back(
        day_number(event.document.published_day).empty() ? "" : day_number(event.document.published_day) + "000000");
    row.push_back(event.document.address.empty() ? event.document.name : event.document.address);
    return write_tabs(row);
  }

 private:
  static std::string upper(std::string text) {
    for (char& c : text)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return text;
  }
  static std::string fraction(const std::string& day) {  // as GDELT: (month * 30 + day) / 365
    if (day.size() != 10) return "";
    const int part = (std::atoi(day.substr(5, 2).c_str()) * 30 + std::atoi(day.substr(8, 2).c_str())) * 10000 / 365;
    char text[16];
    std::snprintf(text, sizeof text, ".%04d", std::min(part, 9999));
    return day.substr(0, 4) + text;
  }
};

class Icews : public Table {
 public:
  using Table::Table;
  bool begin() override {
    return write_tabs({"Event ID",       "Event Date", "Source Name",     "Source Sectors", "Source Country",
                       "Event Text",     "CAMEO Code", "Intensity",       "Target Name",    "Target Sectors",
                       "Target Country", "Story ID",   "Sentence Number", "Publisher",      "City",
                       "District",       "Province",   "Country",         "Latitude",       "Longitude"});
  }
  bool add(const FlatEvent& event) override {
    const FlatParty &one = first(event.actors), &two = first(event.recipients);
    return write_tabs({event.key,
                       event.day,
                       one.name,
                       one.sector,
                       one.country,
                       event.type + (event.mode.empty() ? "" : " " + event.mode),
                       event.cameo,
                       number(event.intensity),
                       two.name,
                       two.sector,
                       two.country,
                       event.document.sha256,
                       event.sentence_number < 0 ? "" : std::to_string(event.sentence_number + 1),
                       event.document.publisher,
                       event.place,
                       "",
                       "",
                       event.place_country,
                       number(event.latitude),
                       number(event.longitude)});
  }
};

class Polecat : public Table {
 public:
  using Table::Table;
  bool begin() override {
    return write_tabs({"Event ID",
                       "Event Date",
                       "Event Type",
                       "Event Mode",
                       "Event Intensity",
                       "Quad Code",
                       "Contexts",
                       "Actor Name",
                       "Actor Country",
                       "Actor COW",
                       "Primary Actor Sector",
                       "Actor Sectors",
                       "Actor Title",
                       "Actor Name Raw",
                       "Wikipedia Actor ID",
                       "Recipient Name",
                       "Recipient Country",
                       "Recipient COW",
                       "Primary Recipient Sector",
                       "Recipient Sectors",
                       "Recipient Title",
                       "Recipient Name Raw",
                       "Wikipedia Recipient ID",
                       "Placename",
                       "City",
                       "District",
                       "Province",
                       "Country",
                       "Latitude",
                       "Longitude",
                       "GeoNames ID",
                       "Raw Placename",
                       "Feature Type",
                       "Source",
                       "Publication Date",
                       "Story People",
                       "Story Organizations",
                       "Story Locations",
                       "Language",
                       "Version"});
  }
  bool add(const FlatEvent& event) override {
    constexpr std::string_view names[] = {"", "Verbal Cooperation", "Material Cooperation", "Verbal Conflict",
                                          "Material Conflict"};
    Row row = {event.key,
               event.day,
               event.type,
               event.mode,
               number(event.intensity),
               std::string(names[static_cast<std::size_t>(std::clamp(quad(event.type), 0, 4))])};
    std::string contexts;
    for (const std::string& context : event.contexts) contexts.append(contexts.empty() ? "" : ";").append(context);
    row.push_back(contexts);
    for (const auto* list : {&event.actors, &event.recipients}) {
      const FlatParty& party = first(*list);
      std::string sectors;
      for (const FlatParty& each : *list)
        if (!each.sector.empty()) sectors.append(sectors.empty() ? "" : ";").append(each.sector);
      row.insert(row.end(), {party.name, party.country, "", party.sector, sectors, "", party.words, ""});
    }
    row.insert(row.end(),
               {event.place, "", "", "", event.place_country, number(event.latitude), number(event.longitude),
                event.geonameid ? std::to_string(*event.geonameid) : "", event.place, "", event.document.publisher,
                event.document.published_day, "", "", "", event.document.language, "dragoman"});
    for (std::string& cell : row)
      if (cell.empty()) cell = "None";
    return write_tabs(row);
  }
};

class Petrarch : public Table {
 public:
  using Table::Table;
  bool add(const FlatEvent& event) override {
    const FlatParty &one = first(event.actors), &two = first(event.recipients);
    return write_tabs({day_number(event.day), cameo_party(one), cameo_party(two), event.cameo, "",
                       event.document.sha256 + "_" + std::to_string(event.sentence_number + 1),
                       event.document.publisher});
  }
};

template <class T>
std::unique_ptr<Exporter> make(Write write, const ExportOptions& options) {
  return std::make_unique<T>(std::move(write), options);
}

}  // namespace

std::unique_ptr<Exporter> make_csv(Write write, const ExportOptions& options) {
  return std::make_unique<FlatTable>(std::move(write), options, true);
}
std::unique_ptr<Exporter> make_tsv(Write write, const ExportOptions& options) {
  return std::make_unique<FlatTable>(std::move(write), options, false);
}
std::unique_ptr<Exporter> make_gdelt(Write write, const ExportOptions& options) {
  return make<Gdelt>(std::move(write), options);
}
std::unique_ptr<Exporter> make_icews(Write write, const ExportOptions& options) {
  return make<Icews>(std::move(write), options);
}
std::unique_ptr<Exporter> make_polecat(Write write, const ExportOptions& options) {
  return make<Polecat>(std::move(write), options);
}
std::unique_ptr<Exporter> make_petrarch(Write write, const ExportOptions& options) {
  return make<Petrarch>(std::move(write), options);
}

}  // namespace dragoman::exporting
