// sql.h: queries as SQL with bound values, for both databases.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "query/query.h"
#include "store/database.h"

namespace dragoman::query {

using Bound = std::variant<std::int64_t, double, std::string>;

struct Sql {
  std::string text;
  std::vector<Bound> values;
};
std::string to_string(const Sql& sql);  // for people: the text, then each value

enum class Counting : std::uint8_t {
  events,
  reports
};  // an event that several articles tell counts once, or each time

struct Page {  // of a list
  std::int64_t limit = 100;
  std::optional<std::string> after_day;  // the last row of the page before: its day ("" for none)
  std::int64_t after_id = 0;             // and number
};

// Numbers and days of events, or of statements, newest first.
Sql list_of(const Node& query, Target target, store::Dialect dialect, const Page& page);
// Numbers of all events, by the document's digest and their place in it.
Sql ordered_ids(const Node& query, store::Dialect dialect);
// A repeatable random sample: by a digest of the event's key.
Sql sample_of(const Node& query, store::Dialect dialect, std::int64_t size);
// Columns: one a group, then the count; the largest counts first, but times in their order.
Sql count_of(const Node& query, Target target, store::Dialect dialect, const std::vector<std::string>& groups,
             Counting counting, std::int64_t limit);

// Binds the values of `sql`, which has to outlive the statement's rows, to a statement made of its text.
Result<std::unique_ptr<store::Statement>> prepared(store::Database& database, const Sql& sql);

}  // namespace dragoman::query
