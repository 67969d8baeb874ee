#include "base/json_writer.h"

#include <cstdio>

#include "base/unicode.h"

namespace dragoman {

void JsonWriter::break_line() {
  if (!indent_) return;
  out_ += '\n';
  out_.append(indent_ * has_items_.size(), ' ');
}

void JsonWriter::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (has_items_.empty()) return;
  if (has_items_.back()) out_ += ',';
  has_items_.back() = true;
  break_line();
}

void JsonWriter::open(char mark) {
  separate();
  out_ += mark;
  has_items_.push_back(false);
}

void JsonWriter::close(char mark) {
  const bool had = has_items_.back();
  has_items_.pop_back();
  if (had) break_line();
  out_ += mark;
}

void JsonWriter::raw(std::string_view text) {
  separate();
  out_ += text;
}

void JsonWriter::key(std::string_view name) {
  value(name);
  out_ += indent_ ? ": " : ":";
  after_key_ = true;
}

void JsonWriter::pair(std::uint32_t first, std::uint32_t second) {
  raw("[" + std::to_string(first) + "," + std::to_string(second) + "]");
}

void JsonWriter::number(double number, int digits) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f", digits, number);
  std::string text = buffer;
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  raw(text == "-0" ? "0" : text);
}

void JsonWriter::value(std::string_view text) {
  separate();
  out_ += '"';
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80) {
      const Decoded8 point = decode_utf8(text, at);
      if (!point.good)
        out_ += "\xEF\xBF\xBD";
      else
        out_.append(text, at, point.size);
      at += point.size;
      continue;
    }
    ++at;
    switch (byte) {
      case '"':
        out_ += "\\\"";
        break;
      case '\\':
        out_ += "\\\\";
        break;
      case '\n':
        out_ += "\\n";
        break;
      case '\t':
        out_ += "\\t";
        break;
      case '\r':
        out_ += "\\r";
        break;
      default:
        if (byte < 0x20 || byte == 0x7f) {
          char buffer[8];
          std::snprintf(buffer, sizeof buffer, "\\u%04x", byte);
          out_ += buffer;
        } else {
          out_ += static_cast<char>(byte);
        }
    }
  }
  out_ += '"';
}

}  // namespace dragoman
