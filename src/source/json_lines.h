// json_lines.h: one document a line: {"id","text" or "html","title","date","url","content_type"}.
//
// A .json file may also hold one such object over several lines, or an array of them.
#pragma once

#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

bool is_json_lines(std::string_view head, std::string_view name, const SourceTables&);
bool read_json_lines(ByteStream& bytes, const Origin& container, const SourceTables&, const TakeSource& take);

// The document of one line of JSON; `line` is without its line end.
Result<Source> source_of_json(std::string_view line, const std::string& name, std::uint64_t offset);

}  // namespace dragoman
