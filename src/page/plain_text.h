// plain_text.h: plain text into blocks: a line each, or a paragraph where a writer broke lines at a margin.
#pragma once

#include "page/block_writer.h"

namespace dragoman {

// In the text of one article a sentence that goes on in the next line joins them however few lines there are; in a page
// that was flattened such lines may be anything.
void read_plain_text(const DecodedBytes& bytes, bool is_article, Page& page);

}  // namespace dragoman
