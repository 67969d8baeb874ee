// no_words.h: files that hold no article: pictures, sounds, PDF, style sheets. They are refused by name of their kind
// instead of being read as text in an unlikely encoding.
#pragma once

#include "source/byte_stream.h"
#include "source/source.h"
#include "source/tables.h"

namespace dragoman {

// "PNG picture", "style sheet"; "" for what may hold words. First bytes decide, the name only where they say nothing.
std::string_view kind_without_words(std::string_view head, std::string_view name);

bool has_no_words(std::string_view head, std::string_view name, const SourceTables&);
bool refuse_no_words(ByteStream& bytes, const Origin& container, const SourceTables&, const TakeSource& take);

}  // namespace dragoman
