// actors.h: persons, organisations, groups and places as mentions, with the entities they name: country, sector,
// office.
//
// First names(), so that places can be looked for in them; then find(), which reads Mentions::timexes and toponyms and
// fills mentions and entities. Codes follow doc/actors.md. Time linear in the text. Immutable, safe to share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"
#include "mentions/names.h"

namespace dragoman {

struct ActorNames {  // what the first step found
  ActorWords words;
  std::vector<RoleSpan> roles;
  std::vector<NameSpan> names;
  std::vector<bool> blocked;  // tokens of time expressions
};

class ActorFinder {
 public:
  static Result<ActorFinder> load(const std::string& data_folder, const std::vector<std::string>& overlays);
  ActorFinder(ActorFinder&&) noexcept;
  ActorFinder& operator=(ActorFinder&&) noexcept;
  ~ActorFinder();

  ActorNames names(const Page& page, const Syntax& syntax, const std::vector<Timex>& timexes) const;
  void find(const Page& page, const Article& article, const Syntax& syntax, const ActorNames& names,
            Mentions& mentions) const;

 private:
  struct Data;
  explicit ActorFinder(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace dragoman
