// source.h: files, folders, standard input, gzip of these and lines of JSON, one Source for each document.
//
// A folder is read recursively in the order of its names; hidden files and links to folders are left out, and so is
// the folder of pieces beside a saved page (saved_page.h), with a note on the page. Lines of JSON
// ({"id","text" or "html","title","date","url"}) are one document each; Origin::record_offset is the byte of the line
// in the decompressed stream. One bad document is handed on as a Failure and the rest goes on. Memory: one document.
#pragma once

#include <functional>
#include <string>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

struct SourceTables;  // source/tables.h

// Takes the next document or the reason why there is none; gives false to stop.
using TakeSource = std::function<bool(Result<Source>)>;

// `path` is a file, a folder or "-" for standard input. False when `take` stopped it.
bool read_sources(const std::string& path, const SourceTables& tables, const TakeSource& take);

// How many files `path` stands for (1 for a file or standard input), for a progress line.
std::size_t count_files(const std::string& path, const SourceTables& tables);

}  // namespace dragoman
