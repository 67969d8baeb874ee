// formats.h: the container formats that are recognised by their first bytes or their name. Each has a file of its own
// in this folder and one entry in formats.cpp; what none of them recognises is one document as it is.
//
// Origin of a document in a container: `name` is the container's, `record_offset` the byte of the record in the file
// as it lies on disk where the format allows that (WARC, tar, mail), else in its decompressed bytes; `id` is the id or
// name that the container gives. A bad record is handed on as a Failure with its byte, and the rest goes on.
#pragma once

#include <span>
#include <string_view>

#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

inline constexpr std::size_t format_head_bytes = 4096;  // of the decompressed bytes, what `recognises` gets to see

struct ContainerFormat {
  std::string_view name;  // "warc", "feed", ...
  bool (*recognises)(std::string_view head, std::string_view name, const SourceTables& tables);
  // Reads records from `bytes` one by one; false when `take` stopped it. Memory: the longest record, not the file.
  bool (*read)(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take);
};

std::span<const ContainerFormat> container_formats();  // the first that recognises the head reads the file

}  // namespace dragoman
