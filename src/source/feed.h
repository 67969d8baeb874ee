// feed.h: RSS 0.9x, 1.0, 2.0 and Atom 0.3, 1.0: one document an item.
//
// Source::bytes is the item's content with XML's escaping and CDATA undone, as UTF-8: content:encoded or Atom content,
// else the description or summary (with a note where that is only a summary). Origin::record_offset is the byte of
// "<item" or "<entry" in the feed. A feed that breaks off is read up to there, then a Failure names the byte.
#pragma once

#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

bool is_feed(std::string_view head, std::string_view name, const SourceTables&);
bool read_feed(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take);

// The same over bytes at hand.
bool read_feed(std::string_view bytes, const Origin& container, const SourceTables& tables, const TakeSource& take);

}  // namespace dragoman
