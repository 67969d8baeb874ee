// source.h: files, folders, standard input, gzip of these and lines of JSON, one Source for each document.
//
// A folder is read recursively in the order of its names; hidden files and links to folders are left out, and so is
// the folder of pieces beside a saved page (saved_page.h), with a note on the page. Lines of JSON
// ({"id","text" or "html","title","date","url"}) are one document each; Origin::record_offset is the byte of the line
// in the decompressed stream. One bad document is handed on as a Failure and the rest goes on. Memory: one document.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <type_traits>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

class ByteStream;     // source/byte_stream.h
struct SourceTables;  // source/tables.h

// What became of the records of one WARC or archive.
struct ContainerSummary {
  std::string name;
  std::uint64_t records = 0, read = 0, bytes_skipped = 0;
  std::map<std::string, std::uint64_t> skipped;  // by reason
};
std::string to_string(const ContainerSummary& summary);  // one line

// Takes the next document or the reason why there is none; gives false to stop. May hear of summaries.
struct TakeSource {
  template <class Take>
  requires std::is_invocable_r_v<bool, Take, Result<Source>> TakeSource(Take take)
      : source(std::move(take)) {}  // implicit: a function is what most callers give
  bool operator()(Result<Source> next) const { return source(std::move(next)); }

  std::function<bool(Result<Source>)> source;
  std::function<void(const ContainerSummary&)> summary = {};
};

// `path` is a file, a folder or "-" for standard input. False when `take` stopped it.
bool read_sources(const std::string& path, const SourceTables& tables, const TakeSource& take);

// The same for what `bytes` hold: documents of a container that formats.h knows, else one document. Damage of the bytes
// is handed on as a Failure behind what could be read.
bool read_container(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take);
bool read_container(std::string_view bytes, const std::string& name, const SourceTables& tables,
                    const TakeSource& take);

// How many files `path` stands for (1 for a file or standard input), for a progress line.
std::size_t count_files(const std::string& path, const SourceTables& tables);

}  // namespace dragoman
