// rich_text.h: the words of an RTF file (Rich Text Format 1.9), in which news databases hand out articles.
//
// Paragraphs become lines of UTF-8; fonts, pictures, headers, notes and fields' instructions are left out. What the
// text then is, an export of a news database or one document, is told from the text. Offsets count bytes of the text.
// Linear time, no recursion.
#pragma once

#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

std::string rich_text_words(std::string_view rtf, const Encodings& encodings);

bool is_rich_text(std::string_view head, std::string_view name, const SourceTables&);
bool read_rich_text(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take);

}  // namespace dragoman
