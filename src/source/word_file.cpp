#include "source/word_file.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>

#include "base/limits.h"
#include "base/unicode.h"
#include "source/item_content.h"
#include "source/news_export.h"
#include "source/xml_scan.h"

namespace dragoman {
namespace {

constexpr std::string_view text_member = "word/document.xml";
constexpr std::size_t free_expansion = 1u << 20;  // a small file may expand to this whatever its ratio

// The member of the zip that holds the text.
Result<std::string> document_xml(std::string_view zip, const std::string& name) {
  const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
  archive_read_support_format_zip(reader.get());
  archive_entry* entry = nullptr;
  if (archive_read_open_memory(reader.get(), zip.data(), zip.size()) == ARCHIVE_OK)
    while (archive_read_next_header(reader.get(), &entry) >= ARCHIVE_WARN) {
      const char* path = archive_entry_pathname(entry);
      if (!path || path != text_member) continue;
      std::string xml;
      const std::size_t most =
          std::min(limits::max_document_bytes, free_expansion + zip.size() * limits::max_expansion);
      for (char piece[1 << 16];;) {
        const auto got = archive_read_data(reader.get(), piece, sizeof piece);
        if (got <= 0)
          return xml.empty()
                     ? fail(FailureCode::damaged, name, "the Word file's text does not unpack", "fetch the file again")
                     : Result<std::string>(std::move(xml));
        xml.append(piece, static_cast<std::size_t>(got));
        if (xml.size() > most)
          return fail(FailureCode::too_large, name, "the Word file's text is too large or expands too much",
                      "cut it into articles");
      }
    }
  return fail(FailureCode::damaged, name, "the Word file holds no text", "fetch the file again, or save it as text");
}

}  // namespace

std::string word_file_words(std::string_view xml) {
  std::string out;
  bool in_text = false;
  std::size_t fallback = 0;  // the same words once more, for old readers
  XmlScanner scanner(xml);
  for (XmlPiece piece; scanner.next(piece);) {
    const bool starts = piece.kind == XmlPiece::Kind::start, ends = piece.kind == XmlPiece::Kind::end;
    if (piece.name == "mc:Fallback") fallback = ends ? 0 : fallback + starts;
    if (fallback) continue;
    if (piece.name == "w:t") in_text = starts;
    if (piece.kind == XmlPiece::Kind::text && in_text) out += xml_content(piece.inside);
    if (ends && piece.name == "w:p") out += '\n';
    if (!ends && (piece.name == "w:br" || piece.name == "w:cr")) out += '\n';
    if (!ends && piece.name == "w:tab" && !out.empty()) out += '\t';
  }
  return out;
}

bool is_word_file(std::string_view head, std::string_view name, const SourceTables&) {
  if (!head.starts_with("PK\x03\x04")) return false;
  const std::string low = lowered(name);
  return low.ends_with(".docx") || low.ends_with(".docm") || head.find("word/document.xml") != std::string_view::npos;
}

bool read_word_file(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  const auto all = bytes.rest();
  if (!all) return take(tl::unexpected(all.error()));
  const auto xml = document_xml(*all, container.name);
  if (!xml) return take(tl::unexpected(xml.error()));
  return read_words(word_file_words(*xml), container, tables, take);
}

}  // namespace dragoman
