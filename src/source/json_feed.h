// json_feed.h: JSON Feed 1 and 1.1: one document an item, its content_html, content_text or summary.
// Origin::record_offset is the byte of the item's "{".
#pragma once

#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

bool is_json_feed(std::string_view head, std::string_view name, const SourceTables&);
bool read_json_feed(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take);
bool read_json_feed(std::string_view bytes, const Origin& container, const SourceTables& tables,
                    const TakeSource& take);

}  // namespace dragoman
