#include "knowledge/cues.h"

#include <array>
#include <filesystem>

#include "knowledge/tsv.h"

namespace dragoman {
namespace {

constexpr char file_name[] = "languages/en/cues.tsv";  // in a knowledge folder
constexpr std::array<std::string_view, 11> frame_names = {
    "clause", "quote", "question", "inf", "obj", "tell", "describe", "accused", "of", "against", "according"};

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
    case Upos::ADP:
    case Upos::SCONJ:
      return 3;
    case Upos::PUNCT:
      return 4;
    default:
      return -1;
  }
}

int class_of(std::string_view pos) {
  constexpr std::array<std::string_view, 5> names = {"VERB", "NOUN", "ADJ", "ADP", "PUNCT"};
  for (int i = 0; i < 5; ++i)
    if (names[static_cast<std::size_t>(i)] == pos) return i;
  return -1;
}

// The bits of "clause,quote"; nullopt when a name is unknown.
std::optional<std::uint16_t> frames_of(std::string_view list) {
  std::uint16_t bits = 0;
  while (!list.empty()) {
    const std::string_view name = list.substr(0, list.find(','));
    list.remove_prefix(std::min(list.size(), name.size() + 1));
    std::size_t i = 0;
    while (i < frame_names.size() && frame_names[i] != name) ++i;
    if (i == frame_names.size()) return std::nullopt;
    bits = static_cast<std::uint16_t>(bits | 1u << i);
  }
  return bits;
}

}  // namespace

std::optional<Stance> stance_of(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(Stance::accuses); ++i)
    if (name_of(static_cast<Stance>(i)) == name) return static_cast<Stance>(i);
  return std::nullopt;
}

Result<void> CueLexicon::add(const std::string& folder, const std::string& inside) {
  auto table = TsvTable::load(folder, inside + file_name, {"lemma", "pos", "stance", "frame"});
  if (!table) return tl::unexpected(table.error());
  for (const TsvRow& row : table->rows()) {
    const int word_class = class_of(row.fields[1]);
    const auto stance = stance_of(row.fields[2]);
    const auto frames = frames_of(row.fields[3]);
    if (word_class < 0 || !stance || !frames)
      return fail(FailureCode::bad_knowledge, folder + "/" + inside + file_name,
                  "line " + std::to_string(row.line) + " has an unknown word class, stance or frame",
                  "use the names given at the head of the file");
    cues_[word_class][std::string(row.fields[0])] = {*stance, *frames, table->symbol(row)};
  }
  return {};
}

Result<CueLexicon> CueLexicon::load(const std::string& data_folder, const std::vector<std::string>& overlays) {
  CueLexicon lexicon;
  if (auto added = lexicon.add(data_folder, "knowledge/"); !added) return tl::unexpected(added.error());
  for (const std::string& overlay : overlays) {
    if (!std::filesystem::exists(overlay + "/" + file_name)) continue;
    if (auto added = lexicon.add(overlay, ""); !added) return tl::unexpected(added.error());
  }
  return lexicon;
}

const Cue* CueLexicon::find(std::string_view lemma, Upos upos) const {
  const int word_class = class_of(upos);
  if (word_class < 0) return nullptr;
  const auto found = cues_[word_class].find(lemma);
  return found == cues_[word_class].end() ? nullptr : &found->second;
}

}  // namespace dragoman
