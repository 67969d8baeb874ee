// html_reader.h: the open elements of a page while it is read, and what of its text is shown.
//
// Method: the tree building of the HTML standard, cut down to what visible text needs: implied end tags, scopes,
// hidden elements. No tree is built. Misnested formatting is closed where it is; nothing is reopened.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "knowledge/entities.h"
#include "page/block_writer.h"
#include "page/declared.h"
#include "page/elements.h"
#include "page/html_tokens.h"

namespace dragoman {

struct HtmlTables {
  Elements elements;
  Entities entities;
  DeclaredRules declared;
};

class HtmlReader {
 public:
  // show_hidden: text hidden by an attribute or an inline style is read as if it were shown.
  HtmlReader(const HtmlTables& tables, const DecodedBytes& bytes, bool show_hidden);

  void read(Page& page);
  std::uint64_t hidden_bytes() const { return hidden_bytes_; }  // of text hidden by attribute or style

 private:
  // Attribute values are cut to this for Element::words; longer ones are generated noise.
  static constexpr std::size_t max_words_bytes = 160;

  struct Open {
    std::uint8_t kind = 0;
    std::uint8_t name_hash = 0;
    bool hidden = false;       // itself or by an element around it
    bool styled_away = false;  // hidden by attribute or style
    bool link = false, bold = false, preformatted = false;
    bool self_hidden = false, self_styled = false, self_link = false, self_bold = false;
    std::uint32_t element = none;
    std::uint32_t capture = none;
    std::string_view name, words[4];
  };
  struct Capture {  // an element whose text is a fact
    DeclaredRule rule;
    std::string how;
    std::uint32_t text_begin = 0, begin = 0;
  };

  void start(const HtmlToken& token);
  void end(const HtmlToken& token);
  void text(const HtmlToken& token);
  void shown_text(std::uint32_t at, std::uint32_t end, bool refers);
  void white_space(std::uint32_t& at, std::uint32_t end);
  void reference(std::uint32_t& at, std::uint32_t end);
  bool odd_character(std::uint32_t& at, std::uint32_t end);
  void put(std::uint32_t begin, std::uint32_t end);
  void enter_block();

  void close_implied(const ElementKind& kind);
  bool close_nearest(std::uint8_t kind);
  void push(const HtmlToken& token, std::uint8_t kind_number);
  void inherit(std::size_t index);
  void pop();
  void remove(std::size_t index);
  std::uint32_t element_of(std::size_t index);
  void break_block();
  bool in_heading() const;
  bool in_foreign() const;

  void read_attributes(const HtmlToken& token, Open& open);
  void declared_by(const HtmlToken& token, Open& open);
  void meta(const HtmlToken& token);
  void link(const HtmlToken& token);
  void time(const HtmlToken& token);
  void script(const HtmlToken& token);
  std::string decoded(std::string_view value) const { return tables_.entities.decode(value, true); }
  SourceSpan source_of(std::string_view piece) const;

  const HtmlTables& tables_;
  const DecodedBytes& bytes_;
  const std::string_view text_;
  const bool show_hidden_;
  const std::uint8_t svg_, math_, foreign_object_;  // kinds of element
  HtmlTokenizer tokens_;
  BlockWriter writer_;
  DeclaredFacts facts_;
  std::vector<Open> open_;
  std::array<std::uint32_t, 256> open_kinds_{};    // how many open elements are of each kind
  std::array<std::uint32_t, 256> open_unknown_{};  // the same by the hash of an unknown name
  std::vector<Element> elements_;
  std::vector<Capture> captures_;
  std::size_t low_water_ = 0;    // fewest elements open since the block's last text
  std::size_t block_level_ = 0;  // open elements that hold all of the block so far
  std::uint64_t hidden_bytes_ = 0;
  std::uint32_t token_begin_ = 0;  // of the token being read
  bool title_seen_ = false, in_title_ = false, in_json_ = false;
  std::string body_;
  bool live_blog_ = false;
  std::uint32_t live_updates_ = 0;
  std::string buffer_;
};

}  // namespace dragoman
