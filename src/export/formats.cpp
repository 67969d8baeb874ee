#include "export/export.h"
#include "export/json.h"
#include "export/parquet.h"
#include "export/tables.h"
#include "knowledge/tsv.h"

namespace dragoman::exporting {
namespace {

constexpr Format list[] = {
    {"csv", ".csv", "flat columns, RFC 4180, UTF-8", make_csv},
    {"tsv", ".tsv", "the same, apart by tabs", make_tsv},
    {"ndjson", ".ndjson", "one event a line, with all parties and decisions", make_ndjson},
    {"parquet", ".parquet", "flat columns for DuckDB, Arrow, Spark", make_parquet},
    {"geojson", ".geojson", "points for maps, RFC 7946", make_geojson},
    {"gdelt", ".export.CSV", "the 61 columns of GDELT 2.0 events", make_gdelt},
    {"icews", ".icews.tab", "the columns of ICEWS coded events", make_icews},
    {"polecat", ".polecat.tsv", "the columns of POLECAT", make_polecat},
    {"ngec", ".ngec.jsonl", "NGEC's JSON lines", make_ngec},
    {"petrarch", ".petrarch.txt", "PETRARCH's lines: date, source, target, CAMEO code", make_petrarch},
};

}  // namespace

std::span<const Format> formats() { return list; }
const Format* format_of(std::string_view name) {
  for (const Format& format : list)
    if (format.name == name) return &format;
  return nullptr;
}

Result<std::map<std::string, int>> load_quads(const std::string& data_folder) {
  auto table = TsvTable::load(data_folder, "knowledge/export/quads.tsv", {"code", "quad"});
  if (!table) return tl::unexpected(table.error());
  std::map<std::string, int> out;
  for (const TsvRow& row : table->rows())
    out[std::string(row.fields[0])] = std::atoi(std::string(row.fields[1]).c_str());
  return out;
}

}  // namespace dragoman::exporting
