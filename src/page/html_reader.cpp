#include "page/html_reader.h"

#include <algorithm>

#include "base/unicode.h"

namespace dragoman {
namespace {

std::uint8_t hash_of_name(std::string_view name) {
  unsigned hash = 0;
  for (const char c : name) hash = hash * 31 + static_cast<unsigned char>(lower(c));
  return static_cast<std::uint8_t>(hash ^ (hash >> 8));
}

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

// Whether an inline style holds `property: value`.
bool style_says(std::string_view style, std::string_view property, std::string_view value) {
  for (std::size_t at = 0; at + property.size() < style.size(); ++at) {
    if (lower(style[at]) != property[0] || !same_letters(style.substr(at, property.size()), property)) continue;
    std::size_t i = at + property.size();
    while (i < style.size() && is_space(style[i])) ++i;
    if (i >= style.size() || style[i] != ':') continue;
    ++i;
    while (i < style.size() && is_space(style[i])) ++i;
    if (same_letters(style.substr(i, value.size()), value)) return true;
  }
  return false;
}

// The runs of letters in a class name or an address.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && lower(text[at]) >= 'a' && lower(text[at]) <= 'z') ++at;
    if (at > begin + 3 && out.size() < 24) out.push_back(text.substr(begin, at - begin));
    if (at == begin) ++at;
  }
  return out;
}

// Attribute values are cut to this for Element::words; longer ones are generated noise.
constexpr std::size_t max_words_bytes = 160;
constexpr std::size_t max_captures = 256;
constexpr std::size_t max_captured_bytes = 300;

}  // namespace

HtmlReader::HtmlReader(const HtmlTables& tables, const DecodedBytes& bytes, bool show_hidden)
    : tables_(tables),
      bytes_(bytes),
      text_(bytes.text()),
      show_hidden_(show_hidden),
      svg_(tables.elements.find("svg")),
      math_(tables.elements.find("math")),
      foreign_object_(tables.elements.find("foreignobject")),
      tokens_(text_),
      writer_(bytes) {}

SourceSpan HtmlReader::source_of(std::string_view piece) const {
  const auto begin = static_cast<std::uint32_t>(piece.data() - text_.data());
  return bytes_.source_of(begin, begin + static_cast<std::uint32_t>(piece.size()));
}

void HtmlReader::read(Page& page) {
  HtmlToken token;
  while (!writer_.is_full() && tokens_.next(token)) {
    token_begin_ = token.begin;
    if (token.kind == HtmlToken::Kind::start) {
      start(token);
      tokens_.set_foreign(in_foreign());
    } else if (token.kind == HtmlToken::Kind::end) {
      end(token);
      tokens_.set_foreign(in_foreign());
    } else if (token.kind == HtmlToken::Kind::text) {
      text(token);
    }
  }
  while (!open_.empty()) pop();
  std::move(writer_).finish(page);
  page.elements = std::move(elements_);
  std::size_t headings = 0;
  for (const Block& block : page.blocks)
    if (block.heading_level == 1 && headings++ < 8)
      facts_.add({Field::title, 30}, std::string(page.text.view(block.span)), "h1", page.text.source_of(block.span));
  std::move(facts_).finish(page);
  page.stated_body = std::move(body_);
}

// ---- open elements -----------------------------------------------------------------------------------------------

void HtmlReader::inherit(std::size_t index) {
  Open& open = open_[index];
  const Open* around = index ? &open_[index - 1] : nullptr;
  open.styled_away = open.self_styled || (around && around->styled_away);
  open.hidden = open.self_hidden || (around && around->hidden);
  open.link = open.self_link || (around && around->link);
  open.bold = open.self_bold || (around && around->bold);
  open.preformatted =
      (open.kind && tables_.elements[open.kind].block == BlockTag::preformatted) || (around && around->preformatted);
}

void HtmlReader::push(const HtmlToken& token, std::uint8_t kind_number) {
  const ElementKind& kind = tables_.elements[kind_number];
  Open open;
  open.kind = kind_number;
  open.name = token.name;
  open.self_hidden = kind.display == Display::hidden;
  open.self_link = kind.tag == "a" && token.attribute("href");
  open.self_bold = kind.tag == "b" || kind.tag == "strong";
  if (!token.attributes.empty()) read_attributes(token, open);
  if (kind_number == 0) {
    open.name_hash = hash_of_name(token.name);
    ++open_unknown_[open.name_hash];
  }
  ++open_kinds_[kind_number];
  open_.push_back(open);
  inherit(open_.size() - 1);
  if (!token.attributes.empty()) declared_by(token, open_.back());
  if (open_.back().self_link && !open_.back().hidden) writer_.link();
}

