// timex_calendar.h: the proleptic Gregorian calendar in days since 1970-01-01. Pure functions, no failures.
#pragma once

#include <cstdint>

namespace dragoman {

struct Day {
  int year = 1970, month = 1, day = 1;
};

std::int64_t days_of(int year, int month, int day);  // month 1..12; any day
Day day_of(std::int64_t days);
int weekday_of(std::int64_t days);  // 1 Monday .. 7 Sunday
int month_length(int year, int month);

struct IsoWeek {
  int year = 0, week = 0;
};
IsoWeek iso_week_of(std::int64_t days);
std::int64_t monday_of(std::int64_t days);  // of the same ISO week
std::int64_t easter_of(int year);           // Western; anonymous Gregorian algorithm

}  // namespace dragoman
