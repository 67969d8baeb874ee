#include "source/news_export.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/file.h"
#include "source/rich_text.h"
#include "source/word_file.h"

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

Taken read(std::string_view bytes) {
  Taken taken;
  read_news_export(bytes, {"export.txt", {}, {}}, tables(), [&](Result<Source> source) {
    if (source)
      taken.good.push_back(std::move(*source));
    else
      taken.bad.push_back(source.error());
    return true;
  });
  return taken;
}

std::string sample(const std::string& name) {
  return *read_file(std::string(DRAGOMAN_ROOT) + "/tests/containers/" + name);
}

bool is_export(std::string_view bytes) { return is_news_export(bytes.substr(0, 4096), "a.txt", tables()); }

// The body is a piece of the file as it stands.
void expect_span(const std::string& file, const Source& source) {
  EXPECT_NE(file.find(*source.bytes), std::string::npos) << *source.bytes;
}

TEST(NewsExport, lexis_text) {
  const std::string file = sample("lexis.txt");
  ASSERT_TRUE(is_export(file));
  const Taken taken = read(file);
  ASSERT_EQ(taken.good.size(), 2u);
  const Source &first = taken.good[0], &second = taken.good[1];
  EXPECT_EQ(first.stated.title, "Coast guard boards tanker in strait; Crew taken ashore");
  EXPECT_EQ(first.stated.publisher, "The Harbour Courier");
  EXPECT_EQ(first.stated.date, "March 2, 2026 Monday");
  EXPECT_EQ(first.stated.author, "Ada Moor; Ben Oke");
  EXPECT_TRUE(first.bytes->starts_with("The coast guard of Turkey"));
  EXPECT_TRUE(first.bytes->ends_with("be released."));
  EXPECT_TRUE(first.notes.empty());
  EXPECT_EQ(second.stated.title, "Ministers sign dam accord");
  EXPECT_EQ(second.stated.publisher, "Delta Report");
  EXPECT_TRUE(second.bytes->starts_with("Egypt and Ethiopia"));
  EXPECT_TRUE(second.bytes->ends_with("welcomed the accord."));
  ASSERT_EQ(second.notes.size(), 1u);
  EXPECT_EQ(second.notes[0].what, "the export states 400 words, 21 are here");
  for (const Source& source : taken.good) expect_span(file, source);
  EXPECT_EQ(file.substr(*second.origin.record_offset, 50).find("2 of 3 DOCUMENTS"), 31u);
  ASSERT_EQ(taken.bad.size(), 1u);
  EXPECT_EQ(taken.bad[0].code, FailureCode::malformed);
  EXPECT_NE(taken.bad[0].what.find("Correction"), std::string::npos);
}

TEST(NewsExport, exports_one_after_another_are_read_as_one) {
  const std::string file = sample("lexis.txt");
  const Taken taken = read(file + file);
  EXPECT_EQ(taken.good.size(), 4u);
  EXPECT_EQ(taken.bad.size(), 2u);
}

TEST(NewsExport, nexis_uni_text) {
  const std::string file = sample("nexis_uni.txt");
  ASSERT_TRUE(is_export(file));
  const Taken taken = read(file);
  ASSERT_EQ(taken.good.size(), 2u);
  EXPECT_EQ(taken.good[0].stated.title, "Cabinet falls in Sofia");
  EXPECT_EQ(taken.good[0].stated.publisher, "Sofia Morning (Bulgaria)");
  EXPECT_EQ(taken.good[0].stated.date, "March 1, 2026 Sunday");
  EXPECT_EQ(taken.good[0].stated.author, "By Petar Iliev");
  EXPECT_TRUE(taken.good[0].bytes->ends_with("talks on Tuesday."));
  EXPECT_EQ(taken.good[1].stated.title, "Farmers block ring road in Riga after tear gas");
  EXPECT_TRUE(taken.good[1].bytes->ends_with("minister resigned."));
  EXPECT_EQ(file.substr(*taken.good[1].origin.record_offset, 18), "Farmers block ring");
  EXPECT_TRUE(taken.good[1].notes.empty());
  EXPECT_TRUE(taken.bad.empty());
  for (const Source& source : taken.good) expect_span(file, source);
}