void HtmlReader::read_attributes(const HtmlToken& token, Open& open) {
  const bool can_hide =
      open.kind == 0 || (tables_.elements[open.kind].tag != "body" && tables_.elements[open.kind].tag != "html");
  for (const HtmlAttribute& attribute : token.attributes) {
    const std::string_view name = attribute.name;
    if (same_letters(name, "class"))
      open.words[0] = attribute.value;
    else if (same_letters(name, "id"))
      open.words[1] = attribute.value;
    else if (same_letters(name, "role"))
      open.words[2] = attribute.value;
    else if (same_letters(name, "itemprop"))
      open.words[3] = attribute.value;
    else if (can_hide && same_letters(name, "hidden"))
      open.self_styled = !same_letters(attribute.value, "until-found");
    else if (can_hide && same_letters(name, "style") &&
             (style_says(attribute.value, "display", "none") || style_says(attribute.value, "visibility", "hidden")))
      open.self_styled = true;
  }
  if (open.kind && tables_.elements[open.kind].tag == "dialog" && !token.attribute("open")) open.self_styled = true;
  if (open.self_styled && !show_hidden_) open.self_hidden = true;
}

void HtmlReader::pop() {
  const Open& open = open_.back();
  if (open.capture != none) {
    const Capture& capture = captures_[open.capture];
    const std::string_view value = writer_.text_since(std::min(capture.text_begin, writer_.size()));
    if (value.size() <= max_captured_bytes)
      facts_.add(capture.rule, std::string(value), capture.how,
                 bytes_.source_of(capture.begin, std::max(capture.begin, token_begin_)));
  }
  const bool block = open.kind && tables_.elements[open.kind].display == Display::block;
  if (open.kind == 0) --open_unknown_[open.name_hash];
  --open_kinds_[open.kind];
  open_.pop_back();
  low_water_ = std::min(low_water_, open_.size());
  if (block) break_block();
}

// Takes an element out from under others: misnested formatting.
void HtmlReader::remove(std::size_t index) {
  if (index + 1 == open_.size()) return pop();
  if (open_[index].kind == 0) --open_unknown_[open_[index].name_hash];
  --open_kinds_[open_[index].kind];
  open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(index));
  low_water_ = std::min(low_water_, index);
  for (std::size_t i = index; i < open_.size(); ++i) inherit(i);
}

void HtmlReader::close_implied(const ElementKind& kind) {
  for (const std::uint8_t ended : kind.ends) {
    if (!open_kinds_[ended]) continue;
    if (tables_.elements[ended].display == Display::inline_) {  // a link in a link
      for (std::size_t i = open_.size(); i-- > 0 && !tables_.elements[open_[i].kind].is_scope;)
        if (open_[i].kind == ended) {
          remove(i);
          break;
        }
    } else {
      close_nearest(ended);
    }
  }
}

// Closes the innermost element of a kind with all inside it, unless a scope lies between.
bool HtmlReader::close_nearest(std::uint8_t kind) {
  for (std::size_t i = open_.size(); i-- > 0;) {
    if (open_[i].kind == kind) {
      while (open_.size() > i) pop();
      return true;
    }
    if (tables_.elements[open_[i].kind].is_scope) return false;
  }
  return false;
}

void HtmlReader::start(const HtmlToken& token) {
  const std::uint8_t number = tables_.elements.find(token.name);
  const ElementKind& kind = tables_.elements[number];
  if (!kind.ends.empty()) close_implied(kind);
  if (kind.display == Display::block) break_block();
  if (kind.tag == "meta") return meta(token);
  if (kind.tag == "link") return link(token);
  if (kind.display == Display::void_) return;
  if (kind.display == Display::line_break) {
    if (!writer_.in_block()) return;
    if (!in_heading())
      break_block();
    else
      writer_.space(token.begin, token.end, ' ');
    return;
  }
  if (token.self_closing && (number == 0 || number == svg_ || number == math_ || in_foreign())) return;
  if (kind.tag == "html" || kind.tag == "body") {
    if (kind.tag == "html")
      if (const HtmlAttribute* lang = token.attribute("lang"))
        facts_.add({Field::language, 10}, decoded(lang->value), "html lang", source_of(lang->value));
    if (open_kinds_[number]) return;
  }
  if (same_letters(token.name, "time")) time(token);
  in_title_ = kind.tag == "title" && !title_seen_ && (open_.empty() || !open_.back().hidden);
  in_json_ = false;
  if (kind.content == Content::script)
    if (const HtmlAttribute* type = token.attribute("type"))
      in_json_ = lowered(type->value).find("ld+json") != std::string::npos;
  // Too deep: what is inside becomes a sibling. Elements whose text is not markup are always entered.
  if (open_.size() < limits::max_open_elements || kind.content != Content::markup) push(token, number);
  if (kind.content != Content::markup && !in_foreign()) tokens_.enter(kind.content, kind.tag);
}

