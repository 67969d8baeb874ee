#include "page/elements.h"

#include <algorithm>

#include "base/hash.h"
#include "base/unicode.h"
#include "knowledge/tsv.h"

namespace dragoman {
namespace {

const std::string file = "knowledge/page/elements.tsv";

template <class Value>
bool pick(std::string_view word, std::initializer_list<std::pair<std::string_view, Value>> choices, Value& out) {
  for (const auto& [name, value] : choices)
    if (name == word) {
      out = value;
      return true;
    }
  return false;
}

bool read_kind(const TsvRow& row, ElementKind& kind) {
  kind.tag = row.fields[0];
  kind.is_scope = row.fields[5] == "yes";
  kind.has_block = row.fields[2] != "-";
  if (kind.tag.size() == 2 && kind.tag[0] == 'h' && kind.tag[1] >= '1' && kind.tag[1] <= '6')
    kind.heading_level = static_cast<std::uint8_t>(kind.tag[1] - '0');
  const bool good = pick<Display>(row.fields[1],
                                  {{"inline", Display::inline_},
                                   {"block", Display::block},
                                   {"hidden", Display::hidden},
                                   {"void", Display::void_},
                                   {"break", Display::line_break}},
                                  kind.display) &&
                    pick<Content>(row.fields[3],
                                  {{"markup", Content::markup},
                                   {"raw", kind.tag == "script" ? Content::script : Content::raw},
                                   {"rcdata", Content::rcdata},
                                   {"plain", Content::plain}},
                                  kind.content);
  return good && (!kind.has_block || pick<BlockTag>(row.fields[2],
                                                    {{"paragraph", BlockTag::paragraph},
                                                     {"heading", BlockTag::heading},
                                                     {"list_item", BlockTag::list_item},
                                                     {"quote", BlockTag::quote},
                                                     {"cell", BlockTag::cell},
                                                     {"caption", BlockTag::caption},
                                                     {"preformatted", BlockTag::preformatted},
                                                     {"button", BlockTag::button},
                                                     {"other", BlockTag::other}},
                                                    kind.block));
}

std::size_t slot_of(std::string_view tag) {
  std::uint32_t hash = 7;
  for (const char c : tag) hash = hash * 31 + static_cast<unsigned char>(lower(c));
  return (hash ^ (hash >> 10)) % 1024;
}

}  // namespace

Result<Elements> Elements::load(const std::string& data_folder) {
  auto table = TsvTable::load(data_folder, file, {"tag", "display", "block", "content", "ends", "scope"});
  if (!table) return tl::unexpected(table.error());
  Elements out;
  out.kinds_.emplace_back();
  for (const TsvRow& row : table->rows()) {
    ElementKind kind;
    if (!read_kind(row, kind) || out.kinds_.size() == 255)
      return fail(FailureCode::bad_knowledge, file, "line " + std::to_string(row.line) + " has an unknown word",
                  "see the comment at the head of the file");
    std::size_t slot = slot_of(kind.tag);
    while (out.slots_[slot]) slot = (slot + 1) % out.slots_.size();
    out.slots_[slot] = static_cast<std::uint8_t>(out.kinds_.size());
    out.kinds_.push_back(std::move(kind));
  }
  for (const TsvRow& row : table->rows()) {
    ElementKind& kind = out.kinds_[out.find(row.fields[0])];
    for (std::string_view left = row.fields[4]; !left.empty() && left != "-";) {
      const std::size_t space = std::min(left.find(' '), left.size());
      if (const std::uint8_t ended = out.find(left.substr(0, space))) kind.ends.push_back(ended);
      left.remove_prefix(std::min(space + 1, left.size()));
    }
  }
  return out;
}

std::uint8_t Elements::find(std::string_view tag) const {
  if (tag.size() > 16) return 0;
  for (std::size_t slot = slot_of(tag); slots_[slot]; slot = (slot + 1) % slots_.size())
    if (same_letters(tag, kinds_[slots_[slot]].tag)) return slots_[slot];
  return 0;
}

}  // namespace dragoman
