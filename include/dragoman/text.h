// text.h: mended UTF-8 text with one map back to the bytes it was read from.
//
// The map is a sorted list of segments. A copied segment maps byte for byte; a replaced one maps as a whole to the
// source range it replaced and is never interpolated, so composing maps loses nothing. Source bytes that left no
// text have no segment. Look-up is O(log segments). A Text is immutable once built and safe to share.
//
//   TextBuilder builder(source_bytes);
//   builder.copy({0, 5});                       // source bytes 0..5 as they are (they must be valid UTF-8)
//   builder.replace({5, 10}, "&");              // "&amp;" became "&"
//   Text text = std::move(builder).finish();
//   SourceSpan bytes = text.source_of({5, 6});  // {5, 10}
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/span.h"

namespace dragoman {

struct Segment {
  TextSpan text;
  SourceSpan source;
  bool copied = false;
};

enum class RepairKind : std::uint8_t { mojibake, layout, lookalike };
std::string_view name_of(RepairKind kind);

// The explanation of a repaired stretch that came second.
struct RunnerUp {
  std::optional<RepairKind> kind;  // none: that the text is right as it stands
  std::string text;                // what it would have put there; "" where only its kind and detail are known
  std::string detail;
  float behind = 0;  // log odds of the repair against it
};

// One change that mending made. `before` is the visible text as it stood, `after` what it became: putting `before`
// back for text[span] undoes it.
struct Repair {
  TextSpan text;
  SourceSpan source;
  std::string before;
  std::string after;
  RepairKind kind = RepairKind::layout;
  std::string detail;  // layout "ru>en": typed with the first active, the second meant; mojibake "utf-8 read as
                       // koi8-r"; lookalike "cyrillic>latin": letters of the first script stood for those of the second
  float score = 0;  // log odds of the repair against leaving the text as it is
  RunnerUp runner_up = {};
};

// A change wanted by mend, in bytes of the text it is applied to.
struct TextEdit {
  TextSpan span;
  std::string replacement;
  RepairKind kind = RepairKind::layout;
  std::string detail;
  float score = 0;
  RunnerUp runner_up = {};
};

class Text {
 public:
  const std::string& str() const { return text_; }
  std::string_view view(TextSpan span) const { return std::string_view(text_).substr(span.begin, span.size()); }
  std::uint32_t size() const { return static_cast<std::uint32_t>(text_.size()); }

  // The least run of source bytes behind text[span]; an empty span gives the source place where it stands.
  SourceSpan source_of(TextSpan span) const;
  // The text that came from source[span]; none when those bytes left no text.
  std::optional<TextSpan> text_of(SourceSpan span) const;

  std::span<const Segment> segments() const { return segments_; }
  std::span<const Repair> repairs() const { return repairs_; }

  // A new Text with `edits` (sorted, disjoint, on code point borders) applied and logged as repairs.
  Text with_edits(std::span<const TextEdit> edits) const;

 private:
  friend class TextBuilder;
  std::string text_;
  std::vector<Segment> segments_;
  std::vector<Repair> repairs_;
};

// Where text[offset] of `before` stands after the edits were applied; an offset inside an edit goes to its end.
std::uint32_t offset_after(std::span<const TextEdit> edits, std::uint32_t offset);

class TextBuilder {
 public:
  explicit TextBuilder(std::string_view source) : source_(source) {}
  void copy(SourceSpan span);
  void replace(SourceSpan span, std::string_view utf8);
  std::uint32_t size() const { return text_.size(); }
  const Text& so_far() const { return text_; }
  Text finish() && { return std::move(text_); }

 private:
  std::string_view source_;
  Text text_;
};

}  // namespace dragoman
