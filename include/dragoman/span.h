// span.h: half-open byte ranges [begin, end) in two spaces that do not mix.
//
// SourceSpan counts bytes as received, after transfer and content coding (chunks, gzip) are undone and before
// anything else. TextSpan counts bytes of the mended UTF-8 text and lies on code point borders.
// Giving one where the other is wanted does not compile. Plain values, safe to share between threads.
#pragma once

#include <compare>
#include <cstdint>

namespace dragoman {

template <class Space>
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  constexpr std::uint32_t size() const { return end - begin; }
  constexpr bool empty() const { return begin == end; }
  constexpr bool contains(Span other) const { return begin <= other.begin && other.end <= end; }
  constexpr bool contains(std::uint32_t offset) const { return begin <= offset && offset < end; }
  constexpr bool overlaps(Span other) const { return begin < other.end && other.begin < end; }
  friend constexpr auto operator<=>(Span, Span) = default;
};

struct SourceSpace;
struct TextSpace;
using SourceSpan = Span<SourceSpace>;
using TextSpan = Span<TextSpace>;

}  // namespace dragoman
