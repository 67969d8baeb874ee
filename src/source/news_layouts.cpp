#include "source/news_layouts.h"

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

constexpr const char* file_name = "source/news_exports.toml";
constexpr std::size_t longest_pattern_line = 400;  // bytes; longer lines are running text
constexpr std::size_t shortest_identifier = 10;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z'); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool matches_one(std::string_view line, std::string_view pattern) {
  if (pattern == "<date>") return is_date_line(line);
  std::size_t at = 0;
  for (const char c : pattern) {
    if (c == '*') return true;
    const std::size_t begin = at;
    if (c == '#') {
      while (at < line.size() && (is_digit(line[at]) || (at > begin && (line[at] == ',' || line[at] == '.')))) ++at;
      if (at == begin) return false;
    } else if (c == '@') {
      while (at < line.size() && is_alphanumeric(line[at])) ++at;
      if (at - begin < shortest_identifier || std::none_of(line.begin() + begin, line.begin() + at, is_digit))
        return false;
    } else if (at >= line.size() || lower(line[at]) != c) {
      return false;
    } else {
      ++at;
    }
  }
  return at == line.size();
}

// Whether the lines of `text` hold one of each group, in order.
bool holds(std::string_view text, const std::vector<LinePatterns>& groups, std::size_t within) {
  std::size_t group = 0, since = 0;
  for (std::size_t at = 0; at < text.size() && group < groups.size(); ++since) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trimmed(text.substr(at, end - at));
    if (group > 0 && since > within) group = 0;
    if (matches(line, groups[group])) {
      ++group;
      since = 0;
    }
    at = end + 1;
  }
  return !groups.empty() && group == groups.size();
}

NewsField field_of(std::string_view name) {
  constexpr std::pair<std::string_view, NewsField> names[] = {{"skip", NewsField::skip},
                                                              {"tail", NewsField::tail},
                                                              {"title", NewsField::title},
                                                              {"author", NewsField::author},
                                                              {"publisher", NewsField::publisher},
                                                              {"date", NewsField::date},
                                                              {"length", NewsField::length},
                                                              {"id", NewsField::id},
                                                              {"url", NewsField::url},
                                                              {"info", NewsField::info},
                                                              {"body", NewsField::body}};
  for (const auto& [known, field] : names)
    if (known == name) return field;
  return NewsField::none;
}

class LayoutReader {
 public:
  explicit LayoutReader(std::string name) : name_(std::move(name)) {}

  Result<NewsLayout> read(const toml::table& table) {
    NewsLayout layout;
    layout.name = table["name"].value_or(std::string());
    const std::string style = table["style"].value_or(std::string());
    if (layout.name.empty() || (style != "labels" && style != "tags" && style != "lines"))
      return fault(table, "a layout needs a name and the style labels, tags or lines");
    layout.style = style == "labels" ? NewsStyle::labels : style == "tags" ? NewsStyle::tags : NewsStyle::lines;
    layout.within = static_cast<std::size_t>(table["within"].value_or(std::int64_t{INT64_MAX}));
    layout.last_name_first = table["names"].value_or(std::string()) == "last, first";
    layout.needs = groups(table, "needs");
    layout.cover = groups(table, "cover");
    layout.begin = patterns(table["begin"].as_array());
    layout.end = patterns(table["end"].as_array());
    for (const std::string& name : patterns(table["head"].as_array())) layout.head.push_back(field_of(name));
    if (layout.needs.empty() || (layout.begin.empty() && layout.end.empty()))
      return fault(table, "layout \"" + layout.name + "\" lacks `needs`, or both `begin` and `end`");
    const toml::table* fields = table["fields"].as_table();
    if (!fields) return fault(table, "layout \"" + layout.name + "\" lacks `fields`");
    for (const auto& [key, value] : *fields) {
      const NewsField field = field_of(key.str());
      if (field == NewsField::none) return fault(value, "there is no field \"" + std::string(key.str()) + "\"");
      if (const toml::array* labels = value.as_array())
        for (const toml::node& label : *labels) layout.labels[label.value_or(std::string())] = field;
      if (field == NewsField::author) layout.author = patterns(value.as_array());
      if (field == NewsField::length) layout.length = patterns(value.as_array());
      if (field == NewsField::body) layout.body = patterns(value.as_array());
    }
    return layout;
  }