TEST(NewsExport, factiva_with_field_tags) {
  const std::string file = sample("factiva_tags.txt");
  ASSERT_TRUE(is_export(file));
  const Taken taken = read(file);
  ASSERT_EQ(taken.good.size(), 2u);
  EXPECT_EQ(taken.good[0].stated.title, "Rebels shell checkpoint near Goma");
  EXPECT_EQ(taken.good[0].stated.publisher, "Lakes Agency");
  EXPECT_EQ(taken.good[0].stated.date, "1 March 2026");
  EXPECT_EQ(taken.good[0].origin.id, "LAKES00020260301em3100012");
  EXPECT_NE(taken.good[0].bytes->find("statement.\n\nTwo soldiers"), std::string::npos);
  EXPECT_TRUE(taken.good[0].bytes->ends_with("IN the city, shops stayed closed."));
  EXPECT_EQ(taken.good[1].stated.title, "Miners end strike in Jujuy");
  EXPECT_TRUE(taken.good[1].bytes->ends_with("They returned to work."));
}

TEST(NewsExport, factiva_text) {
  const std::string file = sample("factiva.txt");
  ASSERT_TRUE(is_export(file));
  const Taken taken = read(file);
  ASSERT_EQ(taken.good.size(), 2u);
  EXPECT_EQ(taken.good[0].stated.title, "Rebels shell checkpoint near Goma");
  EXPECT_EQ(taken.good[0].stated.author, "By Amelie Nsimba");
  EXPECT_EQ(taken.good[0].stated.publisher, "Lakes Agency");
  EXPECT_TRUE(taken.good[0].bytes->starts_with("Rebels shelled"));
  EXPECT_TRUE(taken.good[0].bytes->ends_with("from Bukavu."));
  EXPECT_EQ(taken.good[1].stated.date, "2 March 2026");
  EXPECT_EQ(taken.good[1].origin.id, "ANDES00020260302em3200007");
  EXPECT_EQ(taken.good[1].stated.title, "Miners end strike in Jujuy");
  for (const Source& source : taken.good) expect_span(file, source);
}

TEST(NewsExport, rich_text_is_read_by_its_words) {
  const std::string file = sample("factiva.rtf");
  ASSERT_TRUE(is_rich_text(file, "a.rtf", tables()));
  ByteStream stream = ByteStream::over(file, "a.rtf");
  std::vector<Source> good;
  read_rich_text(stream, {"a.rtf", {}, {}}, tables(), [&](Result<Source> source) {
    good.push_back(std::move(*source));
    return true;
  });
  ASSERT_EQ(good.size(), 2u);
  EXPECT_EQ(good[0].stated.title, "Rebels shell checkpoint near Goma");
  EXPECT_EQ(good[0].stated.author, "By Am\u00E9lie Nsimba");
  EXPECT_NE(good[0].bytes->find("\u201Csaid in a statement\u201D."), std::string::npos);
  EXPECT_TRUE(good[0].bytes->ends_with("from Bukavu."));
  EXPECT_EQ(*good[1].bytes,
            "Miners in Argentina\u2019s Jujuy province ended a strike of nine days on Monday, "
            "\u041C\u0438\u043D\u0438\u0441\u0442\u0440 said {so}.");
}

