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

// A longer text is no name, date or title.
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
  page.live_blog = live_blog_;
  page.live_updates = live_updates_;
}

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

}  // namespace dragoman
