#include "source/news_export.h"

#include <algorithm>
#include <optional>

#include "base/unicode.h"
#include "source/formats.h"
#include "source/item_content.h"
#include "source/news_article.h"

namespace dragoman {
namespace {

// "3,362 words" gives 3362; 0 without a number.
std::size_t number_in(std::string_view text) {
  std::size_t number = 0;
  bool seen = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9' && number < 100'000'000) {
      number = number * 10 + static_cast<std::size_t>(c - '0');
      seen = true;
    } else if (seen && c != ',' && c != '.') {
      break;
    }
  }
  return number;
}

// "Moor, Ada; Oke, Ben" gives "Ada Moor; Ben Oke".
std::string names_turned(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    std::string_view name = text.substr(0, end);
    while (!name.empty() && (is_space(name.back()) || name.back() == '.')) name.remove_suffix(1);
    while (!name.empty() && is_space(name.front())) name.remove_prefix(1);
    const std::size_t comma = name.find(", ");
    if (!out.empty() && !name.empty()) out += "; ";
    if (comma == std::string_view::npos)
      out += name;
    else
      out.append(name.substr(comma + 2)).append(" ").append(name.substr(0, comma));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

class ExportReader {
 public:
  ExportReader(std::string_view bytes, const Text* decoded, std::string encoding, const NewsLayout& layout,
               const Origin& container, const TakeSource& take)
      : bytes_(bytes),
        decoded_(decoded),
        encoding_(std::move(encoding)),
        layout_(layout),
        container_(container),
        take_(take),
        text_(decoded ? std::string_view(decoded->str()) : bytes) {}

  bool read() {
    std::size_t begin = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    bool open = layout_.begin.empty();  // whether an article began at `begin`
    for (std::size_t at = begin; at < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      const std::string_view line = trimmed(text_.substr(at, end - at));
      const bool begins = !layout_.begin.empty() && matches(line, layout_.begin);
      const bool ends = layout_.begin.empty() && matches(line, layout_.end);
      if (begins || ends) {
        if (open && !article(begin, ends ? std::min(end + 1, text_.size()) : at, true)) return false;
        begin = begins ? at : std::min(end + 1, text_.size());
        open = true;
      }
      at = end + 1;
    }
    if (open && !article(begin, text_.size(), !layout_.begin.empty())) return false;
    if (given_ > 0) return true;
    return take_(fail(FailureCode::no_text, container_.name, "the export (" + layout_.name + ") holds no article",
                      "export full texts, not only the list of hits"));
  }

 private:
  static std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
  }

  SourceSpan place(std::size_t begin, std::size_t end) const {
    const TextSpan span{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    return decoded_ ? decoded_->source_of(span) : SourceSpan{span.begin, span.end};
  }

  bool article(std::size_t begin, std::size_t end, bool ended) {
    const std::string_view chunk = text_.substr(begin, end - begin);
    if (trimmed(chunk).empty()) return true;
    const NewsArticle read = read_news_article(chunk, layout_);
    if (!read.any_field) return true;  // a cover sheet, a table of contents, the last lines
    ++given_;
    const std::size_t header = begin + (layout_.begin.empty() ? read.header : 0);
    const std::uint64_t byte = place(header, header).begin;
    if (read.body.empty())
      return take_(fail(FailureCode::malformed, container_.name,
                        "the article \"" + read.title.substr(0, 80) + "\" has no body that can be told from its header",
                        "see doc/news-exports.md for the layouts that are read", byte));
    Source source;
    source.origin = {container_.name, byte, read.id};
    source.stated.title = read.title;
    source.stated.author = layout_.last_name_first ? names_turned(read.author) : read.author;
    source.stated.publisher = !read.publisher.empty() ? read.publisher : read.info.substr(0, read.info.find(';'));
    source.stated.date = read.date.empty() ? read.info : read.date;
    source.stated.url = read.url;
    source.stated.content_type = "text/plain; charset=" + encoding_;
    source.form = SourceForm::article_text;
    std::string body, words;
    for (const NewsArticle::Span& span : read.body) {
      const auto [from, to] = trim(begin + span.begin, begin + span.end);
      const SourceSpan raw = place(from, to);
      if (!body.empty()) body += encoding_.starts_with("utf-16") ? "" : "\n\n";
      body += bytes_.substr(raw.begin, raw.size());
      words.append(text_.substr(from, to - from)) += '\n';
    }
    check_length(read, count_words(words), source);
    if (!ended) source.notes.push_back({"source", "the export breaks off in this article or behind it", {}});
    source.bytes = std::make_shared<const std::string>(std::move(body));
    return take_(std::move(source));
  }

  std::pair<std::size_t, std::size_t> trim(std::size_t begin, std::size_t end) const {
    while (begin < end && is_space(text_[begin])) ++begin;
    while (begin < end && is_space(text_[end - 1])) --end;
    return {begin, end};
  }

  // The databases count a little differently; an article that is cut, or two that are one, differ much.
  static void check_length(const NewsArticle& article, std::size_t found, Source& source) {
    const std::size_t stated = number_in(article.length);
    constexpr std::size_t free = 30;
    if (stated == 0 || (found * 2 + free >= stated && found <= stated * 2 + free)) return;
    source.notes.push_back(
        {"source",
         "the export states " + std::to_string(stated) + " words, " + std::to_string(found) + " are here",
         {}});
  }

  std::string_view bytes_;
  const Text* decoded_;
  std::string encoding_;
  const NewsLayout& layout_;
  const Origin& container_;
  const TakeSource& take_;
  std::string_view text_;
  std::size_t given_ = 0;
};

// The encoding of the text and, where it is not UTF-8, the text decoded.
std::string decode(std::string_view bytes, const SourceTables& tables, std::optional<Text>& decoded) {
  const std::string encoding = tables.encodings.find(bytes, "text/plain");
  if (encoding != "utf-8" || !is_utf8(bytes)) decoded = tables.encodings.decode(bytes, encoding);
  return encoding;
}

}  // namespace

bool is_news_export(std::string_view head, std::string_view, const SourceTables& tables) {
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] == '<' || head[first] == '{') return false;
  std::optional<Text> decoded;
  decode(head, tables, decoded);
  return tables.news.of(decoded ? std::string_view(decoded->str()) : head) != nullptr;
}

bool read_news_export(std::string_view bytes, const Origin& container, const SourceTables& tables,
                      const TakeSource& take) {
  std::optional<Text> decoded;
  std::string encoding = decode(bytes, tables, decoded);
  const std::string_view text = decoded ? std::string_view(decoded->str()) : bytes;
  const NewsLayout* layout = tables.news.of(text.substr(0, 2 * format_head_bytes));
  if (!layout)
    return take(fail(FailureCode::malformed, container.name, "no known layout of a news database",
                     "see doc/news-exports.md", 0));
  return ExportReader(bytes, decoded ? &*decoded : nullptr, std::move(encoding), *layout, container, take).read();
}

bool read_news_export(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  const auto all = bytes.rest();
  if (!all) return take(tl::unexpected(all.error()));
  return read_news_export(std::string_view(*all), container, tables, take);
}

bool read_words(std::string words, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  if (is_news_export(std::string_view(words).substr(0, format_head_bytes), container.name, tables))
    return read_news_export(std::string_view(words), container, tables, take);
  Source source;
  source.origin = container;
  source.stated.content_type = "text/plain; charset=utf-8";
  source.bytes = std::make_shared<const std::string>(std::move(words));
  return take(std::move(source));
}

}  // namespace dragoman
