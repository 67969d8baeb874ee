#include "page/page.h"

namespace dragoman {

// Plain UTF-8 text, one block a line.
Result<Page> read_page(const Source& source) {
  const std::string& bytes = *source.bytes;
  TextBuilder builder(bytes);
  Page page;
  page.media_type = "text/plain";
  page.encoding = "utf-8";
  builder.copy({0, static_cast<std::uint32_t>(bytes.size())});
  for (std::size_t begin = 0; begin < bytes.size();) {
    std::size_t end = bytes.find('\n', begin);
    if (end == std::string::npos) end = bytes.size();
    if (end > begin) {
      Block block;
      block.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
      block.tag = BlockTag::line;
      page.blocks.push_back(block);
    }
    begin = end + 1;
  }
  page.text = std::move(builder).finish();
  return page;
}

}  // namespace dragoman
