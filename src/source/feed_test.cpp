#include "source/feed.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "base/file.h"
#include "source/item_content.h"
#include "source/json_feed.h"
#include "source/xml_scan.h"

namespace dragoman {
namespace {

const SourceTables& tables() {
  static const SourceTables loaded = *SourceTables::load(DRAGOMAN_ROOT, {});
  return loaded;
}

struct Taken {
  std::vector<Source> good;
  std::vector<Failure> bad;
};

using ReadBytes = bool(std::string_view, const Origin&, const SourceTables&, const TakeSource&);

Taken read(std::string_view bytes, bool json = false) {
  Taken taken;
  (json ? static_cast<ReadBytes*>(read_json_feed) : static_cast<ReadBytes*>(read_feed))(
      bytes, {"feed.xml", {}, {}}, tables(), [&](Result<Source> source) {
        if (source)
          taken.good.push_back(std::move(*source));
        else
          taken.bad.push_back(source.error());
        return true;
      });
  return taken;
}

std::string rss(const std::string& items) { return "<rss version=\"2.0\"><channel>" + items + "</channel></rss>"; }

std::string sample(const std::string& name) {
  return *read_file(std::string(DRAGOMAN_ROOT) + "/tests/containers/" + name);
}

TEST(Feed, rss_items_state_what_they_say_and_lead_back_to_their_byte) {
  const std::string bytes = sample("sample.rss");
  const Taken taken = read(bytes);
  ASSERT_EQ(taken.good.size(), 2u);
  const Source& first = taken.good[0];
  EXPECT_EQ(first.stated.title, "Strait talks resume after boarding of tanker \xE2\x80\x93 officials");
  EXPECT_EQ(first.stated.url, "https://courier.example/world/strait-talks?from=feed&n=1");
  EXPECT_EQ(first.stated.author, "Ada Moor");
  EXPECT_EQ(first.stated.date, "Tue, 03 Mar 2026 07:15:00 +0200");
  EXPECT_EQ(first.origin.id, "courier-4711");
  EXPECT_TRUE(first.bytes->starts_with("<p>The foreign ministers of Turkey"));
  EXPECT_EQ(first.form, SourceForm::article_html);
  EXPECT_TRUE(first.notes.empty());
  for (const Source& source : taken.good) EXPECT_EQ(bytes.substr(*source.origin.record_offset, 6), "<item>");
  EXPECT_EQ(taken.good[1].stated.author, "Ben Oke");
  EXPECT_EQ(
      *taken.good[1].bytes,
      "<p>Miners in Argentina's Jujuy province ended a strike of nine days on Monday &amp; returned to work.</p>");
  ASSERT_EQ(taken.good[1].notes.size(), 1u);
  ASSERT_EQ(taken.bad.size(), 1u);
  EXPECT_EQ(taken.bad[0].code, FailureCode::no_text);
  EXPECT_EQ(bytes.substr(*taken.bad[0].byte, 6), "<item>");
}

TEST(Feed, atom_entries_are_read_as_html_or_text) {
  const Taken taken = read(sample("sample.atom"));
  ASSERT_EQ(taken.good.size(), 2u);
  EXPECT_EQ(taken.good[0].stated.title, "Minister resigns in Riga");
  EXPECT_EQ(taken.good[0].stated.url, "https://wire.example/riga");
  EXPECT_EQ(taken.good[0].stated.date, "2026-03-02T09:30:00+02:00");
  EXPECT_EQ(taken.good[0].stated.author, "Ilze Kalna");
  EXPECT_TRUE(taken.good[0].bytes->starts_with("<div xmlns="));
  EXPECT_EQ(taken.good[1].form, SourceForm::article_text);
  EXPECT_EQ(*taken.good[1].bytes, "Estonia reopened a border post on Sunday.");
  ASSERT_EQ(taken.good[1].notes.size(), 1u);
}

TEST(Feed, rss_1_and_prefixed_atom_are_known) {
  const Taken rdf = read(
      "<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\"><channel><title>Old</title></channel>"
      "<item rdf:about=\"https://a.example/1\"><title>T</title><link>https://a.example/1</link>"
      "<description>Police arrested two men in Lima.</description><dc:date>2026-01-02</dc:date></item></rdf:RDF>");
  ASSERT_EQ(rdf.good.size(), 1u);
  EXPECT_EQ(rdf.good[0].origin.id, "https://a.example/1");
  EXPECT_EQ(rdf.good[0].stated.date, "2026-01-02");
  const Taken atom = read(
      "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry><a:title>T</a:title>"
      "<a:content type=\"html\">&lt;p&gt;Rain.&lt;/p&gt;</a:content></a:entry></a:feed>");
  ASSERT_EQ(atom.good.size(), 1u);
  EXPECT_EQ(*atom.good[0].bytes, "<p>Rain.</p>");
}

TEST(Feed, what_a_strict_parser_stops_at_is_read) {
  const Taken taken = read(
      "Warning: cache is stale\n\n<?xml version=\"1.0\"?>" +
      rss("<item><title>Q&A: a < b</title><description>Smith & Sons&nbsp;closed\x01 the <br> mine</description></item>"
          "<item><title>No end<description>Two boats sank.</description>"
          "<item><title>Last</title><description>Three.</description></item>"));
  ASSERT_EQ(taken.good.size(), 3u);
  EXPECT_EQ(taken.good[0].stated.title, "Q&A: a < b");
  EXPECT_EQ(*taken.good[0].bytes, "Smith & Sons&nbsp;closed\x01 the <br> mine");
  EXPECT_EQ(*taken.good[1].bytes, "Two boats sank.");
  EXPECT_EQ(taken.good[1].notes[0].what, "the item has no end of its own");
  EXPECT_EQ(*taken.good[2].bytes, "Three.");
}

TEST(Feed, a_cdata_section_without_end_does_not_hide_the_next_item) {
  const Taken taken = read(rss(
      "<item><description><![CDATA[One.</description></item><item><description><![CDATA[Two.]]></description></item>"));
  ASSERT_EQ(taken.good.size(), 2u);
  EXPECT_EQ(*taken.good[0].bytes, "One.");
  EXPECT_EQ(*taken.good[1].bytes, "Two.");
}

TEST(Feed, the_bytes_overrule_a_wrong_encoding_and_offsets_count_them) {
  const std::string item =
      "<item><title>\xCC\xE8\xED\xE8\xF1\xF2\xF0</title><description>\xCC\xE8\xED\xE8\xF1\xF2\xF0 "
      "\xF1\xEA\xE0\xE7\xE0\xEB &#8211; \xED\xE5\xF2.</description></item>";
  const Taken old = read("<?xml version='1.0' encoding='windows-1251'?>" + rss(item + item));
  ASSERT_EQ(old.good.size(), 2u);
  EXPECT_EQ(old.good[0].stated.title, "\u041C\u0438\u043D\u0438\u0441\u0442\u0440");
  EXPECT_EQ(
      *old.good[0].bytes,
      "\u041C\u0438\u043D\u0438\u0441\u0442\u0440 \u0441\u043A\u0430\u0437\u0430\u043B \u2013 \u043D\u0435\u0442.");
  EXPECT_EQ(*old.good[1].origin.record_offset - *old.good[0].origin.record_offset, item.size());
  const Taken wrong = read("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>" +
                           rss("<item><title>Caf\u00E9 \u2013 Z\u00FCrich</title><description>x</description></item>"));
  ASSERT_EQ(wrong.good.size(), 1u);
  EXPECT_EQ(wrong.good[0].stated.title, "Caf\u00E9 \u2013 Z\u00FCrich");
}

TEST(Feed, wide_characters_are_read) {
  const std::string narrow = rss("<item><title>T</title><description>Rain fell.</description></item>");
  std::string wide = "\xFF\xFE";
  for (const char c : narrow) wide += std::string{c, '\0'};
  EXPECT_TRUE(is_feed(wide, "a.xml", tables()));
  const Taken taken = read(wide);
  ASSERT_EQ(taken.good.size(), 1u);
  EXPECT_EQ(*taken.good[0].bytes, "Rain fell.");
  EXPECT_EQ(*taken.good[0].origin.record_offset, 2 + 2 * narrow.find("<item>"));
}

TEST(Feed, a_cut_feed_gives_what_it_has_and_names_the_byte) {
  const std::string bytes = sample("sample.rss");
  const std::size_t cut = bytes.find("ended a strike");
  const Taken taken = read(bytes.substr(0, cut));
  ASSERT_EQ(taken.good.size(), 2u);
  EXPECT_EQ(taken.good[1].notes[0].what, "the feed breaks off inside this item");
  ASSERT_EQ(taken.bad.size(), 1u);
  EXPECT_EQ(taken.bad[0].code, FailureCode::damaged);
  EXPECT_EQ(taken.bad[0].byte, cut);
}

TEST(Feed, entities_of_a_dtd_are_never_expanded_nor_fetched) {
  std::string laughs = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"ha\">";
  for (char c = 'b'; c <= 'k'; ++c) {
    laughs += std::string("<!ENTITY ") + c + " \"";
    for (int i = 0; i < 10; ++i) laughs += std::string("&") + static_cast<char>(c - 1) + ";";
    laughs += "\">";
  }
  laughs += "<!ENTITY file SYSTEM \"file:///etc/passwd\">]>" +
            rss("<item><title>&k;</title><description>Fine &k; &file; here.</description></item>");
  const Taken taken = read(laughs);
  ASSERT_EQ(taken.good.size(), 1u);
  EXPECT_EQ(*taken.good[0].bytes, "Fine &k; &file; here.");
}

TEST(Feed, content_that_was_escaped_twice_is_undone) {
  const Taken taken = read(rss("<item><description><![CDATA[&lt;p&gt;Rain fell.&lt;/p&gt;]]></description></item>"));
  ASSERT_EQ(taken.good.size(), 1u);
  EXPECT_EQ(*taken.good[0].bytes, "<p>Rain fell.</p>");
}

TEST(Feed, json_feeds_give_their_items_and_bad_ones_their_byte) {
  const std::string bytes = sample("sample.feed.json");
  ASSERT_TRUE(is_json_feed(bytes, "a.json", tables()));
  const Taken taken = read(bytes, true);
  ASSERT_EQ(taken.good.size(), 2u);
  EXPECT_EQ(taken.good[0].stated.title, "Ministers sign dam accord");
  EXPECT_EQ(taken.good[0].stated.author, "Sena Abebe");
  EXPECT_EQ(taken.good[0].stated.date, "2026-02-27T16:00:00+03:00");
  EXPECT_EQ(bytes.substr(*taken.good[0].origin.record_offset, 11), "{\"id\": \"d1\"");
  EXPECT_EQ(taken.good[1].stated.url, "https://delta.example/flood");
  EXPECT_EQ(taken.good[1].notes.size(), 1u);
  ASSERT_EQ(taken.bad.size(), 1u);
  const Taken broken = read(
      "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"content_text\":\"One \n},"
      "{\"content_text\":\"Two.\"},{\"content_text\":\"Thr",
      true);
  ASSERT_EQ(broken.good.size(), 1u);
  EXPECT_EQ(*broken.good[0].bytes, "Two.");
  EXPECT_EQ(broken.bad.size(), 2u);
}

TEST(Feed, hostile_json_is_bounded) {
  const std::string head = "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[";
  const std::string good = "{\"content_text\":\"Rain fell.\",\"content_text\":\"Again.\"}";
  for (const std::string& piece : {std::string(1'000'000, '['), std::string("{\"id\":1e99999,\"content_text\":\"a\"}"),
                                   std::string("{\"content_text\":\"\\ud800\"}"), std::string("{\"a\":\"\n\n}")}) {
    const Taken taken = read(head + good + "," + piece + "]}", true);
    ASSERT_GE(taken.good.size(), 1u);
    EXPECT_EQ(*taken.good[0].bytes, "Rain fell.");  // of two equal keys the first
    EXPECT_GE(taken.bad.size(), 1u);
  }
}

TEST(Feed, a_page_is_no_feed) {
  EXPECT_TRUE(is_feed(sample("sample.rss"), "a.xml", tables()));
  EXPECT_TRUE(is_feed(sample("sample.atom"), "a", tables()));
  EXPECT_FALSE(is_feed("<!DOCTYPE html><html><body><rss version=2></rss>", "a.html", tables()));
  EXPECT_FALSE(is_feed("The rss feed <b>of</b> today", "a.txt", tables()));
}

TEST(Feed, links_count_from_the_address_of_the_feed) {
  const Taken taken =
      read(rss("<link>https://courier.example/world/</link>"
               "<item><link>/a?u=http://x</link><description>One.</description></item>"
               "<item><link>b.html</link><description>Two.</description></item>"
               "<item><link>http://other.example/c</link><description>Three.</description></item>"));
  ASSERT_EQ(taken.good.size(), 3u);
  EXPECT_EQ(taken.good[0].stated.url, "https://courier.example/a?u=http://x");
  EXPECT_EQ(taken.good[1].stated.url, "https://courier.example/world/b.html");
  EXPECT_EQ(taken.good[2].stated.url, "http://other.example/c");
  EXPECT_EQ(absolute_address("//b.example/c", "https://a.example"), "https://b.example/c");
  EXPECT_EQ(absolute_address("c", "https://a.example"), "https://a.example/c");
  EXPECT_EQ(absolute_address("c", ""), "c");
}

TEST(Feed, names_of_persons) {
  EXPECT_EQ(person_name("desk@courier.example (Ada Moor)"), "Ada Moor");
  EXPECT_EQ(person_name("\"Moor, Ada\" <ada@courier.example>"), "Moor, Ada");
  EXPECT_EQ(person_name("ada@courier.example"), "");
  EXPECT_EQ(person_name(" Ada Moor "), "Ada Moor");
}

TEST(XmlScan, pieces_cover_every_byte_in_order) {
  const std::string text = sample("sample.rss") + "<a b=\"c>d\" e='<'>< <1 <!x <![CDATA[ <!-- <? </";
  std::size_t at = 0;
  XmlScanner scanner(text);
  for (XmlPiece piece; scanner.next(piece);) {
    EXPECT_EQ(piece.begin, at);
    EXPECT_GT(piece.end, piece.begin);
    at = piece.end;
  }
  EXPECT_EQ(at, text.size());
}

TEST(XmlScan, time_is_linear_in_hostile_text) {
  for (const std::string piece : {"<", "<!--", "<?", "<a ", "<a b=\"", "<![CDATA[", "<!D", "<a>", "</a>", "<a></b>",
                                  "&", "<item>", "<item><b>"}) {
    const auto seconds = [&](std::size_t size) {
      std::string text = "<rss>";
      while (text.size() < size) text += piece;
      const auto start = std::chrono::steady_clock::now();
      read(text);
      return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    EXPECT_LT(seconds(400'000), 2.0) << piece;
  }
}

TEST(Feed, damage_to_one_item_leaves_the_others) {
  std::string items;
  for (int i = 0; i < 20; ++i)
    items += "<item><guid>" + std::to_string(i) + "</guid><title>T</title><description>Item number " +
             std::to_string(i) + " says that ministers met.</description></item>\n";
  const std::string whole = rss(items);
  std::mt19937 random(7);
  std::size_t seen = 0;
  for (int round = 0; round < 1000; ++round) {
    std::string bytes = whole;
    const std::size_t at = random() % bytes.size(), size = 1 + random() % 30;
    if (round % 3 == 0)
      bytes.erase(at, size);
    else if (round % 3 == 1)
      bytes.insert(at, std::string(size, static_cast<char>(random())));
    else
      bytes[at] = static_cast<char>(random());
    for (const Source& source : read(bytes).good)
      if (*source.bytes == "Item number " + source.origin.id + " says that ministers met.") ++seen;
  }
  EXPECT_GT(seen, 18'500u);  // of 20,000: a change meets one item or two
}

}  // namespace
}  // namespace dragoman
