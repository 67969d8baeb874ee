// article.h: what each block is, and the title, authors, date, publisher and language of the article.
//
// Works with markup (block tags and paths are features) and without (flattened text: only words and shapes speak).
#pragma once

#include <memory>
#include <string>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

class ArticleLabeller {  // furniture phrases and the block model; immutable
 public:
  static Result<ArticleLabeller> load(const std::string& data_folder);
  ArticleLabeller(ArticleLabeller&&) noexcept;
  ArticleLabeller& operator=(ArticleLabeller&&) noexcept;
  ~ArticleLabeller();

  // `date`: publication date for a source that states none, ISO or "".
  Article label(const Source& source, const Page& page, const std::string& date) const;

 private:
  struct Data;
  explicit ArticleLabeller(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace dragoman
