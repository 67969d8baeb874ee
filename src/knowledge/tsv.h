// tsv.h: tables of knowledge: UTF-8, tab separated, a header row, `#` comment lines, one fact a line.
//
// A table of a user's overlay folder is read after the shipped one; what wins by key is the reader's business.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/result.h"
#include "dragoman/symbol.h"

namespace dragoman {

struct TsvRow {
  std::vector<std::string_view> fields;  // one a column of the header; views into the table's text
  std::uint32_t line = 0;
};

class TsvTable {
 public:
  // `name` is the path as Symbols show it. Fails when a column of `columns` is missing in the header or a row has
  // another number of fields.
  static Result<TsvTable> parse(std::string name, std::string text, const std::vector<std::string>& columns);
  static Result<TsvTable> load(const std::string& folder, const std::string& name,
                               const std::vector<std::string>& columns);

  const std::vector<TsvRow>& rows() const { return rows_; }  // fields in the order of `columns`
  Symbol symbol(const TsvRow& row) const { return {name_, row.line}; }

 private:
  std::string name_;
  std::shared_ptr<const std::string> text_;
  std::vector<TsvRow> rows_;
};

}  // namespace dragoman
