#include "page/block_writer.h"

#include <algorithm>

#include "base/limits.h"

namespace dragoman {

SourceSpan DecodedBytes::source_of(std::uint32_t begin, std::uint32_t end) const {
  if (!decoded) return {begin + skip, end + skip};
  const SourceSpan span = decoded->source_of({begin, end});
  return {span.begin + skip, span.end + skip};
}

BlockWriter::BlockWriter(const DecodedBytes& bytes) : bytes_(bytes), builder_(bytes.source) {}

void BlockWriter::begin(const BlockPlace& place) {
  if (page_.blocks.size() >= limits::max_blocks) full_ = true;
  if (builder_.size() > 0) {  // what parts it from the block before is the markup between them
    SourceSpan between = bytes_.source_of(last_end_, last_end_);
    builder_.replace(between, "\n");
  }
  in_block_ = true;
  has_space_ = false;
  block_ = Block{};
  block_.span.begin = block_.span.end = visible_end_ = builder_.size();
  block_.tag = place.tag;
  block_.heading_level = place.heading_level;
  block_.depth = place.depth;
  block_.element = place.element;
  link_bytes_ = bold_bytes_ = all_bytes_ = 0;
}

void BlockWriter::space(std::uint32_t at, std::uint32_t end, char as) {
  if (!in_block_) return;
  if (!has_space_) {
    space_begin_ = at;
    space_as_ = as;
  } else if (as == '\n') {
    space_as_ = as;
  }
  space_end_ = end;
  has_space_ = true;
}

void BlockWriter::put_space() {
  if (!has_space_) return;
  has_space_ = false;
  const bool same = bytes_.text()[space_begin_] == space_as_;
  if (same && !bytes_.decoded) {
    builder_.copy(bytes_.source_of(space_begin_, space_begin_ + 1));
  } else {
    const char as[1] = {space_as_};
    builder_.replace(bytes_.source_of(space_begin_, space_end_), std::string_view(as, 1));
  }
}

void BlockWriter::count(std::uint32_t bytes, bool link, bool bold) {
  all_bytes_ += bytes;
  if (link) link_bytes_ += bytes;
  if (bold) bold_bytes_ += bytes;
}

void BlockWriter::copy(std::uint32_t begin, std::uint32_t end, bool link, bool bold) {
  put_space();
  if (!bytes_.decoded) {
    builder_.copy({begin + bytes_.skip, end + bytes_.skip});
  } else {
    const auto segments = bytes_.decoded->segments();
    const std::string_view text = bytes_.text();
    while (segment_ < segments.size() && segments[segment_].text.end <= begin) ++segment_;
    for (std::size_t i = segment_; i < segments.size() && segments[i].text.begin < end; ++i) {
      const Segment& segment = segments[i];
      const std::uint32_t from = std::max(begin, segment.text.begin), to = std::min(end, segment.text.end);
      const std::uint32_t shift = bytes_.skip + segment.source.begin;
      if (segment.copied)
        builder_.copy({shift + from - segment.text.begin, shift + to - segment.text.begin});
      else
        builder_.replace({shift, bytes_.skip + segment.source.end}, text.substr(from, to - from));
    }
  }
  last_end_ = end;
  visible_end_ = builder_.size();
  count(end - begin, link, bold);
}

void BlockWriter::replace(std::uint32_t begin, std::uint32_t end, std::string_view text, bool link, bool bold,
                          bool visible) {
  put_space();
  builder_.replace(bytes_.source_of(begin, end), text);
  last_end_ = end;
  if (visible) visible_end_ = builder_.size();
  count(static_cast<std::uint32_t>(text.size()), link, bold);
}

void BlockWriter::end_block() {
  has_space_ = false;
  if (!in_block_) return;
  in_block_ = false;
  block_.span.end = visible_end_;
  if (block_.span.empty() || full_) return;
  const double all = static_cast<double>(std::max<std::uint64_t>(all_bytes_, 1));
  block_.link_share = static_cast<float>(static_cast<double>(link_bytes_) / all);
  block_.bold_share = static_cast<float>(static_cast<double>(bold_bytes_) / all);
  page_.blocks.push_back(block_);
}

void BlockWriter::finish(Page& page) && {
  end_block();
  page.text = std::move(builder_).finish();
  page.blocks = std::move(page_.blocks);
  if (full_) page.notes.push_back({"page", "the page has too many blocks; the rest is left out", {}});
}

}  // namespace dragoman
