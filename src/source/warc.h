// warc.h: WARC 1.0 and 1.1 (ISO 28500) as it lies on disk: plain, a gzip member or zstd frame a record, or packed
// whole.
//
// A document is a response (HTTP status 200), resource or conversion record whose media type is text/html, text/plain
// or XHTML; Source::bytes is the body with transfer and content coding undone. Other records are counted by reason.
// Origin::record_offset is the byte on disk where the record, or the member or frame that begins with it, begins (as in
// a CDX index); in a WARC that is packed whole, the byte of the record in the unpacked WARC. Origin::id is the
// WARC-Record-ID, Origin::fetched the WARC-Date.
// A record whose length lies ends where the next one begins. What is no record is skipped up to the next one, and a
// damaged member up to the next member; a Failure says where and how much.
#pragma once

#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

bool is_warc(std::string_view head, std::string_view name, const SourceTables&);
// One whose begin is damaged: for what no other format recognises.
bool is_named_warc(std::string_view head, std::string_view name, const SourceTables&);
bool read_warc(ByteStream& bytes, const Origin& container, const SourceTables&, const TakeSource& take);

}  // namespace dragoman
