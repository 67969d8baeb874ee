#include "syntax/word_tables.h"

#include <optional>

#include "knowledge/tsv.h"

namespace dragoman {
namespace {

std::optional<Abbreviation> abbreviation_of(std::string_view name) {
  if (name == "title") return Abbreviation::title;
  if (name == "number") return Abbreviation::number;
  if (name == "may_end") return Abbreviation::may_end;
  if (name == "ends") return Abbreviation::ends;
  return std::nullopt;
}

tl::unexpected<Failure> bad_row(const TsvTable& table, const TsvRow& row, const std::string& what,
                                const std::string& remedy) {
  return fail(FailureCode::bad_knowledge, table.symbol(row).str(), what, remedy);
}

Result<void> read_abbreviations(WordTables& tables, const std::string& folder, const std::string& name) {
  auto table = TsvTable::load(folder, name, {"form", "kind"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    const auto kind = abbreviation_of(row.fields[1]);
    if (!kind)
      return bad_row(*table, row, "unknown kind \"" + std::string(row.fields[1]) + "\"",
                     "use title, number, may_end or ends");
    tables.abbreviations[std::string(row.fields[0])] = *kind;
  }
  return {};
}

std::vector<std::uint32_t> part_lengths(std::string_view parts) {
  std::vector<std::uint32_t> lengths;
  for (std::size_t begin = 0, blank; (blank = parts.find(' ', begin)) != std::string_view::npos; begin = blank + 1)
    lengths.push_back(static_cast<std::uint32_t>(blank - begin));
  return lengths;
}

Result<void> read_splits(WordTables& tables, const std::string& folder, const std::string& name) {
  auto table = TsvTable::load(folder, name, {"kind", "form", "parts"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    const std::string_view kind = row.fields[0];
    const std::string form(row.fields[1]);
    if (kind == "clitic")
      tables.clitics.insert(form);
    else if (kind == "word")
      tables.contractions[form] = part_lengths(row.fields[2]);
    else if (kind == "prefix")
      tables.prefixes.insert(form);
    else if (kind == "unit")
      tables.units.insert(form);
    else
      return bad_row(*table, row, "unknown kind \"" + std::string(kind) + "\"", "use clitic, word, prefix or unit");
  }
  return {};
}

Result<void> read_breaks(WordTables& tables, const std::string& folder, const std::string& name) {
  auto table = TsvTable::load(folder, name, {"kind", "word"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    if (row.fields[0] == "starter")
      tables.starters.emplace(row.fields[1]);
    else if (row.fields[0] == "speech_verb")
      tables.speech_verbs.emplace(row.fields[1]);
    else
      return bad_row(*table, row, "unknown kind \"" + std::string(row.fields[0]) + "\"", "use starter or speech_verb");
  }
  return {};
}

}  // namespace

Result<WordTables> WordTables::load(const std::string& data_folder, const std::string& language) {
  const std::string base = "knowledge/languages/" + language + "/";
  WordTables tables;
  if (auto read = read_abbreviations(tables, data_folder, base + "abbreviations.tsv"); !read)
    return tl::unexpected(read.error());
  if (auto read = read_splits(tables, data_folder, base + "word_splits.tsv"); !read)
    return tl::unexpected(read.error());
  if (auto read = read_breaks(tables, data_folder, base + "sentence_breaks.tsv"); !read)
    return tl::unexpected(read.error());
  return tables;
}

}  // namespace dragoman
