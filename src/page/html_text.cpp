// What of a page's text is shown, and the blocks and elements that it makes.
#include <algorithm>

#include "base/unicode.h"
#include "page/html_reader.h"

namespace dragoman {

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

}  // namespace dragoman
