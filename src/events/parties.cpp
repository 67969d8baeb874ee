#include "events/parties.h"

#include <algorithm>
#include <map>

#include "knowledge/tsv.h"

namespace dragoman::events {

Result<ImpliedActors> ImpliedActors::load(const std::string& data_folder) {
  auto table = TsvTable::load(data_folder, "knowledge/languages/en/implied_actors.tsv", {"type", "mode", "sector"});
  if (!table) return tl::unexpected(table.error());
  ImpliedActors implied;
  for (const TsvRow& row : table->rows())
    implied.entries.push_back({std::string(row.fields[0]), std::string(row.fields[1]), std::string(row.fields[2])});
  return implied;
}

const ImpliedActors::Entry* ImpliedActors::find(std::string_view type, std::string_view mode) const {
  for (const Entry& entry : entries)
    if (entry.type == type && (entry.mode.empty() || entry.mode == mode)) return &entry;
  return nullptr;
}

Party party_at(const Scene& scene, Word word) {
  Party party;
  party.mention = scene.tree.mention_at(word);
  if (const Entity* entity = scene.tree.entity_at(word)) {
    party.entity = scene.tree.mentions().mentions[party.mention].entity;
    party.country = entity->country;
    party.sector = entity->sector;
  }
  return party;
}

void add_party(std::vector<Party>& parties, Party party) {
  for (const Party& other : parties)
    if (other.mention == party.mention || (party.entity != none && other.entity == party.entity)) return;
  parties.push_back(std::move(party));
}

std::string main_country(const Mentions& mentions) {
  std::map<std::string_view, std::size_t> counts;
  for (const Mention& mention : mentions.mentions) {
    if (mention.entity >= mentions.entities.size()) continue;
    const std::string& country = mentions.entities[mention.entity].country;
    if (country.size() == 3 && country != "IGO" && country != "NGO" && country != "IMG") ++counts[country];
  }
  const auto most =
      std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == counts.end() ? std::string() : std::string(most->first);
}

}  // namespace dragoman::events
