#include "syntax/syntax.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "base/limits.h"
#include "syntax/tree.h"

namespace dragoman {
namespace {

const Parser& parser() {
  static const Parser made = std::move(*Parser::load(DRAGOMAN_ROOT));
  return made;
}

struct Parsed {
  std::string text;
  Syntax syntax;
  std::string_view form(std::uint32_t token) const {
    const TextSpan span = syntax.tokens[token].span;
    return std::string_view(text).substr(span.begin, span.size());
  }
  std::uint32_t find(std::string_view word) const {
    for (std::uint32_t t = 0; t < syntax.tokens.size(); ++t)
      if (form(t) == word) return t;
    return none;
  }
  std::string words(TokenRange range) const {
    return text.substr(syntax.tokens[range.begin].span.begin,
                       syntax.tokens[range.end - 1].span.end - syntax.tokens[range.begin].span.begin);
  }
  std::string forms() const {
    std::string out;
    for (std::uint32_t t = 0; t < syntax.tokens.size(); ++t) out += (t ? " " : "") + std::string(form(t));
    return out;
  }
  std::string sentences() const {
    std::string out;
    for (const Sentence& sentence : syntax.sentences)
      out += (out.empty() ? "" : " | ") + text.substr(sentence.span.begin, sentence.span.size());
    return out;
  }
};

Parsed parse(const std::string& text) {
  Page page;
  TextBuilder builder(text);
  builder.copy({0, static_cast<std::uint32_t>(text.size())});
  page.text = std::move(builder).finish();
  Block block;
  block.span = {0, static_cast<std::uint32_t>(text.size())};
  page.blocks.push_back(block);
  Article article;
  article.blocks.push_back({Label::paragraph, 0, ""});
  return {text, parser().parse(page, article)};
}

TEST(Tokens, CliticsLeaveTheirWord) {
  const Parsed read = parse("They didn't meet Mali's envoy at the workers' hall; we can't say she'd've come.");
  EXPECT_EQ(read.forms(), "They did n't meet Mali 's envoy at the workers ' hall ; we ca n't say she 'd 've come .");
  EXPECT_TRUE(read.syntax.tokens[read.find("n't")].joined);
  EXPECT_TRUE(read.syntax.tokens[read.find("'s")].joined);
  EXPECT_TRUE(read.syntax.tokens[read.find("'")].joined);
  EXPECT_FALSE(read.syntax.tokens[read.find("meet")].joined);
}

TEST(Tokens, NumbersMoneyAndUnits) {
  EXPECT_EQ(parse("It cost $1.5bn, or US$3,000 (5%), at 10:30am on 9/11 for 20km.").forms(),
            "It cost $ 1.5 bn , or US$ 3,000 ( 5 % ) , at 10:30 am on 9/11 for 20 km .");
}

TEST(Tokens, HyphensSplitButPrefixesStay) {
  EXPECT_EQ(parse("The Kyiv-based anti-government U.S.-led force re-entered al-Hasaka.").forms(),
            "The Kyiv - based anti-government U.S. - led force re-entered al - Hasaka .");
}

TEST(Tokens, AddressesStayWhole) {
  EXPECT_EQ(parse("See https://example.org/a,b?c=1 (or mail desk@example.org).").forms(),
            "See https://example.org/a,b?c=1 ( or mail desk@example.org ) .");
}

TEST(Sentences, ShortFormsDoNotEndThem) {
  EXPECT_EQ(parse("Gen. Ali Musa and Mr. J. B. Okoro met in St. Gallen on Jan. 3. They left.").sentences(),
            "Gen. Ali Musa and Mr. J. B. Okoro met in St. Gallen on Jan. 3. | They left.");
  EXPECT_EQ(parse("He flew to the U.S. The envoy stayed. The U.S. President called.").sentences(),
            "He flew to the U.S. | The envoy stayed. | The U.S. President called.");
}

TEST(Sentences, QuotationsStayWithTheirSpeaker) {
  EXPECT_EQ(parse("\"Why now?\" the minister asked. \"We will not go,\" he said. \"Never.\" She left.").sentences(),
            "\"Why now?\" the minister asked. | \"We will not go,\" he said. | \"Never.\" | She left.");
}

TEST(Sentences, SwallowedBlanksStillEndThem) {
  EXPECT_EQ(parse("The talks failed yesterday.The envoy left.").sentences(),
            "The talks failed yesterday. | The envoy left.");
}

TEST(Trees, SubjectsObjectsAndPassives) {
  const Parsed read = parse("Police in Bamako arrested two opposition leaders on Monday.");
  const std::uint32_t verb = read.find("arrested");
  EXPECT_EQ(read.syntax.tokens[verb].head, none);
  EXPECT_EQ(child_with(read.syntax, verb, {Deprel::nsubj}), read.find("Police"));
  EXPECT_EQ(child_with(read.syntax, verb, {Deprel::obj}), read.find("leaders"));
  EXPECT_FALSE(is_passive(read.syntax, verb));
  const Parsed passive = parse("Three soldiers were killed by gunmen near the border.");
  EXPECT_TRUE(is_passive(passive.syntax, passive.find("killed")));
  EXPECT_EQ(child_with(passive.syntax, passive.find("killed"), {Deprel::obl_agent}), passive.find("gunmen"));
}

TEST(Trees, PhrasesAndNegation) {
  const Parsed read = parse("The foreign minister of Chad, who arrived on Friday, did not meet the rebel leaders.");
  const std::uint32_t head = read.find("minister");
  EXPECT_EQ(read.words(noun_phrase_of(read.syntax, head)), "The foreign minister of Chad");
  EXPECT_EQ(read.words(noun_phrase_of(read.syntax, read.find("leaders"))), "the rebel leaders");
  EXPECT_TRUE(has_negation(read.syntax, read.find("meet")));
  EXPECT_EQ(read.syntax.lemma(read.find("arrived")), "arrive");
}

// Any bytes: sorted spans inside the text, one root a sentence, heads inside it, no cycle.
void expect_well_formed(const Parsed& read) {
  const Syntax& syntax = read.syntax;
  std::uint32_t end = 0, token = 0;
  for (const Sentence& sentence : syntax.sentences) {
    ASSERT_EQ(sentence.begin, token);
    ASSERT_LT(sentence.begin, sentence.end);
    std::uint32_t roots = 0;
    for (; token < sentence.end; ++token) {
      const Token& word = syntax.tokens[token];
      ASSERT_GE(word.span.begin, end);
      ASSERT_LT(word.span.begin, word.span.end);
      end = word.span.end;
      ASSERT_LE(end, read.text.size());
      ASSERT_LT(word.lemma, syntax.lemmas.size());
      roots += word.head == none;
      std::uint32_t steps = 0;
      for (std::uint32_t at = token; at != none; at = syntax.tokens[at].head) {
        ASSERT_GE(at, sentence.begin);
        ASSERT_LT(at, sentence.end);
        ASSERT_LE(++steps, sentence.end - sentence.begin);
      }
    }
    ASSERT_EQ(roots, 1u);
  }
  ASSERT_EQ(token, syntax.tokens.size());
  ASSERT_EQ(syntax.child_begin.size(), syntax.tokens.size() + 1);
}

TEST(Limits, AWordBeyondTheLongestDocumentIsNotRead) {
  std::string text;
  for (std::size_t i = 0; i < limits::max_document_words + 500; ++i) text += i % 20 == 19 ? "end. " : "word ";
  const Syntax syntax = parse(text).syntax;
  EXPECT_EQ(syntax.tokens.size(), limits::max_document_words);
  ASSERT_FALSE(syntax.sentences.empty());
  EXPECT_EQ(syntax.sentences.back().end, limits::max_document_words);
}

TEST(AnyBytes, GiveTrees) {
  std::mt19937 random(3);
  const std::string pieces[] = {"the ", "said", ".",
                                "\"",   "'",    "\xe2\x80\x99",
                                "\xe2", "-",    "Mr.",
                                "U.S.", " ",    "5",
                                "@",    "/",    "\xf0\x9f\x98\x80",
                                "s'",   "n't",  ",",
                                "(",    "\n",   "\xff",
                                ":",    "://",  "A",
                                "1-2",  "?!",   std::string(1, '\0')};
  for (int round = 0; round < 150; ++round) {
    std::string text;
    const std::size_t length = random() % 200;
    for (std::size_t i = 0; i < length; ++i)
      text += random() % 8 ? pieces[random() % std::size(pieces)] : std::string(1, static_cast<char>(random() % 256));
    expect_well_formed(parse(text));
  }
}

TEST(AnyBytes, EndlessWordsAndSentencesTakeLinearTime) {
  for (const std::string piece :
       {"a.", "1-", "Mr.", "a@", "'s", "a/", "word ", "\"", "x'", "http://", "-", "(", "Ab.", "\xe2\x80\x99"}) {
    std::string text;
    while (text.size() < 15000) text += piece;
    expect_well_formed(parse(text));
  }
}

}  // namespace
}  // namespace dragoman
