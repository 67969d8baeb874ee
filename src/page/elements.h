// elements.h: what the page reader knows of HTML elements (knowledge/page/elements.tsv).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"
#include "page/html_tokens.h"

namespace dragoman {

enum class Display : std::uint8_t { inline_, block, hidden, void_, line_break };

struct ElementKind {
  std::string tag;
  Display display = Display::inline_;
  bool has_block = false;
  BlockTag block = BlockTag::other;
  std::uint8_t heading_level = 0;
  Content content = Content::markup;
  bool is_scope = false;
  std::vector<std::uint8_t> ends;
};

class Elements {
 public:
  static Result<Elements> load(const std::string& data_folder);

  // The number of the kind that `tag` (any case) is of; 0 for one without a row.
  std::uint8_t find(std::string_view tag) const;
  const ElementKind& operator[](std::uint8_t kind) const { return kinds_[kind]; }

 private:
  std::vector<ElementKind> kinds_;
  std::array<std::uint8_t, 1024> slots_{};
};

}  // namespace dragoman
