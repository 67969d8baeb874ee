#include "knowledge/certainty_words.h"

#include <array>
#include <filesystem>

#include "knowledge/tsv.h"

namespace dragoman {
namespace {

constexpr char governors_file[] = "languages/en/certainty.tsv";
constexpr char words_file[] = "languages/en/certainty_words.tsv";
constexpr std::array<std::string_view, 5> outcome_names = {"did", "did_not", "open", "future", "same"};
constexpr std::array<std::string_view, 4> complement_names = {"any", "inf", "clause", "obj"};
constexpr std::array<std::string_view, 3> class_names = {"VERB", "NOUN", "ADJ"};
constexpr std::array<std::string_view, 20> word_names = {
    "nothing",    "negator",    "modal_will", "modal_would", "modal_can", "modal_could", "modal_may",
    "modal_must", "future_aux", "condition",  "instead",     "possibly",  "certainly",   "almost",
    "planned",    "alleged",    "former",     "failed",      "question",  "withholder"};

template <class Names>
int index_of(const Names& names, std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] == name) return static_cast<int>(i);
  return -1;
}

int class_of(Upos upos) {
  switch (upos) {
    case Upos::VERB:
    case Upos::AUX:
      return 0;
    case Upos::NOUN:
    case Upos::PROPN:
      return 1;
    case Upos::ADJ:
      return 2;
    default:
      return -1;
  }
}

auto unknown_name(const std::string& file, std::uint32_t line) {
  return fail(FailureCode::bad_knowledge, file, "line " + std::to_string(line) + " has an unknown name",
              "use the names given at the head of the file");
}

}  // namespace

Result<void> CertaintyTables::add(const std::string& folder, const std::string& inside) {
  const std::string governors = inside + governors_file, words = inside + words_file;
  if (std::filesystem::exists(folder + "/" + governors)) {
    auto table = TsvTable::load(folder, governors, {"lemma", "pos", "complement", "asserted", "denied"});
    if (!table) return tl::unexpected(table.error());
    for (const TsvRow& row : table->rows()) {
      const int word_class = index_of(class_names, row.fields[1]),
                complement = index_of(complement_names, row.fields[2]);
      const int asserted = index_of(outcome_names, row.fields[3]), denied = index_of(outcome_names, row.fields[4]);
      if (word_class < 0 || complement < 0 || asserted < 0 || denied < 0)
        return unknown_name(folder + "/" + governors, row.line);
      Effects& effects = effects_[word_class][std::string(row.fields[0])];
      effects.of[complement] = {static_cast<Outcome>(asserted), static_cast<Outcome>(denied)};
      effects.has[complement] = true;
    }
  }
  if (!std::filesystem::exists(folder + "/" + words)) return {};
  auto table = TsvTable::load(folder, words, {"word", "kind"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    const int kind = index_of(word_names, row.fields[1]);
    if (kind < 0) return unknown_name(folder + "/" + words, row.line);
    words_[std::string(row.fields[0])] = static_cast<CertaintyWord>(kind);
  }
  return {};
}

Result<CertaintyTables> CertaintyTables::load(const std::string& data_folder,
                                              const std::vector<std::string>& overlays) {
  CertaintyTables tables;
  if (!std::filesystem::exists(data_folder + "/knowledge/" + governors_file))
    return fail(FailureCode::not_found, data_folder + "/knowledge/" + governors_file,
                "the table of governing words is missing", "give the folder that holds knowledge/ and models/");
  if (auto added = tables.add(data_folder, "knowledge/"); !added) return tl::unexpected(added.error());
  for (const std::string& overlay : overlays)
    if (auto added = tables.add(overlay, ""); !added) return tl::unexpected(added.error());
  return tables;
}

const Effect* CertaintyTables::effect(std::string_view lemma, Upos upos, Complement complement) const {
  const int word_class = class_of(upos);
  if (word_class < 0) return nullptr;
  const auto found = effects_[word_class].find(lemma);
  if (found == effects_[word_class].end()) return nullptr;
  const auto at = static_cast<std::size_t>(complement);
  if (found->second.has[at]) return &found->second.of[at];
  return found->second.has[0] ? &found->second.of[0] : nullptr;
}

CertaintyWord CertaintyTables::word(std::string_view lemma) const {
  const auto found = words_.find(lemma);
  return found == words_.end() ? CertaintyWord::nothing : found->second;
}

}  // namespace dragoman
