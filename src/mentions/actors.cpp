#include "mentions/actors.h"

#include "mentions/actor_reader.h"

namespace dragoman {

struct ActorFinder::Data {
  ActorKnowledge knowledge;
  NameTagger tagger;
};

ActorFinder::ActorFinder(std::unique_ptr<Data> data) : data_(std::move(data)) {}
ActorFinder::ActorFinder(ActorFinder&&) noexcept = default;
ActorFinder& ActorFinder::operator=(ActorFinder&&) noexcept = default;
ActorFinder::~ActorFinder() = default;

Result<ActorFinder> ActorFinder::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  std::vector<std::string> folders = {data_folder + "/knowledge"};
  folders.insert(folders.end(), overlays.begin(), overlays.end());
  auto actors = ActorTable::load(folders);
  if (!actors) return tl::unexpected(actors.error());
  auto roles = RoleTable::load(folders);
  if (!roles) return tl::unexpected(roles.error());
  auto reference = ReferenceWords::load(folders);
  if (!reference) return tl::unexpected(reference.error());
  auto tagger = NameTagger::load(data_folder);
  if (!tagger) return tl::unexpected(tagger.error());
  return ActorFinder(
      std::make_unique<Data>(Data{{std::move(*actors), std::move(*roles), std::move(*reference)}, std::move(*tagger)}));
}

ActorNames ActorFinder::names(const Page& page, const Syntax& syntax, const std::vector<Timex>& timexes) const {
  ActorNames out;
  out.blocked.assign(syntax.tokens.size(), false);
  for (const Timex& timex : timexes)
    for (std::uint32_t t = timex.begin; t < timex.end && t < syntax.tokens.size(); ++t) out.blocked[t] = true;
  const ActorKnowledge& knowledge = data_->knowledge;
  out.words = actor_words(page.text.str(), syntax, knowledge.reference);
  out.roles = find_roles(syntax, out.words, knowledge.roles);
  out.names = find_names(page.text.str(), syntax, out.words, knowledge.actors, knowledge.roles, out.roles,
                         data_->tagger.find(syntax), out.blocked);
  return out;
}

void ActorFinder::find(const Page& page, const Article& article, const Syntax& syntax, const ActorNames& names,
                       Mentions& mentions) const {
  ActorReader(data_->knowledge, page, article, syntax, names, mentions).read();
}

}  // namespace dragoman
