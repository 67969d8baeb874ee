// page.h: bytes to visible text in blocks. Charset (BOM, header, meta, UTF-8, legacy), markup, entities.
//
// Every byte of Page::text leads back to the source bytes it was read from. Linear time, no recursion on the depth
// of the input; bad bytes become U+FFFD, never an error. Fails only with no_text or too_large.
#pragma once

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

Result<Page> read_page(const Source& source);

}  // namespace dragoman
