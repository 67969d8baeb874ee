#include "mentions/timex_scan.h"

#include <algorithm>
#include <charconv>

namespace dragoman {
namespace {

constexpr std::size_t most_cached = 1u << 16;  // words whose readings are kept
constexpr int steps_at_one_place = 1200;       // patterns are short: a real expression needs some hundred

constexpr TimeClass id(TimeClassId cls) { return static_cast<TimeClass>(cls); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

TimeEdge edge(TimeClassId cls, std::uint32_t next, double number) {
  TimeEdge out;
  out.cls = id(cls);
  out.next = next;
  out.value.number = number;
  return out;
}

// Digits of text from `at`, at most `most`; -1 when there are none or more.
int read_int(std::string_view text, std::size_t& at, std::size_t most) {
  const std::size_t begin = at;
  int value = 0;
  while (at < text.size() && is_digit(text[at]) && at - begin < most) value = value * 10 + (text[at++] - '0');
  if (at == begin || (at < text.size() && is_digit(text[at]))) return -1;
  return value;
}

struct Written {
  int year = 0, month = 0, day = 0, hour = -1, minute = 0;
  std::size_t end = 0;
};

bool valid(const Written& date) {
  return date.month >= 1 && date.month <= 12 && date.day <= 31 && date.year >= 1 && date.year <= 2200;
}

void read_clock_behind(std::string_view text, Written& date) {
  std::size_t at = date.end;
  if (at >= text.size() || (text[at] != 'T' && text[at] != ' ')) return;
  ++at;
  const int hour = read_int(text, at, 2);
  if (hour < 0 || hour > 24 || at >= text.size() || text[at] != ':') return;
  ++at;
  const int minute = read_int(text, at, 2);
  if (minute < 0 || minute > 59) return;
  if (at + 2 < text.size() && text[at] == ':' && is_digit(text[at + 1])) at += 3;
  date.hour = hour;
  date.minute = minute;
  date.end = at;
}

int full_year(int year, std::size_t digits) { return digits > 2 ? year : year < 40 ? 2000 + year : 1900 + year; }

// "2015-03-02", "2015/3/2", "10/31/1989", "31.10.1989", "10-30-89"; American order for slashes and dashes.
bool read_written(std::string_view text, std::size_t at, Written& out) {
  const std::size_t start = at;
  const int first = read_int(text, at, 4);
  const std::size_t first_size = at - start;
  if (first < 0 || at >= text.size()) return false;
  const char mark = text[at];
  if (mark != '-' && mark != '/' && mark != '.') return false;
  ++at;
  const int second = read_int(text, at, 2);
  if (second < 0) return false;
  if (first_size == 4) {
    out = {first, second, 0, -1, 0, at};
    if (at + 1 < text.size() && text[at] == mark && is_digit(text[at + 1])) {
      ++at;
      out.day = read_int(text, at, 2);
      if (out.day < 1) return false;
      out.end = at;
    } else if (mark == '.') {
      return false;
    }
    return valid(out);
  }
  if (first_size > 2 || at + 1 >= text.size() || text[at] != mark) return false;
  const std::size_t year_at = ++at;
  const int year = read_int(text, at, 4);
  const std::size_t digits = at - year_at;
  if (year < 0 || (digits != 2 && digits != 4)) return false;
  const bool day_first = mark == '.' || first > 12;
  out = {full_year(year, digits), day_first ? second : first, day_first ? first : second, -1, 0, at};
  return out.day >= 1 && valid(out);
}

}  // namespace

const TimeUse* TimeScanner::use_of(std::uint32_t at, TimeClassId cls) const {
  if (at >= words_.size()) return nullptr;
  for (const TimeUse& use : grammar_.uses(words_[at].word))
    if (use.cls == id(cls) && use.rest.empty()) return &use;
  return nullptr;
}

std::uint32_t TimeScanner::word_at_byte(std::uint32_t byte, std::uint32_t from) const {
  while (from < words_.size() && words_[from].begin < byte) ++from;
  return from;
}

void TimeScanner::add_word_edges(std::uint32_t at, std::vector<TimeEdge>& out) const {
  for (const TimeUse& use : grammar_.uses(words_[at].word)) {
    if (use.capital && !words_[at].capital) continue;
    std::uint32_t next = at + 1;
    bool whole = true;
    for (const std::uint32_t word : use.rest) {
      if (next >= words_.size() || words_[next].word != word) {
        whole = false;
        break;
      }
      ++next;
    }
    if (!whole) continue;
    TimeEdge out_edge;
    out_edge.cls = use.cls;
    out_edge.next = next;
    out_edge.value = use.value;
    out.push_back(out_edge);
  }
}

// "twenty-four", "a hundred and five", "two thousand": a NUM; with an ordinal at the end an ORD ("twenty-third").
void TimeScanner::add_number_words(std::uint32_t at, std::vector<TimeEdge>& out) const {
  double total = 0, part = 0;
  std::uint32_t i = at;
  bool any = false;
  for (;;) {
    if (const TimeUse* scale = use_of(i, TimeClassId::SCALE)) {
      if (!any && i != at) break;
      part = (part == 0 ? 1 : part) * scale->value.number;
      if (scale->value.number >= 1000) {
        total += part;
        part = 0;
      }
      ++i;
    } else if (const TimeUse* number = use_of(i, TimeClassId::NUMBER)) {
      if (any && part != 0) {
        const double last = part - 100 * static_cast<double>(static_cast<long long>(part / 100));
        const bool fits =
            last == 0 || (last >= 20 && last - 10 * static_cast<double>(static_cast<long long>(last / 10)) == 0 &&
                          number->value.number < 10);
        if (!fits) break;
      }
      part += number->value.number;
      ++i;
    } else if (const TimeUse* ordinal = use_of(i, TimeClassId::ORDINAL); ordinal && any && ordinal->value.number > 0) {
      out.push_back(edge(TimeClassId::ORD, i + 1, total + part + ordinal->value.number));
      if (total + part + ordinal->value.number <= 31)
        out.push_back(edge(TimeClassId::DAYTH, i + 1, total + part + ordinal->value.number));
      break;
    } else {
      break;
    }
    any = true;
    std::uint32_t ahead = i;
    if (ahead + 1 < words_.size() && view(ahead) == "-")
      ++ahead;
    else if (ahead + 1 < words_.size() && view(ahead) == "and" && (total + part >= 100))
      ++ahead;
    if (ahead != i && !use_of(ahead, TimeClassId::NUMBER) && !use_of(ahead, TimeClassId::ORDINAL)) break;
    out.push_back(edge(TimeClassId::NUM, i, total + part));
    i = ahead;
  }
  if (!any) return;
  if (out.empty() || out.back().cls != id(TimeClassId::NUM) || out.back().next != i)
    out.push_back(edge(TimeClassId::NUM, i, total + part));
  if (i == at + 1 && part >= 1 && part <= 12) out.push_back(edge(TimeClassId::HOUR, i, part));
}

// "nineteen ninety-seven", "two thousand one", "the nineties".
void TimeScanner::add_spelt_year(std::uint32_t at, std::vector<TimeEdge>& out) const {
  const TimeUse* first = use_of(at, TimeClassId::NUMBER);
  if (!first) return;
  const double century = first->value.number;
  if (century >= 13 && century <= 20) {
    const TimeUse* tens = use_of(at + 1, TimeClassId::NUMBER);
    if (!tens || tens->value.number < 10) return;
    double year = century * 100 + tens->value.number;
    std::uint32_t next = at + 2;
    const std::uint32_t unit_at = next < words_.size() && view(next) == "-" ? next + 1 : next;
    if (const TimeUse* unit = use_of(unit_at, TimeClassId::NUMBER);
        unit && unit->value.number < 10 && tens->value.number >= 20) {
      year += unit->value.number;
      next = unit_at + 1;
    }
    out.push_back(edge(TimeClassId::YEAR, next, year));
  } else if (century == 2) {
    const TimeUse* scale = use_of(at + 1, TimeClassId::SCALE);
    if (!scale || scale->value.number != 1000) return;
    double year = 2000;
    std::uint32_t next = at + 2;
    const std::uint32_t unit_at = next < words_.size() && view(next) == "and" ? next + 1 : next;
    if (const TimeUse* unit = use_of(unit_at, TimeClassId::NUMBER); unit && unit->value.number < 20) {
      year += unit->value.number;
      next = unit_at + 1;
    }
    out.push_back(edge(TimeClassId::YEAR, next, year));
  }
}

void TimeScanner::add_written_date(std::uint32_t at, std::vector<TimeEdge>& out) const {
  if (joined(at) && (view(at - 1) == "/" || view(at - 1) == "-" || view(at - 1) == ".")) return;
  Written date;
  if (!read_written(text_, words_[at].begin, date)) return;
  const auto add = [&](TimeClassId cls) {
    TimeEdge out_edge = edge(cls, word_at_byte(static_cast<std::uint32_t>(date.end), at + 1), date.year);
    out_edge.second = date.month;
    out_edge.third = date.day;
    if (cls == TimeClassId::ISOTIME) out_edge.third = date.day + date.hour * 100.0 + date.minute * 10000.0;
    out.push_back(out_edge);
  };
  add(TimeClassId::NUMDATE);
  if (date.day) {
    read_clock_behind(text_, date);
    if (date.hour >= 0) add(TimeClassId::ISOTIME);
  }
}

void TimeScanner::add_digit_edges(std::uint32_t at, std::vector<TimeEdge>& out) const {
  const std::string_view digits = view(at);
  const bool whole = digits.find_first_of(",.") == std::string_view::npos;
  std::string plain(digits);
  plain.erase(std::remove(plain.begin(), plain.end(), ','), plain.end());
  double number = 0;
  std::from_chars(plain.data(), plain.data() + plain.size(), number);
  std::uint32_t next = at + 1;
  const auto joined_word = [&](std::uint32_t i) {
    return i < words_.size() && joined(i) ? view(i) : std::string_view();
  };
  const std::string_view tail = joined_word(next);
  if (whole && (tail == "st" || tail == "nd" || tail == "rd" || tail == "th")) {
    out.push_back(edge(TimeClassId::ORD, next + 1, number));
    if (number >= 1 && number <= 31) out.push_back(edge(TimeClassId::DAYTH, next + 1, number));
    return;
  }
  if (whole && (tail == "s" || tail == "'s" || tail == "\u2019s") && digits.size() == 4 && digits[3] == '0' &&
      number >= 1000) {
    out.push_back(edge(TimeClassId::DECADE, next + 1, number));
    if (tail == "s") return;
  }
  if (whole && tail == ":" && digits.size() <= 2) {
    const std::string_view minutes = joined_word(next + 1);
    if (minutes.size() == 2 && number <= 24 && minutes[0] < '6' && is_digit(minutes[0]) && is_digit(minutes[1])) {
      next += 2;
      if (joined_word(next) == ":" && joined_word(next + 1).size() == 2) next += 2;
      TimeEdge clock = edge(TimeClassId::CLOCK, next, number);
      clock.second = (minutes[0] - '0') * 10 + (minutes[1] - '0');
      out.push_back(clock);
      return;
    }
  }
  if (!whole && digits.size() <= 5 && digits.size() >= 4 && digits[digits.size() - 3] == '.' && number < 24) {
    TimeEdge clock = edge(TimeClassId::CLOCK, next, static_cast<int>(number));  // "6.30 p.m.": only with AM or PM
    clock.second = (digits[digits.size() - 2] - '0') * 10 + (digits.back() - '0');
    if (clock.second < 60 && use_of(next, TimeClassId::AMPM)) out.push_back(clock);
  }
  if (!tail.empty() && is_letter(tail.front()) && !use_of(next, TimeClassId::AMPM)) return;
  add_written_date(at, out);
  out.push_back(edge(TimeClassId::NUM, next, number));
  if (next + 2 < words_.size() && is_digit(view(next)[0]) && view(next + 1) == "/" && view(next).size() == 1 &&
      view(next + 2).size() == 1 && is_digit(view(next + 2)[0]) && view(next + 2)[0] > view(next)[0])
    out.push_back(edge(TimeClassId::NUM, next + 3,
                       number + static_cast<double>(view(next)[0] - '0') / (view(next + 2)[0] - '0')));
  if (!whole) return;
  if (number >= 1 && number <= 31 && digits.size() <= 2) out.push_back(edge(TimeClassId::DAY, next, number));
  if (number >= 1 && number <= 12 && digits.size() <= 2) out.push_back(edge(TimeClassId::HOUR, next, number));
  if (digits.size() == 4 && number >= 1000 && number <= 2100) out.push_back(edge(TimeClassId::YEAR, next, number));
}

const std::vector<TimeEdge>& TimeScanner::edges_at(std::uint32_t at) {
  if (cached_[at]) return cache_[cached_[at] - 1];
  cache_.emplace_back();
  cached_[at] = static_cast<std::uint32_t>(cache_.size());
  std::vector<TimeEdge>& out = cache_.back();
  if (words_[at].digits) {
    add_digit_edges(at, out);
    return out;
  }
  add_number_words(at, out);
  add_spelt_year(at, out);
  add_word_edges(at, out);
  for (std::size_t i = 0, size = out.size(); i < size; ++i) {
    if (out[i].cls != id(TimeClassId::ORDINAL)) continue;
    TimeEdge ordinal = out[i];
    ordinal.cls = id(TimeClassId::ORD);
    out.push_back(ordinal);
    if (ordinal.value.number > 0) {
      ordinal.cls = id(TimeClassId::DAYTH);
      out.push_back(ordinal);
    }
  }
  if ((view(at) == "'" || view(at) == "\u2018" || view(at) == "\u2019") && at + 1 < words_.size() && joined(at + 1) &&
      words_[at + 1].digits && view(at + 1).size() == 2 && (at == 0 || !joined(at))) {
    const double year = (view(at + 1)[0] - '0') * 10 + (view(at + 1)[1] - '0');
    const bool decade = at + 2 < words_.size() && joined(at + 2) && view(at + 2) == "s";
    if (decade && view(at + 1)[1] == '0') out.push_back(edge(TimeClassId::DECADE, at + 3, year));
    if (!decade) out.push_back(edge(TimeClassId::YEAR2, at + 2, year));
  }
  return out;
}

// Longer wins, then the earlier row, then the reading of fewer parts ("twenty-four" before "twenty - four").
bool TimeScanner::better(std::uint32_t end, const TimeRule& rule) const {
  if (end != best_.end) return end > best_.end;
  if (!best_.rule || rule.order != best_.rule->order) return !best_.rule || rule.order < best_.rule->order;
  return path_.size() < best_.edges.size();
}

void TimeScanner::walk(std::uint32_t node_index, std::uint32_t at, const Return* up) {
  if (--budget_ < 0) return;
  const TimeNode& node = grammar_.node(node_index);
  if (node.rule != UINT32_MAX) {
    if (up) {
      walk(up->node, at, up->up);
    } else if (better(at, grammar_.rule(node.rule))) {
      best_.end = at;
      best_.rule = &grammar_.rule(node.rule);
      best_.edges = path_;
    }
  }
  if (at >= words_.size()) return;
  for (const auto& [cls, child] : node.next) {
    if (grammar_.is_macro(cls)) {
      const Return back{child, up};
      walk(grammar_.root(cls), at, &back);
      continue;
    }
    const std::size_t count = edges_at(at).size();
    for (std::size_t i = 0; i < count; ++i) {
      const TimeEdge taken = edges_at(at)[i];
      if (taken.cls != cls) continue;
      path_.push_back(taken);
      walk(child, taken.next, up);
      path_.pop_back();
    }
  }
}

void TimeScanner::scan(std::uint32_t begin, std::uint32_t end, std::vector<TimeMatch>& out) {
  words_.clear();
  cut_time_words(text_, begin, end, grammar_, words_);
  cache_.clear();
  cached_.assign(words_.size(), 0);
  for (std::uint32_t at = 0; at < words_.size();) {
    if (!words_[at].digits && !grammar_.starts(words_[at].word)) {
      ++at;
      continue;
    }
    if (cache_.size() > most_cached) {  // nothing behind this place is asked for again
      std::fill(cached_.begin(), cached_.end(), 0u);
      cache_.clear();
    }
    best_ = {};
    best_.begin = best_.end = at;
    budget_ = steps_at_one_place;
    path_.clear();
    walk(TimeGrammar::start, at, nullptr);
    if (best_.rule) {
      out.push_back(best_);
      at = best_.end;
    } else {
      ++at;
    }
  }
}

}  // namespace dragoman
