#include "mend/charsets.h"

#include <algorithm>
#include <map>

#include "knowledge/tsv.h"

namespace dragoman {
namespace {

// Characters that would be hard to see in the table are written as signs of ASCII.
char32_t written(char32_t sign, std::size_t byte) {
  switch (sign) {
    case '.':
      return static_cast<char32_t>(byte);
    case '_':
      return 0xA0;
    case '~':
      return 0xAD;
    case '{':
      return 0x200E;
    case '}':
      return 0x200F;
    default:
      return sign;
  }
}

Misreading misreading_of(const Charset& meant, const Charset& read) {
  Misreading out{meant.name, read.name, {}};
  for (std::size_t i = 0; i < 128; ++i)
    if (read.characters[i] != meant.characters[i]) out.characters.emplace(read.characters[i], meant.characters[i]);
  return out;
}

}  // namespace

Result<Charsets> Charsets::load(const std::string& data_folder) {
  auto table = TsvTable::load(data_folder, "knowledge/charsets.tsv", {"charset", "characters"});
  if (!table) return tl::unexpected(table.error());
  std::map<std::string, Charset, std::less<>> charsets;
  for (const TsvRow& row : table->rows()) {
    const std::u32string points = letters_of(row.fields[1]).points;
    if (points.size() != 128)
      return fail(FailureCode::bad_knowledge, table->symbol(row).str(), "a charset has 128 characters",
                  "write \".\" for a byte without one");
    Charset charset;
    charset.name = row.fields[0];
    for (std::size_t i = 0; i < 128; ++i) {
      charset.characters[i] = written(points[i], i + 128);
      charset.bytes.emplace(charset.characters[i], static_cast<unsigned char>(i + 128));
    }
    for (unsigned byte = 0x80; byte < 0xA0; ++byte)  // as some decoders leave them
      charset.bytes.emplace(byte, static_cast<unsigned char>(byte));
    charsets[charset.name] = std::move(charset);
  }
  auto pairs = TsvTable::load(data_folder, "knowledge/mojibake.tsv", {"meant", "read"});
  if (!pairs) return tl::unexpected(pairs.error());
  Charsets out;
  for (const TsvRow& row : pairs->rows()) {
    const auto meant = charsets.find(row.fields[0]), read = charsets.find(row.fields[1]);
    const bool is_utf8 = row.fields[0] == "utf-8";
    if (read == charsets.end() || (!is_utf8 && meant == charsets.end()))
      return fail(FailureCode::bad_knowledge, pairs->symbol(row).str(), "a charset is not in knowledge/charsets.tsv",
                  "add it there or correct its name");
    if (is_utf8) {
      out.utf8_read_as_.push_back(read->second);
    } else {
      out.misreadings_.push_back(misreading_of(meant->second, read->second));
    }
  }
  return out;
}

}  // namespace dragoman
