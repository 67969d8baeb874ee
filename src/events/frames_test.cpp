// Every frame's own examples, read through the whole street: `codes` must give an event of the frame's type,
// `codes_not` must give none of it. Each failure is printed with file and line. The shares allowed to fail may only be
// lowered.
#include "knowledge/frames.h"

#include <gtest/gtest.h>

#include <cstdio>

#include "article/article.h"
#include "events/events.h"
#include "mentions/mentions.h"
#include "page/page.h"
#include "statements/statements.h"
#include "syntax/syntax.h"

namespace dragoman {
namespace {

constexpr double most_missed = 0.06;  // of `codes`
constexpr double most_false = 0.01;   // of `codes_not`

const std::string root = DRAGOMAN_ROOT;

struct Street {
  PageReader pages;
  ArticleLabeller labeller;
  Parser parser;
  MentionFinder mentions;
  StatementFinder statements;
  EventCoder events;

  bool finds(const std::string& text, const std::string& type) const {
    Source source;
    source.bytes = std::make_shared<const std::string>(text);
    source.form = SourceForm::article_text;
    auto page = pages.read(source);
    if (!page) return false;
    const Article article = labeller.label(source, *page, "2026-03-02");
    const Syntax syntax = parser.parse(*page, article);
    const Mentions named = mentions.find(*page, article, syntax);
    const Statements said = statements.find(*page, article, syntax, named);
    for (const Event& event : events.code(*page, article, syntax, named, said))
      if (event.type == type) return true;
    return false;
  }
};

template <class Stage>
Stage must(Result<Stage> stage) {
  if (!stage) ADD_FAILURE() << to_string(stage.error());
  return std::move(*stage);
}

struct Share {
  std::size_t all = 0, failed = 0;
  double value() const { return all ? static_cast<double>(failed) / static_cast<double>(all) : 0; }
};

void check(const Street& street, const FrameBook& book, const Frame& frame, const std::vector<FrameExample>& examples,
           bool wanted, Share& share) {
  for (const FrameExample& example : examples) {
    ++share.all;
    if (street.finds(example.text, book.types[frame.type].name) == wanted) continue;
    ++share.failed;
    std::printf("%s:%u: %s %s: %s\n", frame.known_by.file.c_str(), example.line, frame.id.c_str(),
                wanted ? "is not found" : "is found but must not", example.text.c_str());
  }
}

TEST(Frames, code_their_own_examples) {
  const Street street{
      must(PageReader::load(root)),        must(ArticleLabeller::load(root)),     must(Parser::load(root)),
      must(MentionFinder::load(root, {})), must(StatementFinder::load(root, {})), must(EventCoder::load(root, {}))};
  const FrameBook book = must(FrameBook::load(root, {}));
  Share missed, wrong;
  for (const Frame& frame : book.frames) {
    check(street, book, frame, frame.codes, true, missed);
    check(street, book, frame, frame.codes_not, false, wrong);
  }
  std::printf("codes: %zu of %zu not found (%.3f); codes_not: %zu of %zu found (%.3f)\n", missed.failed, missed.all,
              missed.value(), wrong.failed, wrong.all, wrong.value());
  EXPECT_LE(missed.value(), most_missed);
  EXPECT_LE(wrong.value(), most_false);
}

TEST(Frames, read_role_paths) {
  const auto paths = parse_role_paths("nsubj | obl:against,at | obj>nmod:of");
  ASSERT_TRUE(paths.has_value());
  ASSERT_EQ(paths->size(), 3u);
  EXPECT_EQ((*paths)[0][0].relation, Deprel::nsubj);
  EXPECT_EQ((*paths)[1][0].prepositions, (std::vector<std::string>{"against", "at"}));
  ASSERT_EQ((*paths)[2].size(), 2u);
  EXPECT_EQ((*paths)[2][1].relation, Deprel::nmod);
  EXPECT_FALSE(parse_role_paths("subject").has_value());
}

}  // namespace
}  // namespace dragoman
