#include "syntax/syntax.h"

#include <algorithm>
#include <unordered_map>

#include "base/limits.h"
#include "encoder/encoder.h"
#include "encoder/tree_head.h"
#include "syntax/dateline.h"
#include "syntax/lemmatizer.h"
#include "syntax/tokenizer.h"
#include "syntax/tree.h"

namespace dragoman {

struct Parser::Data {
  Tokenizer tokenizer;
  Lemmatizer lemmatizer;
  Encoder encoder;
  TreeHead trees;
  std::vector<std::uint8_t> xpos;  // of the head's tags
  std::vector<Deprel> deprels;     // of its labels

  void set_trees(std::string_view text, Syntax& syntax) const;
  void set_tree(const TreeHead::Words& words, std::uint32_t first_word, const Sentence& sentence,
                std::vector<Token>& tokens) const;
  void set_lemmas(std::string_view text, Syntax& syntax) const;
};

namespace {

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
  auto tokenizer = Tokenizer::load(data_folder, "en");
  if (!tokenizer) return tl::unexpected(tokenizer.error());
  auto lemmatizer = Lemmatizer::load(data_folder, "en");
  if (!lemmatizer) return tl::unexpected(lemmatizer.error());
  auto encoder = Encoder::load(data_folder + "/models/en.encoder");
  if (!encoder) return tl::unexpected(encoder.error());
  auto trees = TreeHead::load(encoder->tables());
  if (!trees) return tl::unexpected(trees.error());
  auto data = std::make_unique<Data>(
      Data{std::move(*tokenizer), std::move(*lemmatizer), std::move(*encoder), std::move(*trees), {}, {}});
  for (const std::string& name : data->trees.xpos()) data->xpos.push_back(xpos_of(name));
  for (const std::string& name : data->trees.labels()) data->deprels.push_back(deprel_of(name).value_or(Deprel::dep));
  return Parser(std::move(data));
}

Syntax Parser::parse(const Page& page, const Article& article) const {
  std::vector<Token> tokens;
  std::vector<Sentence> sentences;
  const std::string& text = page.text.str();
  tokens.reserve(text.size() / 5);
  for (std::uint32_t b = 0; b < page.blocks.size() && b < article.blocks.size(); ++b) {
    if (!is_body(article.blocks[b].label) || article.blocks[b].foreign) continue;
    if (tokens.size() >= limits::max_document_words) break;
    const TextSpan block = page.blocks[b].span;
    const std::uint32_t begin = dateline_end(text, block);
    if (begin > block.begin) data_->tokenizer.split(text, {block.begin, begin}, b, tokens, sentences);
    data_->tokenizer.split(text, {begin, block.end}, b, tokens, sentences);
  }
  tokens.resize(std::min(tokens.size(), limits::max_document_words));
  return parse_words(text, std::move(sentences), std::move(tokens));
}

// Sentences are taken in stretches, so that the head's tables stay small however long the document is.
void Parser::Data::set_trees(std::string_view text, Syntax& syntax) const {
  constexpr std::uint32_t stretch_words = 4096;
  syntax.states = encoder.encode(text, syntax.tokens, syntax.sentences);
  for (std::size_t first = 0; first < syntax.sentences.size();) {
    const std::uint32_t begin = syntax.sentences[first].begin;
    std::size_t last = first;
    while (last < syntax.sentences.size() && syntax.sentences[last].end - begin <= stretch_words) ++last;
    const std::uint32_t end = syntax.sentences[last - 1].end;
    const TreeHead::Words words = trees.prepare(syntax.states.data() + std::size_t{begin} * encoder_width, end - begin);
    for (; first < last; ++first) set_tree(words, begin, syntax.sentences[first], syntax.tokens);
  }
}

void Parser::Data::set_tree(const TreeHead::Words& words, std::uint32_t first_word, const Sentence& sentence,
                            std::vector<Token>& tokens) const {
  const SentenceTree tree = trees.tree(words, sentence.begin - first_word, sentence.end - first_word);
  for (std::uint32_t t = sentence.begin; t < sentence.end; ++t) {
    const std::uint32_t head = tree.heads[t - sentence.begin];
    Token& token = tokens[t];
    token.upos = trees.upos(words, t - first_word);
    token.xpos = xpos[trees.xpos(words, t - first_word)];
    token.head = head == none ? none : sentence.begin + head;
    token.deprel = head == none ? Deprel::root : deprels[tree.labels[t - sentence.begin]];
  }
}

void Parser::Data::set_lemmas(std::string_view text, Syntax& syntax) const {
  std::unordered_map<std::string, std::uint32_t> numbers;
  std::string lemma;
  for (Token& token : syntax.tokens) {
    lemmatizer.lemma_of(text.substr(token.span.begin, token.span.size()), token.xpos, lemma);
    const auto [found, is_new] = numbers.try_emplace(lemma, static_cast<std::uint32_t>(syntax.lemmas.size()));
    if (is_new) syntax.lemmas.push_back(lemma);
    token.lemma = found->second;
  }
}

Syntax Parser::parse_words(std::string_view text, std::vector<Sentence> sentences, std::vector<Token> tokens) const {
  Syntax syntax;
  syntax.sentences = cut_to_size(sentences, tokens);
  syntax.tokens = std::move(tokens);
  data_->set_trees(text, syntax);
  data_->set_lemmas(text, syntax);
  fill_children(syntax);
  return syntax;
}

}  // namespace dragoman
