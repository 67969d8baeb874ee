#include "knowledge/encodings.h"

#include <simdjson.h>

#include <algorithm>

#include "base/unicode.h"
#include "knowledge/tsv.h"

namespace dragoman {
namespace {

// Bytes of a page that the meta search looks at. The standard's first look takes 1024; browsers start again when a
// meta comes later.
constexpr std::size_t meta_search_bytes = 65536;
// Bytes on which the legacy encodings are compared.
constexpr std::size_t legacy_sample_bytes = 1 << 16;

bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// The value after "charset" "=" in a content type, as the HTML standard extracts it.
std::string_view charset_in(std::string_view content) {
  for (std::size_t at = 0; at + 7 <= content.size(); ++at) {
    if (!same_letters(content.substr(at, 7), "charset")) continue;
    std::size_t i = at + 7;
    while (i < content.size() && is_space(content[i])) ++i;
    if (i >= content.size() || content[i] != '=') continue;
    ++i;
    while (i < content.size() && is_space(content[i])) ++i;
    if (i >= content.size()) return {};
    if (content[i] == '"' || content[i] == '\'') {
      const std::size_t end = content.find(content[i], i + 1);
      return end == std::string_view::npos ? std::string_view{} : content.substr(i + 1, end - i - 1);
    }
    std::size_t end = i;
    while (end < content.size() && !is_space(content[end]) && content[end] != ';') ++end;
    return content.substr(i, end - i);
  }
  return {};
}

// Attributes for the prescan of the HTML standard ("get an attribute").
struct Attribute {
  std::string name, value;
};

bool next_attribute(std::string_view bytes, std::size_t& at, Attribute& out) {
  out = {};
  while (at < bytes.size() && (is_space(bytes[at]) || bytes[at] == '/')) ++at;
  if (at >= bytes.size() || bytes[at] == '>') return false;
  while (at < bytes.size() && !(bytes[at] == '=' && !out.name.empty()) && !is_space(bytes[at]) && bytes[at] != '/' &&
         bytes[at] != '>')
    out.name += lower(bytes[at++]);
  while (at < bytes.size() && is_space(bytes[at])) ++at;
  if (at >= bytes.size() || bytes[at] != '=') return true;
  ++at;
  while (at < bytes.size() && is_space(bytes[at])) ++at;
  if (at >= bytes.size()) return true;
  if (bytes[at] == '"' || bytes[at] == '\'') {
    const std::size_t end = std::min(bytes.find(bytes[at], at + 1), bytes.size());
    out.value = lowered(bytes.substr(at + 1, end - at - 1));
    at = std::min(end + 1, bytes.size());
    return true;
  }
  while (at < bytes.size() && !is_space(bytes[at]) && bytes[at] != '>') out.value += lower(bytes[at++]);
  return true;
}

// How well `text` reads as running text that uses `letters`: good letters less marks and controls inside words.
double plausibility(const Text& text, const std::string& letters) {
  std::vector<char32_t> wanted;
  for (std::size_t at = 0; at < letters.size();) {
    const Decoded8 read = decode_utf8(letters, at);
    wanted.push_back(read.code_point);
    at += read.size;
  }
  std::sort(wanted.begin(), wanted.end());
  double score = 0;
  char32_t before = ' ';
  const std::string& all = text.str();
  for (std::size_t at = 0; at < all.size();) {
    const Decoded8 read = decode_utf8(all, at);
    at += read.size;
    const char32_t c = read.code_point;
    if (c >= 0x80) {
      if (c == replacement_character || c < 0xA0)
        score -= 4;
      else if (std::binary_search(wanted.begin(), wanted.end(), c))
        score += 1;
      else if (c < 0xC0 || (c >= 0x2100 && c < 0x2E80))
        score -= 1;  // a sign
      else
        score -= 0.3;
      if (c >= 0x410 && c < 0x430 && before >= 0x430 && before < 0x450) score -= 2;  // a capital inside a word
      if (before < 0x80 && is_letter(static_cast<char>(before)) && c >= 0x370 && c < 0x2000)
        score -= 1;  // mixed scripts
    }
    before = c;
  }
  return score;
}

// Whether valid UTF-8 shows sequences that no legacy text would.
bool has_multibyte(std::string_view bytes) {
  return std::any_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

std::string utf16_without_mark(std::string_view bytes) {
  const std::size_t size = std::min<std::size_t>(bytes.size() & ~std::size_t{1}, 256);
  if (size < 8) return "";
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < size; ++i) (i % 2 ? odd : even) += bytes[i] == '\0';
  if (odd * 10 >= size * 4 && even == 0) return "utf-16le";
  if (even * 10 >= size * 4 && odd == 0) return "utf-16be";
  return "";
}

}  // namespace

bool is_utf8(std::string_view bytes) { return simdjson::validate_utf8(bytes.data(), bytes.size()); }

ByteOrderMark byte_order_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return {3, "utf-8"};
  if (bytes.starts_with("\xFF\xFE")) return {2, "utf-16le"};
  if (bytes.starts_with("\xFE\xFF")) return {2, "utf-16be"};
  return {};
}

