// record_json.h: a Reading as the record of doc/record.schema.json. Spans are source bytes [begin, end); the words
// beside them are the mended text. Equal readings give equal bytes.
#pragma once

#include <string>

#include "dragoman/document.h"

namespace dragoman {

struct RecordOptions {
  unsigned indent = 0;     // 0: one line
  bool tokens = false;     // write tokens with their trees too
  bool body_only = false;  // leave out the blocks that are not of the article's body
};

std::string record_json(const Reading& reading, const RecordOptions& options = {});

}  // namespace dragoman
