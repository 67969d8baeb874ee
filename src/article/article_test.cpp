#include "article/article.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "article/dates.h"
#include "article/decode.h"
#include "article/furniture.h"
#include "article/metadata.h"
#include "article/page_view.h"
#include "page/page.h"

namespace dragoman {
namespace {

const PageReader& reader() {
  static const auto loaded = PageReader::load(DRAGOMAN_ROOT);
  return *loaded;
}
const ArticleLabeller& labeller() {
  static const auto loaded = ArticleLabeller::load(DRAGOMAN_ROOT);
  return *loaded;
}
const DateReader& dates() {
  static const auto loaded = DateReader::load(DRAGOMAN_ROOT);
  return *loaded;
}
const Bylines& bylines() {
  static const auto loaded = Bylines::load(DRAGOMAN_ROOT);
  return *loaded;
}

struct Labelled {
  Page page;
  Article article;
  Label of(std::string_view text) const {
    for (std::size_t i = 0; i < page.blocks.size(); ++i)
      if (page.text.view(page.blocks[i].span).starts_with(text)) return article.blocks[i].label;
    ADD_FAILURE() << "no block begins with " << text;
    return Label::other;
  }
};

Labelled label(const std::string& bytes, SourceForm form = SourceForm::unknown, const Stated& stated = {},
               const std::string& date = "") {
  Source source;
  source.bytes = std::make_shared<const std::string>(bytes);
  source.form = form;
  source.stated = stated;
  auto page = reader().read(source);
  EXPECT_TRUE(page);
  Labelled out{std::move(*page), {}};
  out.article = labeller().label(source, out.page, date);
  EXPECT_EQ(out.article.blocks.size(), out.page.blocks.size());
  return out;
}

std::string iso(std::string_view text) {
  const auto read = dates().read(text);
  return read ? read->date.iso() + (read->time.empty() ? "" : "T" + read->time) : "";
}

TEST(Dates, FormsThatPagesUse) {
  EXPECT_EQ(iso("2024-05-06T07:08:09+02:00"), "2024-05-06T07:08+02:00");
  EXPECT_EQ(iso("2024-05-06T07:08:09.123Z"), "2024-05-06T07:08+00:00");
  EXPECT_EQ(iso("2024-05-06T07:08:09+0530"), "2024-05-06T07:08+05:30");
  EXPECT_EQ(iso("Mon, 06 May 2024 17:08:09 GMT"), "2024-05-06T17:08+00:00");
  EXPECT_EQ(iso("Published May 6, 2024 at 7:08 pm"), "2024-05-06T19:08");
  EXPECT_EQ(iso("Sept. 6th, 2024"), "2024-09-06");
  EXPECT_EQ(iso("6. Mai 2024"), "2024-05-06");
  EXPECT_EQ(iso("6 de mayo de 2024"), "2024-05-06");
  EXPECT_EQ(iso("06.05.2024, 12:30"), "2024-05-06T12:30");
  EXPECT_EQ(iso("20240506"), "2024-05-06");
  EXPECT_EQ(iso("26 | 01 | 2024"), "2024-01-26");
  EXPECT_EQ(iso("3 | 4"), "");
  EXPECT_EQ(iso("1714979289000"), "2024-05-06T07:08+00:00");
}

TEST(Dates, WhatIsNoDateStaysNone) {
  EXPECT_EQ(iso("03/04/2024"), "");  // whose order?
  EXPECT_EQ(iso("13/04/2024"), "2024-04-13");
  EXPECT_EQ(iso("2024-13-40"), "");
  EXPECT_EQ(iso("31 February 2024"), "");
  EXPECT_EQ(iso("call 555 2024 now"), "");
  EXPECT_EQ(iso("May they rest"), "");
  EXPECT_FALSE(date_in_address("https://a.example/news/1234567"));
  EXPECT_EQ(date_in_address("https://a.example/2024/05/06/talks")->iso(), "2024-05-06");
}

TEST(BylineNames, LeadsJoinsAndNobody) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(bylines().names("By Ada Moor and Ben Oke | Published today", Bylines::Kind::byline),
            (Names{"Ada Moor", "Ben Oke"}));
  EXPECT_EQ(bylines().names("Written by Ada van der Moor, Staff", Bylines::Kind::byline), (Names{"Ada van der Moor"}));
  EXPECT_EQ(bylines().names("Ada Moor", Bylines::Kind::byline), Names{});
  EXPECT_EQ(bylines().names("Ada Moor", Bylines::Kind::stated), (Names{"Ada Moor"}));
  EXPECT_EQ(bylines().names("admin", Bylines::Kind::stated), Names{});
  EXPECT_EQ(bylines().names("By the time they came, all was over", Bylines::Kind::byline), Names{});
  EXPECT_EQ(bylines().names("https://example.org/ada", Bylines::Kind::stated), Names{});
  EXPECT_EQ(bylines().names("Geschrieben von Ada Moor am 6. Mai", Bylines::Kind::byline), (Names{"Ada Moor"}));
  EXPECT_EQ(bylines().names("Post author By Ada Moor", Bylines::Kind::shown_name), (Names{"Ada Moor"}));
  for (const char* text : {"Seven ways to fish", "Content writers", "Name (required)", "No Author"})
    EXPECT_EQ(bylines().names(text, Bylines::Kind::shown_name), Names{}) << text;
}

TEST(ArticleText, OnlyClearFurnitureIsCut) {
  const auto got = label(
      "Ministers met in Kigali on Friday to discuss the border.\n\nDear reader, thank you for being with us.\n\n"
      "Sign up for our newsletter and never miss a story.\n\nRead more\n\nPhoto: A guard stands at the bridge.\n\n"
      "The two sides will meet again in May, a spokeswoman said.",
      SourceForm::article_text);
  EXPECT_EQ(got.of("Ministers"), Label::paragraph);
  EXPECT_EQ(got.of("Dear reader"), Label::salutation);
  EXPECT_EQ(got.of("Sign up"), Label::appeal);
  EXPECT_EQ(got.of("Read more"), Label::button);
  EXPECT_TRUE(is_body(got.of("Photo:")));
  EXPECT_EQ(got.of("The two"), Label::paragraph);
}

TEST(ArticleText, StatedFactsComeFirst) {
  Stated stated;
  stated.title = "Talks go on";
  stated.date = "2024-05";
  stated.url = "https://courier.example/a";
  const auto got =
      label("Talks go on\nThe talks go on in Oslo, officials said.", SourceForm::article_text, stated, "2020-01-01");
  EXPECT_EQ(got.article.title, "Talks go on");
  EXPECT_EQ(got.of("Talks go on"), Label::title);
  EXPECT_EQ(got.article.published->date.iso(), "2024-05");
  EXPECT_EQ(got.article.published->how, "input");
  EXPECT_EQ(got.article.publisher, "courier.example");
  EXPECT_EQ(label("The talks go on.", SourceForm::article_text, {}, "2020-01-02").article.published->how, "--date");
}

const std::string story =
    "<html lang=en><head><title>Bridge reopens after talks - Valley Post</title><meta property=og:site_name "
    "content='Valley Post'></head><body>"
    "<nav class=menu><ul><li><a href=/>Home</a><li><a href=/w>World</a><li><a href=/s>Sport</a></ul></nav>"
    "<div class=article-body><h1>Bridge reopens after talks</h1><p class=byline>By Ada Moor</p><p class=date>6 May "
    "2024</p>"
    "<p>The foreign ministers of the two countries agreed on Tuesday to reopen the bridge, ending a dispute that had "
    "lasted for months.</p>"
    "<p>\"We have removed the last obstacle,\" the minister told reporters after the meeting, adding that lorries "
    "would cross again soon.</p>"
    "<p>Opposition leaders said the government had given up control of the border and called on their supporters to "
    "march on Saturday.</p>"
    "<p>Police have banned demonstrations in the centre of the capital since April, when three officers were hurt in "
    "clashes.</p></div>"
    "<div class=related><h3>Related stories</h3><ul><li><a href=/1>Exports rise for a third month</a><li><a "
    "href=/2>Five facts about the river</a></ul></div>"
    "<div class=newsletter><p>Sign up for our newsletter</p><button>Subscribe</button></div>"
    "<footer><p>Copyright 2024 Valley Post. All rights reserved.</p></footer></body></html>";

TEST(Pages, BodyAndFurnitureOfAStory) {
  const auto got = label(story);
  EXPECT_TRUE(is_body(got.of("The foreign")));
  EXPECT_TRUE(is_body(got.of("Police have")));
  EXPECT_EQ(got.of("Bridge reopens"), Label::title);
  for (const char* text :
       {"Home", "World", "Exports", "Five facts", "Sign up", "Subscribe", "Copyright", "By Ada", "6 May"})
    EXPECT_FALSE(is_body(got.of(text))) << text;
  EXPECT_EQ(got.article.title, "Bridge reopens after talks");
  EXPECT_EQ(got.article.authors, std::vector<std::string>{"Ada Moor"});
  EXPECT_EQ(got.article.publisher, "Valley Post");
  ASSERT_TRUE(got.article.published);
  EXPECT_EQ(got.article.published->date.iso(), "2024-05-06");
  const SourceSpan at = *got.article.published->at;
  EXPECT_EQ(story.substr(at.begin, at.size()), "6 May 2024");
}

std::string with(std::string page, const std::string& old, const std::string& text) {
  const std::size_t at = page.find(old);
  return page.replace(at, old.size(), text);
}

TEST(Pages, WhoCommentsIsNoAuthor) {
  const auto got = label(with(with(story, "<p class=byline>By Ada Moor</p>", ""), "<div class=newsletter>",
                              "<div class=comments><p class=author>Ben Oke</p><p>They closed it too late, I "
                              "think.</p></div><div class=newsletter>"));
  EXPECT_TRUE(got.article.authors.empty()) << got.article.authors[0];
}

TEST(Pages, TheNameOfTheSiteIsNoTitle) {
  const auto got = label(with(with(story, "<h1>Bridge", "<h2>Bridge"), "<nav", "<h1>Valley Post</h1><nav"));
  EXPECT_EQ(got.article.title, "Bridge reopens after talks");
}

TEST(Pages, AuthorsOfTeasersInJsonLdComeLast) {
  const auto got = label(with(story, "</head>",
                              "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"Ada "
                              "Moor\"},\"hasPart\":{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"Ben "
                              "Oke\"}}}</script></head>"));
  EXPECT_EQ(got.article.authors, std::vector<std::string>{"Ada Moor"});
}

TEST(Pages, LiveBlogsAreNoted) {
  const auto notes = [](const Labelled& got) {
    std::string out;
    for (const Note& note : got.article.notes)
      if (note.what.find("live blog") != std::string::npos) out += note.what.substr(0, note.what.find(';')) + "\n";
    return out;
  };
  EXPECT_EQ(notes(label(story)), "");
  EXPECT_EQ(notes(label(with(story, "</head>",
                             "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\",\"liveBlogUpdate\":[{"
                             "\"@type\":\"BlogPosting\",\"headline\":\"A\"},{\"@type\":\"BlogPosting\"}]}</script>"
                             "</head>"))),
            "the page is a live blog with 2 updates\n");
  std::string timed = story;
  const char* const begins[] = {"<p>The foreign", "<p>\"We have", "<p>Opposition", "<p>Police"};
  int hour = 10;
  for (const char* begin : begins)
    timed = with(timed, begin, "<time datetime=2024-05-06T" + std::to_string(hour++) + ":00>then</time>" + begin);
  EXPECT_EQ(notes(label(timed)), "");
  timed = with(timed, "clashes.</p>",
               "clashes.</p><time datetime=2024-05-06T15:00>then</time><p>The mayor of the capital asked the minister "
               "to send more officers before the march begins on Saturday.</p>");
  EXPECT_EQ(notes(label(timed)), "the page is a live blog with 5 updates\n");
}

TEST(Pages, FlattenedTextIsReadTheSame) {
  std::string flat;
  const Page page = label(story).page;
  for (const Block& block : page.blocks) flat += std::string(page.text.view(block.span)) + "\n";
  const auto got = label(flat);
  EXPECT_TRUE(is_body(got.of("The foreign")));
  EXPECT_TRUE(is_body(got.of("Opposition")));
  for (const char* text : {"Home", "Sign up", "Subscribe", "Copyright", "By Ada"})
    EXPECT_FALSE(is_body(got.of(text))) << text;
}

TEST(Pages, OddPagesDoNotHurt) {
  for (const char* bytes : {"<p>x", "x", "<p></p>text<div>more", "a\nb\nc", "<b>", "<table><td>1"}) {
    Source source;
    source.bytes = std::make_shared<const std::string>(bytes);
    const auto page = reader().read(source);
    if (page) {
      EXPECT_EQ(labeller().label(source, *page, "").blocks.size(), page->blocks.size());
    }
  }
}

TEST(Phrases, ClearOnesFirstAndWholeOnlyWhole) {
  const auto furniture = Furniture::load(DRAGOMAN_ROOT);
  ASSERT_TRUE(furniture);
  EXPECT_FALSE(furniture->find(word_hashes("Share")).empty());
  EXPECT_TRUE(furniture->find(word_hashes("Share prices fell sharply on Monday")).empty());
  EXPECT_EQ(furniture->find(word_hashes("Alle Rechte vorbehalten"))[0].label, Label::legal);
  const auto hits = furniture->find(word_hashes("Donate today: please consider supporting our newsletter"));
  ASSERT_FALSE(hits.empty());
  EXPECT_TRUE(hits[0].clear);
  EXPECT_EQ(word_hashes("Don’t go"), word_hashes("don't GO"));
}

TEST(FurnitureTable, PhrasesAreKnownWhereverTheyStandInIt) {
  const std::string folder = testing::TempDir() + "furniture";
  const auto phrase_after = [&](const std::string& rows) {
    std::filesystem::create_directories(folder + "/knowledge/languages/xx");
    std::ofstream(folder + "/knowledge/languages/xx/furniture.tsv") << "label\twhere\tstrength\tphrase\n"
                                                                    << rows << "related\tstart\tlikely\tsee also\n";
    const auto furniture = Furniture::load(folder);
    return furniture ? furniture->find(word_hashes("See also the dam"))[0].phrase : 0;
  };
  const std::uint64_t alone = phrase_after("");
  EXPECT_NE(alone, 0u);
  EXPECT_EQ(phrase_after("tags\twhole\tclear\ttopics\n"), alone);
  std::ofstream(folder + "/knowledge/languages/xx/furniture.tsv")
      << "label\twhere\tstrength\tphrase\nno\tany\tclear\tx\n";
  EXPECT_FALSE(Furniture::load(folder));
  EXPECT_FALSE(Furniture::load(folder + "/none"));
}

TEST(Decode, APageInDoubtKeepsItsBestBlocks) {
  const std::vector<std::uint32_t> words = {30, 2, 25, 3};
  std::vector<float> doubtful = {-0.2f, -5, -0.4f, -4};
  raise_doubtful_page(doubtful, words);
  EXPECT_EQ(decode_body(doubtful, 0), (std::vector<bool>{true, false, true, false}));
  const std::vector<float> sure = {4, -5, 2, 0.1f}, hopeless = {-2.5f, -5, -3, -4};
  for (std::vector<float> scores : {sure, hopeless}) {
    const std::vector<float> before = scores;
    raise_doubtful_page(scores, words);
    EXPECT_EQ(scores, before);
  }
  std::vector<float> nothing;
  raise_doubtful_page(nothing, {});
  EXPECT_TRUE(decode_body(nothing, 0).empty());
}

TEST(Decode, ASentenceInDoubtBehindTheBodyGoesOnWithIt) {
  PageView view;
  view.blocks.resize(4);
  for (BlockView& block : view.blocks) block.words.resize(30), block.last = '.';
  view.blocks[2].last = 'a';
  std::vector<float> scores = {3, -0.5f, -0.5f, -0.5f};
  raise_next_sentences(view, scores);
  EXPECT_GT(scores[1], 0);  // only the first stands behind body and ends as a sentence
  EXPECT_LT(scores[2], 0);
  EXPECT_LT(scores[3], 0);
}

TEST(Decode, WhatStandsApartBehindTheArticleAndIsLessSureIsAnotherText) {
  std::vector<float> scores(14, -2);
  std::vector<bool> body(14, false);
  const std::vector<std::uint32_t> words(14, 30);
  for (const std::size_t i : {0, 1, 2}) scores[i] = 4, body[i] = true;
  scores[5] = 1, body[5] = true;                                       // near: goes with the article
  for (const std::size_t i : {10, 11}) scores[i] = 1, body[i] = true;  // apart and unsure
  scores[13] = 1, body[13] = true;                                     // with those
  drop_unsure_rest(scores, words, body);
  std::vector<bool> kept(14, false);
  for (const std::size_t i : {0, 1, 2, 5}) kept[i] = true;
  EXPECT_EQ(body, kept);
  for (const std::size_t i : {10, 11, 13}) scores[i] = 3, body[i] = true;  // as sure as the article
  drop_unsure_rest(scores, words, body);
  EXPECT_TRUE(body[10] && body[13]);
}

TEST(Decode, WhatTheMarkupCallsACommentOrCaptionGivesWayToAnArticle) {
  Page page;
  PageView view;
  view.has_markup = true;
  view.elements.resize(3);
  for (ElementView& element : view.elements) std::fill(std::begin(element.since), std::end(element.since), 99);
  view.elements[1].since[ClassWords::comment] = 0;
  view.elements[2].since[ClassWords::caption] = 1;
  const auto add = [&](std::uint32_t element, std::size_t words) {
    Block block;
    block.element = element;
    page.blocks.push_back(block);
    view.blocks.emplace_back();
    view.blocks.back().words.resize(words);
  };
  add(0, 50);
  add(2, 20);
  add(1, 60);
  EXPECT_EQ(decode_page(page, view, {3, 2, 3}), (std::vector<bool>{true, false, false}));
  EXPECT_EQ(decode_page(page, view, {-3, 2, 3}), (std::vector<bool>{false, true, true}));  // nothing else to read
}

}  // namespace
}  // namespace dragoman
