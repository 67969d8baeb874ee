// timex_fields.h: what the words of one time expression say, before it is read in its context.
#pragma once

#include <optional>
#include <string_view>

#include "mentions/timex_scan.h"

namespace dragoman {

struct TimeFields {  // 0, -1 or empty: not said
  int year = 0, month = 0, day = 0, weekday = 0, hour = -1, minute = 0, ordinal = 0, every = 0;
  std::optional<double> n;
  std::optional<int> dir;
  std::string_view unit, part, season, mod, value, type, holiday;
  std::optional<int> decade;
  bool fuzzy = false, focus = false, half = false, repeat_weekday = false, last_ordinal = false, n_of_article = false;
};

TimeFields fields_of(const TimeMatch& match);
int int_of(std::string_view text);  // leading digits with sign; 0 without

}  // namespace dragoman
