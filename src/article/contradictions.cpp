#include "article/contradictions.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "base/hash.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

constexpr double least_shared_words = 0.2;  // of two titles of one article
constexpr int most_days = 2;                // apart: zones, print and web

std::vector<std::uint64_t> words_of(std::string_view text) {
  std::vector<std::uint64_t> out;
  std::string word;
  const auto close = [&] {
    if (!word.empty()) out.push_back(hash_of(word));
    word.clear();
  };
  for (const char c : text) {
    const bool inside = (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || (c & 0x80);
    if (inside)
      word += lower(c);
    else
      close();
  }
  close();
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// Share of the shorter one's words that the other has.
double shared_words(std::string_view one, std::string_view other) {
  const auto a = words_of(one), b = words_of(other);
  if (a.size() < 3 || b.size() < 3) return 1;  // too short to speak against each other
  std::vector<std::uint64_t> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return static_cast<double>(both.size()) / static_cast<double>(std::min(a.size(), b.size()));
}

long days_of(const CalendarDate& date) {
  return std::chrono::sys_days(std::chrono::year(date.year) / std::chrono::month(date.month) /
                               std::chrono::day(date.day))
      .time_since_epoch()
      .count();
}

// "bay.example" of "https://www.news.bay.example/a": the last two labels, enough to tell two houses apart.
std::string house_of(std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme == std::string_view::npos) return "";
  std::string_view host = address.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#:"));
  const std::size_t last = host.rfind('.');
  const std::size_t before = last == std::string_view::npos || last == 0 ? last : host.rfind('.', last - 1);
  return lowered(before == std::string_view::npos ? host : host.substr(before + 1));
}

// What the head of a page says; what stands in its body may speak of teasers.
bool speaks_of_page(const Declared& stated) {
  return (stated.how.starts_with("json-ld") && !stated.how.starts_with("json-ld inner")) ||
         stated.how.starts_with("og:") || stated.how.starts_with("twitter:") || stated.how.starts_with("article:") ||
         stated.how.starts_with("meta");
}

class Contradictions {
 public:
  Contradictions(const Source& source, const Page& page, const DateReader& dates, Article& article)
      : source_(source), page_(page), dates_(dates), article_(article) {}

  void title() {
    for (const Declared& stated : page_.titles) {
      if (!speaks_of_page(stated) || shared_words(stated.value, article_.title) >= least_shared_words) continue;
      return note("title", article_.title, article_.title_how, stated);
    }
  }

  void published() {
    if (!article_.published || article_.published->date.day == 0 || article_.published->how == "--date") return;
    const long day = days_of(article_.published->date);
    for (const Declared& stated : page_.dates) {
      if (!speaks_of_page(stated) || stated.how.find("ublish") == std::string::npos) continue;
      const auto read = dates_.read(stated.value);
      if (!read || read->date.day == 0 || std::abs(days_of(read->date) - day) <= most_days) continue;
      return note("day of publication", article_.published->date.iso(), article_.published->how, stated);
    }
  }

  void address() {
    const std::string house = house_of(source_.stated.url);
    if (house.empty()) return;
    for (const Declared& stated : page_.addresses) {
      const std::string other = house_of(stated.value);
      if (other.empty() || other == house) continue;
      return note("address", source_.stated.url, "input", stated);
    }
  }

  void language() {
    if (page_.languages.empty() || article_.language_how != "text") return;
    const std::string declared = lowered(std::string_view(page_.languages[0].value).substr(0, 2));
    if (declared.size() == 2 && article_.language.size() == 2 && declared != article_.language)
      note("language", article_.language, "text", page_.languages[0]);
  }

 private:
  void note(std::string_view fact, std::string_view value, std::string_view how, const Declared& other) {
    static constexpr std::size_t longest = 120;
    const auto quoted = [](std::string_view text) {
      std::size_t end = std::min(text.size(), longest);
      while (!starts_character(text, end)) --end;
      return "\"" + std::string(text.substr(0, end)) + (end < text.size() ? "\xE2\x80\xA6\"" : "\"");
    };
    article_.notes.push_back({"article",
                              std::string(fact) + " is " + quoted(value) + " by " + std::string(how) + ", but " +
                                  quoted(other.value) + " by " + other.how,
                              other.at});
  }

  const Source& source_;
  const Page& page_;
  const DateReader& dates_;
  Article& article_;
};

}  // namespace

void note_contradictions(const Source& source, const Page& page, const DateReader& dates, Article& article) {
  Contradictions found(source, page, dates, article);
  found.title();
  found.published();
  found.address();
  found.language();
}

}  // namespace dragoman
