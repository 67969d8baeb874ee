#include "mentions/timex_value.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "mentions/timex_fields.h"

namespace dragoman {
namespace {

template <class... Parts>
std::string format(const char* pattern, Parts... parts) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, pattern, parts...);
  return buffer;
}

Grain grain_of(std::string_view unit) {
  if (unit == "Y" || unit == "DE" || unit == "CE") return Grain::year;
  return unit == "M" || unit == "Q" ? Grain::month : Grain::day;
}

class Reader {
 public:
  Reader(const TimeGrammar& grammar, const TimeMatch& match, Tense tense, TimeContext& context)
      : grammar_(grammar), match_(match), tense_(tense), context_(context), f_(fields_of(match)) {}

  TimeReading read();

 private:
  void calendar();
  void clock_time();
  void shift();
  void span();
  void again();
  void duration();
  void repeat();
  void numbered_part();
  void year_before();
  void turn_of_unit();
  void decade();
  void century();
  void weekend();

  std::int64_t base() const {
    if (f_.focus && context_.focus && (context_.focus_is_day || f_.unit != "D")) return *context_.focus;
    return context_.reference.value_or(0);
  }
  bool dated(Grain needed) const { return context_.reference && context_.grain <= needed; }
  bool known(Grain needed) const { return (f_.focus && context_.focus) || dated(needed); }
  int base_year() const { return f_.focus && context_.focus_year ? context_.focus_year : day_of(base()).year; }
  int base_month() const { return f_.focus && context_.focus_month ? context_.focus_month : day_of(base()).month; }
  bool future() const { return tense_ == Tense::future; }

  int year_for(int month, int day) const;
  std::optional<std::int64_t> holiday_in(int year) const;
  std::optional<std::int64_t> weekday_day() const;
  std::optional<std::int64_t> day_from_fields();
  void set_day(std::int64_t days);
  void set_month(int year, int month);
  void set_year(int year);
  void set_quarter(int year, int quarter);
  void set_week(std::int64_t days);
  void set_unit(std::string_view unit, double by);
  std::string amount(double n, std::string_view unit) const;

  const TimeGrammar& grammar_;
  const TimeMatch& match_;
  Tense tense_;
  TimeContext& context_;
  TimeFields f_;
  TimeReading out_;
};

void Reader::set_day(std::int64_t days) {
  const Day day = day_of(days);
  out_.value = format("%04d-%02d-%02d", day.year, day.month, day.day);
  out_.day = {day.year, static_cast<std::uint8_t>(day.month), static_cast<std::uint8_t>(day.day)};
  context_.focus = days;
  context_.focus_is_day = true;
  context_.focus_year = day.year;
  context_.focus_month = day.month;
}

void Reader::set_month(int year, int month) {
  out_.value = format("%04d-%02d", year, month);
  out_.day = {year, static_cast<std::uint8_t>(month), 0};
  context_.focus = days_of(year, month, 1);
  context_.focus_is_day = false;
  context_.focus_year = year;
  context_.focus_month = month;
}

void Reader::set_year(int year) {
  out_.value = format("%04d", year);
  out_.day = {year, 0, 0};
  context_.focus = days_of(year, 1, 1);
  context_.focus_is_day = false;
  context_.focus_year = year;
  context_.focus_month = 0;
}

void Reader::set_quarter(int year, int quarter) {
  out_.value = format("%04d-Q%d", year, quarter);
  out_.day = {year, static_cast<std::uint8_t>(quarter * 3 - 2), 0};
  context_.focus = days_of(year, quarter * 3 - 2, 1);
  context_.focus_is_day = false;
  context_.focus_year = year;
  context_.focus_month = quarter * 3 - 2;
}

void Reader::set_week(std::int64_t days) {
  const IsoWeek week = iso_week_of(days);
  out_.value = format("%04d-W%02d", week.year, week.week);
  const Day monday = day_of(monday_of(days));
  out_.day = {monday.year, static_cast<std::uint8_t>(monday.month), static_cast<std::uint8_t>(monday.day)};
}

