// syntax.h: sentences, words, lemmas, tags and Universal Dependencies trees of the body blocks, in English.
//
// Deterministic; time linear in the text (a sentence is cut at limits::max_sentence_tokens). Heads lie inside the
// sentence and make a tree.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

class Parser {
 public:
  static Result<Parser> load(const std::string& data_folder);
  Parser(Parser&&) noexcept;
  Parser& operator=(Parser&&) noexcept;
  ~Parser();

  // Parses every block of `page` that `article` labels as body.
  Syntax parse(const Page& page, const Article& article) const;
  // Tags and parses words that are given: sentences with their token spans over `text` (tags, lemmas and heads of
  // the tokens are ignored and set).
  Syntax parse_words(std::string_view text, std::vector<Sentence> sentences, std::vector<Token> tokens) const;

 private:
  struct Data;
  explicit Parser(std::unique_ptr<Data> data);
  std::unique_ptr<Data> data_;
};

}  // namespace dragoman
