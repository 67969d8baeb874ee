// parties.h: from words of the tree to parties of an event, and the authorities that a text leaves unsaid.
#pragma once

#include <string>
#include <vector>

#include "dragoman/result.h"
#include "events/draft.h"

namespace dragoman::events {

// Who is meant when nobody is named: "was arrested": the state's police (knowledge/languages/en/implied_actors.tsv).
struct ImpliedActors {
  struct Entry {
    std::string type, mode, sector;  // mode "" for any
  };
  std::vector<Entry> entries;
  static Result<ImpliedActors> load(const std::string& data_folder);
  const Entry* find(std::string_view type, std::string_view mode) const;
};

Party party_at(const Scene& scene, Word word);
// Adds the party unless one with the same entity is there.
void add_party(std::vector<Party>& parties, Party party);
// The country that most names of the document belong to; "" when none is named.
std::string main_country(const Mentions& mentions);

}  // namespace dragoman::events
