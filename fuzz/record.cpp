// record: any line to rows of a store: what is accepted keeps its promises, and every export writes it.
#include "export/export.h"
#include "fuzz/door.h"
#include "store/clusters.h"
#include "store/record_rows.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dragoman;
  store::RecordReader reader;
  const auto rows = reader.read({reinterpret_cast<const char*>(data), size}, "input", 0);
  if (!rows) {
    fuzz::expect(rows.error().code == FailureCode::malformed && !rows.error().remedy.empty(),
                 "a bad record is malformed");
    return 0;
  }
  const auto sentences = static_cast<std::int64_t>(rows->sentences.size());
  for (const store::StatementRow& row : rows->statements)
    fuzz::expect(row.sentence >= -1 && row.sentence < sentences && row.begin <= row.end,
                 "a statement stands in a sentence");
  for (const store::FlatEvent& event : rows->events) {
    fuzz::expect(event.sentence_number >= -1 && event.sentence_number < sentences, "an event stands in a sentence");
    fuzz::expect(event.key.size() == 32, "an event has a key");
    fuzz::expect(event.day.empty() || event.day.size() == 10, "a day has ten characters");
    store::buckets_of(event, event.sentence_number < 0 ? "" : rows->sentences[event.sentence_number].text,
                      rows->document.published_day);
  }
  for (const auto& format : exporting::formats()) {
    std::size_t written = 0;
    const auto exporter = format.make([&](std::string_view bytes) { return written += bytes.size(), true; }, {});
    bool done = exporter->begin();
    for (const store::FlatEvent& event : rows->events) done = done && exporter->add(event);
    fuzz::expect(done && exporter->end(), "an export goes to its end");
  }
  return 0;
}
