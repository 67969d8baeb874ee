// certainty_words.h: the tables that say whether what is told happened: governing words (certainty.tsv) and words
// beside the event (certainty_words.tsv). Immutable after load, safe to share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"
#include "knowledge/cues.h"

namespace dragoman {

enum class Outcome : std::uint8_t { did, did_not, open, future, same };
enum class Complement : std::uint8_t { any, inf, clause, obj };

struct Effect {  // of a governor on the event it governs
  Outcome asserted = Outcome::did;
  Outcome denied = Outcome::did_not;
};

enum class CertaintyWord : std::uint8_t {
  nothing,
  negator,
  modal_will,
  modal_would,
  modal_can,
  modal_could,
  modal_may,
  modal_must,
  future_aux,
  condition,
  instead,
  possibly,
  certainly,
  almost,
  planned,
  alleged,
  former,
  failed,
  question,
  withholder,
};

class CertaintyTables {
 public:
  static Result<CertaintyTables> load(const std::string& data_folder, const std::vector<std::string>& overlays);

  // The effect of a governor by lemma, word class and kind of complement; a row for "any" stands in for a missing one.
  const Effect* effect(std::string_view lemma, Upos upos, Complement complement) const;
  CertaintyWord word(std::string_view lemma) const;

 private:
  Result<void> add(const std::string& folder, const std::string& inside);

  struct Effects {
    Effect of[4];
    bool has[4] = {};
  };
  std::unordered_map<std::string, Effects, LemmaHash, std::equal_to<>> effects_[3];  // verbs, nouns, adjectives
  std::unordered_map<std::string, CertaintyWord, LemmaHash, std::equal_to<>> words_;
};

}  // namespace dragoman