// The unit that lies `by` units from the base.
void Reader::set_unit(std::string_view unit, double by) {
  const std::int64_t at = base();
  const int whole = static_cast<int>(std::lround(by));
  if (unit == "Y") {
    set_year(base_year() + whole);
  } else if (unit == "M") {
    const int months = base_year() * 12 + base_month() - 1 + whole;
    set_month(months / 12, months % 12 + 1);
  } else if (unit == "Q") {
    const int quarters = base_year() * 4 + (base_month() - 1) / 3 + whole;
    set_quarter(quarters / 4, quarters % 4 + 1);
    context_.focus_quarter = quarters % 4 + 1;
    context_.focus_quarter_year = quarters / 4;
  } else if (unit == "W" || unit == "FN") {
    set_week(at + 7 * whole * (unit == "FN" ? 2 : 1));
    context_.focus = at + 7 * whole;
  } else if (unit == "D") {
    set_day(at + whole);
  } else if (unit == "DE") {
    const int decade = day_of(at).year / 10 + whole;
    out_.value = format("%03d", decade);
    out_.day = {decade * 10, 0, 0};
  } else if (unit == "CE") {
    const int century = day_of(at).year / 100 + whole;
    out_.value = format("%02d", century);
    out_.day = {century * 100, 0, 0};
  } else if (unit == "WE") {
    f_.dir = whole;
    weekend();
  } else {
    out_.value = whole == 0 ? "PRESENT_REF" : whole < 0 ? "PAST_REF" : "FUTURE_REF";
  }
}

// The year of a month (and day) without one: the nearest in the direction the clause speaks of.
int Reader::year_for(int month, int day) const {
  const std::int64_t reference = *context_.reference;
  const int year = day_of(reference).year;
  if (f_.dir && f_.unit == "Y") return year;
  if (f_.dir == -2) return year - 1;
  if (f_.dir == 2) return year + 1;
  int best = year;
  double best_cost = 1e9;
  for (int candidate = year - 1; candidate <= year + 1; ++candidate) {
    const std::int64_t first = days_of(candidate, month, day ? day : 1);
    const std::int64_t last = day ? first : days_of(candidate, month, month_length(candidate, month));
    if (f_.weekday && day && weekday_of(first) != f_.weekday) continue;
    double cost = 0;
    if (first > reference)
      cost = static_cast<double>(first - reference) * (future() ? 1 : tense_ == Tense::past ? 6 : 2.2);
    else if (last < reference)
      cost = static_cast<double>(reference - last) * (future() ? 3 : 1);
    if (f_.dir == -1 && last >= reference) cost += 5000;
    if (f_.dir == 1 && first <= reference) cost += 5000;
    if (f_.dir == 0 && candidate != year) cost += 5000;
    if (cost < best_cost) {
      best_cost = cost;
      best = candidate;
    }
  }
  return best;
}

std::optional<std::int64_t> Reader::holiday_in(int year) const {
  const std::string_view rule = f_.holiday;
  std::int64_t plus = 0;
  if (const std::size_t sign = rule.find('+'); sign != std::string_view::npos) plus = int_of(rule.substr(sign + 1));
  if (rule.starts_with("easter")) {
    if (rule.size() > 6 && rule[6] == '-') plus = -int_of(rule.substr(7));
    return easter_of(year) + plus;
  }
  if (rule.size() < 4) return std::nullopt;
  const int month = int_of(rule.substr(0, 2));
  if (month < 1 || month > 12) return std::nullopt;
  if (rule.size() < 6) return days_of(year, month, int_of(rule.substr(3, 2)));
  const int weekday = int_of(rule.substr(3, 1));
  if (rule.substr(5).starts_with("-")) {
    const std::int64_t last = days_of(year, month, month_length(year, month));
    return last - (weekday_of(last) - weekday + 7) % 7 + plus;
  }
  const std::int64_t first = days_of(year, month, 1);
  return first + (weekday - weekday_of(first) + 7) % 7 + 7 * (int_of(rule.substr(5, 1)) - 1) + plus;
}

std::optional<std::int64_t> Reader::weekday_day() const {
  if (!known(Grain::day)) return std::nullopt;
  const std::int64_t at = base();
  const std::int64_t behind = (weekday_of(at) - f_.weekday + 7) % 7;
  if (f_.dir == -1) return at - (behind ? behind : 7);
  if (f_.dir == 1) return at + (behind ? 7 - behind : 7);
  if (f_.dir == 0) return monday_of(at) + f_.weekday - 1;
  if (f_.dir == -2 || f_.dir == 2) return monday_of(at) + 7 * (*f_.dir / 2) + f_.weekday - 1;
  if (future() && behind) return at + 7 - behind;
  return at - behind;
}

