// archive_members.h: tar and zip, by libarchive: each member goes through formats.h again.
//
// Origin::name is "ARCHIVE/MEMBER", Origin::record_offset the byte of the member's header in the (decompressed)
// archive. A member's name is a name only: nothing is written to disk, links and devices are counted, not followed;
// hidden members and those without words are left out and counted. A damaged or encrypted member is a Failure and the
// next one is read.
#pragma once

#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

bool is_archive(std::string_view head, std::string_view name, const SourceTables&);
bool read_archive(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take);

}  // namespace dragoman
