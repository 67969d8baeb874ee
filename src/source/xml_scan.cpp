#include "source/xml_scan.h"

#include <algorithm>
#include <unordered_map>

#include "base/unicode.h"

namespace dragoman {
namespace {

constexpr std::string_view cdata_mark = "<![CDATA[";

bool is_name_start(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_name_end(char c) { return is_space(c) || c == '>' || c == '/' || c == '<'; }

}  // namespace

bool XmlScanner::next(XmlPiece& piece) {
  if (at_ >= text_.size()) return false;
  piece = XmlPiece{};
  piece.begin = at_;
  if (text_[at_] == '<' && (marked(piece) || tag(piece))) {
    at_ = piece.end;
    return true;
  }
  piece.kind = XmlPiece::Kind::text;  // the "<" that begins no tag is a character
  piece.end = std::min(text_.find('<', at_ + 1), text_.size());
  piece.inside = text_.substr(at_, piece.end - at_);
  at_ = piece.end;
  return true;
}

// Where `mark` stands from `from` on; remembers where it is known to be absent, so that a search is not repeated.
std::size_t XmlScanner::find(std::string_view mark, std::size_t from, std::size_t& none_from) const {
  if (from >= none_from) return std::string_view::npos;
  return text_.find(mark, from);
}

std::size_t XmlScanner::cdata_end(std::size_t begin) const {
  const std::size_t end = std::min(text_.find("]]>", begin), text_.size());
  const std::string_view inside = text_.substr(begin, end - begin);
  if (record_.empty() && end == text_.size()) {
    // Where the text ends with an end tag, that is the one of the element around.
    const std::size_t last = inside.rfind("</");
    const std::size_t close = inside.find_last_not_of(" \t\r\n");
    if (last != std::string_view::npos && inside.find('>', last) == close) return begin + last;
  }
  if (record_.empty() || (end < text_.size() && inside.find(cdata_mark) == std::string_view::npos)) return end;
  const std::size_t cut = inside.find("</" + std::string(record_));
  if (cut == std::string_view::npos) return end;
  const std::size_t field = inside.rfind("</", cut - std::min<std::size_t>(cut, 1));
  return begin + (field == std::string_view::npos ? cut : field);
}

// Comments, CDATA sections, instructions and the document type.
bool XmlScanner::marked(XmlPiece& piece) {
  const std::string_view rest = text_.substr(at_);
  if (rest.starts_with(cdata_mark)) {
    const std::size_t begin = at_ + cdata_mark.size(), end = cdata_end(begin);
    piece.kind = XmlPiece::Kind::cdata;
    piece.inside = text_.substr(begin, end - begin);
    piece.end = text_.substr(end).starts_with("]]>") ? end + 3 : end;
    return true;
  }
  piece.kind = XmlPiece::Kind::other;
  if (rest.starts_with("<!--") || rest.starts_with("<?")) {
    const bool comment = rest[1] == '!';
    std::size_t& none_from = comment ? no_comment_end_ : no_instruction_end_;
    const std::size_t end = find(comment ? "-->" : "?>", at_ + 2, none_from);
    if (end == std::string_view::npos) {
      none_from = std::min(none_from, at_ + 2);
      return false;
    }
    piece.end = end + (comment ? 3 : 2);
    return true;
  }
  if (rest.size() < 3 || rest[1] != '!' || !is_name_start(rest[2])) return false;
  // <!DOCTYPE name [ declarations ]>: skipped, declarations and all.
  std::size_t end = std::min(text_.find_first_of("[>", at_), text_.size());
  if (end < text_.size() && text_[end] == '[') {
    const std::size_t close = text_.find("]", end);
    end = close == std::string_view::npos ? text_.find('>', end) : text_.find('>', close);
  }
  piece.end = end >= text_.size() ? text_.size() : end + 1;
  return true;
}

bool XmlScanner::tag(XmlPiece& piece) {
  std::size_t at = at_ + 1;
  const bool ends = at < text_.size() && text_[at] == '/';
  if (ends) ++at;
  if (at >= text_.size() || !is_name_start(text_[at])) return false;
  std::size_t name_end = at;
  while (name_end < text_.size() && !is_name_end(text_[name_end])) ++name_end;
  char quote = 0;
  std::size_t first = std::string_view::npos, end = name_end;
  for (; end < text_.size(); ++end) {
    const char c = text_[end];
    if (c == '>' && first == std::string_view::npos) first = end;
    if (c == '<' || (c == '>' && !quote)) break;
    if (quote ? c == quote : c == '"' || c == '\'') quote = quote ? '\0' : c;
  }
  // A quote that does not close: the tag ends at its first ">".
  if (end >= text_.size() || text_[end] == '<') end = first;
  if (end == std::string_view::npos) return false;
  piece.name = text_.substr(at, name_end - at);
  piece.inside = text_.substr(name_end, end - name_end);
  piece.kind = ends ? XmlPiece::Kind::end : XmlPiece::Kind::start;
  if (!ends && piece.inside.ends_with('/')) {
    piece.kind = XmlPiece::Kind::empty;
    piece.inside.remove_suffix(1);
  }
  piece.end = end + 1;
  return true;
}

std::string_view xml_attribute(std::string_view inside, std::string_view name) {
  for (std::size_t at = 0; at < inside.size();) {
    while (at < inside.size() && is_space(inside[at])) ++at;
    const std::size_t begin = at;
    while (at < inside.size() && inside[at] != '=' && !is_space(inside[at])) ++at;
    const std::string_view key = inside.substr(begin, at - begin);
    while (at < inside.size() && is_space(inside[at])) ++at;
    if (at >= inside.size() || inside[at] != '=') continue;
    ++at;
    while (at < inside.size() && is_space(inside[at])) ++at;
    if (at >= inside.size()) break;
    const char quote = inside[at] == '"' || inside[at] == '\'' ? inside[at++] : '\0';
    const std::size_t from = at;
    while (at < inside.size() && (quote ? inside[at] != quote : !is_space(inside[at]))) ++at;
    if (key == name) return inside.substr(from, at - from);
    if (quote && at < inside.size()) ++at;
  }
  return {};
}

std::vector<XmlElement> xml_elements(std::string_view text) {
  std::vector<XmlElement> all;
  std::vector<std::uint32_t> open;                                           // of `all`, without their ends so far
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_name;  // places in `open`
  XmlScanner scanner(text);
  for (XmlPiece piece; scanner.next(piece);) {
    if (piece.kind == XmlPiece::Kind::start || piece.kind == XmlPiece::Kind::empty) {
      all.push_back({piece, piece.end, piece.end, 0});
      if (piece.kind == XmlPiece::Kind::empty) continue;
      by_name[piece.name].push_back(static_cast<std::uint32_t>(open.size()));
      open.push_back(static_cast<std::uint32_t>(all.size() - 1));
    } else if (piece.kind == XmlPiece::Kind::end) {
      auto& places = by_name[piece.name];
      while (!places.empty() && (places.back() >= open.size() || all[open[places.back()]].start.name != piece.name))
        places.pop_back();
      if (places.empty()) continue;
      all[open[places.back()]].inner_end = piece.begin;
      all[open[places.back()]].closed = true;
      open.resize(places.back());
      places.pop_back();
    }
  }
  std::vector<std::size_t> ends;
  for (XmlElement& element : all) {
    while (!ends.empty() && ends.back() <= element.start.begin) ends.pop_back();
    element.depth = static_cast<std::uint32_t>(ends.size());
    if (element.closed) ends.push_back(element.inner_end);
  }
  return all;
}

}  // namespace dragoman
