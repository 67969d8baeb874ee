// record_json.h: a Reading as the record of doc/record.schema.json. Spans are source bytes [begin, end); the words
// beside them are the mended text. Equal readings give equal bytes.
#pragma once

#include <string>
#include <vector>

#include "dragoman/document.h"

namespace dragoman {

struct Versions {                 // of what read a source: readings of other versions may differ
  std::string engine;             // the program's
  std::string knowledge, models;  // digests of the files (versions_of)
};
// Of the files in knowledge/ and models/ of a data folder and its overlays; 64-bit digests in hexadecimal.
Versions versions_of(const std::string& data_folder, const std::vector<std::string>& overlays);

struct RecordOptions {
  unsigned indent = 0;     // 0: one line
  bool tokens = false;     // write tokens with their trees too
  bool body_only = false;  // leave out the blocks that are not of the article's body
  const Versions* made_by = nullptr;
};

std::string record_json(const Reading& reading, const RecordOptions& options = {});

}  // namespace dragoman
