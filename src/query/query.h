// query.h: the language that asks a store: "actor:RUS recipient:UKR type:ASSAULT date:2025-01..2025-07 text:drone".
//
//   query   = part {part | "or" part}          parts side by side must all hold; "or" binds weaker
//   part    = ["-"] (field ":" value {"," value} | text | "(" query ")")
//   value   = word | quoted | from ".." to | ("<" | "<=" | ">" | ">=") value
//
// Words are looked for in the sentence. Nothing of a query ever becomes part of an SQL text: values are bound, columns
// come from the list in fields.cpp. Failures say the column (Failure::byte, from 0, bytes of UTF-8) and the remedy.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/result.h"

namespace dragoman::query {

enum class Target : std::uint8_t { events, statements };

enum class Comparison : std::uint8_t { equal, less, at_most, more, at_least, between };

struct Value {
  Comparison comparison = Comparison::equal;
  std::string text, upper;  // upper: of `between`; either may be "" there: open
  bool is_quoted = false;
  std::size_t column = 0;
};

struct Field;  // fields.h

struct Node {
  enum class Kind : std::uint8_t { all, any, term } kind = Kind::all;
  bool is_negated = false;
  std::vector<Node> parts;       // of all and any
  const Field* field = nullptr;  // of a term
  std::vector<Value> values;     // one of them must hold
};

constexpr std::size_t most_terms = 200, deepest = 20, longest_query = 10000;

Result<Node> parse_query(std::string_view text, Target target = Target::events);

}  // namespace dragoman::query
