// page_check.h: what must hold of every Page, whatever bytes it was read from. For tests and fuzzing.
#pragma once

#include <string>

#include "dragoman/document.h"

namespace dragoman {

// "" when the page is sound; else what is wrong: a span outside the text, blocks out of order or overlapping, a border
// inside a code point, a copied segment whose source bytes are not its text, a segment outside the source.
std::string fault_of(const Page& page, std::string_view source);

}  // namespace dragoman
