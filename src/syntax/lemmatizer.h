// lemmatizer.h: the dictionary form of a word from its form and Penn tag.
//
// Tables of knowledge/languages/LANGUAGE: lemma_irregular.tsv by hand, lemmas.tsv for words that the rules get wrong
// and lemma_rules.tsv for endings (both made by train/syntax/train_lemmas.cpp); the first that knows the word wins, and
// of endings the longest. Names keep their form.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "dragoman/result.h"

namespace dragoman {

class Lemmatizer {
 public:
  static Result<Lemmatizer> load(const std::string& data_folder, const std::string& language);
  // Writes the lemma over `out`.
  void lemma_of(std::string_view form, std::uint8_t xpos, std::string& out) const;

  static constexpr std::size_t longest_ending = 6;

 private:
  struct Rule {
    std::uint8_t cut = 0;  // bytes taken from the end
    bool keep_case = false;
    std::string add;
  };
  std::unordered_map<std::uint64_t, std::string> words_;  // hash of lower-case form and tag
  std::unordered_map<std::uint64_t, Rule> rules_;         // hash of ending and tag
};

}  // namespace dragoman
