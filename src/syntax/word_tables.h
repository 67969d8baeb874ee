// word_tables.h: the tables the tokenizer and the sentence splitter look words up in. Immutable once read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "dragoman/result.h"

namespace dragoman {

// What the full stop of an abbreviation says about the sentence.
enum class Abbreviation : std::uint8_t {
  title,    // a name follows: never the end
  number,   // short before a number only
  may_end,  // the end when a word follows that begins sentences
  ends,     // the end before any capital
};

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class Value>
using WordMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;
using WordSet = std::unordered_set<std::string, StringHash, std::equal_to<>>;

struct WordTables {
  WordMap<Abbreviation> abbreviations;               // lower case, with the full stop
  WordSet clitics;                                   // "'s", "n't": lower case, plain apostrophe
  WordMap<std::vector<std::uint32_t>> contractions;  // lower case: lengths of the parts but the last
  WordSet prefixes;                                  // stay with what follows the hyphen
  WordSet units;                                     // leave the number before them
  WordSet starters;                                  // words that begin sentences and stand in no name
  WordSet speech_verbs;                              // "said": after a quotation, in the same sentence

  static Result<WordTables> load(const std::string& data_folder, const std::string& language);
};

}  // namespace dragoman
