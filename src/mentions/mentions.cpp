#include "mentions/mentions.h"

#include "mentions/place.h"
#include "mentions/timex.h"

namespace dragoman {

struct MentionFinder::Data {
  TimexFinder timexes;
  PlaceFinder places;
};

MentionFinder::MentionFinder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
MentionFinder::MentionFinder(MentionFinder&&) noexcept = default;
MentionFinder& MentionFinder::operator=(MentionFinder&&) noexcept = default;
MentionFinder::~MentionFinder() = default;

Result<MentionFinder> MentionFinder::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  auto timexes = TimexFinder::load(data_folder, overlays);
  if (!timexes) return tl::unexpected(timexes.error());
  auto places = PlaceFinder::load(data_folder, overlays);
  if (!places) return tl::unexpected(places.error());
  return MentionFinder(std::make_unique<Data>(Data{std::move(*timexes), std::move(*places)}));
}

Mentions MentionFinder::find(const Page& page, const Article& article, const Syntax& syntax) const {
  Mentions out;
  out.timexes = data_->timexes.find(page, article, syntax);
  out.toponyms = data_->places.find(page, article, syntax, {});
  return out;
}

}  // namespace dragoman
