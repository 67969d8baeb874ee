// mentions.h: names, nominals and pronouns with their entities; time expressions; places.
//
// The order of the steps: find_timexes, find_toponyms (candidates by gazetteer and names), find_actors (names,
// knowledge, sectors, entities). Each has its own folder-private header.
#pragma once

#include <memory>
#include <string>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

class MentionFinder {
 public:
  static Result<MentionFinder> load(const std::string& data_folder, const std::vector<std::string>& overlays);
  MentionFinder(MentionFinder&&) noexcept;
  MentionFinder& operator=(MentionFinder&&) noexcept;
  ~MentionFinder();

  Mentions find(const Page& page, const Article& article, const Syntax& syntax) const;

 private:
  struct Data;
  explicit MentionFinder(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace dragoman
