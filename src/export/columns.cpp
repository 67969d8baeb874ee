#include "export/columns.h"

#include <charconv>

namespace dragoman::exporting {
namespace {

using store::FlatEvent;
using store::FlatParty;

const FlatParty& first(const std::vector<FlatParty>& parties) {
  static const FlatParty nobody;
  return parties.empty() ? nobody : parties.front();
}
std::string all_names(const std::vector<FlatParty>& parties) {
  std::string out;
  for (const FlatParty& party : parties) out.append(out.empty() ? "" : "; ").append(party.name);
  return out;
}
std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out.append(out.empty() ? "" : ";").append(text);
  return out;
}
template <class T>
Cell or_nothing(const std::optional<T>& value) {
  return value ? Cell(*value) : Cell();
}
Cell day(const std::string& text) { return text.size() == 10 ? Cell(text) : Cell(); }

// The newest verdict, and who gave it.
const store::FlatDecision& verdict(const FlatEvent& event) {
  static const store::FlatDecision none;
  return event.decisions.empty() ? none : event.decisions.back();
}

constexpr Column list[] = {
    {"event", ColumnType::text, [](const FlatEvent& e) { return Cell(e.key); }},
    {"cluster", ColumnType::text,
     [](const FlatEvent& e) { return Cell(e.cluster_key.empty() ? e.key : e.cluster_key); }},
    {"reports", ColumnType::integer, [](const FlatEvent& e) { return Cell(e.reports); }},
    {"sources", ColumnType::integer, [](const FlatEvent& e) { return Cell(e.sources); }},
    {"type", ColumnType::text, [](const FlatEvent& e) { return Cell(e.type); }},
    {"mode", ColumnType::text, [](const FlatEvent& e) { return Cell(e.mode); }},
    {"cameo", ColumnType::text, [](const FlatEvent& e) { return Cell(e.cameo); }},
    {"contexts", ColumnType::text, [](const FlatEvent& e) { return Cell(joined(e.contexts)); }},
    {"status", ColumnType::text, [](const FlatEvent& e) { return Cell(e.status); }},
    {"date", ColumnType::day, [](const FlatEvent& e) { return day(e.day); }},
    {"date_last", ColumnType::day, [](const FlatEvent& e) { return day(e.day_last); }},
    {"date_grain", ColumnType::text, [](const FlatEvent& e) { return Cell(e.grain); }},
    {"actor", ColumnType::text, [](const FlatEvent& e) { return Cell(first(e.actors).name); }},
    {"actor_words", ColumnType::text, [](const FlatEvent& e) { return Cell(first(e.actors).words); }},
    {"actor_country", ColumnType::text, [](const FlatEvent& e) { return Cell(first(e.actors).country); }},
    {"actor_sector", ColumnType::text, [](const FlatEvent& e) { return Cell(first(e.actors).sector); }},
    {"actor_code", ColumnType::text, [](const FlatEvent& e) { return Cell(first(e.actors).code); }},
    {"actors", ColumnType::text, [](const FlatEvent& e) { return Cell(all_names(e.actors)); }},
    {"recipient", ColumnType::text, [](const FlatEvent& e) { return Cell(first(e.recipients).name); }},
    {"recipient_words", ColumnType::text, [](const FlatEvent& e) { return Cell(first(e.recipients).words); }},
    {"recipient_country", ColumnType::text, [](const FlatEvent& e) { return Cell(first(e.recipients).country); }},
    {"recipient_sector", ColumnType::text, [](const FlatEvent& e) { return Cell(first(e.recipients).sector); }},
    {"recipient_code", ColumnType::text, [](const FlatEvent& e) { return Cell(first(e.recipients).code); }},
    {"recipients", ColumnType::text, [](const FlatEvent& e) { return Cell(all_names(e.recipients)); }},
    {"place", ColumnType::text, [](const FlatEvent& e) { return Cell(e.place); }},
    {"place_country", ColumnType::text, [](const FlatEvent& e) { return Cell(e.place_country); }},
    {"latitude", ColumnType::real, [](const FlatEvent& e) { return or_nothing(e.latitude); }},
    {"longitude", ColumnType::real, [](const FlatEvent& e) { return or_nothing(e.longitude); }},
    {"geonameid", ColumnType::integer, [](const FlatEvent& e) { return or_nothing(e.geonameid); }},
    {"killed", ColumnType::integer, [](const FlatEvent& e) { return or_nothing(e.killed); }},
    {"injured", ColumnType::integer, [](const FlatEvent& e) { return or_nothing(e.injured); }},
    {"score", ColumnType::real, [](const FlatEvent& e) { return Cell(e.score); }},
    {"intensity", ColumnType::real, [](const FlatEvent& e) { return or_nothing(e.intensity); }},
    {"reported_by", ColumnType::text, [](const FlatEvent& e) { return Cell(e.reported_by); }},
    {"denied_by", ColumnType::text, [](const FlatEvent& e) { return Cell(e.denied_by); }},
    {"evidence", ColumnType::text, [](const FlatEvent& e) { return Cell(e.evidence); }},
    {"sentence", ColumnType::text, [](const FlatEvent& e) { return Cell(e.sentence); }},
    {"trigger_begin", ColumnType::integer, [](const FlatEvent& e) { return Cell(e.trigger_begin); }},
    {"trigger_end", ColumnType::integer, [](const FlatEvent& e) { return Cell(e.trigger_end); }},
    {"frame", ColumnType::text, [](const FlatEvent& e) { return Cell(e.frame); }},
    {"document", ColumnType::text, [](const FlatEvent& e) { return Cell(e.document.sha256); }},
    {"source", ColumnType::text, [](const FlatEvent& e) { return Cell(e.document.name); }},
    {"published", ColumnType::text, [](const FlatEvent& e) { return Cell(e.document.published); }},
    {"title", ColumnType::text, [](const FlatEvent& e) { return Cell(e.document.title); }},
    {"authors", ColumnType::text, [](const FlatEvent& e) { return Cell(e.document.authors); }},
    {"publisher", ColumnType::text, [](const FlatEvent& e) { return Cell(e.document.publisher); }},
    {"address", ColumnType::text, [](const FlatEvent& e) { return Cell(e.document.address); }},
    {"language", ColumnType::text, [](const FlatEvent& e) { return Cell(e.document.language); }},
    {"verdict", ColumnType::text, [](const FlatEvent& e) { return Cell(verdict(e).verdict); }},
    {"analyst", ColumnType::text, [](const FlatEvent& e) { return Cell(verdict(e).analyst); }},
};

}  // namespace

std::span<const Column> columns() { return list; }

std::string number_text(double value) {
  char text[40];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return std::string(text, end);
}

}  // namespace dragoman::exporting
