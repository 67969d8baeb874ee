#include "knowledge/reference.h"

#include <algorithm>
#include <array>

namespace dragoman {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(ReferenceUse::count)> use_names = {
    "pronoun", "particle", "origin", "other",        "male",    "female",     "same_office", "sides",
    "pair",    "former",   "share",  "family_first", "article", "state_noun", "abroad",      "same_body"};

}  // namespace

Result<ReferenceWords> ReferenceWords::load(const std::vector<std::string>& folders) {
  ReferenceWords out;
  const std::string name = "languages/en/reference.tsv";
  for (const std::string& folder : folders) {
    auto table = TsvTable::load(folder, name, {"words", "use", "value"});
    if (!table) {
      if (table.error().code == FailureCode::not_found) continue;
      return tl::unexpected(table.error());
    }
    out.tables_.push_back(std::move(*table));
    std::vector<std::uint64_t> pieces;
    for (const TsvRow& row : out.tables_.back().rows()) {
      const auto use = std::find(use_names.begin(), use_names.end(), row.fields[1]);
      if (use == use_names.end())
        return fail(FailureCode::bad_knowledge, name,
                    "line " + std::to_string(row.line) + ": unknown use \"" + std::string(row.fields[1]) + "\"",
                    "take one of the uses that the comment of the table lists");
      pieces.clear();
      append_pieces(row.fields[0], pieces);
      out.rows_.push_back({static_cast<ReferenceUse>(use - use_names.begin()), row.fields[2]});
      out.trie_.add(pieces, static_cast<std::uint32_t>(out.rows_.size() - 1));
    }
  }
  return out;
}

std::uint32_t ReferenceWords::uses(std::uint64_t piece) const {
  std::uint32_t bits = 0;
  if (const auto* node = trie_.find(PhraseTrie::step(PhraseTrie::start, piece)))
    for (std::uint32_t link = node->values; link != UINT32_MAX; link = trie_.next(link))
      bits |= 1u << static_cast<int>(rows_[trie_.value(link)].use);
  return bits;
}

std::string_view ReferenceWords::value(std::uint64_t piece, ReferenceUse use) const {
  if (const auto* node = trie_.find(PhraseTrie::step(PhraseTrie::start, piece)))
    for (std::uint32_t link = node->values; link != UINT32_MAX; link = trie_.next(link))
      if (rows_[trie_.value(link)].use == use) return rows_[trie_.value(link)].value;
  return "";
}

}  // namespace dragoman