// The day the fields name; sets a value of unknown parts and gives nothing when the context is too poor.
std::optional<std::int64_t> Reader::day_from_fields() {
  if (!f_.holiday.empty()) {
    if (f_.year) return holiday_in(f_.year);
    if (!dated(Grain::month)) return std::nullopt;
    const auto here = holiday_in(day_of(*context_.reference).year);
    if (!here) return std::nullopt;
    const Day day = day_of(*here);
    return holiday_in(year_for(day.month, day.day));
  }
  if (f_.month && f_.day) {
    if (!f_.year && !dated(Grain::month)) {
      out_.value = format("XXXX-%02d-%02d", f_.month, f_.day);
      return std::nullopt;
    }
    const int year = f_.year ? f_.year : year_for(f_.month, f_.day);
    if (f_.day > month_length(year, f_.month)) {
      out_.value = format("%04d-%02d-%02d", year, f_.month, f_.day);
      return std::nullopt;
    }
    return days_of(year, f_.month, f_.day);
  }
  if (f_.day && f_.weekday) {  // "Friday the 13th"
    if (!dated(Grain::day)) return std::nullopt;
    for (int step = 0; step < 40; ++step)
      for (const int sign : {future() ? 1 : -1, future() ? -1 : 1}) {
        const std::int64_t at = *context_.reference + step * sign;
        if (day_of(at).day == f_.day && weekday_of(at) == f_.weekday) return at;
      }
    return std::nullopt;
  }
  if (f_.weekday) {
    if (const auto day = weekday_day()) return day;
    out_.value = format("XXXX-WXX-%d", f_.weekday);
    return std::nullopt;
  }
  if (f_.unit == "D" && known(Grain::day)) return base() + static_cast<int>(f_.n.value_or(0)) * f_.dir.value_or(0);
  return std::nullopt;
}

void Reader::calendar() {
  if (!f_.season.empty()) {
    int year = f_.year;
    if (!year && dated(Grain::month)) {
      const int month = f_.season == "SP" ? 3 : f_.season == "SU" ? 6 : f_.season == "FA" ? 9 : 12;
      year = year_for(month, 1);
    }
    out_.value = (year ? format("%04d-", year) : std::string("XXXX-")) + std::string(f_.season);
    out_.day = {year, 0, 0};
    return;
  }
  if (const auto day = day_from_fields()) {
    set_day(*day);
    return;
  }
  if (!out_.value.empty() || !f_.holiday.empty()) return;
  if (f_.month) {
    if (f_.year)
      set_month(f_.year, f_.month);
    else if (dated(Grain::month))
      set_month(year_for(f_.month, 0), f_.month);
    else
      out_.value = format("XXXX-%02d", f_.month);
    return;
  }
  if (f_.year) set_year(f_.year);
}

void Reader::clock_time() {
  out_.type = TimexType::time;
  std::string date;
  const bool names_day = f_.weekday || f_.month || !f_.unit.empty() || !f_.holiday.empty();
  if (names_day) {
    if (const auto day = day_from_fields()) set_day(*day);
    date = out_.value;
  } else if (context_.focus && f_.focus && context_.focus_is_day) {
    set_day(*context_.focus);
    date = out_.value;
  } else if (dated(Grain::day)) {
    set_day(*context_.reference);
    date = out_.value;
  }
  if (f_.hour >= 0) {
    if (!f_.part.empty() && f_.hour < 12 && (f_.part == "AF" || f_.part == "EV" || (f_.part == "NI" && f_.hour > 5)))
      f_.hour += 12;
    out_.value = date + (f_.hour == 24 ? std::string("T24:00") : format("T%02d:%02d", f_.hour, f_.minute));
  } else {
    out_.value = date + "T" + std::string(f_.part);
  }
}

void Reader::shift() {
  if (f_.fuzzy || !f_.n) {
    out_.value = f_.dir == 1 ? "FUTURE_REF" : "PAST_REF";
    return;
  }
  double n = *f_.n;
  if (f_.half) n += 0.5;
  const bool back = f_.dir.value_or(0) < 0;
  if (f_.unit == "Y" && n == 1 && back && context_.focus_quarter) {
    set_quarter(context_.focus_quarter_year - 1, context_.focus_quarter);
    return;
  }
  if (!known(grain_of(f_.unit))) {
    out_.value = back ? "PAST_REF" : "FUTURE_REF";
    return;
  }
  if (f_.unit == "DE" && f_.n) {
    set_year(base_year() + static_cast<int>(10 * n) * *f_.dir);
    return;
  }
  if (f_.unit == "W" && match_.edges.size() && f_.weekday) {
    if (const auto day = weekday_day()) set_day(*day + 7);
    return;
  }
  set_unit(f_.unit, n * f_.dir.value_or(0));
}

