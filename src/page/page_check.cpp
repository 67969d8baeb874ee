#include "page/page_check.h"

#include "base/unicode.h"

namespace dragoman {
std::string fault_of(const Page& page, std::string_view source) {
  const std::string& text = page.text.str();
  std::uint32_t text_end = 0;
  for (const Segment& segment : page.text.segments()) {
    if (segment.text.begin != text_end || segment.text.empty()) return "segments do not follow each other";
    text_end = segment.text.end;
    if (text_end > text.size()) return "a segment ends outside the text";
    if (segment.source.begin > segment.source.end || segment.source.end > source.size())
      return "a segment lies outside the source";
    if (segment.copied && source.substr(segment.source.begin, segment.source.size()) != page.text.view(segment.text))
      return "a copied segment is not its source";
  }
  if (text_end != text.size()) return "text without a segment";
  std::uint32_t end = 0;
  for (const Block& block : page.blocks) {
    if (block.span.begin < end || block.span.end <= block.span.begin || block.span.end > text.size())
      return "a block is empty, overlaps or lies outside the text";
    if (!starts_character(text, block.span.begin) || !starts_character(text, block.span.end))
      return "a block cuts a code point";
    if (end && text.find('\n', end) >= block.span.begin) return "two blocks without a line break between them";
    if (block.element != none && block.element >= page.elements.size()) return "a block of an unknown element";
    end = block.span.end;
  }
  for (std::size_t i = 0; i < page.elements.size(); ++i)
    if (page.elements[i].parent != none && page.elements[i].parent >= i) return "an element before its parent";
  for (const auto* facts : {&page.titles, &page.authors, &page.dates, &page.sites, &page.languages, &page.addresses})
    for (const Declared& fact : *facts)
      if (fact.at.begin > fact.at.end || fact.at.end > source.size()) return "a fact lies outside the source";
  return "";
}

}  // namespace dragoman
