// quote_marks.h: the stretches between quotation marks in a paragraph. One pass; nothing is said about what they are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

struct QuotedStretch {
  TextSpan inside;   // without the marks and without white space at the borders
  TextSpan outside;  // with the marks
  std::uint32_t block = none;
  std::uint32_t words = 0;
  bool closed = true;   // false: the mark that closes it is missing; it ends where the next one opens or the block ends
  bool single = false;  // between single marks
};

class QuoteMarks {
 public:
  static Result<QuoteMarks> load(const std::string& data_folder, const std::vector<std::string>& overlays);

  // The outermost quoted stretches of text[block], in order. Quotations inside quotations are not told apart.
  void scan(std::string_view text, TextSpan block, std::uint32_t block_id, std::vector<QuotedStretch>& out) const;

 private:
  struct Mark {
    std::string text;
    int kind = 0;  // class of marks that close each other
    bool single = false;
    bool opens = false, closes = false;
    std::vector<std::string> own_closers;  // the marks of its own rows

    bool closed_by(std::string_view other) const {
      for (const std::string& closer : own_closers)
        if (closer == other) return true;
      return false;
    }
    bool symmetric() const { return closed_by(text); }
  };
  struct Scan;
  const Mark* mark_at(std::string_view text, std::size_t at) const;

  std::vector<Mark> marks_;        // longest first
  std::vector<bool> first_bytes_;  // 256
};

}  // namespace dragoman
