// record_rows.h: a record (doc/record.schema.json) as the rows of a store. One door for all that is landed: what the
// engine has just read goes through its record too.
//
// Records are outside input: every member is checked for its type, texts for their size; what is missing is empty.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dragoman/result.h"
#include "record/record_json.h"
#include "store/flat_event.h"

namespace dragoman::store {

struct SentenceRow {
  std::int64_t begin = 0, end = 0;
  std::string text;
};

struct StatementRow {
  std::string kind, speaker, speaker_country, speaker_sector, stance, cue, content;
  bool negated = false;
  std::int64_t begin = 0, end = 0;  // of the content
  std::int64_t sentence = -1;       // number, -1 for none
};

struct DocumentRows {
  Versions made_by;
  FlatDocument document;  // its id is not set
  std::string encoding, record_id, published_how;
  std::optional<std::int64_t> record_offset;
  std::int64_t bytes = 0;
  std::vector<SentenceRow> sentences;
  std::vector<StatementRow> statements;
  std::vector<FlatEvent> events;  // their `document` is not set; sentence_number is -1 for none
};

class RecordReader {  // keeps its buffers: one a thread
 public:
  RecordReader();
  ~RecordReader();
  // `name` and `byte` say where the line stands in messages.
  Result<DocumentRows> read(std::string_view json, const std::string& name, std::uint64_t byte);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace dragoman::store
