#include "source/mime_coding.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/unicode.h"

namespace dragoman {
namespace {

constexpr std::string_view base64_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> base64_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < base64_letters.size(); ++i)
    values[static_cast<unsigned char>(base64_letters[i])] = static_cast<std::int8_t>(i);
  return values;
}();

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char low = lower(c);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

// Size of a line end at text[at], 0 for none.
std::size_t line_end(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (text[at] == '\n') return 1;
  return text.substr(at, 2) == "\r\n" ? 2 : 0;
}

struct EncodedWord {
  std::string charset, bytes;
  std::size_t size = 0;  // of "=?...?="; 0: none
};

EncodedWord encoded_word(std::string_view text) {
  EncodedWord word;
  if (!text.starts_with("=?")) return word;
  const std::size_t charset = text.find('?', 2);
  if (charset == std::string_view::npos || charset + 2 >= text.size() || text[charset + 2] != '?') return word;
  const std::size_t end = text.find("?=", charset + 3);
  if (end == std::string_view::npos || text.substr(0, end).find('\n') != std::string_view::npos) return word;
  const std::string_view coded = text.substr(charset + 3, end - charset - 3);
  const char coding = lower(text[charset + 1]);
  if (coding == 'b') {
    word.bytes = decode_base64(coded).bytes;
  } else if (coding == 'q') {
    std::string spaced(coded);
    std::replace(spaced.begin(), spaced.end(), '_', ' ');
    word.bytes = decode_quoted_printable(spaced + "=").bytes;  // the "=" keeps spaces at the end
  } else {
    return word;
  }
  word.charset = lowered(text.substr(2, charset - 2));
  word.charset.resize(std::min(word.charset.find('*'), word.charset.size()));  // a language may follow
  word.size = end + 2;
  return word;
}

}  // namespace

Decoded decode_base64(std::string_view text) {
  Decoded out;
  out.bytes.reserve(text.size() / 4 * 3);
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '=') {
      bits = 0;  // what follows a padded end begins anew
      continue;
    }
    const int value = base64_values[static_cast<unsigned char>(c)];
    if (value < 0) {
      out.faults += !is_space(c);
      continue;
    }
    held = held << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out.bytes += static_cast<char>(held >> bits & 0xFF);
  }
  return out;
}

Decoded decode_quoted_printable(std::string_view text) {
  Decoded out;
  out.bytes.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == ' ' || c == '\t') {  // white space at the end of a line was added on the way
      std::size_t end = at;
      while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
      if (!line_end(text, end) && end < text.size()) out.bytes.append(text, at, end - at);
      at = end;
      continue;
    }
    if (c != '=') {
      out.bytes += c;
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
    if (end == text.size() || line_end(text, end)) {
      at = end + line_end(text, end);  // a soft line break
    } else if (at + 2 < text.size() && hex(text[at + 1]) >= 0 && hex(text[at + 2]) >= 0) {
      out.bytes += static_cast<char>(hex(text[at + 1]) * 16 + hex(text[at + 2]));
      at += 3;
    } else {
      out.bytes += '=';
      ++out.faults;
      ++at;
    }
  }
  return out;
}

bool is_like_base64(std::string_view text) {
  std::size_t letters = 0, first_line = 0, line = 0;
  bool digit = false, capital = false;
  for (const char c : text) {
    if (c == '\r' || c == '\n') {
      if (c == '\n' && !first_line) first_line = letters;
      if (c == '\n') line = 0;
      continue;
    }
    if (c != '=' && base64_values[static_cast<unsigned char>(c)] < 0) return false;
    digit = digit || (c >= '0' && c <= '9');
    capital = capital || (c >= 'A' && c <= 'Z');
    ++letters;
    if (first_line && ++line > first_line) return false;
  }
  return letters >= 64 && digit && capital && (!first_line || first_line >= 40);
}

bool is_like_quoted_printable(std::string_view text) {
  std::size_t soft = 0, coded = 0, other = 0;
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
    if (line_end(text, at + 1))
      ++soft;
    else if (at + 2 < text.size() && hex(text[at + 1]) >= 0 && hex(text[at + 2]) >= 0)
      ++coded;
    else
      ++other;
  }
  return soft + coded >= 3 && soft > 0 && other * 20 <= soft + coded;
}

std::string utf8_of(std::string_view bytes, std::string_view label, const Encodings& encodings) {
  std::string encoding = encodings.of_label(label);
  if (encoding.empty() || (encoding == "utf-8" && !is_utf8(bytes))) encoding = encodings.find(bytes, "text/plain");
  return encodings.decode(bytes, encoding).str();
}

std::string decode_header(std::string_view value, const Encodings& encodings) {
  std::string out, plain, bytes, charset;
  const auto end_words = [&] { out += utf8_of(std::exchange(bytes, {}), std::exchange(charset, {}), encodings); };
  const auto end_plain = [&] { out += utf8_of(std::exchange(plain, {}), "utf-8", encodings); };
  for (std::size_t at = 0; at < value.size();) {
    const EncodedWord word = encoded_word(value.substr(at, 1000));
    if (word.size) {
      // White space between coded words is none; a character may be split between two of one charset.
      if (charset.empty() || plain.find_first_not_of(" \t\r\n") != std::string::npos) end_plain();
      plain.clear();
      if (charset != word.charset) end_words();
      charset = word.charset;
      bytes += word.bytes;
      at += word.size;
      continue;
    }
    const char c = value[at++];
    if (!charset.empty() && !is_space(c)) end_words();
    const bool gap = is_space(c) || static_cast<unsigned char>(c) < 0x20;
    if (!gap)
      plain += c;
    else if (!plain.ends_with(' '))
      plain += ' ';
  }
  if (!charset.empty()) end_words();
  end_plain();
  const std::size_t first = out.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return out.substr(first, out.find_last_not_of(' ') - first + 1);
}

std::string unflow(std::string_view text, bool delsp) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with(' ')) line.remove_prefix(1);  // stuffed
    const bool flows = line.ends_with(' ') && line != "-- ";
    if (flows && delsp) line.remove_suffix(1);
    out += line;
    if (!flows) out += '\n';
    at = end + 1;
  }
  return out;
}

}  // namespace dragoman
