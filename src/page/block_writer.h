// block_writer.h: visible text into blocks, white space collapsed as a browser does, each byte with its source.
#pragma once

#include <string_view>

#include "dragoman/document.h"

namespace dragoman {

// A page's bytes and what they decode to; `decoded` is null where the bytes are valid UTF-8 as they are.
struct DecodedBytes {
  std::string_view source;
  const Text* decoded = nullptr;
  std::uint32_t skip = 0;  // bytes of a byte order mark, left out of text()

  std::string_view text() const { return decoded ? std::string_view(decoded->str()) : source.substr(skip); }
  SourceSpan source_of(std::uint32_t begin, std::uint32_t end) const;
};

struct BlockPlace {  // where the text that comes next stands
  BlockTag tag = BlockTag::other;
  std::uint8_t heading_level = 0;
  std::uint16_t depth = 0;
  std::uint32_t element = none;
};

class BlockWriter {
 public:
  explicit BlockWriter(const DecodedBytes& bytes);

  bool in_block() const { return in_block_; }
  void begin(const BlockPlace& place);  // of a block; text follows
  void widen(std::uint32_t element) { block_.element = element; }
  void space(std::uint32_t at, std::uint32_t end, char as);  // white space; kept when text follows in the same block
  void copy(std::uint32_t begin, std::uint32_t end, bool link, bool bold);  // text as decoded
  void replace(std::uint32_t begin, std::uint32_t end, std::string_view text, bool link, bool bold, bool visible);
  void link() { block_.links += in_block_ && block_.links < UINT16_MAX; }
  void end_block();

  std::uint32_t size() const { return builder_.size(); }
  std::string_view text_since(std::uint32_t begin) const {
    return std::string_view(builder_.so_far().str()).substr(begin);
  }
  std::size_t blocks() const { return page_.blocks.size(); }
  bool is_full() const { return full_; }
  void finish(Page& page) &&;  // moves text, blocks and notes there

 private:
  void put_space();
  void count(std::uint32_t bytes, bool link, bool bold);

  const DecodedBytes& bytes_;
  TextBuilder builder_;
  std::size_t segment_ = 0;  // the segment of bytes_.decoded that the last copy ended in
  Page page_;
  Block block_;
  bool in_block_ = false, has_space_ = false, full_ = false;
  char space_as_ = ' ';
  std::uint32_t space_begin_ = 0, space_end_ = 0;  // decoded bytes of the space not yet written
  std::uint32_t last_end_ = 0;                     // decoded end of the last text written
  std::uint32_t visible_end_ = 0;                  // text end of the last visible character
  std::uint64_t link_bytes_ = 0, bold_bytes_ = 0, all_bytes_ = 0;
};

}  // namespace dragoman
