// news_export.h: text exports of news databases: one file with many articles, split by their headers.
//
// An article is one document whose bytes are its body, a span of the file as it stands; Stated has its title, date,
// publisher and author, Origin::record_offset is the byte of its header. An article that cannot be split into header
// and body is a Failure with that byte. A stated length that disagrees strongly with the words found is noted.
// Layouts: knowledge/source/news_exports.toml, doc/news-exports.md.
#pragma once

#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

bool is_news_export(std::string_view head, std::string_view name, const SourceTables& tables);
bool read_news_export(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take);

// The same over bytes at hand.
bool read_news_export(std::string_view bytes, const Origin& container, const SourceTables& tables,
                      const TakeSource& take);

// The words of a file of another form, as UTF-8: an export, or else one document.
bool read_words(std::string words, const Origin& container, const SourceTables& tables, const TakeSource& take);

}  // namespace dragoman
