#include "page/declared.h"

#include <algorithm>
#include <charconv>

#include "base/hash.h"
#include "base/unicode.h"
#include "knowledge/tsv.h"

namespace dragoman {
namespace {

constexpr std::size_t max_facts = 200;  // of one field; honest pages have a few

std::optional<Field> field_of(std::string_view word) {
  constexpr std::string_view names[field_count] = {"title", "author", "date", "site", "language", "address"};
  for (std::size_t i = 0; i < field_count; ++i)
    if (names[i] == word) return static_cast<Field>(i);
  return std::nullopt;
}

std::uint64_t rule_key(std::string_view where, std::string_view key) {
  std::uint64_t hash = hash_of(where);
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(lower(c))) * 0x100000001b3ull;
  return hash;
}

// First and last letter and length.
std::size_t shape_of(std::string_view key) {
  return (static_cast<std::size_t>(lower(key.front())) * 37 + static_cast<std::size_t>(lower(key.back())) * 11 +
          key.size()) %
         1024;
}

std::string collapsed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace

Result<DeclaredRules> DeclaredRules::load(const std::string& data_folder) {
  const std::string file = "knowledge/page/declared.tsv";
  auto table = TsvTable::load(data_folder, file, {"where", "key", "field", "rank"});
  if (!table) return tl::unexpected(table.error());
  DeclaredRules out;
  for (const TsvRow& row : table->rows()) {
    const auto field = field_of(row.fields[2]);
    int rank = 0;
    std::from_chars(row.fields[3].data(), row.fields[3].data() + row.fields[3].size(), rank);
    if (!field || rank <= 0)
      return fail(FailureCode::bad_knowledge, file,
                  "line " + std::to_string(row.line) + " has an unknown field or rank",
                  "fields are title, author, date, site, language, address; ranks whole numbers from 1");
    if (!row.fields[1].empty()) out.shapes_.set(shape_of(row.fields[1]));
    out.rules_.emplace(rule_key(row.fields[0], row.fields[1]), DeclaredRule{*field, rank});
  }
  return out;
}

std::optional<DeclaredRule> DeclaredRules::find(std::string_view where, std::string_view key) const {
  if (key.empty() || key.size() > 64 || !shapes_[shape_of(key)]) return std::nullopt;
  const auto found = rules_.find(rule_key(where, key));
  if (found == rules_.end()) return std::nullopt;
  return found->second;
}

void DeclaredFacts::add(DeclaredRule rule, std::string value, std::string how, SourceSpan at) {
  std::vector<Fact>& facts = facts_[static_cast<std::size_t>(rule.field)];
  value = collapsed(value);
  if (value.empty() || facts.size() >= max_facts) return;
  facts.push_back({rule.rank, {std::move(value), std::move(how), at}});
}

void DeclaredFacts::finish(Page& page) && {
  std::vector<Declared>* const to[field_count] = {&page.titles, &page.authors,   &page.dates,
                                                  &page.sites,  &page.languages, &page.addresses};
  for (std::size_t i = 0; i < field_count; ++i) {
    std::stable_sort(facts_[i].begin(), facts_[i].end(), [](const Fact& a, const Fact& b) { return a.rank < b.rank; });
    for (Fact& fact : facts_[i]) to[i]->push_back(std::move(fact.declared));
  }
}

}  // namespace dragoman
