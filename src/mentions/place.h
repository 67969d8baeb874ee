// place.h: place names of an article, and the words for people from there, each with its place.
//
// Candidates come from the gazetteer (knowledge/places.h); a linear model (models/en.places.model) decides which are
// meant as places; the rest of the text decides which place of that name is meant (place_resolve.h). Reads the text of
// the body blocks; tokens are attached where there are any. Time linear in the text. Immutable, safe to share between
// threads.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

class PlaceFinder {
 public:
  static Result<PlaceFinder> load(const std::string& data_folder, const std::vector<std::string>& overlays);
  PlaceFinder(PlaceFinder&&) noexcept;
  PlaceFinder& operator=(PlaceFinder&&) noexcept;
  ~PlaceFinder();

  // `not_places`: spans known to name something else (persons); a toponym that one of them covers is left out.
  std::vector<Toponym> find(const Page& page, const Article& article, const Syntax& syntax,
                            std::span<const TextSpan> not_places) const;

 private:
  struct Data;
  explicit PlaceFinder(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace dragoman
