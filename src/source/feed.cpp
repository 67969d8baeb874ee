#include "source/feed.h"

#include <algorithm>
#include <optional>

#include "base/unicode.h"
#include "source/item_content.h"
#include "source/xml_scan.h"

namespace dragoman {
namespace {

constexpr std::size_t search_bytes = 1u << 16;  // how far from the start the root element may stand

std::string_view local_name(std::string_view name) { return name.substr(std::min(name.find(':') + 1, name.size())); }

// The root element of a feed near the start of `text`; other things may stand before it, but no page.
std::optional<XmlPiece> feed_root(std::string_view text) {
  XmlScanner scanner(text.substr(0, search_bytes));
  for (XmlPiece piece; scanner.next(piece);) {
    if (piece.kind != XmlPiece::Kind::start) continue;
    const std::string_view name = local_name(piece.name);
    if (name == "rss" || name == "RDF") return piece;
    if (name == "feed" && piece.inside.find("tom") != std::string_view::npos) return piece;
    if (same_letters(name, "html") || same_letters(name, "body") || same_letters(name, "head")) return {};
  }
  return {};
}

std::string without_zeros(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c) out += c;
  return out;
}

class FeedReader {
 public:
  FeedReader(std::string_view text, const Text* decoded, const Origin& container, const SourceTables& tables,
             const TakeSource& take)
      : text_(text), decoded_(decoded), container_(container), tables_(tables), take_(take) {}

  bool read(const XmlPiece& root) {
    root_ = std::string(root.name);
    const std::size_t colon = root_.find(':');
    atom_ = local_name(root_) == "feed";
    if (colon != std::string::npos && local_name(root_) != "RDF") prefix_ = root_.substr(0, colon + 1);
    const std::string record = prefix_ + (atom_ ? "entry" : "item");
    XmlScanner scanner(text_, record);
    base_ = std::string(xml_attribute(root.inside, "xml:base"));
    std::optional<XmlPiece> open;
    bool ended = false;
    std::size_t items = 0;
    for (XmlPiece piece; scanner.next(piece);) {
      ended = ended || (piece.kind == XmlPiece::Kind::end && piece.name == root_);
      if (piece.name != record) {
        if (base_.empty() && !open && local_name(piece.name) == "link") base_ = link_of_feed(piece);
        continue;
      }
      if (piece.kind == XmlPiece::Kind::start) {
        if (open && !item(*open, piece.begin, "the item has no end of its own")) return false;
        open = piece;
        ++items;
      } else if (piece.kind == XmlPiece::Kind::end && open) {
        if (!item(*open, piece.begin, "")) return false;
        open.reset();
      }
    }
    if (open && !item(*open, text_.size(), "the feed breaks off inside this item")) return false;
    if (!ended)
      return take_(fail(FailureCode::damaged, container_.name, "the feed breaks off",
                        "fetch it again; what stands before is read", byte(text_.size())));
    if (items == 0)
      return take_(fail(FailureCode::no_text, container_.name, "the feed holds no items", "give a feed with items"));
    return true;
  }

 private:
  using Elements = std::vector<XmlElement>;

  std::uint64_t byte(std::size_t at) const {
    if (!decoded_) return at;
    const auto place = static_cast<std::uint32_t>(at);
    return decoded_->source_of({place, place}).begin;
  }

  // The address of the site, from which the links of items may count.
  std::string link_of_feed(const XmlPiece& piece) const {
    if (piece.kind == XmlPiece::Kind::end) return "";
    std::string_view to = xml_attribute(piece.inside, "href");
    if (to.empty() && piece.kind == XmlPiece::Kind::start)
      to = text_.substr(piece.end, text_.find('<', piece.end) - piece.end);
    std::string address = plain_words(to, tables_.entities);
    return address.starts_with("http") ? address : "";
  }

  bool item(const XmlPiece& start, std::size_t end, const char* fault) {
    inner_ = text_.substr(start.end, end - start.end);
    fields_ = xml_elements(inner_);
    Source source;
    source.origin = {container_.name, byte(start.begin), words("guid")};
    if (source.origin.id.empty()) source.origin.id = words("id");
    if (source.origin.id.empty()) source.origin.id = std::string(xml_attribute(start.inside, "rdf:about"));
    if (*fault) source.notes.push_back({"source", fault, {}});
    std::string content = body(source);
    if (content.find_first_not_of(" \t\r\n") == std::string::npos)
      return take_(fail(FailureCode::no_text, container_.name, "the item has neither content nor summary",
                        "read the page it links to", source.origin.record_offset));
    state(source);
    set_content(source, std::move(content));
    return take_(std::move(source));
  }

  void state(Source& source) const {
    source.stated.title = first_words({"title", "dc:title"});
    source.stated.date = first_words({"pubDate", "published", "dc:date", "issued", "updated", "modified"});
    source.stated.url = absolute_address(link(), base_);
    source.stated.publisher = first_words({"dc:publisher"});
    for (const XmlElement& field : fields_) {
      const std::string_view name = name_of(field);
      if (field.depth > 0 || (name != "author" && name != "dc:creator")) continue;
      std::string person = person_name(plain_words(author_of(field), tables_.entities));
      if (person.empty()) continue;
      if (!source.stated.author.empty()) source.stated.author += "; ";
      source.stated.author += person;
    }
    if (source.stated.author.empty()) source.stated.author = first_words({"itunes:author"});
  }

