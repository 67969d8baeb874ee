// statements.h: who said what: direct, indirect and mixed statements with source, cue, content and stance; quotations
// with their speaker; and how certain each word's event is.
#pragma once

#include <memory>
#include <string>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

class StatementFinder {
 public:
  static Result<StatementFinder> load(const std::string& data_folder, const std::vector<std::string>& overlays);
  StatementFinder(StatementFinder&&) noexcept;
  StatementFinder& operator=(StatementFinder&&) noexcept;
  ~StatementFinder();

  Statements find(const Page& page, const Article& article, const Syntax& syntax, const Mentions& mentions) const;

 private:
  struct Data;
  explicit StatementFinder(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace dragoman
