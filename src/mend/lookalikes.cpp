#include "mend/lookalikes.h"

#include "knowledge/tsv.h"

namespace dragoman {
namespace {
constexpr Script scripts[] = {Script::latin, Script::cyrillic, Script::greek};
}

Result<Lookalikes> Lookalikes::load(const std::string& data_folder) {
  auto table = TsvTable::load(data_folder, "knowledge/lookalikes.tsv", {"latin", "cyrillic", "greek"});
  if (!table) return tl::unexpected(table.error());
  Lookalikes out;
  for (const TsvRow& row : table->rows())
    for (std::size_t to = 0; to < 3; ++to)
      for (std::size_t from = 0; from < 3; ++from) {
        const auto source = letters_of(row.fields[from]).points, target = letters_of(row.fields[to]).points;
        if (from == to || target.empty() || source.empty() || script_of(source[0]) != scripts[from]) continue;
        out.tables_[to].emplace(source[0], target[0]);
      }
  return out;
}

bool Lookalikes::in_script(std::u32string_view word, Script script, std::u32string& out) const {
  const auto& table = tables_[script == Script::latin ? 0 : script == Script::cyrillic ? 1 : 2];
  out.assign(word);
  bool changed = false;
  for (char32_t& c : out) {
    const Script own = script_of(c);
    if (own == script || own == Script::none || own == Script::mark) continue;
    const auto found = table.find(c);
    if (found == table.end()) return false;
    c = found->second;
    changed = true;
  }
  return changed;
}

}  // namespace dragoman
