// timex.h: time expressions (TIMEX3) of an article, resolved against its publication date.
//
// Reads the text of the body blocks itself, so it needs no tree; where there is one, tokens are attached and the tense
// of the governing verb helps to place a weekday or a month. Time linear in the text. Immutable, safe to share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

class TimexFinder {
 public:
  static Result<TimexFinder> load(const std::string& data_folder, const std::vector<std::string>& overlays);
  TimexFinder(TimexFinder&&) noexcept;
  TimexFinder& operator=(TimexFinder&&) noexcept;
  ~TimexFinder();

  std::vector<Timex> find(const Page& page, const Article& article, const Syntax& syntax) const;

 private:
  struct Data;
  explicit TimexFinder(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace dragoman