TEST(NewsExport, word_files_are_read_by_their_words) {
  const std::string body =
      "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>Smith &amp; Sons</w:t></w:r><w:r><w:tab/><w:t "
      "xml:space=\"preserve\"> closed</w:t></w:r></w:p><w:p><w:r><w:instrText>HYPERLINK</w:instrText></w:r>"
      "<mc:AlternateContent><mc:Choice><w:t>Two.</w:t></mc:Choice><mc:Fallback><w:t>Two.</w:t></mc:Fallback>"
      "</mc:AlternateContent><w:delText>gone</w:delText></w:p></w:body></w:document>";
  EXPECT_EQ(word_file_words(body), "Smith & Sons\t closed\nTwo.\n");
  const std::string file = sample("nexis_uni.docx");
  ASSERT_TRUE(is_word_file(file, "x", tables()));
  for (const bool cut : {false, true}) {
    const std::string bytes = file.substr(0, cut ? file.size() / 3 : file.size());
    ByteStream stream = ByteStream::over(bytes, "a.docx");
    Taken taken;
    read_word_file(stream, {"a.docx", {}, {}}, tables(), [&](Result<Source> source) {
      if (source)
        taken.good.push_back(std::move(*source));
      else
        taken.bad.push_back(source.error());
      return true;
    });
    if (cut) continue;
    ASSERT_EQ(taken.good.size(), 2u);
    EXPECT_EQ(taken.good[0].stated.title, "Cabinet falls in Sofia");
    EXPECT_TRUE(taken.good[1].bytes->ends_with("minister resigned."));
  }
}

TEST(NewsExport, broken_rich_text_ends_somewhere) {
  const Encodings& encodings = tables().encodings;
  EXPECT_EQ(rich_text_words("{\\rtf1 a{\\*\\x b{c}}d\\'4", encodings), "ad4");
  EXPECT_EQ(rich_text_words("{\\rtf1 \\u-10179?\\u-8704? \\bin5 {{{{{z\\", encodings), "\U0001F600 z");
  EXPECT_EQ(rich_text_words("{\\rtf1" + std::string(1'000'000, '{') + "deep", encodings), "deep");
  EXPECT_EQ(rich_text_words("}}}\\rtf\\uc2\\u8364 xxy", encodings), "\u20ACy");
}

TEST(NewsExport, proquest_text) {
  const std::string file = sample("proquest.txt");
  ASSERT_TRUE(is_export(file));
  const Taken taken = read(file);
  ASSERT_EQ(taken.good.size(), 1u);
  EXPECT_EQ(taken.good[0].stated.title, "Navy seizes two boats off Mannar");
  EXPECT_EQ(taken.good[0].stated.author, "Ada Moor; Ben Oke");
  EXPECT_EQ(taken.good[0].stated.publisher, "Harbour Courier; Izmir");
  EXPECT_EQ(taken.good[0].stated.date, "Mar 2, 2026");
  EXPECT_EQ(taken.good[0].stated.url, "https://proquest.example/docview/4711000001");
  EXPECT_TRUE(taken.good[0].bytes->starts_with("The navy of Sri Lanka"));
  EXPECT_TRUE(taken.good[0].bytes->ends_with("their release."));
  ASSERT_EQ(taken.bad.size(), 1u);
  EXPECT_NE(taken.bad[0].what.find("A list of new books"), std::string::npos);
}

TEST(NewsExport, legacy_encodings_and_windows_line_ends_keep_the_bytes) {
  std::string file;
  for (const char c : sample("lexis.txt")) file += c == '\n' ? "\r\n" : std::string(1, c);
  file.replace(file.find("\"The ship"), 1, "\x93");
  file.replace(file.find("papers,\""), 8, "papers,\x94");
  const Taken taken = read(file);
  ASSERT_EQ(taken.good.size(), 2u);
  EXPECT_EQ(taken.good[0].stated.content_type, "text/plain; charset=windows-1252");
  EXPECT_NE(taken.good[0].bytes->find("\x93The ship had no papers,\x94"), std::string::npos);
  for (const Source& source : taken.good) expect_span(file, source);
}

TEST(NewsExport, a_cut_export_says_so) {
  const std::string file = sample("nexis_uni.txt");
  const Taken taken = read(file.substr(0, file.find("Latvia's interior")));
  ASSERT_EQ(taken.good.size(), 2u);
  EXPECT_EQ(taken.good[1].notes.size(), 1u);
}

