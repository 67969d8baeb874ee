#include "mentions/timex_fields.h"

#include <charconv>

namespace dragoman {
namespace {

void take_edge(TimeFields& f, const TimeEdge& edge) {
  const double number = edge.value.number;
  const int whole = static_cast<int>(number);
  switch (static_cast<TimeClassId>(edge.cls)) {
    case TimeClassId::YEAR:
      f.year = whole;
      break;
    case TimeClassId::YEAR2:
      f.year = whole < 40 ? 2000 + whole : 1900 + whole;
      break;
    case TimeClassId::MONTH:
      if (!f.month) f.month = whole;
      break;
    case TimeClassId::DAY:
    case TimeClassId::DAYTH:
      f.day = whole;
      break;
    case TimeClassId::WEEKDAY:
      f.weekday = whole;
      break;
    case TimeClassId::WEEKDAYS:
      f.weekday = whole;
      f.repeat_weekday = true;
      break;
    case TimeClassId::NUMDATE:
      f.year = whole;
      f.month = static_cast<int>(edge.second);
      f.day = static_cast<int>(edge.third);
      break;
    case TimeClassId::ISOTIME: {
      const int packed = static_cast<int>(edge.third);
      f.year = whole;
      f.month = static_cast<int>(edge.second);
      f.day = packed % 100;
      f.hour = packed / 100 % 100;
      f.minute = packed / 10000;
      break;
    }
    case TimeClassId::UNIT:
    case TimeClassId::UNITS:
      f.unit = edge.value.text;
      break;
    case TimeClassId::PART:
    case TimeClassId::PARTS:
      f.part = edge.value.text;
      break;
    case TimeClassId::SEASON:
    case TimeClassId::SEASONS:
      f.season = edge.value.text;
      break;
    case TimeClassId::NUM:
      if (!f.n || f.n_of_article) f.n = number;
      f.n_of_article = false;
      break;
    case TimeClassId::A:
      if (!f.n) {
        f.n = 1;
        f.n_of_article = true;
      }
      break;
    case TimeClassId::COUNT:
      f.n = number;
      break;
    case TimeClassId::FUZZY:
      f.fuzzy = true;
      break;
    case TimeClassId::ORD:
      f.ordinal = whole;
      f.last_ordinal = number < 0;
      break;
    case TimeClassId::EDGE:
      f.mod = edge.value.text;
      break;
    case TimeClassId::QUANT:
      if (f.mod.empty()) f.mod = edge.value.text;
      break;
    case TimeClassId::HOUR:
      f.hour = whole;
      break;
    case TimeClassId::CLOCK:
      f.hour = whole;
      f.minute = static_cast<int>(edge.second);
      break;
    case TimeClassId::NOON:
      f.hour = whole;
      f.minute = 0;
      break;
    case TimeClassId::AMPM:
      if ((edge.value.text.front() | 0x20) == 'p' && f.hour < 12)
        f.hour += 12;
      else if ((edge.value.text.front() | 0x20) == 'a' && f.hour == 12)
        f.hour = 0;
      break;
    case TimeClassId::LAST:
      if (!f.dir) f.dir = -1;
      break;
    case TimeClassId::NEXT:
      if (!f.dir) f.dir = 1;
      break;
    case TimeClassId::THIS:
      if (!f.dir) f.dir = 0;
      break;
    case TimeClassId::EVERY:
      f.every = whole;
      break;
    case TimeClassId::REF:
    case TimeClassId::SET:
      f.value = edge.value.text;
      break;
    case TimeClassId::DECADE:
      f.decade = whole;
      break;
    case TimeClassId::HOLIDAY:
      f.holiday = edge.value.text;
      break;
    default:
      break;
  }
}

}  // namespace

int int_of(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

TimeFields fields_of(const TimeMatch& match) {
  TimeFields f;
  for (const TimeEdge& edge : match.edges) take_edge(f, edge);
  for (const auto& [key, value] : match.rule->set) {
    if (key == "dir")
      f.dir = int_of(value);
    else if (key == "n" && value == "X")
      f.fuzzy = true;
    else if (key == "n")
      f.n = int_of(value);
    else if (key == "unit")
      f.unit = value;
    else if (key == "part")
      f.part = value;
    else if (key == "mod")
      f.mod = value;
    else if (key == "value")
      f.value = value;
    else if (key == "type")
      f.type = value;
    else if (key == "focus")
      f.focus = true;
    else if (key == "half")
      f.half = true;
  }
  return f;
}

}  // namespace dragoman
