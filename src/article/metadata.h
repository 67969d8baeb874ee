// metadata.h: title, authors, date, publisher, address and language of an article, from what its page states and from
// the blocks around its headline.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "article/dates.h"
#include "article/page_view.h"
#include "dragoman/document.h"

namespace dragoman {

class Bylines {  // words of bylines, knowledge/page/bylines.tsv
 public:
  static Result<Bylines> load(const std::string& data_folder);
  // The names in a byline: "By Ada Moor and Ben Oke | Published ..." gives two. Empty when it names nobody.
  // stated: the text is a name by what the page says, and need not begin like a byline.
  enum class Kind : std::uint8_t { byline, shown_name, stated };
  std::vector<std::string> names(std::string_view text, Kind kind) const;
  bool is_lead(std::string_view text) const;  // "Written by:", with the name to come

 private:
  std::unordered_set<std::string> leads_, joins_, ends_, none_;
};

// Where the text of the article begins: first body block; none when there is no body.
struct BodyRange {
  std::uint32_t first = none, last = none;
};

void fill_metadata(const Source& source, const Page& page, const PageView& view, BodyRange body, const Bylines& bylines,
                   const DateReader& dates, const std::string& date, Article& article);

}  // namespace dragoman