TEST(NewsExport, articles_are_no_exports) {
  for (const char* text :
       {"Length: the bridge has 500 words of graffiti\n\nBody of water found.\n",
        "Ministers met.\n512 words were said.\n", "HD screens sell well\n\nPD reported that sales rose.\n",
        "<html>1 of 3 DOCUMENTS LENGTH: 4 words</html>", "Fact box\n500 words\nby the editor\n(c) Courier\n", ""})
    EXPECT_FALSE(is_export(text)) << text;
}

TEST(NewsExport, a_further_layout_is_one_entry_of_an_overlay) {
  namespace fs = std::filesystem;
  const fs::path overlay = fs::path(testing::TempDir()) / ("dragoman_layouts_" + std::to_string(::getpid()));
  fs::create_directories(overlay / "source");
  const std::string page = *read_file(std::string(DRAGOMAN_ROOT) + "/doc/news-exports.md");
  std::string entry;  // the example of the document
  for (std::size_t at = page.find("    [[layout]]"); at < page.size(); at = page.find('\n', at) + 1)
    entry += page.substr(at + 4, page.find('\n', at) - at - 3);
  std::ofstream(overlay / "source/news_exports.toml") << entry;
  const auto own = SourceTables::load(DRAGOMAN_ROOT, {overlay.string()});
  ASSERT_TRUE(own) << to_string(own.error());
  const std::string file =
      "=== Record 1 ===\nTitel: Streik beendet\nQuelle: Hafenbote\nDatum: 2. M\u00E4rz 2026\nText: Der Streik ist "
      "aus.\n"
      "=== Record 2 ===\nTitel: Regen\nQuelle: Hafenbote\nText: Es regnet.\n";
  ASSERT_TRUE(is_news_export(file, "a.txt", *own));
  std::vector<std::string> bodies;
  read_news_export(file, {"a.txt", {}, {}}, *own, [&](Result<Source> source) {
    if (source) bodies.push_back(*source->bytes);
    return true;
  });
  EXPECT_EQ(bodies, (std::vector<std::string>{"Der Streik ist aus.", "Es regnet."}));
  std::ofstream(overlay / "source/news_exports.toml") << "[[layout]]\nname = \"x\"\nstyle = \"odd\"\n";
  const auto bad = SourceTables::load(DRAGOMAN_ROOT, {overlay.string()});
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().file.find("news_exports.toml:1"), std::string::npos);
  fs::remove_all(overlay);
}

TEST(NewsExport, damage_to_one_article_leaves_the_others) {
  std::mt19937 random(11);
  for (const char* name : {"lexis.txt", "nexis_uni.txt", "factiva_tags.txt", "factiva.txt", "proquest.txt"}) {
    const std::string file = sample(name);
    const std::vector<Source> whole = read(file).good;
    std::size_t seen = 0;
    for (int round = 0; round < 200; ++round) {
      std::string bytes = file;
      const std::size_t at = random() % bytes.size(), size = 1 + random() % 30;
      if (round % 2)
        bytes.erase(at, size);
      else
        bytes[at] = static_cast<char>(random());
      for (const Source& source : read(bytes).good)
        for (const Source& before : whole) seen += *source.bytes == *before.bytes;
    }
    EXPECT_GT(seen, 200u * whole.size() * 55 / 100) << name;  // half of the bytes are bodies
  }
}

TEST(NewsExport, time_is_linear_in_hostile_text) {
  for (const std::string piece :
       {"1 of 9 DOCUMENTS\nLENGTH: 1 words\n", "____________________\nFull text: a\n", "HD a\nWC 2\nLP\n",
        "5 words\n3 March 2026\n(c) a\n", "Length: 5 words\nBody\n", "End of Document\n", "A: \n"}) {
    std::string text = piece + piece;
    while (text.size() < 1'000'000) text += piece;
    const auto start = std::chrono::steady_clock::now();
    read(text);
    EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), 3.0) << piece;
  }
}

}  // namespace
}  // namespace dragoman
