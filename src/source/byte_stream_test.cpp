#include "source/byte_stream.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <ctime>

#include "base/limits.h"
#include "source/packed_for_tests.h"

namespace dragoman {
namespace {

std::string noise(std::size_t size, std::uint32_t seed = 1) {
  std::string out;
  for (; out.size() < size; seed = seed * 1664525u + 1013904223u) out += static_cast<char>('a' + (seed >> 24) % 23);
  return out;
}

std::string read_all(std::string_view bytes) { return ByteStream::over(bytes, "x").rest().value_or("failed"); }

TEST(ByteStream, members_and_frames_follow_each_other_whatever_the_name_says) {
  EXPECT_EQ(read_all(deflated("one ") + deflated("") + deflated("two")), "one two");
  EXPECT_EQ(read_all(zstandard("one ") + skippable_frame("an index") + zstandard("two")), "one two");
  EXPECT_EQ(read_all(skippable_frame("first") + zstandard("two")), "two");
  EXPECT_EQ(read_all("no coding"), "no coding");
  EXPECT_EQ(read_all("\x1F\x8B\x08"), "\x1F\x8B\x08");  // too short to be gzip
  EXPECT_EQ(read_all(""), "");
}

TEST(ByteStream, a_large_member_comes_in_pieces) {
  const std::string text = noise(3'000'000);
  EXPECT_EQ(read_all(deflated(text)), text);
  EXPECT_EQ(read_all(zstandard(text)), text);
}

TEST(ByteStream, zeros_behind_the_last_member_are_padding) {
  const std::string bytes = deflated("text") + std::string(512, '\0');
  ByteStream stream = ByteStream::over(bytes, "x");
  EXPECT_EQ(stream.rest().value_or(""), "text");
  EXPECT_FALSE(stream.damage());
}

TEST(ByteStream, frames_with_the_dictionary_of_the_file) {
  const std::string words = noise(5000, 7);
  const std::string text = words.substr(100, 2000) + "and more";
  const std::string frame = zstandard(text, 3, words);
  EXPECT_LT(frame.size(), 200u);
  EXPECT_EQ(read_all(skippable_frame(words, '\x5D') + frame + frame), text + text);
  EXPECT_EQ(read_all(skippable_frame(zstandard(words), '\x5D') + frame), text);
}

TEST(ByteStream, what_stands_before_damage_is_read_and_the_damage_is_told) {
  const std::string text = noise(600'000);
  for (const std::string& whole : {deflated(text), zstandard(text)}) {
    ByteStream stream = ByteStream::over(std::string_view(whole).substr(0, whole.size() * 9 / 10), "x");
    const auto got = stream.rest();
    ASSERT_TRUE(got);
    EXPECT_GT(got->size(), text.size() / 2);
    EXPECT_TRUE(text.starts_with(*got));
    ASSERT_TRUE(stream.damage());
    EXPECT_EQ(stream.damage()->code, FailureCode::damaged);
    EXPECT_EQ(stream.damage()->byte, whole.size() * 9 / 10);
    EXPECT_FALSE(stream.resume());
    EXPECT_FALSE(stream.damage());
  }
}

TEST(ByteStream, nothing_before_damage_is_a_failure) {
  const std::string cut = deflated("text").substr(0, 10);
  const auto got = ByteStream::over(cut, "x").rest();
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, FailureCode::damaged);
}

TEST(ByteStream, goes_on_at_the_next_member_even_when_the_damaged_one_swallowed_its_begin) {
  for (const bool zstd : {false, true}) {
    const auto pack = [&](const std::string& text) { return zstd ? zstandard(text) : deflated(text); };
    const std::string bad = pack(noise(4000));
    const std::string bytes = bad.substr(0, bad.size() / 2) + pack("intact");
    ByteStream stream = ByteStream::over(bytes, "x");
    stream.skip(stream.peek(5000).size());
    ASSERT_TRUE(stream.damage());
    ASSERT_TRUE(stream.resume());
    EXPECT_EQ(stream.peek(100), "intact");
    EXPECT_EQ(stream.place(), bad.size() / 2);
    EXPECT_FALSE(stream.damage());
  }
}

TEST(ByteStream, junk_between_members_is_counted) {
  const std::string bytes = deflated("one") + "junk, 13 byte" + deflated("two");
  ByteStream stream = ByteStream::over(bytes, "x");
  EXPECT_EQ(stream.rest().value_or(""), "one");
  ASSERT_TRUE(stream.damage());
  EXPECT_EQ(stream.damage()->byte, deflated("one").size());
  EXPECT_EQ(stream.resume(), 13u);
  EXPECT_EQ(stream.rest().value_or(""), "two");
}

TEST(ByteStream, place_is_the_begin_of_the_member_on_disk) {
  const std::string one = deflated("one"), bytes = one + deflated("") + deflated("two");
  ByteStream stream = ByteStream::over(bytes, "x");
  ASSERT_EQ(stream.peek(6), "onetwo");
  EXPECT_EQ(stream.place(), 0u);
  stream.skip(3);
  EXPECT_EQ(stream.place(), one.size() + deflated("").size());
  stream.skip(1);
  EXPECT_EQ(stream.place(), 4u);  // no member begins here
}

TEST(ByteStream, bombs_are_refused_soon_and_the_next_member_is_read) {
  for (const bool zstd : {false, true}) {
    const std::string bytes = packed_zeros(zstd) + (zstd ? zstandard("intact") : deflated("intact"));
    const std::clock_t begin = std::clock();
    ByteStream stream = ByteStream::over(bytes, "x");
    const auto got = stream.rest();
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, FailureCode::too_large);
    EXPECT_TRUE(got.error().byte);
    EXPECT_FALSE(got.error().remedy.empty());
    ASSERT_TRUE(stream.resume());
    EXPECT_LT(std::clock() - begin, CLOCKS_PER_SEC);
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    EXPECT_LT(usage.ru_maxrss, 300 * 1024);
  }
}

TEST(ByteStream, undo_takes_what_decodes) {
  const std::string text = noise(50'000);
  EXPECT_EQ(undo(Coding::gzip, deflated(text)).bytes, text);
  EXPECT_EQ(undo(Coding::deflate, deflated(text, 15)).bytes, text);
  EXPECT_EQ(undo(Coding::deflate, deflated(text, -15)).bytes, text);
  EXPECT_EQ(undo(Coding::zstd, zstandard(text)).bytes, text);
  EXPECT_EQ(undo(Coding::brotli, brotlied(text)).bytes, text);
  for (const Coding coding : {Coding::gzip, Coding::brotli}) {
    const std::string whole = coding == Coding::gzip ? deflated(text) : brotlied(text);
    const Undone cut = undo(coding, whole.substr(0, whole.size() / 2));
    EXPECT_GT(cut.bytes.size(), 10'000u);
    EXPECT_TRUE(text.starts_with(cut.bytes));
    EXPECT_FALSE(cut.fault.empty());
    EXPECT_FALSE(undo(coding, "no coding at all").fault.empty());
  }
  EXPECT_TRUE(undo(Coding::gzip, deflated(std::string(8u << 20, '\0'))).too_large);
}

}  // namespace
}  // namespace dragoman
