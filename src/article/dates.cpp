#include "article/dates.h"

#include <charconv>
#include <ctime>

#include "base/unicode.h"
#include "knowledge/tsv.h"

namespace dragoman {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// The number of `least` to `most` digits at text[at]; -1 when there is none. `at` moves behind it.
int number(std::string_view text, std::size_t& at, std::size_t least, std::size_t most) {
  std::size_t end = at;
  int value = 0;
  while (end < text.size() && is_digit(text[end]) && end - at < most) value = value * 10 + (text[end++] - '0');
  if (end - at < least || (end < text.size() && is_digit(text[end]))) return -1;
  at = end;
  return value;
}

void skip(std::string_view text, std::size_t& at, std::string_view marks) {
  while (at < text.size() && marks.find(text[at]) != std::string_view::npos) ++at;
}

bool is_day(int year, int month, int day) {
  if (year < 1990 || year > 2100 || month < 1 || month > 12 || day < 1) return false;
  constexpr int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return day <= days[month - 1] && (month != 2 || day < 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)));
}

std::optional<StatedDate> make(int year, int month, int day, std::size_t begin, std::size_t end) {
  if (!is_day(year, month, day)) return std::nullopt;
  StatedDate out;
  out.date.year = year;
  out.date.month = static_cast<std::uint8_t>(month);
  out.date.day = static_cast<std::uint8_t>(day);
  out.begin = static_cast<std::uint32_t>(begin);
  out.end = static_cast<std::uint32_t>(end);
  return out;
}

// "T14:05:09.123+02:00", " 14:05 GMT", ", 2:05 pm" behind a date.
void read_time(std::string_view text, StatedDate& date) {
  std::size_t at = date.end;
  skip(text, at, " ,T-|");
  if (text.substr(at).starts_with("at ")) at += 3;
  const int first = number(text, at, 1, 2);
  int hour = first;
  if (first < 0 || first > 23 || at >= text.size() || (text[at] != ':' && text[at] != '.')) return;
  ++at;
  const int minute = number(text, at, 2, 2);
  if (minute < 0 || minute > 59) return;
  if (at + 2 < text.size() && text[at] == ':' && is_digit(text[at + 1])) {
    ++at;
    if (number(text, at, 2, 2) < 0) return;
    if (at < text.size() && text[at] == '.')
      for (++at; at < text.size() && is_digit(text[at]);) ++at;
  }
  std::size_t after = at;
  skip(text, after, " ");
  const std::string half = lowered(text.substr(after, 2));
  if (half == "pm" || half == "am" || half == "p." || half == "a.") {
    if (hour > 12) return;
    hour = hour % 12 + (half[0] == 'p' ? 12 : 0);
    after += half[1] == '.' ? 4 : 2;
    at = std::min(after, text.size());
    skip(text, after, " ");
    after = std::min(after, text.size());
  }
  std::string zone;
  if (after < text.size() && (text[after] == '+' || text[after] == '-') && after + 1 < text.size() &&
      is_digit(text[after + 1])) {
    std::size_t end = after + 1;
    const int hours = number(text, end, 2, 2);
    std::size_t whole = after + 1;
    const int both = hours < 0 ? number(text, whole, 4, 4) : -1;
    if (hours >= 0 && end < text.size() && text[end] == ':') {
      ++end;
      const int minutes = number(text, end, 2, 2);
      if (minutes >= 0)
        zone = std::string(text.substr(after, 1)) + std::string(text.substr(after + 1, 2)) + ":" +
               std::string(text.substr(end - 2, 2));
      at = end;
    } else if (both >= 0) {
      zone = std::string(text.substr(after, 3)) + ":" + std::string(text.substr(after + 3, 2));
      at = whole;
    }
  } else if (after < text.size() &&
             (text[after] == 'Z' || text.substr(after).starts_with("GMT") || text.substr(after).starts_with("UTC"))) {
    zone = "+00:00";
    at = after + (text[after] == 'Z' ? 1 : 3);
  }
  char buffer[16];
  std::snprintf(buffer, sizeof buffer, "%02d:%02d", hour, minute);
  date.time = buffer + zone;
  date.end = static_cast<std::uint32_t>(at);
}

std::optional<StatedDate> numeric(std::string_view text, std::size_t begin) {
  std::size_t at = begin;
  if (const int year = number(text, at, 4, 4); year >= 0) {  // 2019-11-20, 2019/11/20, 2019.11.20
    if (at >= text.size() || (text[at] != '-' && text[at] != '/' && text[at] != '.')) return std::nullopt;
    const char mark = text[at++];
    const int month = number(text, at, 1, 2);
    if (month < 0 || at >= text.size() || text[at] != mark) return std::nullopt;
    ++at;
    const int day = number(text, at, 1, 2);
    return make(year, month, day, begin, at);
  }
  at = begin;
  if (const int stamp = number(text, at, 8, 8); stamp >= 0)
    return make(stamp / 10000, stamp / 100 % 100, stamp % 100, begin, at);
  at = begin;
  const int first = number(text, at, 1, 2);
  if (text.substr(std::min(at, text.size())).starts_with(" | ")) ++at;  // 06 | 05 | 2024
  if (first < 0 || at >= text.size() || std::string_view("./-|").find(text[at]) == std::string_view::npos)
    return std::nullopt;
  const char mark = text[at++];
  const bool loose = mark == '.' || mark == '|';
  if (loose) skip(text, at, " ");
  const int second = number(text, at, 1, 2);
  if (mark == '|') skip(text, at, " ");
  if (second < 0 || at >= text.size() || text[at] != mark) return std::nullopt;
  ++at;
  if (loose) skip(text, at, " ");
  const int year = number(text, at, 4, 4);
  if (year < 0) return std::nullopt;
  if (loose || first > 12 || first == second) return make(year, second, first, begin, at);  // day first
  if (second > 12) return make(year, first, second, begin, at);
  return std::nullopt;  // 03/04/2019: whose order?
}

