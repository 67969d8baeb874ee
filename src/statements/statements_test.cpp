#include "statements/statements.h"

#include <gtest/gtest.h>

#include <chrono>

#include "mentions/mentions.h"
#include "statements/certainty.h"
#include "syntax/syntax.h"

namespace dragoman {
namespace {

struct Read {
  Page page;
  Article article;
  Syntax syntax;
  Mentions mentions;
  Statements statements;
};

Read read(const std::string& text) {
  static const auto parser = Parser::load(DRAGOMAN_ROOT);
  static const auto finder = StatementFinder::load(DRAGOMAN_ROOT, {});
  EXPECT_TRUE(parser && finder);
  Read out;
  TextBuilder builder(text);
  builder.copy({0, static_cast<std::uint32_t>(text.size())});
  out.page.text = std::move(builder).finish();
  Block block;
  block.span = {0, static_cast<std::uint32_t>(text.size())};
  out.page.blocks.push_back(block);
  LabelledBlock label;
  label.label = Label::paragraph;
  out.article.blocks.push_back(label);
  out.syntax = parser->parse(out.page, out.article);
  out.statements = finder->find(out.page, out.article, out.syntax, out.mentions);
  return out;
}

std::uint32_t token_of(const Read& read, std::string_view word) {
  for (std::uint32_t t = 0; t < read.syntax.tokens.size(); ++t)
    if (read.page.text.view(read.syntax.tokens[t].span) == word) return t;
  return none;
}
Factuality status(const std::string& text, std::string_view word) {
  const Read made = read(text);
  return status_of(made.statements, token_of(made, word));
}

TEST(Statements, EveryTokenHasCertaintyAndStatus) {
  const Read made = read("The minister said on Tuesday that the troops had left the port.");
  EXPECT_EQ(made.statements.certainty.size(), made.syntax.tokens.size());
  EXPECT_EQ(made.statements.status.size(), made.syntax.tokens.size());
  for (const float value : made.statements.certainty) EXPECT_TRUE(value >= -3 && value <= 3);
}

TEST(Status, FollowsNegationModalsAndGovernors) {
  EXPECT_EQ(status("The troops left the port on Monday.", "left"), Factuality::actual);
  EXPECT_EQ(status("The troops did not leave the port.", "leave"), Factuality::negated);
  EXPECT_EQ(status("The troops will leave the port on Friday.", "leave"), Factuality::future);
  EXPECT_EQ(status("The troops failed to leave the port.", "leave"), Factuality::negated);
  EXPECT_EQ(status("The troops managed to leave the port.", "leave"), Factuality::actual);
  EXPECT_EQ(status("The army plans to leave the port.", "leave"), Factuality::future);
  EXPECT_EQ(status("The army may leave the port.", "leave"), Factuality::hypothetical);
  EXPECT_EQ(status("If the troops leave, the port will reopen.", "leave"), Factuality::hypothetical);
}

TEST(Statements, SpansLieInsideTheText) {
  const Read made =
      read("“We stay,” said Dana Osei, the union’s leader. “Nobody drives us out.” According to police, two men fled.");
  for (const Statement& statement : made.statements.statements) {
    EXPECT_FALSE(statement.content.empty());
    for (const TextSpan span : statement.content)
      EXPECT_TRUE(span.begin < span.end && span.end <= made.page.text.size());
    for (const TextSpan span : statement.cue) EXPECT_TRUE(span.begin < span.end && span.end <= made.page.text.size());
  }
}

TEST(Statements, HostileTextStaysLinear) {
  std::string text;
  for (int i = 0; i < 20000; ++i) text += "\"said ";
  const auto begin = std::chrono::steady_clock::now();
  read(text);
  EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), 20);
  read("");
  read("\"");
}

}  // namespace
}  // namespace dragoman
