#include "dragoman/text.h"

#include <algorithm>

namespace dragoman {

std::string_view name_of(RepairKind kind) {
  switch (kind) {
    case RepairKind::mojibake:
      return "mojibake";
    case RepairKind::layout:
      return "layout";
    case RepairKind::lookalike:
      return "lookalike";
  }
  return "";
}

namespace {

// The first segment that ends behind text[offset].
std::size_t segment_at(const std::vector<Segment>& segments, std::uint32_t offset) {
  auto found = std::upper_bound(segments.begin(), segments.end(), offset,
                                [](std::uint32_t at, const Segment& segment) { return at < segment.text.end; });
  return static_cast<std::size_t>(found - segments.begin());
}

void append(std::vector<Segment>& segments, Segment segment) {
  if (!segments.empty() && segment.copied && segments.back().copied && segments.back().text.end == segment.text.begin &&
      segments.back().source.end == segment.source.begin) {
    segments.back().text.end = segment.text.end;
    segments.back().source.end = segment.source.end;
    return;
  }
  segments.push_back(segment);
}

// Appends to `out` the segments of text[span], moved so that they begin at `at`.
void append_piece(std::vector<Segment>& out, const std::vector<Segment>& segments, TextSpan span, std::uint32_t at) {
  if (span.empty()) return;
  for (std::size_t i = segment_at(segments, span.begin); i < segments.size() && segments[i].text.begin < span.end;
       ++i) {
    const Segment& from = segments[i];
    const std::uint32_t begin = std::max(from.text.begin, span.begin);
    const std::uint32_t end = std::min(from.text.end, span.end);
    Segment piece;
    piece.text = {at + begin - span.begin, at + end - span.begin};
    piece.copied = from.copied;
    piece.source =
        from.copied ? SourceSpan{from.source.begin + begin - from.text.begin, from.source.begin + end - from.text.begin}
                    : from.source;
    append(out, piece);
  }
}

}  // namespace

SourceSpan Text::source_of(TextSpan span) const {
  if (segments_.empty()) return {};
  std::size_t first = segment_at(segments_, span.begin);
  if (first == segments_.size()) return {segments_.back().source.end, segments_.back().source.end};
  const auto begin_in = [&](const Segment& segment, std::uint32_t offset) {
    return segment.copied ? segment.source.begin + offset - segment.text.begin : segment.source.begin;
  };
  SourceSpan out;
  out.begin = begin_in(segments_[first], std::max(span.begin, segments_[first].text.begin));
  if (span.empty()) return {out.begin, out.begin};
  const std::size_t last = segment_at(segments_, span.end - 1);
  const Segment& tail = segments_[std::min(last, segments_.size() - 1)];
  out.end = tail.copied && span.end <= tail.text.end ? tail.source.begin + span.end - tail.text.begin : tail.source.end;
  return out;
}

std::optional<TextSpan> Text::text_of(SourceSpan span) const {
  std::optional<TextSpan> out;
  auto first = std::upper_bound(segments_.begin(), segments_.end(), span.begin,
                                [](std::uint32_t at, const Segment& segment) { return at < segment.source.end; });
  for (; first != segments_.end() && first->source.begin < span.end; ++first) {
    TextSpan piece = first->text;
    if (first->copied) {
      piece.begin += std::max(span.begin, first->source.begin) - first->source.begin;
      piece.end -= first->source.end - std::min(span.end, first->source.end);
    }
    if (!out) out = piece;
    out->end = piece.end;
  }
  return out;
}

std::uint32_t offset_after(std::span<const TextEdit> edits, std::uint32_t offset) {
  std::int64_t shift = 0;
  for (const TextEdit& edit : edits) {
    if (edit.span.begin >= offset) break;
    const auto grown = static_cast<std::int64_t>(edit.replacement.size()) - static_cast<std::int64_t>(edit.span.size());
    if (edit.span.end > offset) return static_cast<std::uint32_t>(edit.span.end + shift + grown);
    shift += grown;
  }
  return static_cast<std::uint32_t>(offset + shift);
}

Text Text::with_edits(std::span<const TextEdit> edits) const {
  Text out;
  out.text_.reserve(text_.size());
  std::uint32_t done = 0;
  const auto keep_until = [&](std::uint32_t end) {
    append_piece(out.segments_, segments_, {done, end}, out.size());
    out.text_.append(text_, done, end - done);
    done = end;
  };
  for (const TextEdit& edit : edits) {
    keep_until(edit.span.begin);
    Repair repair;
    repair.text = {out.size(), out.size() + static_cast<std::uint32_t>(edit.replacement.size())};
    repair.source = source_of(edit.span);
    repair.before = std::string(view(edit.span));
    repair.after = edit.replacement;
    repair.kind = edit.kind;
    repair.detail = edit.detail;
    repair.score = edit.score;
    repair.runner_up = edit.runner_up;
    out.text_ += edit.replacement;
    if (!repair.text.empty()) append(out.segments_, {repair.text, repair.source, false});
    out.repairs_.push_back(std::move(repair));
    done = edit.span.end;
  }
  keep_until(size());
  for (const Repair& earlier : repairs_) {
    Repair moved = earlier;
    moved.text = {offset_after(edits, earlier.text.begin), offset_after(edits, earlier.text.end)};
    out.repairs_.push_back(std::move(moved));
  }
  std::stable_sort(out.repairs_.begin(), out.repairs_.end(),
                   [](const Repair& a, const Repair& b) { return a.text.begin < b.text.begin; });
  return out;
}

void TextBuilder::copy(SourceSpan span) {
  if (span.empty()) return;
  const std::uint32_t at = text_.size();
  text_.text_.append(source_, span.begin, span.size());
  append(text_.segments_, {{at, at + span.size()}, span, true});
}

void TextBuilder::replace(SourceSpan span, std::string_view utf8) {
  if (utf8.empty()) return;
  const std::uint32_t at = text_.size();
  text_.text_.append(utf8);
  append(text_.segments_, {{at, at + static_cast<std::uint32_t>(utf8.size())}, span, false});
}

}  // namespace dragoman
