// word_file.h: the words of a Word file (.docx, Office Open XML), in which news databases hand out articles.
//
// Paragraphs become lines of UTF-8, as for RTF; headers, notes, deleted words and fields' instructions are left out.
// What the text then is, an export of a news database or one document, is told from the text. Offsets count its bytes.
#pragma once

#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

std::string word_file_words(std::string_view document_xml);

bool is_word_file(std::string_view head, std::string_view name, const SourceTables&);
bool read_word_file(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take);

}  // namespace dragoman
