#include "article/article.h"

#include <cstdio>

namespace dragoman {

struct ArticleLabeller::Data {};
ArticleLabeller::ArticleLabeller(std::unique_ptr<Data> data) : data_(std::move(data)) {}
ArticleLabeller::ArticleLabeller(ArticleLabeller&&) noexcept = default;
ArticleLabeller& ArticleLabeller::operator=(ArticleLabeller&&) noexcept = default;
ArticleLabeller::~ArticleLabeller() = default;
Result<ArticleLabeller> ArticleLabeller::load(const std::string&) { return ArticleLabeller(std::make_unique<Data>()); }
Article ArticleLabeller::label(const Source& source, const Page& page, const std::string& date) const {
  Article article;
  for (const Block& block : page.blocks) {
    (void)block;
    article.blocks.push_back({Label::paragraph, 0, "every block is body"});
  }
  article.title = source.stated.title;
  article.language = "en";
  const std::string& stated = source.stated.date.empty() ? date : source.stated.date;
  CalendarDate day;
  if (std::sscanf(stated.c_str(), "%4d-%2hhu-%2hhu", &day.year, &day.month, &day.day) > 0) article.published = Published{day, "", "input", {}};
  return article;
}

}  // namespace dragoman
