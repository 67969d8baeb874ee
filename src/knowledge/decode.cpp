// Bytes of any encoding to UTF-8, each character with its bytes.
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "base/unicode.h"
#include "knowledge/encodings.h"

namespace dragoman {
namespace {

class Iconv {
 public:
  explicit Iconv(const std::string& from) : handle_(iconv_open("UTF-8", from.c_str())) {}
  ~Iconv() {
    if (good()) iconv_close(handle_);
  }
  Iconv(const Iconv&) = delete;
  Iconv& operator=(const Iconv&) = delete;
  bool good() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  // Decodes the shortest run of 1..8 bytes at bytes[at] that gives text (or only changes the shift state).
  // Returns the bytes used; 0 for a run that decodes to nothing.
  std::size_t one(std::string_view bytes, std::size_t at, std::string& out) {
    char buffer[32];
    for (std::size_t size = 1; size <= 8 && at + size <= bytes.size(); ++size) {
      char* in = const_cast<char*>(bytes.data() + at);
      std::size_t in_left = size, out_left = sizeof buffer;
      char* to = buffer;
      const std::size_t result = iconv(handle_, &in, &in_left, &to, &out_left);
      const std::size_t made = sizeof buffer - out_left;
      if (made > 0 || (result != static_cast<std::size_t>(-1) && in_left == 0)) {
        out.assign(buffer, made);
        return size - in_left;
      }
      if (errno != EINVAL) return 0;
    }
    return 0;
  }

 private:
  iconv_t handle_;
};

using Table = std::array<std::string, 128>;  // the text of each byte from 0x80 on

// The table of a single-byte encoding; none when iconv does not know it or its characters take several bytes.
bool fill_table(const std::string& iconv_name, Table& table) {
  Iconv iconv(iconv_name);
  if (!iconv.good()) return false;
  for (unsigned byte = 0x80; byte < 0x100; ++byte) {
    const char in = static_cast<char>(byte);
    std::string& out = table[byte - 0x80];
    if (iconv.one(std::string_view(&in, 1), 0, out) == 1) continue;
    out.clear();
    append_utf8(out, byte < 0xA0 ? static_cast<char32_t>(byte) : replacement_character);
  }
  return true;
}

bool is_single_byte(const std::string& encoding) {
  return encoding.starts_with("windows-") || encoding.starts_with("iso-8859") || encoding.starts_with("koi8") ||
         encoding == "ibm866" || encoding.starts_with("mac") || encoding.starts_with("x-mac");
}

Text decode_single(std::string_view bytes, const Table& table) {
  TextBuilder builder(bytes);
  std::uint32_t from = 0;
  const auto size = static_cast<std::uint32_t>(bytes.size());
  for (std::uint32_t at = 0; at < size; ++at) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (byte < 0x80) continue;
    builder.copy({from, at});
    builder.replace({at, at + 1}, table[byte - 0x80]);
    from = at + 1;
  }
  builder.copy({from, size});
  return std::move(builder).finish();
}

Text decode_multi(std::string_view bytes, Iconv& iconv, bool stateful) {
  TextBuilder builder(bytes);
  std::string out;
  for (std::uint32_t at = 0; at < bytes.size();) {
    const auto byte = static_cast<unsigned char>(bytes[at]);
    if (byte < 0x80 && !stateful) {
      std::uint32_t end = at + 1;
      while (end < bytes.size() && static_cast<unsigned char>(bytes[end]) < 0x80) ++end;
      builder.copy({at, end});
      at = end;
      continue;
    }
    const auto used = static_cast<std::uint32_t>(iconv.one(bytes, at, out));
    if (used == 0) {
      builder.replace({at, at + 1}, "\xEF\xBF\xBD");
      ++at;
    } else {
      builder.replace({at, at + used}, out);
      at += used;
    }
  }
  return std::move(builder).finish();
}

Text decode_utf8_text(std::string_view bytes) {
  TextBuilder builder(bytes);
  const auto size = static_cast<std::uint32_t>(bytes.size());
  std::uint32_t from = 0;
  for (std::uint32_t at = 0; at < size;) {
    if (static_cast<unsigned char>(bytes[at]) < 0x80) {
      ++at;
      continue;
    }
    const Decoded8 read = decode_utf8(bytes, at);
    if (!read.good) {
      builder.copy({from, at});
      builder.replace({at, at + read.size}, "\xEF\xBF\xBD");
      from = at + read.size;
    }
    at += read.size;
  }
  builder.copy({from, size});
  return std::move(builder).finish();
}

Text decode_utf16(std::string_view bytes, bool big_endian) {
  TextBuilder builder(bytes);
  const auto size = static_cast<std::uint32_t>(bytes.size());
  const auto unit = [&](std::uint32_t at) {
    const auto a = static_cast<unsigned char>(bytes[at]), b = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? a << 8 | b : b << 8 | a);
  };
  std::string out;
  for (std::uint32_t at = 0; at < size;) {
    std::uint32_t used = std::min<std::uint32_t>(2, size - at);
    char32_t point = replacement_character;
    if (used == 2) {
      point = unit(at);
      if (point >= 0xD800 && point < 0xDC00 && at + 4 <= size && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000) {
        point = 0x10000 + ((point - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
        used = 4;
      }
    }
    out.clear();
    append_utf8(out, point);
    builder.replace({at, at + used}, out);
    at += used;
  }
  return std::move(builder).finish();
}

}  // namespace

Text Encodings::decode(std::string_view bytes, const std::string& encoding) const {
  if (encoding == "utf-16le" || encoding == "utf-16be") return decode_utf16(bytes, encoding == "utf-16be");
  const auto found = iconv_.find(encoding);
  if (found == iconv_.end() || found->second.empty()) return decode_utf8_text(bytes);
  if (is_single_byte(encoding)) {
    auto table = std::make_unique<Table>();
    if (fill_table(found->second, *table)) return decode_single(bytes, *table);
    return decode_utf8_text(bytes);
  }
  Iconv iconv(found->second);
  if (!iconv.good()) return decode_utf8_text(bytes);
  return decode_multi(bytes, iconv, encoding == "iso-2022-jp");
}

}  // namespace dragoman
