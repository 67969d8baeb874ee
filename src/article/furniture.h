// furniture.h: phrases of what stands around an article (knowledge/languages/*/furniture.tsv), and words for them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"
#include "dragoman/symbol.h"

namespace dragoman {

// The words of `text` as hashes of their lower-case letters, in order: letters, digits and what is beyond ASCII but
// no mark; an apostrophe inside a word belongs to it. Numbers are hashed by their count of digits.
std::vector<std::uint64_t> word_hashes(std::string_view text);
// The same, and into `telling` those of six bytes and more: most words without them are the glue of a language.
std::vector<std::uint64_t> word_hashes(std::string_view text, std::vector<std::uint64_t>& telling);

struct FurnitureHit {
  Label label = Label::other;
  bool clear = false;
  std::uint16_t table = 0;   // which language's
  std::uint32_t line = 0;    // of the table
  std::uint64_t phrase = 0;  // the words and their place as a hash: stays when the table is edited around them
};

// Whether a block is furniture whatever else speaks for it: a clear phrase in a block short enough to be no story.
bool is_clear_furniture(std::span<const FurnitureHit> hits, std::size_t words);

class Furniture {
 public:
  static Result<Furniture> load(const std::string& data_folder);
  Symbol symbol(const FurnitureHit& hit) const { return {tables_[hit.table], hit.line}; }
  // Every phrase that stands in a block of these words, at most a handful, clear ones first.
  std::vector<FurnitureHit> find(std::span<const std::uint64_t> words) const;

 private:
  enum class Where : std::uint8_t { whole, start, any };
  struct Phrase {
    std::vector<std::uint64_t> words;
    Where where = Where::any;
    FurnitureHit hit;
  };
  Result<void> add_table(const std::string& data_folder, const std::string& file);

  std::unordered_map<std::uint64_t, std::vector<Phrase>> by_first_word_;
  std::vector<std::string> tables_;
};

}  // namespace dragoman
