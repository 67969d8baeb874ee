// fields.h: what a query can ask for, and by what counts can be grouped. One line in fields.cpp each.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "query/query.h"

namespace dragoman::query {

enum class FieldKind : std::uint8_t {
  party,   // country, country/sector, /sector or a name
  place,   // country or a name
  word,    // one of a fixed set of words: equal
  prefix,  // begins with
  name,    // holds, upper and lower case alike
  list,    // one of the items of a column "a;b"
  day,     // a day, month or year: the event may fall into it
  number,
  near,  // latitude,longitude,kilometres
  text,  // words of the sentence
};

struct Field {
  std::string_view name;
  FieldKind kind;
  std::string_view column;      // of events ("" where it has none)
  std::string_view statements;  // of statements
  std::string_view help;
};

struct Group {  // of counts
  std::string_view name;
  std::string_view events, statements;  // SQL of SQLite and PostgreSQL alike; "$week(x)" is translated
};

std::span<const Field> fields();
std::span<const Group> groups();
const Field* field_of(std::string_view name, Target target);
const Group* group_of(std::string_view name, Target target);
std::string field_names(Target target);  // for messages: "actor, recipient, ..."
std::string group_names(Target target);

}  // namespace dragoman::query
