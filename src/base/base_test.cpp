#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "base/json_writer.h"
#include "base/linear_model.h"
#include "base/sha256.h"
#include "base/unicode.h"
#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {
namespace {

TEST(Sha256, agrees_with_the_standard_examples) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Utf8, every_ill_formed_kind_is_bad_and_takes_the_bytes_that_could_have_been_one) {
  const std::pair<const char*, std::uint32_t> table[] = {{"\x80", 1},
                                                         {"\xC0\x80", 1},
                                                         {"\xC1\xBF", 1},
                                                         {"\xE0\x80\x80", 1},
                                                         {"\xED\xA0\x80", 1},
                                                         {"\xC3", 1},
                                                         {"\xF0\x80\x80\x80", 1},
                                                         {"\xF4\x90\x80\x80", 1},
                                                         {"\xF5\x80\x80\x80", 1},
                                                         {"\xE2\x82", 2},
                                                         {"\xF0\x9F", 2},
                                                         {"\xFF", 1}};
  for (const auto& [bytes, size] : table) {
    const Decoded8 read = decode_utf8(bytes, 0);
    EXPECT_FALSE(read.good) << bytes;
    EXPECT_EQ(read.code_point, replacement_character);
    EXPECT_EQ(read.size, size) << bytes;
  }
}

TEST(Utf8, what_append_writes_decode_reads) {
  for (const char32_t value : {U'A', U'é', U'ж', U'€', U'😀', static_cast<char32_t>(0x10FFFF)}) {
    std::string bytes;
    append_utf8(bytes, value);
    EXPECT_EQ(decode_utf8(bytes, 0).code_point, value);
    EXPECT_EQ(decode_utf8(bytes, 0).size, bytes.size());
  }
}

TEST(JsonWriter, escapes_what_json_forbids_and_mends_bad_bytes) {
  JsonWriter json;
  json.begin_object();
  json.member("a\"b", "line\nbell\x07 bad\xFF é");
  json.key("n");
  json.number(2.50, 2);
  json.key("list");
  json.begin_array();
  json.value(1);
  json.null();
  json.end_array();
  json.end_object();
  EXPECT_EQ(json.str(), "{\"a\\\"b\":\"line\\nbell\\u0007 bad\xEF\xBF\xBD é\",\"n\":2.5,\"list\":[1,null]}");
}

TEST(CalendarDate, is_written_as_coarse_as_it_is_known) {
  EXPECT_EQ((CalendarDate{2025, 7, 10}).iso(), "2025-07-10");
  EXPECT_EQ((CalendarDate{2025, 7, 0}).iso(), "2025-07");
  EXPECT_EQ((CalendarDate{2025, 0, 0}).iso(), "2025");
  EXPECT_EQ(CalendarDate{}.iso(), "");
}

TEST(Failure, names_file_byte_and_remedy_on_one_line) {
  const Failure failure{FailureCode::malformed, "a.jsonl", 17, "line is no JSON", "give one object a line"};
  EXPECT_EQ(to_string(failure), "a.jsonl:17: line is no JSON; give one object a line");
}

class LinearModelFile : public testing::Test {
 protected:
  void SetUp() override { path_ = testing::TempDir() + "dragoman_linear.model"; }
  void TearDown() override { std::remove(path_.c_str()); }
  std::string path_;
};

TEST_F(LinearModelFile, gives_back_the_weights_it_was_written_with) {
  std::vector<LinearRow> rows;
  for (std::uint64_t i = 1; i < 500; ++i) rows.push_back({i * 0x9e3779b97f4a7c15ull, {float(i), -float(i), 0.5f}});
  ASSERT_TRUE(write_linear_model(path_, 42, {"A", "B", "C"}, rows));
  auto model = LinearModel::load(path_, 42);
  ASSERT_TRUE(model) << to_string(model.error());
  EXPECT_EQ(model->class_names(), (std::vector<std::string>{"A", "B", "C"}));
  for (const LinearRow& row : rows) {
    std::vector<float> scores(3);
    model->add(row.feature, scores.data());
    EXPECT_NEAR(scores[0], row.weights[0], row.weights[0] / 100);
    EXPECT_NEAR(scores[1], row.weights[1], row.weights[0] / 100);
  }
  std::vector<float> scores(3);
  model->add(12345, scores.data());
  EXPECT_EQ(scores[0], 0);
}

TEST_F(LinearModelFile, of_another_fingerprint_or_cut_short_is_refused_with_a_remedy) {
  ASSERT_TRUE(write_linear_model(path_, 42, {"A"}, {{7, {1}}}));
  auto other = LinearModel::load(path_, 43);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, FailureCode::bad_model);
  EXPECT_FALSE(other.error().remedy.empty());
  std::string bytes;
  {
    std::ifstream file(path_, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  for (const std::size_t size : {std::size_t{0}, std::size_t{5}, bytes.size() / 2, bytes.size() - 1}) {
    std::ofstream(path_, std::ios::binary) << bytes.substr(0, size);
    EXPECT_FALSE(LinearModel::load(path_, 42)) << size;
  }
}

}  // namespace
}  // namespace dragoman
