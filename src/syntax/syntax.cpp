#include "syntax/syntax.h"

#include <unordered_map>

#include "base/limits.h"
#include "syntax/lemmatizer.h"
#include "syntax/tagger.h"
#include "syntax/tokenizer.h"
#include "syntax/tree.h"
#include "syntax/tree_parser.h"

namespace dragoman {

struct Parser::Data {
  Tokenizer tokenizer;
  Tagger tagger;
  TreeParser trees;
  Lemmatizer lemmatizer;
};

namespace {

struct Room {  // reused from sentence to sentence
  std::vector<WordKeys> keys;
  std::vector<std::uint8_t> tags;
  ParseState state;
  std::string lemma;
  std::unordered_map<std::string, std::uint32_t> lemma_numbers;
};

// Longer sentences are cut, so that no given input takes more than linear time.
std::vector<Sentence> cut_to_size(const std::vector<Sentence>& sentences, const std::vector<Token>& tokens) {
  std::vector<Sentence> out;
  const auto count = static_cast<std::uint32_t>(tokens.size());
  for (Sentence sentence : sentences) {
    sentence.end = std::min(sentence.end, count);
    while (sentence.begin < sentence.end) {
      Sentence part = sentence;
      part.end = std::min(sentence.end, sentence.begin + limits::max_sentence_tokens);
      part.span = {tokens[part.begin].span.begin, tokens[part.end - 1].span.end};
      out.push_back(part);
      sentence.begin = part.end;
    }
  }
  return out;
}

}  // namespace

Parser::Parser(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;
Parser::~Parser() = default;

Result<Parser> Parser::load(const std::string& data_folder) {
  const std::string model = data_folder + "/models/en.syntax.";
  auto tokenizer = Tokenizer::load(data_folder, "en");
  if (!tokenizer) return tl::unexpected(tokenizer.error());
  auto tagger = Tagger::load(model + "tags.model");
  if (!tagger) return tl::unexpected(tagger.error());
  auto trees = TreeParser::load(model + "moves.model", model + "relations.model");
  if (!trees) return tl::unexpected(trees.error());
  auto lemmatizer = Lemmatizer::load(data_folder, "en");
  if (!lemmatizer) return tl::unexpected(lemmatizer.error());
  return Parser(std::make_unique<Data>(
      Data{std::move(*tokenizer), std::move(*tagger), std::move(*trees), std::move(*lemmatizer)}));
}

Syntax Parser::parse(const Page& page, const Article& article) const {
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  const std::string& text = page.text.str();
  tokens.reserve(text.size() / 5);
  for (std::uint32_t b = 0; b < page.blocks.size() && b < article.blocks.size(); ++b)
    if (is_body(article.blocks[b].label)) data_->tokenizer.split(text, page.blocks[b].span, b, tokens, sentences);
  return parse_words(text, std::move(sentences), std::move(tokens));
}

Syntax Parser::parse_words(std::string_view text, std::vector<Sentence> sentences, std::vector<Token> tokens) const {
  Syntax syntax;
  syntax.sentences = cut_to_size(sentences, tokens);
  syntax.tokens = std::move(tokens);
  Room room;
  for (const Sentence& sentence : syntax.sentences) {
    const std::uint32_t count = sentence.end - sentence.begin;
    room.keys.resize(count);
    for (std::uint32_t i = 0; i < count; ++i) {
      const TextSpan span = syntax.tokens[sentence.begin + i].span;
      room.keys[i] = keys_of(text.substr(span.begin, span.size()));
    }
    data_->tagger.tag(room.keys, room.tags);
    data_->trees.parse({room.keys, room.tags}, room.state);
    for (std::uint32_t i = 0; i < count; ++i) {
      Token& token = syntax.tokens[sentence.begin + i];
      const ParseNode& node = room.state.nodes[i];
      token.upos = data_->tagger.upos(room.tags[i]);
      token.xpos = data_->tagger.xpos(room.tags[i]);
      token.deprel = data_->trees.deprel(node.label);
      token.head = node.head == static_cast<std::int32_t>(count) ? none : sentence.begin + static_cast<std::uint32_t>(node.head);
      data_->lemmatizer.lemma_of(text.substr(token.span.begin, token.span.size()), token.xpos, room.lemma);
      const auto [found, is_new] =
          room.lemma_numbers.try_emplace(room.lemma, static_cast<std::uint32_t>(syntax.lemmas.size()));
      if (is_new) syntax.lemmas.push_back(room.lemma);
      token.lemma = found->second;
    }
  }
  fill_children(syntax);
  return syntax;
}

}  // namespace dragoman
