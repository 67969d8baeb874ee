#include "source/news_article.h"

#include <algorithm>

#include "base/unicode.h"

namespace dragoman {
namespace {

constexpr std::size_t longest_label = 40;      // bytes
constexpr std::size_t body_label_lines = 200;  // how far down the label of the body may stand
constexpr std::size_t centred = 4;             // spaces before a line that is centred

struct Line {
  std::size_t begin = 0, end = 0;  // bytes of the chunk, without the line end
  std::size_t indent = 0;
  std::string_view text;  // trimmed
};

std::vector<Line> lines_of(std::string_view chunk) {
  std::vector<Line> lines;
  for (std::size_t at = 0; at < chunk.size();) {
    Line line;
    line.begin = at;
    line.end = std::min(chunk.find('\n', at), chunk.size());
    std::string_view text = chunk.substr(at, line.end - at);
    while (!text.empty() && is_space(text.front())) {
      text.remove_prefix(1);
      ++line.indent;
    }
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    line.text = text;
    lines.push_back(line);
    at = line.end + 1;
  }
  return lines;
}

class ArticleReader {
 public:
  ArticleReader(std::string_view chunk, const NewsLayout& layout)
      : chunk_(chunk), layout_(layout), lines_(lines_of(chunk)) {}

  NewsArticle read() {
    out_.header = lines_.empty() ? 0 : lines_[next_text(0)].begin;
    if (layout_.style == NewsStyle::labels)
      by_labels();
    else if (layout_.style == NewsStyle::tags)
      by_tags();
    else
      by_place();
    return std::move(out_);
  }

 private:
  bool blank(std::size_t i) const { return i >= lines_.size() || lines_[i].text.empty(); }

  std::size_t next_text(std::size_t i) const {
    const std::size_t from = i;
    while (i < lines_.size() && lines_[i].text.empty()) ++i;
    return i < lines_.size() ? i : std::min(from, lines_.size() - 1);
  }

  NewsField field(std::string_view label) const {
    const auto found = layout_.labels.find(std::string(label));
    return found == layout_.labels.end() ? NewsField::none : found->second;
  }

  // The field whose label begins the line, and what stands behind it.
  NewsField labelled(std::size_t i, std::string_view& value) const {
    const std::string_view text = lines_[i].text;
    const std::size_t colon = text.substr(0, longest_label).find(':');
    if (lines_[i].indent < centred && colon != std::string_view::npos) {
      value = text.substr(colon + 1);
      if (const NewsField found = field(text.substr(0, colon)); found != NewsField::none) return found;
    }
    value = {};
    const bool alone = i == 0 || blank(i - 1) || field(text) == NewsField::body;
    return alone && text.size() <= longest_label && text.find(':') == std::string_view::npos ? field(text)
                                                                                             : NewsField::none;
  }

  void set(NewsField field, std::string_view value) {
    while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
    while (!value.empty() && is_space(value.back())) value.remove_suffix(1);
    if (field != NewsField::none) out_.any_field = true;
    std::string* const into = field == NewsField::title       ? &out_.title
                              : field == NewsField::author    ? &out_.author
                              : field == NewsField::publisher ? &out_.publisher
                              : field == NewsField::date      ? &out_.date
                              : field == NewsField::length    ? &out_.length
                              : field == NewsField::id        ? &out_.id
                              : field == NewsField::url       ? &out_.url
                              : field == NewsField::info      ? &out_.info
                                                              : nullptr;
    if (into && into->empty()) *into = std::string(value);
  }

  // The value of the field at line i with the lines that go on; `i` becomes the line behind.
  std::string value_of(std::string_view first, std::size_t& i) const {
    std::string value(first);
    std::string_view unused;
    for (++i; !blank(i) && labelled(i, unused) == NewsField::none; ++i) value.append(" ").append(lines_[i].text);
    return value;
  }

