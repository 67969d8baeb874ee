// plain_text.h: plain text into blocks: a line each, or a paragraph where a writer broke lines at a margin.
#pragma once

#include "page/block_writer.h"

namespace dragoman {

void read_plain_text(const DecodedBytes& bytes, Page& page);

}  // namespace dragoman
