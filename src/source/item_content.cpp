#include "source/item_content.h"

#include <algorithm>
#include <charconv>

#include "base/unicode.h"

namespace dragoman {
namespace {

constexpr std::size_t teaser_words = 90;  // news articles are longer, summaries in feeds shorter

bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// The character of a reference of XML ("&lt;", "&#1077;"); 0 for those of HTML, which stay for the page stage.
char32_t xml_reference(std::string_view text, std::size_t at, std::size_t& size) {
  const std::string_view rest = text.substr(at, 12);
  const std::size_t end = rest.find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  size = end + 1;
  const std::string_view name = rest.substr(1, end - 1);
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "amp") return '&';
  if (name == "quot") return '"';
  if (name == "apos") return '\'';
  if (name[0] != '#' || name.size() < 2) return 0;
  const bool hex = name[1] == 'x' || name[1] == 'X';
  const char *first = name.data() + (hex ? 2 : 1), *last = name.data() + name.size();
  std::uint32_t point = 0;
  const auto read = std::from_chars(first, last, point, hex ? 16 : 10);
  if (read.ec != std::errc() || read.ptr != last) return 0;
  // 80 to 9F are controls in XML and windows-1252 in HTML: left for HTML, which is what was meant.
  const bool stays = (point < 0x20 && point != '\t' && point != '\n' && point != '\r') ||
                     (point >= 0x7F && point < 0xA0) || (point >= 0xD800 && point < 0xE000) || point > 0x10FFFF;
  return stays ? U'\0' : static_cast<char32_t>(point);
}

void append_undone(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = std::min(text.find('&', at), text.size());
    out.append(text, at, next - at);
    if (next == text.size()) return;
    std::size_t size = 1;
    if (const char32_t point = xml_reference(text, next, size)) {
      append_utf8(out, point);
      at = next + size;
    } else {
      out += '&';
      at = next + 1;
    }
  }
}

// Tags that were escaped once too often: "&lt;p&gt;" where no tag stands.
bool is_escaped_again(std::string_view text) {
  if (has_tags(text)) return false;
  for (std::size_t at = text.find("&lt;"); at != std::string_view::npos; at = text.find("&lt;", at + 4)) {
    const std::size_t next = at + 4 + (text.substr(at + 4).starts_with('/') ? 1 : 0);
    if (next < text.size() && is_letter(text[next]) && text.find("&gt;", next) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::string xml_content(std::string_view inner) {
  bool markup = false;
  XmlScanner look(inner);
  for (XmlPiece piece; !markup && look.next(piece);)
    markup = piece.kind == XmlPiece::Kind::start || piece.kind == XmlPiece::Kind::empty;
  std::string out;
  XmlScanner scanner(inner);
  for (XmlPiece piece; scanner.next(piece);) {
    if (piece.kind == XmlPiece::Kind::cdata)
      out += piece.inside;
    else if (markup)
      out.append(inner, piece.begin, piece.end - piece.begin);
    else if (piece.kind == XmlPiece::Kind::text)
      append_undone(out, piece.inside);
  }
  return out;
}

std::string plain_words(std::string_view text, const Entities& entities) {
  std::string words;
  XmlScanner scanner(text);
  for (XmlPiece piece; scanner.next(piece);)
    if (piece.kind == XmlPiece::Kind::text || piece.kind == XmlPiece::Kind::cdata) words += piece.inside;
  words = entities.decode(words, false);
  std::string out;
  for (const char c : words) {
    const bool gap = is_space(c) || static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (!gap)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

bool has_tags(std::string_view text) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::string_view rest = text.substr(at + 1, 3);
    if (rest == "!--" || (!rest.empty() && is_letter(rest[0])) ||
        (rest.size() > 1 && rest[0] == '/' && is_letter(rest[1])))
      return true;
  }
  return false;
}

bool has_references(std::string_view text) {
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    std::size_t end = at + 1;
    while (end < text.size() && end < at + 32 &&
           (is_letter(text[end]) || text[end] == '#' || (text[end] >= '0' && text[end] <= '9')))
      ++end;
    if (end > at + 1 && end < text.size() && text[end] == ';') return true;
  }
  return false;
}

std::size_t count_words(std::string_view text) {
  std::size_t words = 0;
  XmlScanner scanner(text);
  for (XmlPiece piece; scanner.next(piece);) {
    if (piece.kind != XmlPiece::Kind::text && piece.kind != XmlPiece::Kind::cdata) continue;
    bool inside = false;
    for (const char c : piece.inside) {
      words += !is_space(c) && !inside;
      inside = !is_space(c);
    }
  }
  return words;
}

void set_content(Source& source, std::string content) {
  if (is_escaped_again(content)) {
    std::string once;
    append_undone(once, content);
    content = std::move(once);
    source.notes.push_back({"source", "the content was escaped twice", {}});
  }
  const bool html = has_tags(content) || has_references(content);
  source.form = html ? SourceForm::article_html : SourceForm::article_text;
  source.stated.content_type = html ? "text/html; charset=utf-8" : "text/plain; charset=utf-8";
  source.bytes = std::make_shared<const std::string>(std::move(content));
}

bool is_teaser(std::string_view content) {
  if (count_words(content) < teaser_words) return true;
  std::string_view end = trimmed(content);
  while (end.ends_with('>')) {
    const std::size_t tag = end.rfind('<');
    if (tag == std::string_view::npos) break;
    end = trimmed(end.substr(0, tag));
  }
  for (const std::string_view dots :
       {"...", "\xE2\x80\xA6", "...]", "\xE2\x80\xA6]", "&hellip;", "&#8230;", "[&#8230;]", "[&hellip;]"})
    if (end.ends_with(dots)) return true;
  return false;
}

std::string absolute_address(std::string_view address, std::string_view base) {
  const std::size_t scheme = base.find("://");
  const std::size_t colon = address.find(':'), slash = address.find_first_of("/?#");
  const bool whole = colon != std::string_view::npos && (slash == std::string_view::npos || colon < slash);
  if (address.empty() || whole || scheme == std::string_view::npos) return std::string(address);
  if (address.starts_with("//")) return std::string(base.substr(0, scheme + 1)).append(address);
  base = base.substr(0, base.find_first_of("?#"));
  const std::size_t host_end = std::min(base.find('/', scheme + 3), base.size());
  if (address.starts_with('/')) return std::string(base.substr(0, host_end)).append(address);
  const std::size_t folder = base.rfind('/') > host_end ? base.rfind('/') : host_end;
  return std::string(base.substr(0, std::min(folder, base.size()))).append("/").append(address);
}

std::string person_name(std::string_view text) {
  text = trimmed(text);
  const std::size_t open = text.rfind('('), close = text.rfind(')');
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos) return std::string(text);
  if (open != std::string_view::npos && close != std::string_view::npos && at < open && open < close)
    return std::string(trimmed(text.substr(open + 1, close - open - 1)));
  std::string_view name = text.substr(0, std::min(text.find('<'), text.size()));
  if (name.size() == text.size()) return "";
  name = trimmed(name);
  if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = trimmed(name.substr(1, name.size() - 2));
  return std::string(name);
}

}  // namespace dragoman
