#include "mentions/mentions.h"

#include "mentions/actors.h"
#include "mentions/place.h"
#include "mentions/timex.h"

namespace dragoman {

struct MentionFinder::Data {
  TimexFinder timexes;
  PlaceFinder places;
  ActorFinder actors;
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
  auto actors = ActorFinder::load(data_folder, overlays);
  if (!actors) return tl::unexpected(actors.error());
  return MentionFinder(std::make_unique<Data>(Data{std::move(*timexes), std::move(*places), std::move(*actors)}));
}

Mentions MentionFinder::find(const Page& page, const Article& article, const Syntax& syntax) const {
  Mentions out;
  out.timexes = data_->timexes.find(page, article, syntax);
  const ActorNames names = data_->actors.names(page, syntax, out.timexes);
  std::vector<TextSpan> persons;
  for (const NameSpan& name : names.names)
    if (name.kind == NameKind::person)
      persons.push_back({syntax.tokens[name.begin].span.begin, syntax.tokens[name.end - 1].span.end});
  out.toponyms = data_->places.find(page, article, syntax, persons);
  data_->actors.find(page, article, syntax, names, out);
  return out;
}

}  // namespace dragoman