// Whether SVG or MathML is open and no HTML inside it.
bool HtmlReader::in_foreign() const {
  return (open_kinds_[svg_] || open_kinds_[math_]) && !open_kinds_[foreign_object_];
}

bool HtmlReader::in_heading() const {
  for (std::size_t i = open_.size(); i-- > 0;) {
    const ElementKind& kind = tables_.elements[open_[i].kind];
    if (kind.display == Display::block) return kind.block == BlockTag::heading;
  }
  return false;
}

void HtmlReader::end(const HtmlToken& token) {
  const std::uint8_t number = tables_.elements.find(token.name);
  const ElementKind& kind = tables_.elements[number];
  if (kind.display == Display::line_break || kind.display == Display::void_) return;
  if (kind.display == Display::block) break_block();
  const std::uint8_t hash = number ? 0 : hash_of_name(token.name);
  if (number ? !open_kinds_[number] : !open_unknown_[hash]) return;
  if (kind.tag == "body" || kind.tag == "html") return;  // what follows still belongs to it
  const bool crosses =
      kind.is_scope || kind.tag == "tr" || kind.tag == "tbody" || kind.tag == "thead" || kind.tag == "tfoot";
  for (std::size_t i = open_.size(); i-- > 0;) {
    const Open& open = open_[i];
    const bool same = open.kind == number && (number || (open.name_hash == hash && same_name(open.name, token.name)));
    if (same) {
      if (kind.display == Display::inline_) return remove(i);
      while (open_.size() > i) pop();
      return;
    }
    const ElementKind& other = tables_.elements[open.kind];
    if (other.is_scope && (!crosses || other.tag == "table" || other.tag == "template" || other.tag == "html")) return;
  }
}

// ---- text --------------------------------------------------------------------------------------------------------

void HtmlReader::break_block() { writer_.end_block(); }

std::uint32_t HtmlReader::element_of(std::size_t index) {
  // Elements get a row when the first text inside them is shown, the outermost first.
  std::size_t first = index + 1;
  while (first > 0 && open_[first - 1].element == none) --first;
  for (std::size_t i = first; i <= index; ++i) {
    Element element;
    element.parent = i ? open_[i - 1].element : none;
    element.name = lowered(open_[i].name.substr(0, 32));
    for (const std::string_view words : open_[i].words) {
      if (words.empty()) continue;
      if (!element.words.empty()) element.words += ' ';
      for (const char c : words.substr(0, max_words_bytes)) element.words += is_space(c) ? ' ' : lower(c);
    }
    open_[i].element = static_cast<std::uint32_t>(elements_.size());
    elements_.push_back(std::move(element));
  }
  return open_[index].element;
}

void HtmlReader::enter_block() {
  if (writer_.in_block()) {
    if (low_water_ < block_level_) {
      block_level_ = low_water_;
      writer_.widen(block_level_ ? element_of(block_level_ - 1) : none);
    }
    low_water_ = open_.size();
    return;
  }
  BlockPlace place;
  place.depth = static_cast<std::uint16_t>(open_.size());
  for (std::size_t i = open_.size(); i-- > 0;) {
    const ElementKind& kind = tables_.elements[open_[i].kind];
    if (kind.display != Display::block || !kind.has_block) continue;
    // A paragraph or bare text in a quote, a list item or a cell is one of these.
    if (place.tag == BlockTag::other || (place.tag == BlockTag::paragraph && kind.block != BlockTag::other)) {
      place.tag = kind.block;
      place.heading_level = kind.heading_level;
    }
    if (place.tag != BlockTag::other && place.tag != BlockTag::paragraph) break;
    if (kind.block == BlockTag::other && i + 1 < open_.size() && place.tag == BlockTag::paragraph) break;
  }
  place.element = open_.empty() ? none : element_of(open_.size() - 1);
  block_level_ = low_water_ = open_.size();
  writer_.begin(place);
}

