#include "knowledge/roles.h"

namespace dragoman {
namespace {

// The regular plural of the last word.
std::string plural_of(std::string_view words) {
  std::string out(words);
  const auto ends = [&](std::string_view end) { return words.ends_with(end); };
  if (ends("man"))
    out.replace(out.size() - 2, 2, "en");
  else if (ends("y") && words.size() > 1 &&
           std::string_view("aeiou").find(words[words.size() - 2]) == std::string_view::npos)
    out.replace(out.size() - 1, 1, "ies");
  else if (ends("s") || ends("x") || ends("ch") || ends("sh"))
    out += "es";
  else
    out += "s";
  return out;
}

// "secretary of state": the first word takes the plural.
std::string plural_of_phrase(std::string_view words) {
  const std::size_t of = words.find(" of ");
  if (of == std::string_view::npos) return plural_of(words);
  return plural_of(words.substr(0, of)) + std::string(words.substr(of));
}

RoleForm form_of(std::string_view name) {
  if (name == "group" || name == "people") return RoleForm::group;
  if (name == "body") return RoleForm::body;
  if (name == "place") return RoleForm::place;
  if (name == "thing") return RoleForm::thing;
  return RoleForm::person;
}

RoleHold hold_of(std::string_view name) {
  if (name.starts_with("weak")) return RoleHold::weak;
  if (name.starts_with("modifier")) return RoleHold::modifier;
  if (name.starts_with("name")) return RoleHold::name;
  if (name.starts_with("title")) return RoleHold::title;
  return RoleHold::own;
}

bool missing(const Failure& failure) { return failure.code == FailureCode::not_found; }

}  // namespace

Result<RoleTable> RoleTable::load(const std::vector<std::string>& folders) {
  RoleTable table;
  for (const std::string& folder : folders) {
    if (auto done = table.read_roles(folder); !done) return tl::unexpected(done.error());
    if (auto done = table.read_heads(folder); !done) return tl::unexpected(done.error());
  }
  return table;
}

const ActorRole* RoleTable::find(std::span<const std::uint64_t> pieces) const {
  std::uint64_t state = PhraseTrie::start;
  const PhraseTrie::Node* node = nullptr;
  for (const std::uint64_t piece : pieces) {
    node = trie_.find(state = PhraseTrie::step(state, piece));
    if (!node) return nullptr;
  }
  return node && node->values != UINT32_MAX ? &roles_[trie_.value(node->values)] : nullptr;
}

void RoleTable::add(ActorRole role) {
  std::vector<std::uint64_t> pieces;
  append_pieces(role.words, pieces);
  role.table = static_cast<std::uint32_t>(tables_.size() - 1);
  role.base = static_cast<std::uint32_t>(roles_.size());
  if (const ActorRole* known = find(pieces)) {
    role.office = known->office;
    role.base = known->base;
  }
  const auto here = static_cast<std::uint32_t>(roles_.size());
  roles_.push_back(role);
  trie_.add(pieces, here);
  if (role.hold == RoleHold::modifier || role.hold == RoleHold::title || role.hold == RoleHold::name) return;
  pieces.clear();
  append_pieces(plural_of_phrase(role.words), pieces);
  role.plural = true;
  roles_.push_back(role);
  trie_.add(pieces, here + 1);
}

Result<void> RoleTable::read_roles(const std::string& folder) {
  auto table = TsvTable::load(folder, "roles.tsv", {"lemma", "sector", "office", "form", "note"});
  if (!table) return missing(table.error()) ? Result<void>() : tl::unexpected(table.error());
  file_names_.push_back("knowledge/roles.tsv");
  tables_.push_back(std::move(*table));
  for (const TsvRow& row : tables_.back().rows())
    add({.words = row.fields[0],
         .sector = row.fields[1],
         .office = row.fields[2],
         .country = "",
         .form = form_of(row.fields[3]),
         .hold = row.fields[1].empty() ? RoleHold::weak : hold_of(row.fields[4]),
         .line = row.line});
  return {};
}

Result<void> RoleTable::read_heads(const std::string& folder) {
  auto table = TsvTable::load(folder, "actors/heads.tsv", {"words", "sector", "kind", "how", "office"});
  if (!table) return missing(table.error()) ? Result<void>() : tl::unexpected(table.error());
  file_names_.push_back("knowledge/actors/heads.tsv");
  tables_.push_back(std::move(*table));
  for (const TsvRow& row : tables_.back().rows()) {
    const std::string_view list = row.fields[0], how = row.fields[3];
    const std::size_t sign = how.find('=');
    for (std::size_t begin = 0; begin < list.size();) {
      std::size_t end = list.find(';', begin);
      if (end == std::string_view::npos) end = list.size();
      while (begin < end && list[begin] == ' ') ++begin;
      const std::string_view words = list.substr(begin, end - begin);
      if (!words.empty())
        add({.words = words,
             .sector = row.fields[1],
             .office = row.fields[4] == "=" ? words : row.fields[4],
             .country = sign == std::string_view::npos ? std::string_view() : how.substr(sign + 1),
             .form = form_of(row.fields[2]),
             .hold = hold_of(how.substr(0, sign)),
             .line = row.line});
      begin = end + 1;
    }
  }
  return {};
}

}  // namespace dragoman
