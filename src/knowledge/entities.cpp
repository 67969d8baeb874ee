#include "knowledge/entities.h"

#include <algorithm>
#include <charconv>

#include "base/unicode.h"
#include "knowledge/tsv.h"

namespace dragoman {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z'); }
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// What browsers read for numbers of the C1 range: windows-1252.
constexpr char32_t c1_points[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

std::size_t numeric(std::string_view text, std::size_t at, char32_t& point) {
  std::size_t i = at + 2;
  const bool hex = i < text.size() && lower(text[i]) == 'x';
  if (hex) ++i;
  const std::size_t digits = i;
  char32_t value = 0;
  for (; i < text.size() && (hex ? hex_value(text[i]) >= 0 : is_digit(text[i])); ++i)
    if (value <= 0x10FFFF) value = value * (hex ? 16 : 10) + static_cast<char32_t>(hex_value(text[i]));
  if (i == digits) return 0;
  if (i < text.size() && text[i] == ';') ++i;
  if (value == 0) value = replacement_character;
  if (value >= 0x80 && value < 0xA0) value = c1_points[value - 0x80];
  point = value;
  return i - at;
}

}  // namespace

Result<Entities> Entities::load(const std::string& data_folder) {
  const std::string name = "knowledge/page/entities.tsv";
  auto table = TsvTable::load(data_folder, name, {"name", "code_points", "bare"});
  if (!table) return tl::unexpected(table.error());
  Entities out;
  out.entities_.reserve(table->rows().size());
  for (const TsvRow& row : table->rows()) {
    Entity entity{std::string(row.fields[0]), "", row.fields[2] == "yes"};
    for (std::string_view left = row.fields[1]; left.size() > 2;) {
      unsigned point = 0;
      const char* end = std::from_chars(left.data() + 2, left.data() + left.size(), point, 16).ptr;
      append_utf8(entity.text, point);
      left.remove_prefix(std::min<std::size_t>(left.size(), static_cast<std::size_t>(end - left.data()) + 1));
    }
    if (entity.text.empty())
      return fail(FailureCode::bad_knowledge, name, "line " + std::to_string(row.line) + " has no code points",
                  "write them as U+00E9");
    out.entities_.push_back(std::move(entity));
  }
  std::sort(out.entities_.begin(), out.entities_.end(),
            [](const Entity& a, const Entity& b) { return a.name < b.name; });
  return out;
}

const Entities::Entity* Entities::longest(std::string_view text, std::size_t at, std::size_t& size) const {
  const Entity* best = nullptr;
  std::size_t first = 0, last = entities_.size();
  for (std::size_t length = 0; first < last; ++length) {
    const Entity& least = entities_[first];
    if (least.name.size() == length) {
      const bool closed = at + length < text.size() && text[at + length] == ';';
      if (closed || least.bare) {
        best = &least;
        size = length + (closed ? 1 : 0);
      }
      ++first;
    }
    if (at + length >= text.size()) break;
    const char next = text[at + length];
    const auto begin = entities_.begin();
    const auto low =
        std::partition_point(begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(last),
                             [&](const Entity& e) { return e.name[length] < next; });
    const auto high = std::partition_point(low, begin + static_cast<std::ptrdiff_t>(last),
                                           [&](const Entity& e) { return e.name[length] == next; });
    first = static_cast<std::size_t>(low - begin);
    last = static_cast<std::size_t>(high - begin);
  }
  return best;
}

Entities::Match Entities::match(std::string_view text, std::size_t at, bool in_attribute, std::string& buffer) const {
  if (at + 1 >= text.size()) return {};
  if (text[at + 1] == '#') {
    char32_t point = 0;
    const std::size_t size = numeric(text, at, point);
    if (size == 0) return {};
    buffer.clear();
    append_utf8(buffer, point);
    return {size, buffer};
  }
  std::size_t size = 0;
  const Entity* found = longest(text, at + 1, size);
  if (!found) return {};
  const bool closed = text[at + size] == ';';
  if (in_attribute && !closed && at + 1 + size < text.size()) {
    const char next = text[at + 1 + size];
    if (next == '=' || is_alphanumeric(next)) return {};
  }
  return {size + 1, found->text};
}

std::string Entities::decode(std::string_view text, bool in_attribute) const {
  std::string out, buffer;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = std::min(text.find('&', at), text.size());
    out.append(text, at, next - at);
    if (next == text.size()) break;
    const Match found = match(text, next, in_attribute, buffer);
    if (found.size)
      out += found.text;
    else
      out += '&';
    at = next + std::max<std::size_t>(found.size, 1);
  }
  return out;
}

}  // namespace dragoman
