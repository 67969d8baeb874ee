#include "page/odd_marks.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

struct Found {
  std::vector<TextSpan> surplus;  // marks beyond the limit, sorted
  std::size_t controls = 0;
  TextSpan first_control;
};

// The lead bytes of what is looked for.
constexpr std::array<bool, 256> make_leads() {
  std::array<bool, 256> leads{};
  for (const int lead : {0xCC, 0xCD, 0xD2, 0xD8, 0xE1, 0xE2, 0xEF}) leads[static_cast<std::size_t>(lead)] = true;
  return leads;
}
constexpr std::array<bool, 256> leads = make_leads();

bool is_combining(char32_t c) {
  return (c >= 0x300 && c < 0x370) || (c >= 0x483 && c < 0x48A) || (c >= 0x1AB0 && c < 0x1B00) ||
         (c >= 0x1DC0 && c < 0x1E00) || (c >= 0x20D0 && c < 0x2100) || (c >= 0xFE20 && c < 0xFE30);
}

// Embeddings, overrides and isolates; the marks U+200E, U+200F and U+061C turn nothing but themselves.
bool turns_direction(char32_t c) { return (c >= 0x202A && c < 0x202F) || (c >= 0x2066 && c < 0x206A); }

Found look_through(std::string_view text) {
  Found found;
  std::size_t marks = 0, end_of_mark = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!leads[static_cast<unsigned char>(text[at])]) {
      ++at;
      continue;
    }
    const Decoded8 point = decode_utf8(text, at);
    const TextSpan span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + point.size)};
    at += point.size;
    if (turns_direction(point.code_point)) {
      if (!found.controls++) found.first_control = span;
    } else if (is_combining(point.code_point)) {
      marks = span.begin == end_of_mark ? marks + 1 : 1;
      end_of_mark = span.end;
      if (marks <= limits::max_combining_marks) continue;
      if (!found.surplus.empty() && found.surplus.back().end == span.begin)
        found.surplus.back().end = span.end;
      else
        found.surplus.push_back(span);
    }
  }
  return found;
}

// A segment less the surplus in it; `next` is the first surplus that ends behind the segment's begin.
void put_rest(TextBuilder& builder, const Text& text, const Segment& segment, const std::vector<TextSpan>& surplus,
              std::size_t& next) {
  std::string kept;
  std::uint32_t at = segment.text.begin;
  const auto keep = [&](std::uint32_t end) {
    if (end <= at) return;
    const std::uint32_t from = segment.source.begin + at - segment.text.begin;
    if (segment.copied)
      builder.copy({from, from + end - at});
    else
      kept += text.view({at, end});
  };
  for (; next < surplus.size() && surplus[next].begin < segment.text.end; ++next) {
    keep(surplus[next].begin);
    at = std::max(at, std::min(surplus[next].end, segment.text.end));
    if (surplus[next].end > segment.text.end) break;  // it goes on in the segment behind
  }
  keep(segment.text.end);
  if (!kept.empty()) builder.replace(segment.source, kept);
}

void take_out(Page& page, const std::vector<TextSpan>& surplus, std::string_view source) {
  TextBuilder builder(source);
  std::size_t next = 0;
  for (const Segment& segment : page.text.segments()) put_rest(builder, page.text, segment, surplus, next);
  page.text = std::move(builder).finish();
  next = 0;
  std::uint32_t gone = 0;
  const auto moved = [&](std::uint32_t offset) {  // offsets come in order
    for (; next < surplus.size() && surplus[next].end <= offset; ++next) gone += surplus[next].size();
    return offset - gone;
  };
  for (Block& block : page.blocks) {
    block.span.begin = moved(block.span.begin);
    block.span.end = moved(block.span.end);
  }
}

}  // namespace

void tame_odd_marks(Page& page, std::string_view source) {
  const Found found = look_through(page.text.str());
  if (found.controls)
    page.notes.push_back({"page",
                          std::to_string(found.controls) +
                              (found.controls == 1 ? " character that turns" : " characters that turn") +
                              " the direction of the text: it may look other than it reads",
                          page.text.source_of(found.first_control)});
  if (found.surplus.empty()) return;
  page.notes.push_back(
      {"page",
       "more than " + std::to_string(limits::max_combining_marks) + " marks on one letter; the others are left out",
       page.text.source_of(found.surplus.front())});
  take_out(page, found.surplus, source);
}

}  // namespace dragoman
