#include "page/page.h"

#include <gtest/gtest.h>

#include <random>

#include "page/page_check.h"

namespace dragoman {
namespace {

const PageReader& reader() {
  static const auto loaded = PageReader::load(DRAGOMAN_ROOT);
  return *loaded;
}

Source source_of(std::string bytes, std::string content_type = "") {
  Source source;
  source.bytes = std::make_shared<const std::string>(std::move(bytes));
  source.stated.content_type = std::move(content_type);
  return source;
}

Page page_of(const std::string& bytes, const std::string& content_type = "") {
  auto page = reader().read(source_of(bytes, content_type));
  EXPECT_TRUE(page) << (page ? "" : to_string(page.error()));
  if (!page) return {};
  EXPECT_EQ(fault_of(*page, bytes), "");
  return *page;
}

std::vector<std::string> blocks_of(const Page& page) {
  std::vector<std::string> out;
  for (const Block& block : page.blocks) out.emplace_back(page.text.view(block.span));
  return out;
}
std::vector<std::string> blocks_of(const std::string& bytes) { return blocks_of(page_of(bytes)); }
using Strings = std::vector<std::string>;

TEST(Html, BlocksAndWhiteSpace) {
  EXPECT_EQ(
      blocks_of("<html><body><h1>Talks  end\n in Oslo</h1><p>One <b>two</b>\tthree<p>Four<ul><li>a<li>b</ul>tail"),
      (Strings{"Talks end in Oslo", "One two three", "Four", "a", "b", "tail"}));
  EXPECT_EQ(blocks_of("<p>a<span> b</span><span>c</span></p>"), (Strings{"a bc"}));
  EXPECT_EQ(blocks_of("<p>first<br>second<br><br>third</p>"), (Strings{"first", "second", "third"}));
  EXPECT_EQ(blocks_of("<table><tr><td>1<td>2<tr><td>3</table>"), (Strings{"1", "2", "3"}));
  EXPECT_EQ(blocks_of("<pre>one\ntwo\n\nthree</pre>"), (Strings{"one\ntwo", "three"}));
}

TEST(Html, HiddenTextIsLeftOut) {
  EXPECT_EQ(blocks_of("<p>a</p><script>x<y</script><style>p{}</style><!-- c --><p hidden>b</p>"
                      "<p style='color:red; display : none'>c<p>d<noscript>e</noscript><template>f</template>"
                      "<div style=display:none>g<p>h</p></div><p>i"),
            (Strings{"a", "d", "i"}));
}

TEST(Html, SvgAndMathEndAtHtmlThatCannotStandInThem) {
  EXPECT_EQ(blocks_of("<p>a<svg><text>no</text></svg> b<p>c"), (Strings{"a b", "c"}));
  EXPECT_EQ(blocks_of("<p>a</p><svg><use href='#x'><p>The harbour reopened.</p><div>b</div>"),
            (Strings{"a", "The harbour reopened.", "b"}));
  EXPECT_EQ(blocks_of("<p>a</p><svg><foreignObject><p>no</p></foreignObject></svg><p>b"), (Strings{"a", "b"}));
  EXPECT_EQ(blocks_of("<svg><style/><title/><script/></svg><p>b"), (Strings{"b"}));
  EXPECT_EQ(blocks_of("<p><math><mi><![CDATA[x&amp;<y]]></mi></math> z"), (Strings{"x&amp;<y z"}));
  EXPECT_EQ(blocks_of("<p>a<![CDATA[x>y]]> z"), (Strings{"ay]]> z"}));
}

TEST(Html, AllTextHiddenForAScriptIsShown) {
  const std::string body(4000, 'x');
  EXPECT_EQ(blocks_of("<body><div style='visibility:hidden'><p>" + body + "</p></div>ok").front(), body);
}

TEST(Html, ReferencesKeepTheirBytes) {
  const std::string bytes = "<p>Caf&eacute; &amp; bar&nbsp;x &#1077;</p>";
  const Page page = page_of(bytes);
  ASSERT_EQ(page.blocks.size(), 1u);
  EXPECT_EQ(page.text.view(page.blocks[0].span), "Café & bar\u00a0x е");
  const std::string text(page.text.str());
  const auto at = static_cast<std::uint32_t>(text.find("é"));
  const SourceSpan source = page.text.source_of({at, at + 2});
  EXPECT_EQ(bytes.substr(source.begin, source.size()), "&eacute;");
}

TEST(Html, TagsElementsAndLinks) {
  const Page page = page_of(
      "<div class='Story Body'><h2>Head</h2><p><a href=x>all link</a></p><blockquote><p>q</p></blockquote></div>");
  ASSERT_EQ(page.blocks.size(), 3u);
  EXPECT_EQ(page.blocks[0].heading_level, 2);
  EXPECT_EQ(page.blocks[1].link_share, 1.0f);
  EXPECT_EQ(page.blocks[2].tag, BlockTag::quote);
  EXPECT_EQ(path_of(page, page.blocks[0]), "div story body/h2");
}

TEST(Html, DeclaredFacts) {
  const std::string bytes =
      "<html lang=en><title>Talks end | The Daily</title><meta property='og:title' content='Talks end &amp; more'>"
      "<meta property=article:published_time content=2024-05-06T07:08:09Z><link rel=canonical "
      "href=https://daily.example/a>"
      "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Talks \\u0065nd\","
      "\"author\":[{\"@type\":\"Person\",\"name\":\"Ada Moor\"}],\"datePublished\":\"2024-05-06\"}</script>"
      "<body><h1>Talks end</h1><p>x</p>";
  const Page page = page_of(bytes);
  ASSERT_GE(page.titles.size(), 4u);
  EXPECT_EQ(page.titles[0].value, "Talks end");
  EXPECT_EQ(page.titles[0].how, "json-ld headline");
  EXPECT_EQ(page.titles[1].value, "Talks end & more");
  EXPECT_EQ(page.authors.at(0).value, "Ada Moor");
  EXPECT_EQ(bytes.substr(page.authors[0].at.begin, page.authors[0].at.size()), "Ada Moor");
  EXPECT_EQ(page.dates.at(0).value, "2024-05-06");
  EXPECT_EQ(page.languages.at(0).value, "en");
  EXPECT_EQ(page.addresses.at(0).value, "https://daily.example/a");
}

TEST(Charset, LegacyAndWide) {
  EXPECT_EQ(blocks_of(page_of("<meta charset=windows-1251><p>\xCC\xE8\xF0</p>")), (Strings{"Мир"}));
  EXPECT_EQ(blocks_of(page_of("<p>caf\xE9</p>", "text/html; charset=ISO-8859-1")), (Strings{"café"}));
  EXPECT_EQ(page_of("<p>\x93Quoted\x94 caf\xE9</p>").encoding, "windows-1252");
  EXPECT_EQ(page_of("\xCF\xF0\xE5\xE7\xE8\xE4\xE5\xED\xF2 \xF1\xEA\xE0\xE7\xE0\xEB").encoding, "windows-1251");
  EXPECT_EQ(blocks_of(std::string("\xFF\xFE<\0p\0>\0h\0i\0", 12)), (Strings{"hi"}));
  EXPECT_EQ(blocks_of("\xEF\xBB\xBF<p>mark"), (Strings{"mark"}));
  EXPECT_EQ(blocks_of(page_of("<p>\x83\x65\x83\x58\x83\x67</p>", "text/html;charset=shift_jis")), (Strings{"テスト"}));
  EXPECT_EQ(page_of("<meta charset=iso-8859-1><p>naïve</p>").encoding, "utf-8");
}

TEST(Plain, LinesAndWrappedParagraphs) {
  EXPECT_EQ(blocks_of("Head\n\nA short line\r\nAnother\n"), (Strings{"Head", "A short line", "Another"}));
  const std::string wrapped =
      "The two delegations met for a third day on Tuesday and said that they\n"
      "would keep talking until the end of the week, although neither side\n"
      "would say what had been agreed.\n"
      "\n"
      "Outside the building, several hundred people called for an end to the\n"
      "fighting and for the release of all those who had been taken since the\n"
      "spring.\n";
  EXPECT_EQ(blocks_of(wrapped).size(), 2u);
  EXPECT_EQ(blocks_of("a < b and b > c\nx <3 y").size(), 2u);
}

TEST(Page, NoTextIsAFailure) {
  for (const char* bytes : {"", " \n", "<html><script>x</script>", "\xEF\xBB\xBF"}) {
    const auto page = reader().read(source_of(bytes));
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().code, FailureCode::no_text);
  }
}

TEST(Property, AnyBytesGiveASoundPage) {
  const Strings pieces = {"<p>",
                          "</p>",
                          "<div class=a>",
                          "</div>",
                          "<a href='",
                          "'>",
                          "&amp;",
                          "&#x80;",
                          "<!--",
                          "-->",
                          "<script>",
                          "</script>",
                          "text ",
                          "\n",
                          "\xC3\xA9",
                          "\xE9",
                          "\x00x",
                          "<td>",
                          "<b>",
                          "</b>",
                          "\xEF\xBB\xBF",
                          "<pre>",
                          "&nbsp;",
                          "\xC2\xA0",
                          "<br>",
                          "<",
                          ">",
                          "\xF0\x9F\x98\x80",
                          "<table>",
                          "</table>",
                          "<title>",
                          "\xE2\x80\x8B",
                          "<ul><li>",
                          "<span hidden>"};
  const Strings types = {"",
                         "text/html",
                         "text/html; charset=shift_jis",
                         "text/html; charset=windows-1251",
                         "text/plain",
                         "text/html; charset=utf-16",
                         "text/html; charset=gbk",
                         "text/html; charset=iso-2022-jp"};
  std::mt19937 random(7);
  for (int round = 0; round < 4000; ++round) {
    std::string bytes;
    for (unsigned i = random() % 60; i > 0; --i) {
      if (random() % 5)
        bytes += pieces[random() % pieces.size()];
      else
        bytes += static_cast<char>(random() % 256);
    }
    const auto page = reader().read(source_of(bytes, types[random() % types.size()]));
    if (page) {
      ASSERT_EQ(fault_of(*page, bytes), "") << bytes;
    }
  }
}

}  // namespace
}  // namespace dragoman