void Reader::span() {
  if (!known(grain_of(f_.unit))) {
    out_.value = f_.dir == 0 ? "PRESENT_REF" : f_.dir == 1 ? "FUTURE_REF" : "PAST_REF";
    return;
  }
  set_unit(f_.unit, f_.n.value_or(0) * f_.dir.value_or(0));
}

// "the quarter", "the day": the one spoken of before.
void Reader::again() {
  if (f_.unit == "Q" || f_.unit.empty()) {
    if (context_.focus_quarter) {
      set_quarter(context_.focus_quarter_year, context_.focus_quarter);
    } else if (dated(Grain::month) && f_.unit == "Q") {
      set_unit("Q", -1);
    }
    return;
  }
  if (f_.unit == "WE") {
    if (!f_.dir) f_.dir = -1;
    weekend();
    return;
  }
  if (f_.unit == "Y" && f_.dir) {
    if (context_.reference) set_unit("Y", 0);
    return;
  }
  if (f_.unit == "Y") {
    out_.type = TimexType::duration;
    out_.value = "P1Y";
    return;
  }
  if (f_.unit == "D" || f_.unit == "M" || f_.unit == "W") {
    f_.focus = true;
    if (known(grain_of(f_.unit))) set_unit(f_.unit, 0);
  }
}

std::string Reader::amount(double n, std::string_view unit) const {
  std::string number = f_.fuzzy ? "X" : "";
  if (unit == "DE") {
    n *= 10;
    unit = f_.fuzzy ? "DE" : "Y";
  } else if (unit == "CE") {
    n *= 100;
    unit = f_.fuzzy ? "CE" : "Y";
  } else if (unit == "ML") {
    n *= 1000;
    unit = "Y";
  } else if (unit == "FN") {
    n *= 2;
    unit = "W";
  }
  const bool clock = unit == "H" || unit == "MN" || unit == "S";
  std::string name = unit == "MN" ? "M" : std::string(unit);
  std::string rest;
  if (!f_.fuzzy) {
    const double whole = std::floor(n), part = n - whole;
    if (part == 0.5 && (unit == "Y" || unit == "H" || unit == "MN")) {
      rest = unit == "Y" ? "6M" : unit == "H" ? "30M" : "30S";
      n = whole;
    }
    number = n == std::floor(n) ? format("%.0f", n) : format("%g", n);
  }
  const std::string head = number == "0" && !rest.empty() ? "" : number + name;
  return std::string(clock ? "PT" : "P") + head + rest;
}

void Reader::duration() {
  out_.type = TimexType::duration;
  if (f_.unit == "X") {
    out_.value = "PXX";
    return;
  }
  double n = f_.n.value_or(1);
  if (f_.half) n += 0.5;
  if (n < 0 || n > 1e7) return;
  out_.value = amount(n, f_.unit);
}

void Reader::repeat() {
  out_.type = TimexType::set;
  const std::string part = f_.part.empty() ? "" : "T" + std::string(f_.part);
  if (f_.weekday)
    out_.value = format("XXXX-WXX-%d", f_.weekday) + part;
  else if (!part.empty())
    out_.value = "XXXX-XX-XX" + part;
  else if (!f_.season.empty())
    out_.value = "XXXX-" + std::string(f_.season);
  else if (f_.month)
    out_.value = format("XXXX-%02d", f_.month);
  else if (!f_.holiday.empty())
    out_.value = "P1Y";
  else
    out_.value = amount(f_.n.value_or(1) * std::max(1, f_.every), f_.unit);
}

void Reader::numbered_part() {
  int year = f_.year;
  const bool quarter = f_.unit == "Q", half = f_.unit == "HF";
  const int number = f_.last_ordinal ? (quarter ? 4 : half ? 2 : 0) : f_.ordinal;
  if (quarter || half) {
    if (number < 1 || number > (quarter ? 4 : 2)) return;
    const int length = quarter ? 3 : 6;
    if (!year && dated(Grain::month)) {
      const Day today = day_of(*context_.reference);
      year = today.year;
      if (f_.dir)
        year += *f_.dir;
      else if (!future() && (number - 1) * length + 1 > today.month)
        --year;
    }
    if (!year) {
      out_.value = std::string("XXXX-") + (quarter ? "Q" : "H") + std::to_string(number);
    } else if (quarter) {
      set_quarter(year, number);
      context_.focus_quarter = number;
      context_.focus_quarter_year = year;
    } else {
      out_.value = format("%04d-H%d", year, number);
      out_.day = {year, static_cast<std::uint8_t>(number == 1 ? 1 : 7), 0};
    }
    return;
  }
  if (f_.unit == "CE") {
    century();
    return;
  }
  if (f_.unit == "W" && f_.month && f_.day) {  // "the week of March 6"
    if (const auto day = day_from_fields()) set_week(*day);
    return;
  }
  if (!f_.month && !year && !f_.dir) return;  // "the second day" of what
  if (!year && dated(Grain::month))
    year = f_.month ? year_for(f_.month, 0) : day_of(*context_.reference).year + f_.dir.value_or(0);
  if (!year) return;
  const int month = f_.month ? f_.month : f_.last_ordinal ? 12 : 1;
  if (f_.unit == "W")
    set_week(f_.last_ordinal ? days_of(year, month, month_length(year, month))
                             : days_of(year, month, 1) + 7 * (f_.ordinal - 1));
  else if (f_.unit == "D" && f_.month)
    set_day(f_.last_ordinal ? days_of(year, month, month_length(year, month)) : days_of(year, month, f_.ordinal));
  else if (f_.unit == "M" && f_.ordinal >= 1 && f_.ordinal <= 12)
    set_month(year, f_.ordinal);
  else if (f_.unit == "M" && f_.last_ordinal)
    set_month(year, 12);
}