  std::string author_of(const XmlElement& field) const {
    const std::string_view inner = inside(field);
    for (const XmlElement& part : xml_elements(inner))
      if (local_name(part.start.name) == "name")
        return xml_content(inner.substr(part.inner_begin, part.inner_end - part.inner_begin));
    return atom_ ? "" : xml_content(inner);
  }

  std::string link() const {
    if (std::string first = words("feedburner:origLink"); !first.empty()) return first;
    for (const XmlElement& field : fields_) {
      const std::string_view name = name_of(field);
      if (field.depth > 0 || (name != "link" && name != "atom:link")) continue;
      const std::string_view relation = xml_attribute(field.start.inside, "rel");
      std::string to = plain_words(xml_attribute(field.start.inside, "href"), tables_.entities);
      if (to.empty()) to = plain_words(xml_content(inside(field)), tables_.entities);
      if (!to.empty() && (relation.empty() || relation == "alternate")) return to;
    }
    const XmlElement* guid = find("guid");
    if (!guid || xml_attribute(guid->start.inside, "isPermaLink") == "false") return "";
    std::string id = words("guid");
    return id.starts_with("http") ? id : "";
  }

  // The longest form in which the item holds its article.
  std::string body(Source& source) const {
    for (const std::string_view name : {"content:encoded", "content", "xhtml:body", "body"}) {
      const XmlElement* field = find(name);
      if (!field || !is_text(*field)) continue;
      std::string content = xml_content(inside(*field, true));
      if (content.find_first_not_of(" \t\r\n") != std::string::npos) return content;
    }
    for (const std::string_view name : {"description", "summary", "dc:description", "itunes:summary"}) {
      const XmlElement* field = find(name);
      if (!field) continue;
      std::string content = xml_content(inside(*field, true));
      if (content.find_first_not_of(" \t\r\n") == std::string::npos) continue;
      if (name == "summary" || is_teaser(content))
        source.notes.push_back({"source", "the feed gives only a summary of the article", {}});
      return content;
    }
    return "";
  }

  // Whether the content is here and is words: not a link, a picture, a sound.
  static bool is_text(const XmlElement& field) {
    const std::string type = lowered(xml_attribute(field.start.inside, "type"));
    return type.empty() || type.find('/') == std::string::npos || type.starts_with("text/") ||
           type.find("html") != std::string::npos;
  }

  std::string_view name_of(const XmlElement& field) const {
    std::string_view name = field.start.name;
    if (!prefix_.empty() && name.starts_with(prefix_)) name.remove_prefix(prefix_.size());
    return name;
  }

  const XmlElement* find(std::string_view name) const {
    for (const XmlElement& field : fields_)
      if (field.depth == 0 && name_of(field) == name && (field.inner_end > field.inner_begin || is_open(field)))
        return &field;
    return nullptr;
  }

  static bool is_open(const XmlElement& field) { return !field.closed && field.start.kind == XmlPiece::Kind::start; }

  // A field that lacks its end goes on to the next tag, the content to the end of the item.
  std::string_view inside(const XmlElement& field, bool content = false) const {
    std::size_t end = field.inner_end;
    if (is_open(field)) end = content ? inner_.size() : std::min(inner_.find('<', field.inner_begin), inner_.size());
    return inner_.substr(field.inner_begin, end - field.inner_begin);
  }

  std::string words(std::string_view name) const {
    const XmlElement* field = find(name);
    return field ? plain_words(xml_content(inside(*field)), tables_.entities) : "";
  }

  std::string first_words(std::initializer_list<std::string_view> names) const {
    for (const std::string_view name : names)
      if (std::string found = words(name); !found.empty()) return found;
    return "";
  }

  std::string_view text_;
  const Text* decoded_;
  const Origin& container_;
  const SourceTables& tables_;
  const TakeSource& take_;
  std::string root_, prefix_, base_;
  bool atom_ = false;
  std::string_view inner_;
  Elements fields_;
};

}  // namespace

bool is_feed(std::string_view head, std::string_view, const SourceTables&) {
  return feed_root(head.find('\0') == std::string_view::npos ? std::string(head) : without_zeros(head)).has_value();
}

bool read_feed(std::string_view bytes, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  // The declaration says the encoding, and is often wrong: the bytes overrule it.
  std::string stated = "utf-8";
  const std::size_t declaration = bytes.substr(0, search_bytes).find("<?xml");
  if (declaration != std::string_view::npos) {
    const std::string_view inside = bytes.substr(declaration + 5, 200);
    const std::string_view label = xml_attribute(inside.substr(0, inside.find("?>")), "encoding");
    if (!label.empty()) stated = std::string(label);
  }
  const std::string encoding = tables.encodings.find(bytes, "application/xml; charset=" + stated);
  std::optional<Text> decoded;
  if (encoding != "utf-8") decoded = tables.encodings.decode(bytes, encoding);
  const std::string_view text = decoded ? std::string_view(decoded->str()) : bytes;
  const auto root = feed_root(text);
  if (!root)
    return take(fail(FailureCode::malformed, container.name, "no feed: neither <rss>, <rdf:RDF> nor <feed>",
                     "check the file", 0));
  return FeedReader(text, decoded ? &*decoded : nullptr, container, tables, take).read(*root);
}

bool read_feed(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  const auto all = bytes.rest();
  if (!all) return take(tl::unexpected(all.error()));
  return read_feed(*all, container, tables, take);
}

}  // namespace dragoman
