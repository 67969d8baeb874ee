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

// Hands the elements of the array that begins behind text[at - 1] to `element`, with their bytes. They are found by
// brackets and strings alone, so that a bad one does not hide the others. An array without end is a Failure. False when
// stopped.
bool each_json_element(std::string_view text, std::size_t at, const std::string& name,
                       const std::function<bool(std::string_view, std::size_t)>& element, const TakeSource& take);

}  // namespace dragoman
