// timex_value.h: the TIMEX3 value of a matched time expression, read in its context.
//
// Context: the publication date, the tense of the clause, and the time the text spoke of last ("the next day", "a year
// earlier"). A value that cannot be fixed keeps XXXX for what is unknown. Pure, no failures.
#pragma once

#include <optional>
#include <string>

#include "dragoman/document.h"
#include "mentions/timex_calendar.h"
#include "mentions/timex_scan.h"

namespace dragoman {

enum class Tense : std::uint8_t { unknown, past, future };

enum class Grain : std::uint8_t { day, month, year };

struct TimeContext {
  std::optional<std::int64_t> reference;  // a day of the publication date
  Grain grain = Grain::day;               // how well that date is known
  std::optional<std::int64_t> focus;      // first day of the time spoken of last
  int focus_year = 0;                     // of the same; set with coarser times too
  int focus_month = 0;
  bool focus_is_day = false;
  int focus_quarter = 0, focus_quarter_year = 0;  // the quarter spoken of last, while it is the topic
};

struct TimeReading {
  TimexType type = TimexType::date;
  std::string value;  // "" when the match is no time expression after all
  std::string mod;
  CalendarDate day;
};

// Reads one match and moves the context on.
TimeReading read_time(const TimeGrammar& grammar, const TimeMatch& match, Tense tense, TimeContext& context);

}  // namespace dragoman
