#include "knowledge/actors.h"

#include <algorithm>

namespace dragoman {
namespace {

// Calls `use` with each item of a list with "; ".
template <class Use>
void each_item(std::string_view list, Use use) {
  for (std::size_t begin = 0; begin < list.size();) {
    std::size_t end = list.find(';', begin);
    if (end == std::string_view::npos) end = list.size();
    std::string_view item = list.substr(begin, end - begin);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
    if (!item.empty()) use(item);
    begin = end + 1;
  }
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

std::int32_t day_number(std::string_view iso, std::int32_t open, bool last) {
  if (iso.empty()) return open;
  std::int32_t parts[3] = {0, last ? 12 : 1, last ? 31 : 1};
  std::size_t at = 0;
  for (int i = 0; i < 3 && at < iso.size(); ++i) {
    std::int32_t value = 0;
    std::size_t digits = 0;
    while (at < iso.size() && iso[at] >= '0' && iso[at] <= '9' && digits < 4) {
      value = value * 10 + (iso[at++] - '0');
      ++digits;
    }
    if (!digits) break;
    parts[i] = value;
    ++at;
  }
  return parts[0] * 10000 + parts[1] * 100 + parts[2];
}

bool missing(const Failure& failure) { return failure.code == FailureCode::not_found; }

}  // namespace

Result<ActorTable> ActorTable::load(const std::vector<std::string>& folders) {
  ActorTable table;
  for (const std::string& folder : folders) {
    if (auto done = table.read_organisations(folder); !done) return tl::unexpected(done.error());
    if (auto done = table.read_people(folder); !done) return tl::unexpected(done.error());
    if (auto done = table.read_states(folder); !done) return tl::unexpected(done.error());
  }
  std::sort(table.family_.begin(), table.family_.end());
  table.family_.erase(std::unique(table.family_.begin(), table.family_.end()), table.family_.end());
  std::sort(table.given_.begin(), table.given_.end());
  table.given_.erase(std::unique(table.given_.begin(), table.given_.end()), table.given_.end());
  return table;
}

std::uint32_t ActorTable::add(Actor actor) {
  actor.table = static_cast<std::uint32_t>(tables_.size() - 1);
  actors_.push_back(actor);
  return static_cast<std::uint32_t>(actors_.size() - 1);
}

void ActorTable::add_names(std::string_view list, ActorName name) {
  std::vector<std::uint64_t> pieces;
  each_item(list, [&](std::string_view item) {
    pieces.clear();
    append_pieces(item, pieces);
    const auto letters = std::count_if(item.begin(), item.end(), [](char c) { return is_upper(c) || is_lower(c); });
    name.capital = is_upper(item.front()) || static_cast<unsigned char>(item.front()) >= 0x80;
    name.capitals = letters > 1 && std::none_of(item.begin(), item.end(), is_lower);
    names_.push_back(name);
    trie_.add(pieces, static_cast<std::uint32_t>(names_.size() - 1));
  });
}

Result<void> ActorTable::read_states(const std::string& folder) {
  auto table = TsvTable::load(folder, "actors/states.tsv",
                              {"code", "name", "aliases", "adjectives", "people", "capital", "seats"});
  if (!table) return missing(table.error()) ? Result<void>() : tl::unexpected(table.error());
  file_names_.push_back("knowledge/actors/states.tsv");
  tables_.push_back(std::move(*table));
  for (const TsvRow& row : tables_.back().rows()) {
    const std::string_view code = row.fields[0];
    each_item(row.fields[6], [&](std::string_view seat) {
      const std::size_t sign = seat.find('=');
      const std::string_view sector = sign == std::string_view::npos ? "GOV" : seat.substr(sign + 1);
      seat = seat.substr(0, sign);
      add_names(seat,
                {add({.name = seat, .kind = ActorKind::seat, .country = code, .sector = sector, .line = row.line})});
    });
    each_item(row.fields[5], [&](std::string_view city) {
      add_names(city,
                {add({.name = city, .kind = ActorKind::capital, .country = code, .sector = "GOV", .line = row.line})});
    });
    const std::uint32_t state =
        add({.name = row.fields[1], .kind = ActorKind::state, .country = code, .sector = "GOV", .line = row.line});
    each_item(row.fields[4], [&](std::string_view people) {
      const std::size_t slash = people.find('/');
      if (slash == std::string_view::npos) return;
      add_names(people.substr(slash + 1), {state, ActorNameUse::people});
      add_names(people.substr(0, slash), {state, ActorNameUse::one_of_people});
    });
    add_names(row.fields[3], {state, ActorNameUse::adjective});
    add_names(row.fields[2], {state});
    add_names(row.fields[1], {state});
  }
  return {};
}

Result<void> ActorTable::read_organisations(const std::string& folder) {
  auto table = TsvTable::load(folder, "actors/organisations.tsv", {"name", "aliases", "country", "sector"});
  if (!table) return missing(table.error()) ? Result<void>() : tl::unexpected(table.error());
  file_names_.push_back("knowledge/actors/organisations.tsv");
  tables_.push_back(std::move(*table));
  for (const TsvRow& row : tables_.back().rows()) {
    const std::uint32_t actor = add({.name = row.fields[0],
                                     .kind = ActorKind::organisation,
                                     .country = row.fields[2],
                                     .sector = row.fields[3],
                                     .line = row.line});
    add_names(row.fields[1], {actor});
    add_names(row.fields[0], {actor});
  }
  return {};
}

Result<void> ActorTable::read_people(const std::string& folder) {
  auto table =
      TsvTable::load(folder, "actors/people.tsv", {"name", "aliases", "country", "sector", "office", "from", "to"});
  if (!table) return missing(table.error()) ? Result<void>() : tl::unexpected(table.error());
  file_names_.push_back("knowledge/actors/people.tsv");
  tables_.push_back(std::move(*table));
  std::vector<std::uint64_t> pieces;
  std::string_view last;
  for (const TsvRow& row : tables_.back().rows()) {
    if (row.fields[0] != last || actors_.empty()) {
      last = row.fields[0];
      const std::uint32_t person = add({.name = last,
                                        .kind = ActorKind::person,
                                        .country = row.fields[2],
                                        .sector = row.fields[3],
                                        .first = static_cast<std::uint32_t>(tenures_.size()),
                                        .line = row.line});
      add_names(last, {person});
      pieces.clear();
      append_pieces(last, pieces);
      if (pieces.size() > 1) {
        family_.push_back({pieces.back(), person});
        given_.push_back(pieces.front());
      }
    }
    add_names(row.fields[1], {static_cast<std::uint32_t>(actors_.size() - 1)});
    each_item(row.fields[1], [&](std::string_view alias) {
      pieces.clear();
      append_pieces(alias, pieces);
      if (!pieces.empty()) family_.push_back({pieces.back(), static_cast<std::uint32_t>(actors_.size() - 1)});
    });
    tenures_.push_back({row.fields[2], row.fields[3], row.fields[4], day_number(row.fields[5], 0, false),
                        day_number(row.fields[6], INT32_MAX, true), row.line});
    ++actors_.back().tenures;
  }
  return {};
}

const Tenure* ActorTable::tenure_on(const Actor& person, std::int32_t day, std::string_view office) const {
  const Tenure* best = nullptr;
  for (std::uint32_t i = 0; i < person.tenures; ++i) {
    const Tenure& tenure = tenures_[person.first + i];
    if (day == 0) {
      if (!best || (!office.empty() && tenure.office == office && best->office != office)) best = &tenure;
    } else if (tenure.from <= day && day <= tenure.to && (!best || tenure.from >= best->from)) {
      best = &tenure;
    }
  }
  return best;
}

std::vector<std::uint32_t> ActorTable::persons_called(std::uint64_t piece) const {
  std::vector<std::uint32_t> out;
  for (auto at = std::lower_bound(family_.begin(), family_.end(), std::pair<std::uint64_t, std::uint32_t>{piece, 0});
       at != family_.end() && at->first == piece; ++at)
    out.push_back(at->second);
  return out;
}

bool ActorTable::is_given_name(std::uint64_t piece) const {
  return std::binary_search(given_.begin(), given_.end(), piece);
}

std::uint32_t ActorTable::state_of(std::string_view code) const {
  for (std::uint32_t i = 0; i < actors_.size(); ++i)
    if (actors_[i].kind == ActorKind::state && actors_[i].country == code) return i;
  return none;
}

}  // namespace dragoman
