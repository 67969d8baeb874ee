// cues.h: the words that introduce what somebody says, thinks or wants (knowledge/languages/LANGUAGE/cues.tsv).
// Immutable after load, safe to share. A row of an overlay wins over a shipped row with the same lemma and class.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

// Where the content of a cue stands; the names are those of the column "frame".
enum class CueFrame : std::uint16_t {
  clause = 1,
  quote = 2,
  question = 4,
  inf = 8,
  obj = 16,
  tell = 32,
  describe = 64,
  accused = 128,
  of = 256,
  against = 512,
  according = 1024,
};

struct LemmaHash {  // lets a string_view be looked up without a copy
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

struct Cue {
  Stance stance = Stance::says;
  std::uint16_t frames = 0;
  Symbol known_by;

  bool takes(CueFrame frame) const { return frames & static_cast<std::uint16_t>(frame); }
};

class CueLexicon {
 public:
  static Result<CueLexicon> load(const std::string& data_folder, const std::vector<std::string>& overlays);

  // The entry of a lemma (with its particle or preposition behind a space) in a word class; null when there is none.
  const Cue* find(std::string_view lemma, Upos upos) const;

 private:
  Result<void> add(const std::string& folder, const std::string& inside);

  std::unordered_map<std::string, Cue, LemmaHash, std::equal_to<>>
      cues_[5];  // verbs, nouns, adjectives, prepositions, marks
};

std::optional<Stance> stance_of(std::string_view name);

}  // namespace dragoman
