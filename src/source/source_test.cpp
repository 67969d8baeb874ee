#include "source/source.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "base/limits.h"
#include "source/byte_stream.h"
#include "source/tables.h"

namespace dragoman {
namespace {

namespace fs = std::filesystem;

class SourceFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("dragoman_sources_" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& bytes) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  std::string gzip_file(const std::string& name, const std::string& bytes) {
    const std::string path = (folder_ / name).string();
    gzFile out = gzopen(path.c_str(), "wb9");
    for (std::size_t at = 0; at < bytes.size(); at += 1 << 20)
      gzwrite(out, bytes.data() + at, static_cast<unsigned>(std::min<std::size_t>(1 << 20, bytes.size() - at)));
    gzclose(out);
    return path;
  }
  void read(const std::string& path) {
    read_sources(path, tables, [&](Result<Source> source) {
      if (source)
        good.push_back(*source);
      else
        bad.push_back(source.error());
      return true;
    });
  }
  fs::path folder_;
  const SourceTables tables = *SourceTables::load(DRAGOMAN_ROOT, {});
  std::vector<Source> good;
  std::vector<Failure> bad;
};

TEST_F(SourceFiles, a_plain_file_is_one_document_of_its_bytes) {
  read(file("a.txt", "one\ntwo\0three"));
  ASSERT_EQ(good.size(), 1u);
  EXPECT_EQ(*good[0].bytes, std::string("one\ntwo\0three"));
}

TEST_F(SourceFiles, gzip_is_undone) {
  read(gzip_file("a.html.gz", "<p>Hello"));
  ASSERT_EQ(good.size(), 1u);
  EXPECT_EQ(*good[0].bytes, "<p>Hello");
}

TEST_F(SourceFiles, a_bad_line_of_json_is_reported_with_its_byte_and_the_rest_goes_on) {
  read(file(
      "a.jsonl",
      "{\"id\":\"x\",\"text\":\"One.\"}\n{\"text\": nope}\n\n{\"id\":7,\"text\":\"Two.\",\"date\":\"2026-01-02\"}"));
  ASSERT_EQ(good.size(), 2u);
  ASSERT_EQ(bad.size(), 1u);
  EXPECT_EQ(bad[0].code, FailureCode::malformed);
  EXPECT_EQ(bad[0].byte, 25u);
  EXPECT_EQ(good[1].origin.id, "7");
  EXPECT_EQ(good[1].stated.date, "2026-01-02");
  EXPECT_EQ(good[1].form, SourceForm::article_text);
}

TEST_F(SourceFiles, deep_nesting_and_lone_surrogates_in_json_are_failures) {
  read(file("a.jsonl", std::string(1000000, '[') + "\n{\"text\":\"\\ud800\"}\n{\"text\":\"fine\"}\n"));
  EXPECT_EQ(bad.size(), 2u);
  EXPECT_EQ(good.size(), 1u);
}

TEST_F(SourceFiles, a_folder_is_read_in_order_without_hidden_files) {
  file("d/b.txt", "b");
  file("d/a.txt", "a");
  file("d/.hidden/c.txt", "c");
  read((folder_ / "d").string());
  ASSERT_EQ(good.size(), 2u);
  EXPECT_EQ(*good[0].bytes, "a");
  EXPECT_EQ(count_files((folder_ / "d").string(), tables), 2u);
}

TEST_F(SourceFiles, the_folder_of_a_saved_page_is_no_article) {
  file("d/Ships return.html",
       "<!DOCTYPE html>\n<!-- saved from url=(0033)https://courier.example/ships?n=1 -->\n<p>Ships.");
  file("d/Ships return_files/frame.html", "<p>Buy shoes");
  file("d/Ships return_files/deep/a.js", "x()");
  file("d/Rain-Dateien/a.txt", "a folder like others: no page is beside it");
  file("d/single.html",
       "<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: https://wire.example/a \n saved date: Mon-->x");
  read((folder_ / "d").string());
  ASSERT_EQ(good.size(), 3u);
  EXPECT_EQ(good[0].stated.url, "");
  EXPECT_EQ(good[1].stated.url, "https://courier.example/ships?n=1");
  ASSERT_EQ(good[1].notes.size(), 1u);
  EXPECT_EQ(good[1].notes[0].what, "files in the folder of this saved page that are not read: 2");
  EXPECT_EQ(good[2].stated.url, "https://wire.example/a");
  EXPECT_EQ(count_files((folder_ / "d").string(), tables), 3u);
}

TEST_F(SourceFiles, files_without_words_are_refused_by_their_kind) {
  file("d/a.txt", std::string("\x89PNG\r\n\x1A\n") + "ministers met");
  file("d/b.css", "p { color: red }");
  file("d/c.txt", "GIF files and %PDF- are words here");
  read((folder_ / "d").string());
  ASSERT_EQ(bad.size(), 2u);
  EXPECT_EQ(bad[0].what, "no text: PNG picture");
  EXPECT_EQ(bad[1].what, "no text: style sheet");
  EXPECT_EQ(good.size(), 1u);
  std::string told;
  TakeSource take = [](Result<Source> source) { return source.has_value(); };
  take.summary = [&](const ContainerSummary& summary) { told = to_string(summary); };
  EXPECT_TRUE(read_sources((folder_ / "d").string(), tables, take));
  EXPECT_TRUE(told.ends_with("d: 3 records: 1 read, 2 skipped (1 PNG picture, 1 style sheet)")) << told;
}

TEST_F(SourceFiles, a_feed_inside_another_container_keeps_the_place_of_the_outer_record) {
  const std::string feed =
      "<rss><channel><item><title>T</title><description>Rain.</description></item></channel></rss>";
  ByteStream stream = ByteStream::over(feed, "shelf");
  const Origin outer{"shelf", 4711, "urn:1", "2026-03-02"};
  read_container(stream, outer, tables, [&](Result<Source> source) {
    if (source) good.push_back(*source);
    return true;
  });
  ASSERT_EQ(good.size(), 1u);
  EXPECT_EQ(good[0].origin.record_offset, 4711u);
  EXPECT_EQ(good[0].origin.id, "urn:1");
  EXPECT_EQ(good[0].notes.back().what, "byte 14 of the feed inside");
}

TEST_F(SourceFiles, what_is_no_file_in_a_folder_is_reported_and_links_to_folders_are_left_out) {
  const fs::path in = folder_ / "d";
  file("d/a.txt", "a");
  file("other/b.txt", "b");
  fs::create_directory_symlink(folder_ / "other", in / "folder");
  fs::create_symlink(folder_ / "other/b.txt", in / "link.txt");
  fs::create_symlink(folder_ / "none", in / "dangling");
  ASSERT_EQ(mkfifo((in / "pipe").c_str(), 0600), 0);
  read(in.string());
  ASSERT_EQ(good.size(), 2u);
  ASSERT_EQ(bad.size(), 2u);
  EXPECT_EQ(bad[0].file, (in / "dangling").string());
  EXPECT_EQ(bad[0].code, FailureCode::not_found);
  EXPECT_EQ(bad[1].file, (in / "pipe").string());
  EXPECT_EQ(bad[1].code, FailureCode::unreadable);
  EXPECT_EQ(count_files(in.string(), tables), 4u);
}

TEST_F(SourceFiles, a_missing_file_and_a_cut_archive_say_why) {
  read((folder_ / "none.txt").string());
  std::string noise;
  for (int i = 0; i < 100000; ++i) noise += static_cast<char>(i * 7919 >> 5);
  const std::string whole = gzip_file("a.gz", noise);
  fs::resize_file(whole, fs::file_size(whole) / 2);
  read(whole);
  ASSERT_EQ(bad.size(), 2u);
  EXPECT_EQ(bad[0].code, FailureCode::not_found);
  EXPECT_EQ(bad[1].code, FailureCode::damaged);
  for (const Failure& failure : bad) EXPECT_FALSE(failure.remedy.empty());
}

TEST_F(SourceFiles, a_gzip_bomb_is_too_large) {
  read(gzip_file("bomb.gz", std::string(limits::max_document_bytes / 2, '\0')));
  ASSERT_EQ(bad.size(), 1u);
  EXPECT_EQ(bad[0].code, FailureCode::too_large);
}

TEST_F(SourceFiles, a_json_file_may_hold_one_object_over_several_lines_or_an_array) {
  read(file("one.json", "{\n  \"id\": \"a\",\n  \"text\": \"One {brace\"\n}\n"));
  ASSERT_EQ(good.size(), 1u);
  EXPECT_EQ(*good[0].bytes, "One {brace");
  const std::string array = "[{\"text\": \"Two ] \\\" end\"},\n 7, {\"text\": \"Three\"}";
  read(file("many.json", array + "]"));
  ASSERT_EQ(good.size(), 3u);
  EXPECT_EQ(*good[1].bytes, "Two ] \" end");
  EXPECT_EQ(good[2].origin.record_offset, array.rfind('{'));
  ASSERT_EQ(bad.size(), 1u);  // the 7
  EXPECT_EQ(bad[0].byte, array.find('7'));
  read(file("cut.json", array));
  EXPECT_EQ(good.size(), 4u);
  EXPECT_EQ(bad.back().what, "JSON array does not end");
}

TEST_F(SourceFiles, a_json_file_of_another_kind_is_one_failure) {
  read(file("other.json", "{\n  \"schema\": \"x\",\n  \"rows\": [\n  1, 2\n ]\n}\n"));
  EXPECT_TRUE(good.empty());
  EXPECT_EQ(bad.size(), 1u);
}

}  // namespace
}  // namespace dragoman