  void by_labels() {
    std::string_view value;
    std::size_t body = lines_.size();
    for (std::size_t i = 0; i < std::min(lines_.size(), body_label_lines) && body == lines_.size(); ++i)
      if (labelled(i, value) == NewsField::body) body = i;
    const bool has_label = body < lines_.size();
    std::vector<std::size_t> head;
    bool seen = false;
    std::size_t i = 0;
    while (i < body) {
      const NewsField found = labelled(i, value);
      if (found != NewsField::none) {
        seen = true;
        const std::string whole = value_of(value, i);
        set(found, whole);
        if (found == NewsField::tail && !has_label) i = body;  // what follows is no body
      } else if (blank(i) || is_copyright(i) || matches(lines_[i].text, layout_.begin)) {
        ++i;
      } else if (seen && !has_label) {
        break;
      } else {
        if (!seen) head.push_back(i);
        ++i;
      }
    }
    take_head(head);
    if (i >= lines_.size()) return;
    std::size_t begin = lines_[i].begin;
    if (has_label) {
      labelled(body, value);
      begin = value.empty() ? lines_[body].end : static_cast<std::size_t>(value.data() - chunk_.data());
      out_.any_field = true;
      i = body + 1;
    }
    take_body(begin, i);
  }

  // The body goes on to a line with a label behind an empty one; the labels behind it are read as well.
  void take_body(std::size_t begin, std::size_t i) {
    std::string_view value;
    std::size_t end = chunk_.size();
    for (; i < lines_.size(); ++i) {
      const NewsField found = blank(i - 1) || end < chunk_.size() ? labelled(i, value) : NewsField::none;
      const bool mark = matches(lines_[i].text, layout_.end);
      const bool rights = is_copyright(i) && lines_[i].indent >= centred;
      if (found == NewsField::none && !mark && !rights) continue;
      if (end == chunk_.size()) end = lines_[i].begin;
      if (found == NewsField::none) continue;
      std::size_t behind = i;
      set(found, value_of(value, behind));
    }
    if (chunk_.substr(begin, end - begin).find_first_not_of(" \t\r\n") != std::string_view::npos)
      out_.body.push_back({begin, end});
  }

  bool is_copyright(std::size_t i) const {
    // A notice may go on over the next lines of its paragraph.
    for (std::size_t at = i + 1; at-- > 0 && i - at < 4 && !blank(at);)
      if (is_copyright_line(lines_[at].text)) return true;
    return false;
  }

  std::string paragraph(const std::vector<std::size_t>& head, std::size_t at) const {
    std::string text(lines_[head[at]].text);
    for (std::size_t i = at; i + 1 < head.size() && head[i + 1] == head[i] + 1 && lines_[head[i + 1]].indent < centred;
         ++i)
      text.append(" ").append(lines_[head[i + 1]].text);
    return text;
  }

  // The lines without a label: the date is known by its form, the others by where they stand to it.
  void take_head(const std::vector<std::size_t>& head) {
    const auto place = [&](NewsField field) {
      return std::find(layout_.head.begin(), layout_.head.end(), field) - layout_.head.begin();
    };
    const bool has_date = place(NewsField::date) < static_cast<std::ptrdiff_t>(layout_.head.size());
    const bool title_first = place(NewsField::title) < place(NewsField::date);
    std::size_t date = head.size();
    for (std::size_t at = 0; has_date && at < head.size(); ++at)
      if (is_date_line(lines_[head[at]].text) && (title_first || date == head.size())) date = at;
    if (date == head.size()) {
      if (has_date) return;
      for (std::size_t at = 0; at < head.size(); ++at)
        if (!matches(lines_[head[at]].text, {"document # of #"}))
          return set_head(NewsField::title, paragraph(head, at));
      return;
    }
    set_head(NewsField::date, lines_[head[date]].text);
    if (date > 0) set_head(NewsField::publisher, lines_[head[date - 1]].text);
    if (!title_first) {
      std::size_t at = date + 1;
      while (at < head.size() && (lines_[head[at]].indent >= centred || !blank(head[at] - 1))) ++at;
      if (at < head.size()) set_head(NewsField::title, paragraph(head, at));
    } else if (date > 1) {
      std::size_t first = date - 2;
      while (first > 0 && head[first - 1] + 1 == head[first] && date - first < 4) --first;
      std::string title;
      for (std::size_t at = first; at <= date - 2; ++at)
        title.append(title.empty() ? "" : " ").append(lines_[head[at]].text);
      set_head(NewsField::title, title);
      out_.header = lines_[head[first]].begin;
    }
  }

  void set_head(NewsField field, std::string_view value) {
    const bool any = out_.any_field;
    set(field, value);
    out_.any_field = any;
  }