void HtmlReader::text(const HtmlToken& token) {
  if (token.content == Content::rcdata && in_title_) {
    in_title_ = false;
    title_seen_ = true;
    const std::string_view raw = text_.substr(token.begin, token.end - token.begin);
    facts_.add({Field::title, 40}, tables_.entities.decode(raw, false), "title element", source_of(raw));
  }
  if (token.content == Content::script && in_json_) return script(token);
  if (!open_.empty() && open_.back().hidden) {
    if (open_.back().styled_away && token.content == Content::markup)
      for (std::uint32_t at = token.begin; at < token.end; ++at) hidden_bytes_ += !is_space(text_[at]);
    return;
  }
  if (token.content == Content::markup || token.content == Content::plain || token.content == Content::cdata)
    shown_text(token.begin, token.end, token.content == Content::markup);
}

namespace {

// What of a text needs more than copying: white space, "&", NUL and the lead bytes of odd white space.
enum class Kind : std::uint8_t { plain, space, reference, odd };
constexpr std::array<Kind, 256> make_kinds() {
  std::array<Kind, 256> kinds{};
  for (const char c : {' ', '\t', '\n', '\r', '\f'}) kinds[static_cast<unsigned char>(c)] = Kind::space;
  kinds['&'] = Kind::reference;
  for (const int c : {0x00, 0xC2, 0xE2, 0xEF}) kinds[static_cast<std::size_t>(c)] = Kind::odd;
  return kinds;
}
constexpr std::array<Kind, 256> kinds = make_kinds();

// Characters without width or ink: 0 none of them, 1 dropped (soft hyphen, zero width), 2 white (no-break space).
int odd_kind(std::string_view c) {
  if (c == "\xC2\xA0") return 2;
  if (c == "\xC2\xAD" || c == "\xE2\x80\x8B" || c == "\xEF\xBB\xBF" || c == "\xE2\x81\xA0") return 1;
  return 0;
}

}  // namespace

void HtmlReader::put(std::uint32_t begin, std::uint32_t end) {
  if (begin == end) return;
  enter_block();
  const bool inside = !open_.empty();
  writer_.copy(begin, end, inside && open_.back().link, inside && open_.back().bold);
}

void HtmlReader::shown_text(std::uint32_t at, std::uint32_t end, bool refers) {
  std::uint32_t from = at;
  const auto kind_at = [&](std::uint32_t i) { return kinds[static_cast<unsigned char>(text_[i])]; };
  while (at < end) {
    const Kind kind = kind_at(at);
    if (kind == Kind::plain || (kind == Kind::reference && !refers) ||
        (kind == Kind::space && text_[at] == ' ' && at > from && at + 1 < end && kind_at(at + 1) == Kind::plain)) {
      ++at;
      continue;
    }
    std::uint32_t next = at;
    if (kind == Kind::odd) {
      if (text_[at] != '\0' && !odd_kind(text_.substr(at, text_[at] == '\xC2' ? 2 : 3))) {
        ++at;
        continue;
      }
      put(from, at);
      odd_character(next, end);
    } else {
      put(from, at);
      if (kind == Kind::space)
        white_space(next, end);
      else
        reference(next, end);
    }
    from = at = next;
  }
  put(from, at);
}

void HtmlReader::white_space(std::uint32_t& at, std::uint32_t end) {
  const std::uint32_t begin = at;
  int lines = 0;
  for (; at < end && is_space(text_[at]); ++at) lines += text_[at] == '\n';
  const bool keeps = !open_.empty() && open_.back().preformatted;
  if (keeps && lines > 1)
    break_block();
  else
    writer_.space(begin, at, keeps && lines ? '\n' : ' ');
}

bool HtmlReader::odd_character(std::uint32_t& at, std::uint32_t end) {
  const std::uint32_t size = text_[at] == '\0' ? 1u : text_[at] == '\xC2' ? 2u : 3u;
  const int odd = text_[at] == '\0' ? 1 : odd_kind(text_.substr(at, size));
  if (odd == 2 && writer_.in_block()) {
    enter_block();
    writer_.replace(at, at + size, text_.substr(at, size), false, false, false);
  }
  at = std::min(at + size, end);
  return odd != 0;
}