Result<Encodings> Encodings::load(const std::string& data_folder) {
  auto labels = TsvTable::load(data_folder, "knowledge/page/encodings.tsv", {"encoding", "label", "iconv"});
  if (!labels) return tl::unexpected(labels.error());
  auto legacy = TsvTable::load(data_folder, "knowledge/page/legacy.tsv", {"encoding", "letters"});
  if (!legacy) return tl::unexpected(legacy.error());
  Encodings out;
  for (const TsvRow& row : labels->rows()) {
    out.labels_.emplace(row.fields[1], row.fields[0]);
    out.iconv_.emplace(row.fields[0], row.fields[2]);
  }
  for (const TsvRow& row : legacy->rows())
    out.legacy_.push_back({std::string(row.fields[0]), std::string(row.fields[1]), ""});
  return out;
}

std::string Encodings::of_label(std::string_view label) const {
  const auto found = labels_.find(lowered(trimmed(label)));
  return found == labels_.end() ? "" : found->second;
}

std::string Encodings::stated_by_header(std::string_view content_type) const {
  return of_label(charset_in(content_type));
}

std::string Encodings::stated_by_meta(std::string_view bytes) const {
  bytes = bytes.substr(0, meta_search_bytes);
  for (std::size_t at = 0; at < bytes.size();) {
    at = bytes.find('<', at);
    if (at == std::string_view::npos) return "";
    const std::string_view rest = bytes.substr(at);
    if (rest.starts_with("<!--")) {
      const std::size_t end = bytes.find("-->", at + 2);
      if (end == std::string_view::npos) return "";
      at = end + 3;
    } else if (rest.size() > 5 && same_letters(rest.substr(0, 5), "<meta") && (is_space(rest[5]) || rest[5] == '/')) {
      at += 5;
      Attribute attribute;
      std::string charset;
      bool got_pragma = false, need_pragma = false, has_charset = false, has_content = false;
      while (next_attribute(bytes, at, attribute)) {
        if (attribute.name == "http-equiv" && attribute.value == "content-type") got_pragma = true;
        if (attribute.name == "content" && !has_content && !has_charset) {
          const std::string found = of_label(charset_in(attribute.value));
          if (!found.empty()) {
            charset = found;
            need_pragma = has_content = true;
          }
        }
        if (attribute.name == "charset" && !has_charset) {
          charset = of_label(attribute.value);
          need_pragma = false;
          has_charset = true;
        }
      }
      if (at >= bytes.size()) return "";                     // the tag does not end
      if (charset.starts_with("utf-16")) charset = "utf-8";  // it was read as ASCII
      if (!charset.empty() && (!need_pragma || got_pragma)) return charset;
    } else if (rest.size() > 2 && (is_letter(rest[1]) || (rest[1] == '/' && is_letter(rest[2])))) {
      while (at < bytes.size() && !is_space(bytes[at]) && bytes[at] != '>') ++at;
      Attribute attribute;
      while (next_attribute(bytes, at, attribute)) {
      }
    } else if (rest.size() > 1 && (rest[1] == '!' || rest[1] == '/' || rest[1] == '?')) {
      at = std::min(bytes.find('>', at), bytes.size());
    } else {
      ++at;
    }
  }
  return "";
}

std::string Encodings::likeliest_legacy(std::string_view bytes) const {
  // Only the bytes around those beyond ASCII tell encodings apart.
  std::string sample;
  for (std::size_t at = 0; at < bytes.size() && sample.size() < legacy_sample_bytes; ++at)
    if (static_cast<unsigned char>(bytes[at]) >= 0x80 ||
        (at > 0 && static_cast<unsigned char>(bytes[at - 1]) >= 0x80) ||
        (at + 1 < bytes.size() && static_cast<unsigned char>(bytes[at + 1]) >= 0x80))
      sample += bytes[at];
  std::string best = "windows-1252";
  double most = -1e300;
  for (const Legacy& legacy : legacy_) {
    const double score = plausibility(decode(sample, legacy.encoding), legacy.letters);
    if (score > most) {
      most = score;
      best = legacy.encoding;
    }
  }
  return best;
}

std::string Encodings::find(std::string_view bytes, std::string_view content_type) const {
  if (const ByteOrderMark mark = byte_order_mark(bytes); mark.size) return mark.encoding;
  if (const std::string wide = utf16_without_mark(bytes); !wide.empty()) return wide;
  std::string stated = stated_by_header(content_type);
  if (stated.empty()) stated = stated_by_meta(bytes);
  if (is_utf8(bytes)) {
    // No text of another encoding is valid UTF-8 by chance, whatever is stated.
    if (has_multibyte(bytes) && stated != "iso-2022-jp") return "utf-8";
    if (!stated.empty() && !stated.starts_with("utf-16")) return stated;
    return "utf-8";
  }
  if (stated == "utf-8" || stated.starts_with("utf-16")) {
    // Mostly UTF-8 with some broken bytes stays UTF-8.
    std::size_t good = 0, bad = 0;
    for (std::size_t at = 0; at < bytes.size();) {
      if (static_cast<unsigned char>(bytes[at]) < 0x80) {
        ++at;
        continue;
      }
      const Decoded8 read = decode_utf8(bytes, at);
      ++(read.good ? good : bad);
      at += read.size;
    }
    return good >= bad ? "utf-8" : likeliest_legacy(bytes);
  }
  return stated.empty() ? likeliest_legacy(bytes) : stated;
}

}  // namespace dragoman
