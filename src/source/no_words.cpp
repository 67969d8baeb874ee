#include "source/no_words.h"

#include "base/unicode.h"
#include "source/formats.h"

namespace dragoman {
namespace {

using namespace std::string_view_literals;

struct Kind {
  std::string_view mark, name;
  std::size_t at = 0;
};

constexpr Kind by_bytes[] = {
    {"\x89PNG\r\n\x1A\n"sv, "PNG picture"},
    {"\xFF\xD8\xFF"sv, "JPEG picture"},
    {"GIF87a"sv, "GIF picture"},
    {"GIF89a"sv, "GIF picture"},
    {"WEBP"sv, "WebP picture", 8},
    {"ftypavif"sv, "AVIF picture", 4},
    {"II*\0"sv, "TIFF picture"},
    {"MM\0*"sv, "TIFF picture"},
    {"\0\0\x01\0"sv, "icon"},
    {"wOFF"sv, "font"},
    {"wOF2"sv, "font"},
    {"OTTO\0"sv, "font"},
    {"\0\x01\0\0\0"sv, "font"},
    {"%PDF-"sv, "PDF file"},
    {"%!PS"sv, "PostScript file"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "Office file"},
    {"bplist00"sv, "web archive or property list"},
    {"SQLite format 3\0"sv, "SQLite database"},
    {"ID3"sv, "sound"},
    {"OggS"sv, "sound"},
    {"WAVE"sv, "sound", 8},
    {"ftyp"sv, "video", 4},
    {"\x1A\x45\xDF\xA3"sv, "video"},
    {"\x7F"
     "ELF"sv,
     "program"},
    {"MZ\x90\0"sv, "program"},
};

constexpr Kind by_name[] = {
    {".css", "style sheet"}, {".js", "script"},
    {".mjs", "script"},      {".map", "script"},
    {".svg", "SVG picture"}, {".woff", "font"},
    {".woff2", "font"},      {".ttf", "font"},
    {".ico", "icon"},        {".webarchive", "web archive or property list"},
};

}  // namespace

std::string_view kind_without_words(std::string_view head, std::string_view name) {
  for (const Kind& kind : by_bytes)
    if (head.size() > kind.at && head.substr(kind.at).starts_with(kind.mark)) return kind.name;
  const std::string low = lowered(name);
  for (const Kind& kind : by_name)
    if (low.ends_with(kind.mark)) return kind.name;
  return "";
}

bool has_no_words(std::string_view head, std::string_view name, const SourceTables&) {
  return !kind_without_words(head, name).empty();
}

bool refuse_no_words(ByteStream& bytes, const Origin& container, const SourceTables&, const TakeSource& take) {
  const std::string_view head = bytes.peek(format_head_bytes);
  return take(fail(FailureCode::no_text, container.name,
                   "no text: " + std::string(kind_without_words(head, container.name)),
                   "leave it out, or save it as text or HTML", 0));
}

}  // namespace dragoman