void HtmlReader::reference(std::uint32_t& at, std::uint32_t end) {
  const Entities::Match found = tables_.entities.match(text_.substr(0, end), at, false, buffer_);
  if (!found.size) {
    put(at, at + 1);
    ++at;
    return;
  }
  const auto after = at + static_cast<std::uint32_t>(found.size);
  const int odd = odd_kind(found.text);
  if (found.text.size() == 1 && is_space(found.text[0])) {
    writer_.space(at, after, ' ');
  } else if (odd == 2 && writer_.in_block()) {
    enter_block();
    writer_.replace(at, after, found.text, false, false, false);
  } else if (!odd) {
    enter_block();
    const bool inside = !open_.empty();
    writer_.replace(at, after, found.text, inside && open_.back().link, inside && open_.back().bold, true);
  }
  at = after;
}

// ---- facts -------------------------------------------------------------------------------------------------------

void HtmlReader::declared_by(const HtmlToken& token, Open& open) {
  const auto capture = [&](std::string_view where, std::string_view key) {
    const auto rule = tables_.declared.find(where, key);
    if (!rule) return false;
    const std::string how = std::string(where) + " " + lowered(key);
    if (const HtmlAttribute* content = token.attribute("content")) {
      facts_.add(*rule, decoded(content->value), how, source_of(content->value));
    } else if (const HtmlAttribute* stamp = token.attribute("datetime"); stamp && rule->field == Field::date) {
      facts_.add(*rule, decoded(stamp->value), how, source_of(stamp->value));
    } else if (captures_.size() < max_captures && !open.hidden && open.capture == none) {
      open.capture = static_cast<std::uint32_t>(captures_.size());
      captures_.push_back({*rule, how, writer_.size(), token.end});
    }
    return true;
  };
  if (!open.words[3].empty() && capture("itemprop", open.words[3])) return;
  if (const HtmlAttribute* rel = token.attribute("rel"))
    if (capture("rel", rel->value)) return;
  for (std::string_view left = open.words[0].substr(0, max_words_bytes); !left.empty();) {
    const std::size_t space = std::min(left.find(' '), left.size());
    if (space && capture("class", left.substr(0, space))) return;
    left.remove_prefix(std::min(space + 1, left.size()));
  }
  // "header__author-link", "/authors/ada-moor": pieces of a class name or of an address
  if (const HtmlAttribute* href = open.self_link ? token.attribute("href") : nullptr)
    for (const std::string_view piece : pieces_of(href->value))
      if (capture("href", piece)) return;
  for (const std::string_view piece : pieces_of(open.words[0].substr(0, max_words_bytes)))
    if (capture("class piece", piece)) return;
}

void HtmlReader::meta(const HtmlToken& token) {
  const HtmlAttribute* content = token.attribute("content");
  if (!content) return;
  for (const std::string_view name : {"property", "name", "itemprop"}) {
    const HtmlAttribute* key = token.attribute(name);
    if (!key) continue;
    const auto rule = tables_.declared.find(name == "itemprop" ? "itemprop" : "meta", key->value);
    if (!rule) continue;
    facts_.add(*rule, decoded(content->value), lowered(key->value), source_of(content->value));
    return;
  }
}

void HtmlReader::link(const HtmlToken& token) {
  const HtmlAttribute *rel = token.attribute("rel"), *href = token.attribute("href");
  if (!rel || !href) return;
  if (const auto rule = tables_.declared.find("rel", rel->value))
    facts_.add(*rule, decoded(href->value), "link " + lowered(rel->value), source_of(href->value));
}

void HtmlReader::time(const HtmlToken& token) {
  const HtmlAttribute* stamp = token.attribute("datetime");
  if (!stamp) return;
  const HtmlAttribute* words = token.attribute("class");
  const std::string word = words ? lowered(words->value) : "";
  const bool published = token.attribute("pubdate") || word.find("publish") != std::string::npos ||
                         word.find("entry-date") != std::string::npos;
  facts_.add({Field::date, published ? 40 : 70}, decoded(stamp->value), "time", source_of(stamp->value));
}

void HtmlReader::script(const HtmlToken& token) {
  in_json_ = false;
  JsonLd found = read_json_ld(text_, token.begin, token.end, tables_.declared);
  for (JsonLdFact& fact : found.facts)
    facts_.add(fact.rule, tables_.entities.decode(fact.value, false), "json-ld",
               bytes_.source_of(fact.begin, fact.end));
  if (found.body.size() > body_.size()) body_ = std::move(found.body);
}

}  // namespace dragoman
