// json_writer.h: writes JSON into a string. The caller opens and closes in order; commas are the writer's business.
// Strings are UTF-8; bytes that are not become U+FFFD, so that the output is always valid.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dragoman {

class JsonWriter {
 public:
  // `indent` 0 writes one line, otherwise that many blanks a level.
  explicit JsonWriter(unsigned indent = 0) : indent_(indent) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);

  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(bool flag) { raw(flag ? "true" : "false"); }
  void value(std::uint64_t number) { raw(std::to_string(number)); }
  void value(std::uint32_t number) { raw(std::to_string(number)); }
  void value(int number) { raw(std::to_string(number)); }
  void number(double number, int digits);  // fixed, without trailing zeros
  void null() { raw("null"); }
  void pair(std::uint32_t first, std::uint32_t second);  // [first, second] on one line

  template <class Value>
  void member(std::string_view name, const Value& content) {
    key(name);
    value(content);
  }

  const std::string& str() const { return out_; }
  std::string take() { return std::move(out_); }

 private:
  void open(char mark);
  void close(char mark);
  void raw(std::string_view text);
  void separate();
  void break_line();

  unsigned indent_;
  std::string out_;
  std::vector<bool> has_items_;
  bool after_key_ = false;
};

}  // namespace dragoman
