// news_layouts.h: how news databases lay out their exports (knowledge/source/news_exports.toml tells the format).
// Immutable after load. A layout of an overlay with the name of a shipped one takes its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dragoman/result.h"

namespace dragoman {

enum class NewsField : std::uint8_t { none, skip, tail, title, author, publisher, date, length, id, url, info, body };
enum class NewsStyle : std::uint8_t { labels, tags, lines };

using LinePatterns = std::vector<std::string>;  // alternatives, lower case

struct NewsLayout {
  std::string name;
  NewsStyle style = NewsStyle::labels;
  std::vector<LinePatterns> needs, cover;  // lines in this order at the start of a file
  std::size_t within = SIZE_MAX;           // lines between two of `needs`
  LinePatterns begin, end;
  LinePatterns author, length, body;  // for style `lines`
  std::vector<NewsField> head;
  bool last_name_first = false;
  std::unordered_map<std::string, NewsField> labels;

  bool recognises(std::string_view head) const;
};

struct NewsLayouts {
  std::vector<NewsLayout> all;

  static Result<NewsLayouts> load(const std::string& data_folder, const std::vector<std::string>& overlays);
  const NewsLayout* of(std::string_view head) const;  // nullptr when the text begins like none
};

bool matches(std::string_view line, const LinePatterns& patterns);
bool is_date_line(std::string_view line);  // "March 3, 2026 Tuesday", "3 March 2026", "March 2026"
bool is_copyright_line(std::string_view line);

}  // namespace dragoman
