// columns.h: an event as one flat row: the columns of CSV, TSV and Parquet, in one list.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "store/flat_event.h"

namespace dragoman::exporting {

enum class ColumnType : std::uint8_t { text, integer, real, day };
using Cell = std::variant<std::monostate, std::string, std::int64_t, double>;  // a day is its ISO text

struct Column {
  std::string_view name;
  ColumnType type;
  Cell (*cell)(const store::FlatEvent& event);  // of texts "" is a value; of the others nothing is monostate
};
std::span<const Column> columns();

std::string number_text(double value);  // shortest that reads back the same

}  // namespace dragoman::exporting
