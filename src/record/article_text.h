// article_text.h: the article alone, as `dragoman extract` prints it: plain text or Markdown (CommonMark), UTF-8.
#pragma once

#include <string>

#include "dragoman/document.h"

namespace dragoman {

// Title, then the body blocks, apart by empty lines; list items begin with "- ".
std::string article_text(const Reading& reading);

// The same with headings, lists and quotations marked, below the title a line of authors, date, publisher and address.
// Characters of the text that Markdown would read as marks are escaped.
std::string article_markdown(const Reading& reading);

}  // namespace dragoman