// Seconds or milliseconds since 1970 that are the whole text.
std::optional<StatedDate> epoch(std::string_view text) {
  if (text.size() != 10 && text.size() != 13) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  const std::time_t seconds = text.size() == 13 ? value / 1000 : value;
  std::tm parts{};
  if (!gmtime_r(&seconds, &parts)) return std::nullopt;
  auto date = make(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, 0, text.size());
  if (!date) return std::nullopt;
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%02d:%02d+00:00", parts.tm_hour, parts.tm_min);
  date->time = buffer;
  return date;
}

}  // namespace

Result<DateReader> DateReader::load(const std::string& data_folder) {
  const std::string file = "knowledge/page/months.tsv";
  auto table = TsvTable::load(data_folder, file, {"name", "month"});
  if (!table) return tl::unexpected(table.error());
  DateReader out;
  for (const TsvRow& row : table->rows()) {
    int month = 0;
    std::from_chars(row.fields[1].data(), row.fields[1].data() + row.fields[1].size(), month);
    if (month < 1 || month > 12)
      return fail(FailureCode::bad_knowledge, file, "line " + std::to_string(row.line) + " has no month from 1 to 12",
                  "write the number of the month");
    out.months_.emplace(row.fields[0], month);
  }
  return out;
}

int DateReader::month_at(std::string_view text, std::size_t at, std::size_t& end) const {
  end = at;
  while (end < text.size() && is_letter(text[end]) && end - at < 24) ++end;
  if (end == at) return 0;
  const auto found = months_.find(lowered(text.substr(at, end - at)));
  if (found == months_.end()) return 0;
  if (end < text.size() && text[end] == '.') ++end;
  return found->second;
}

// "20 November 2019", "20. November 2019", "20 de noviembre de 2019", "20-Nov-2019", "November 20, 2019", "Nov. 20th
// 2019"
std::optional<StatedDate> DateReader::with_month_name(std::string_view text, std::size_t begin) const {
  std::size_t at = begin, end = 0;
  const auto year_behind = [&](std::size_t from) {
    std::size_t i = from;
    skip(text, i, " ,.-/'");
    for (const std::string_view word : {"de ", "del "})
      if (text.substr(i).starts_with(word)) i += word.size();
    const int year = number(text, i, 4, 4);
    at = i;
    return year;
  };
  if (is_digit(text[at])) {
    const int day = number(text, at, 1, 2);
    if (day < 0) return std::nullopt;
    for (const std::string_view ending : {"st", "nd", "rd", "th", "er", "º"})
      if (text.substr(at).starts_with(ending)) at += ending.size();
    skip(text, at, " .-/");
    for (const std::string_view word : {"of ", "de "})
      if (text.substr(at).starts_with(word)) at += word.size();
    const int month = month_at(text, at, end);
    if (!month) return std::nullopt;
    const int year = year_behind(end);
    return year < 0 ? std::nullopt : make(year, month, day, begin, at);
  }
  const int month = month_at(text, at, end);
  if (!month) return std::nullopt;
  at = end;
  skip(text, at, " .-");
  const int day = number(text, at, 1, 2);
  if (day < 0) return std::nullopt;
  for (const std::string_view ending : {"st", "nd", "rd", "th"})
    if (text.substr(at).starts_with(ending)) at += ending.size();
  const int year = year_behind(at);
  return year < 0 ? std::nullopt : make(year, month, day, begin, at);
}

std::optional<StatedDate> DateReader::at(std::string_view text, std::size_t at) const {
  if (is_digit(text[at]))
    if (auto date = numeric(text, at)) return date;
  return with_month_name(text, at);
}

std::optional<StatedDate> DateReader::read(std::string_view text) const {
  if (auto date = epoch(text)) return date;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool starts = is_digit(text[i]) ? i == 0 || !is_digit(text[i - 1])
                                          : is_letter(text[i]) && (i == 0 || !is_letter(text[i - 1]));
    if (!starts) continue;
    if (auto date = at(text, i)) {
      read_time(text, *date);
      return date;
    }
  }
  return std::nullopt;
}

std::optional<CalendarDate> date_in_address(std::string_view address) {
  for (std::size_t i = 1; i + 8 < address.size(); ++i) {
    if (!is_digit(address[i]) || is_digit(address[i - 1]) ||
        (address[i - 1] != '/' && address[i - 1] != '-' && address[i - 1] != '_'))
      continue;
    std::size_t at = i;
    const int year = number(address, at, 4, 4);
    if (year < 0 || at >= address.size() || (address[at] != '/' && address[at] != '-' && address[at] != '_')) continue;
    ++at;
    const int month = number(address, at, 1, 2);
    if (month < 0 || at >= address.size() || (address[at] != '/' && address[at] != '-' && address[at] != '_')) continue;
    ++at;
    const int day = number(address, at, 1, 2);
    if (const auto date = make(year, month, day, i, at)) return date->date;
  }
  return std::nullopt;
}

}  // namespace dragoman
