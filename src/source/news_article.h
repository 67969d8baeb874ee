// news_article.h: one article of a news export: its header words and where its body stands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "source/news_layouts.h"

namespace dragoman {

struct NewsArticle {
  std::string title, author, publisher, date, length, id, url, info;
  std::size_t header = 0;  // byte of the chunk where the article begins
  struct Span {
    std::size_t begin = 0, end = 0;
  };
  std::vector<Span> body;  // bytes of the chunk; more than one where the layout cuts it
  bool any_field = false;  // a label of the layout was seen: not only a cover sheet or a table of contents
};

NewsArticle read_news_article(std::string_view chunk, const NewsLayout& layout);

}  // namespace dragoman