 private:
  tl::unexpected<Failure> fault(const toml::node& node, std::string what) const {
    return fail(FailureCode::bad_knowledge, name_ + ":" + std::to_string(node.source().begin.line), std::move(what),
                "see the head of the shipped file");
  }

  static LinePatterns patterns(const toml::array* array) {
    LinePatterns out;
    if (!array) return out;
    for (const toml::node& entry : *array) out.push_back(lowered(entry.value_or(std::string())));
    return out;
  }

  static std::vector<LinePatterns> groups(const toml::table& table, std::string_view key) {
    std::vector<LinePatterns> out;
    if (const toml::array* array = table[key].as_array())
      for (const toml::node& group : *array) out.push_back(patterns(group.as_array()));
    return out;
  }

  std::string name_;
};

}  // namespace

bool matches(std::string_view line, const LinePatterns& patterns) {
  if (line.empty() || line.size() > longest_pattern_line) return false;
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return matches_one(line, pattern); });
}

bool is_date_line(std::string_view line) {
  line = trimmed(line);
  if (line.size() < 6 || line.size() > 60 || is_copyright_line(line)) return false;
  std::size_t words = 1, digits = 0;
  bool year = false, day = false;
  for (std::size_t at = 0; at <= line.size(); ++at) {
    const char c = at < line.size() ? line[at] : ' ';
    words += at < line.size() && is_space(c);
    if (is_digit(c)) {
      ++digits;
      continue;
    }
    if (digits == 4) {
      const std::string_view number = line.substr(at - 4, 4);
      year = year || number.starts_with("19") || number.starts_with("20");
    }
    day = day || digits == 1 || digits == 2;
    digits = 0;
  }
  return year && words <= 8 && (day || words == 2);
}

bool is_copyright_line(std::string_view line) {
  const std::string text = lowered(trimmed(line).substr(0, 12));
  return text.starts_with("copyright") || text.starts_with("(c)") || text.starts_with("\xC2\xA9");
}

bool NewsLayout::recognises(std::string_view text) const {
  return holds(text, needs, within) || holds(text, cover, SIZE_MAX);
}

const NewsLayout* NewsLayouts::of(std::string_view head) const {
  for (const NewsLayout& layout : all)
    if (layout.recognises(head)) return &layout;
  return nullptr;
}

Result<NewsLayouts> NewsLayouts::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  std::vector<std::string> files = {data_folder + "/knowledge/" + file_name};
  for (const std::string& overlay : overlays)
    if (std::filesystem::exists(overlay + "/" + file_name)) files.push_back(overlay + "/" + file_name);
  NewsLayouts layouts;
  for (const std::string& file : files) {
    const auto text = read_file(file);
    if (!text) return tl::unexpected(text.error());
    const toml::parse_result parsed = toml::parse(*text, file);
    if (!parsed)
      return fail(FailureCode::bad_knowledge, file + ":" + std::to_string(parsed.error().source().begin.line),
                  std::string(parsed.error().description()), "mend the TOML");
    const toml::array* entries = parsed.table()["layout"].as_array();
    for (std::size_t i = 0; entries && i < entries->size(); ++i) {
      const toml::table* entry = (*entries)[i].as_table();
      if (!entry) continue;
      auto layout = LayoutReader(file).read(*entry);
      if (!layout) return tl::unexpected(layout.error());
      const auto same = std::find_if(layouts.all.begin(), layouts.all.end(),
                                     [&](const NewsLayout& known) { return known.name == layout->name; });
      if (same != layouts.all.end())
        *same = std::move(*layout);
      else
        layouts.all.push_back(std::move(*layout));
    }
  }
  return layouts;
}

}  // namespace dragoman