void Reader::year_before() {
  if (f_.year) {
    if (context_.focus_quarter)
      set_quarter(f_.year, context_.focus_quarter);
    else
      set_year(f_.year);
  } else if (context_.focus_quarter) {
    set_quarter(context_.focus_quarter_year - 1, context_.focus_quarter);
  } else if (context_.reference) {
    set_year(day_of(*context_.reference).year - 1);
  }
}

void Reader::turn_of_unit() {
  if (!dated(Grain::month)) return;
  const Day today = day_of(*context_.reference);
  if (f_.unit == "Y")
    set_day(days_of(today.year - (!future() && today.month < 3 ? 1 : 0), 12, 31));
  else
    set_day(days_of(today.year, today.month, month_length(today.year, today.month)));
}

void Reader::decade() {
  if (!f_.decade) return;
  int year = *f_.decade;
  if (year < 100) year += year >= 20 || !context_.reference ? 1900 : 2000;
  if (f_.ordinal) f_.mod = f_.last_ordinal || f_.ordinal == 2 ? "END" : "START";
  out_.value = format("%03d", year / 10);
  out_.day = {year, 0, 0};
}

void Reader::century() {
  if (f_.last_ordinal) {
    if (context_.reference) set_unit("CE", -1);
    return;
  }
  if (f_.ordinal < 2 || f_.ordinal > 22) return;
  out_.value = format("%02d", f_.ordinal - 1);
  out_.day = {(f_.ordinal - 1) * 100, 0, 0};
}

void Reader::weekend() {
  if (!dated(Grain::day)) {
    out_.value = "XXXX-WXX-WE";
    return;
  }
  std::int64_t at = *context_.reference;
  const bool inside = weekday_of(at) >= 6;
  if (f_.dir == 1)
    at += 7;
  else if (f_.dir == -1 && !inside && !future())
    at -= 7;
  set_week(at);
  out_.value += "-WE";
  const Day saturday = day_of(monday_of(at) + 5);
  out_.day = {saturday.year, static_cast<std::uint8_t>(saturday.month), static_cast<std::uint8_t>(saturday.day)};
}

TimeReading Reader::read() {
  const std::string_view reading = match_.rule->reading;
  if (reading == "calendar")
    calendar();
  else if (reading == "time")
    clock_time();
  else if (reading == "shift")
    shift();
  else if (reading == "span")
    span();
  else if (reading == "again")
    again();
  else if (reading == "duration")
    duration();
  else if (reading == "repeat")
    repeat();
  else if (reading == "part")
    numbered_part();
  else if (reading == "earlier")
    year_before();
  else if (reading == "edge")
    turn_of_unit();
  else if (reading == "decade")
    decade();
  else if (reading == "century")
    century();
  else if (reading == "weekend")
    weekend();
  else if (reading == "plain")
    out_.value = std::string(f_.value);
  if (f_.type == "SET" || (reading == "plain" && f_.value.starts_with("P") &&
                           f_.value.find('_') == std::string_view::npos && f_.type.empty()))
    out_.type = TimexType::set;
  else if (f_.type == "DURATION")
    out_.type = TimexType::duration;
  out_.mod = std::string(f_.mod);
  return std::move(out_);
}

}  // namespace

TimeReading read_time(const TimeGrammar& grammar, const TimeMatch& match, Tense tense, TimeContext& context) {
  return Reader(grammar, match, tense, context).read();
}

}  // namespace dragoman
