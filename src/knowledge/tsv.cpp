#include "knowledge/tsv.h"

#include <algorithm>

#include "base/file.h"

namespace dragoman {
namespace {

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> fields;
  for (std::size_t begin = 0;;) {
    const std::size_t tab = line.find('\t', begin);
    fields.push_back(line.substr(begin, tab == std::string_view::npos ? tab : tab - begin));
    if (tab == std::string_view::npos) return fields;
    begin = tab + 1;
  }
}

}  // namespace

Result<TsvTable> TsvTable::parse(std::string name, std::string text, const std::vector<std::string>& columns) {
  TsvTable table;
  table.name_ = std::move(name);
  table.text_ = std::make_shared<const std::string>(std::move(text));
  const std::string_view all = *table.text_;
  std::vector<std::size_t> order;
  std::size_t width = 0;
  std::uint32_t number = 0;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = all.find('\n', begin);
    if (end == std::string_view::npos) end = all.size();
    std::string_view line = all.substr(begin, end - begin);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const std::size_t at = begin;
    begin = end + 1;
    ++number;
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string_view> fields = split(line);
    if (width == 0) {
      width = fields.size();
      for (const std::string& column : columns) {
        const auto found = std::find(fields.begin(), fields.end(), column);
        if (found == fields.end())
          return fail(FailureCode::bad_knowledge, table.name_, "the header has no column \"" + column + "\"",
                      "add the column to the first row", at);
        order.push_back(static_cast<std::size_t>(found - fields.begin()));
      }
      continue;
    }
    if (fields.size() != width)
      return fail(FailureCode::bad_knowledge, table.name_,
                  "line " + std::to_string(number) + " has " + std::to_string(fields.size()) + " fields, the header " +
                      std::to_string(width),
                  "separate the fields by single tabs", at);
    TsvRow row;
    row.line = number;
    for (const std::size_t i : order) row.fields.push_back(fields[i]);
    table.rows_.push_back(std::move(row));
  }
  return table;
}

Result<TsvTable> TsvTable::load(const std::string& folder, const std::string& name,
                                const std::vector<std::string>& columns) {
  auto text = read_file(folder + "/" + name);
  if (!text) return tl::unexpected(text.error());
  return parse(name, std::move(*text), columns);
}

}  // namespace dragoman
