// tokenizer.h: words and sentences of a block of text, by rules and the tables of knowledge/languages/LANGUAGE:
// abbreviations.tsv, word_splits.tsv, sentence_breaks.tsv.
//
// Words are those of Universal Dependencies English: clitics ("n't", "'s") are words joined to the word before,
// hyphenated words are split ("Kyiv" "-" "based"). Works on any bytes; spans are sorted and on code point borders when
// the text is UTF-8. Linear time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

struct WordTables;

class Tokenizer {
 public:
  static Result<Tokenizer> load(const std::string& data_folder, const std::string& language);
  Tokenizer(Tokenizer&&) noexcept;
  Tokenizer& operator=(Tokenizer&&) noexcept;
  ~Tokenizer();

  // Appends the tokens (span and joined only) and sentences of text[block].
  void split(std::string_view text, TextSpan block, std::uint32_t block_number, std::vector<Token>& tokens,
             std::vector<Sentence>& sentences) const;

 private:
  explicit Tokenizer(std::unique_ptr<WordTables> tables);
  std::unique_ptr<WordTables> tables_;
};

}  // namespace dragoman
