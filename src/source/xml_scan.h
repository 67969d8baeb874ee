// xml_scan.h: XML as feeds really hold it, cut into pieces with their bytes.
//
// Not a validating parser: what a strict one stops at (a stray "<", an unclosed tag, an unknown reference, a control
// character) is text here, so that one broken item does not hide the others. No DTD is read, no entity is expanded, no
// file or address is opened. Linear time, no recursion.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dragoman {

struct XmlPiece {
  enum class Kind : std::uint8_t { text, cdata, start, end, empty, other };  // other: comment, instruction, doctype
  Kind kind = Kind::text;
  std::size_t begin = 0, end = 0;  // bytes of the scanned text, with the marks around
  std::string_view name;           // of a tag, with its prefix
  std::string_view inside;         // attributes of a tag; characters of a text or CDATA section
};

class XmlScanner {
 public:
  // `record` is the name of the element that repeats: a CDATA section that lacks its end is cut at "</record".
  explicit XmlScanner(std::string_view text, std::string_view record = {}, std::size_t at = 0)
      : text_(text), record_(record), at_(at) {}
  bool next(XmlPiece& piece);  // false at the end

 private:
  bool tag(XmlPiece& piece);
  bool marked(XmlPiece& piece);
  std::size_t find(std::string_view mark, std::size_t from, std::size_t& none_from) const;
  std::size_t cdata_end(std::size_t begin) const;

  std::string_view text_, record_;
  std::size_t at_;
  std::size_t no_comment_end_ = std::string_view::npos, no_instruction_end_ = std::string_view::npos;
};

// The value of an attribute in the inside of a tag, as written; "" when it is absent.
std::string_view xml_attribute(std::string_view inside, std::string_view name);

// The elements of a piece of XML with their ends; one that lacks its end counts as empty, and what follows it belongs
// to the element around it.
struct XmlElement {
  XmlPiece start;
  std::size_t inner_begin = 0, inner_end = 0;  // bytes between its tags
  std::uint32_t depth = 0;                     // elements with an end around it
  bool closed = false;
};
std::vector<XmlElement> xml_elements(std::string_view text);

}  // namespace dragoman
