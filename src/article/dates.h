// dates.h: the day and time that a page states, as pages write them: ISO 8601, RFC 822, "20 November 2019",
// "Nov. 20, 2019", "20.11.2019". A date whose day and month could be swapped is read only where it cannot be otherwise.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

struct StatedDate {
  CalendarDate date;
  std::string time;                  // "14:05+02:00", "14:05" or ""
  std::uint32_t begin = 0, end = 0;  // bytes of the text it was read from
};

class DateReader {
 public:
  static Result<DateReader> load(const std::string& data_folder);
  // The first whole date (year, month, day) in `text`.
  std::optional<StatedDate> read(std::string_view text) const;

 private:
  std::optional<StatedDate> at(std::string_view text, std::size_t at) const;
  std::optional<StatedDate> with_month_name(std::string_view text, std::size_t at) const;
  int month_at(std::string_view text, std::size_t at, std::size_t& end) const;
  std::unordered_map<std::string, int> months_;
};

// The day in an address like /2019/11/20/ or /2019-11-20-; nothing when there is none.
std::optional<CalendarDate> date_in_address(std::string_view address);

}  // namespace dragoman
