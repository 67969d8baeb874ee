// html_tokens.h: HTML to tags and text, in one pass, as the tokenizer of the HTML standard splits it.
//
// Tokens are views into the text; nothing is decoded or lower-cased here. Linear time: no byte is read more than a
// constant number of times. A tag that the text breaks off in gives no token, as the standard says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"

namespace dragoman {

enum class Content : std::uint8_t { markup, rcdata, raw, script, plain, cdata };

struct HtmlAttribute {
  std::string_view name, value;  // raw: letters as written, references not replaced
};

struct HtmlToken {
  enum class Kind : std::uint8_t { text, start, end, comment, doctype, end_of_file };
  Kind kind = Kind::end_of_file;
  std::uint32_t begin = 0, end = 0;   // bytes of the whole token
  std::string_view name;              // of a tag; of a comment or doctype what stands in it
  Content content = Content::markup;  // of text: what kind it stands in
  bool self_closing = false;
  std::vector<HtmlAttribute> attributes;  // the first limits::max_attributes, doubles left out

  const HtmlAttribute* attribute(std::string_view lower_case_name) const;
};

class HtmlTokenizer {
 public:
  explicit HtmlTokenizer(std::string_view text) : text_(text) {}

  // Fills `token` (whose storage is used again) with the next token; false at the end.
  bool next(HtmlToken& token);

  // What the text after the last token is: set after a start tag of script, title and the like. `name` (lower case)
  // is the tag whose end tag ends it.
  void enter(Content content, std::string_view name);

  // Whether what comes stands in SVG or MathML, where "<![CDATA[" begins text; in HTML it begins a comment.
  void set_foreign(bool foreign) { foreign_ = foreign; }

 private:
  bool text_token(HtmlToken& token, std::size_t end);
  bool tag(HtmlToken& token);
  bool attributes(HtmlToken& token, std::size_t at);
  bool markup_declaration(HtmlToken& token);
  bool comment(HtmlToken& token);
  bool bogus_comment(HtmlToken& token, std::size_t from);
  bool cdata(HtmlToken& token);
  std::size_t end_of_raw() const;
  bool ends_raw_at(std::size_t at) const;

  std::string_view text_;
  std::size_t at_ = 0;
  Content content_ = Content::markup;
  bool foreign_ = false;
  std::string raw_name_;
};

}  // namespace dragoman
