// reference.h: words that tell who is meant: pronouns, particles, cues of gender, origin and number.
//
// Table: languages/en/reference.tsv of the knowledge folders (its comment says what each use means). Immutable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/result.h"
#include "knowledge/phrase_trie.h"
#include "knowledge/tsv.h"

namespace dragoman {

enum class ReferenceUse : std::uint8_t {
  pronoun,
  particle,
  origin,
  other,
  male,
  female,
  same_office,
  sides,
  pair,
  former,
  share,
  family_first,
  article,
  state_noun,
  abroad,
  same_body,
  count
};

class ReferenceWords {
 public:
  static Result<ReferenceWords> load(const std::vector<std::string>& folders);

  // The uses of a word (one piece) as a set of bits 1 << use.
  std::uint32_t uses(std::uint64_t piece) const;
  // The value of a word in one use, "" when it has none.
  std::string_view value(std::uint64_t piece, ReferenceUse use) const;
  bool has(std::uint64_t piece, ReferenceUse use) const { return uses(piece) >> static_cast<int>(use) & 1; }

 private:
  struct Row {
    ReferenceUse use;
    std::string_view value;
  };
  std::vector<TsvTable> tables_;
  std::vector<Row> rows_;
  PhraseTrie trie_;
};

}  // namespace dragoman