  // "HD  Title", or "HD" and the title in the lines below.
  NewsField tagged(std::size_t i, std::string_view& value) const {
    const std::string_view text = lines_[i].text;
    const std::size_t size = std::min(text.find_first_of(" \t"), text.size());
    if (size < 2 || size > 3) return NewsField::none;
    const NewsField found = field(text.substr(0, size));
    if (found == NewsField::none) return found;
    // "IN the north" is no tag in the middle of a text.
    const bool clear = size == text.size() || text[size] == '\t' || text.substr(size).starts_with("  ");
    value = text.substr(size);
    const bool coded = value.find(" : ") != std::string_view::npos || matches(value, {" document @"});
    if (in_body_ && !clear && !coded) return NewsField::none;
    return found;
  }

  void by_tags() {
    for (std::size_t i = 0; i < lines_.size();) {
      std::string_view value;
      const NewsField found = tagged(i, value);
      if (found == NewsField::none) {
        ++i;
        continue;
      }
      const std::size_t begin = value.empty() ? lines_[i].end : static_cast<std::size_t>(value.data() - chunk_.data());
      in_body_ = found == NewsField::body;
      std::string whole(value);
      std::string_view next;
      for (++i; i < lines_.size() && tagged(i, next) == NewsField::none; ++i)
        if (found != NewsField::body && !blank(i)) whole.append(" ").append(lines_[i].text);
      const std::size_t end = i < lines_.size() ? lines_[i].begin : chunk_.size();
      set(found, found == NewsField::id ? last_word(whole) : std::string_view(whole));
      if (in_body_ && chunk_.substr(begin, end - begin).find_first_not_of(" \t\r\n") != std::string_view::npos)
        out_.body.push_back({begin, end});
      in_body_ = false;
    }
  }

  // Title, author, "512 words", date, time, publisher, ..., copyright, body.
  void by_place() {
    std::size_t words = 0;
    while (words < lines_.size() && !matches(lines_[words].text, layout_.length)) ++words;
    if (words == lines_.size()) return;
    out_.length = std::string(lines_[words].text);
    take_lines_before(words);
    std::size_t i = words + 1;
    while (i < lines_.size() && !is_date_line(lines_[i].text) && i < words + 4) ++i;
    if (i >= lines_.size() || !is_date_line(lines_[i].text)) return;
    out_.date = std::string(lines_[i].text);
    out_.any_field = true;
    i = next_text(i + 1);
    if (lines_[i].text.size() <= 8 && lines_[i].text.find(':') != std::string_view::npos) i = next_text(i + 1);
    out_.publisher = std::string(lines_[i].text);
    std::size_t rights = i;
    while (rights < lines_.size() && rights < i + 12 && !matches(lines_[rights].text, layout_.body)) ++rights;
    if (rights >= std::min(lines_.size(), i + 12)) return;
    while (!blank(rights) && is_copyright(rights)) ++rights;
    if (rights < lines_.size()) take_body(lines_[rights].begin, rights);
    for (std::size_t at = lines_.size(); at-- > rights;)
      if (matches(lines_[at].text, layout_.end)) {
        set(NewsField::id, last_word(lines_[at].text));
        break;
      }
  }

  // A section, the title, the author.
  void take_lines_before(std::size_t words) {
    std::vector<std::string_view> head;
    for (std::size_t i = 0; i < words; ++i)
      if (!blank(i)) head.push_back(lines_[i].text);
    const auto count = [](std::string_view text) { return std::count(text.begin(), text.end(), ' ') + 1; };
    if (head.size() > 1 && (matches(head.back(), layout_.author) || is_name(head.back()))) {
      out_.author = std::string(head.back());
      head.pop_back();
    }
    if (head.size() > 1 && count(head.front()) <= 2) head.erase(head.begin());
    for (const std::string_view line : head) out_.title.append(out_.title.empty() ? "" : " ").append(line);
  }

  static std::string_view last_word(std::string_view text) { return text.substr(text.rfind(' ') + 1); }

  // Two to four words, each with a capital.
  static bool is_name(std::string_view text) {
    std::size_t words = 0;
    for (std::size_t at = 0; at < text.size();) {
      if (text[at] >= 'a' && text[at] <= 'z') return false;
      ++words;
      at = std::min(text.find(' ', at), text.size() - 1) + 1;
    }
    return words >= 2 && words <= 4;
  }

  std::string_view chunk_;
  const NewsLayout& layout_;
  std::vector<Line> lines_;
  bool in_body_ = false;
  NewsArticle out_;
};

}  // namespace

NewsArticle read_news_article(std::string_view chunk, const NewsLayout& layout) {
  return ArticleReader(chunk, layout).read();
}

}  // namespace dragoman
