#include "source/source.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include "source/formats.h"
#include "source/no_words.h"

namespace dragoman {
namespace {

namespace fs = std::filesystem;

struct Files {
  std::vector<std::string> paths;               // sorted
  std::map<std::string, std::size_t> left_out;  // files of the folder beside a saved page, by the page
};

std::size_t files_below(const fs::path& folder) {
  std::error_code error;
  std::size_t files = 0;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    files += at->is_regular_file();
  return files;
}

Files files_of(const std::string& folder, const SourceTables& tables, std::error_code& error) {
  Files files;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const bool hidden = at->path().filename().string().starts_with(".");
    if (at->is_directory()) {
      const std::string page = hidden ? "" : tables.page_folders.page_of(at->path().string());
      if (hidden || !page.empty()) at.disable_recursion_pending();
      if (!page.empty()) files.left_out[page] = files_below(at->path());
      if (hidden || !page.empty() || access(at->path().c_str(), R_OK | X_OK) == 0) continue;
      at.disable_recursion_pending();
    }
    // Opening what is no file or may not be read says why it is not.
    if (!hidden) files.paths.push_back(at->path().string());
  }
  std::sort(files.paths.begin(), files.paths.end());
  return files;
}

bool read_file_sources(const std::string& path, const SourceTables& tables, const TakeSource& take) {
  auto stream = ByteStream::open(path);
  if (!stream) return take(tl::unexpected(stream.error()));
  return read_container(*stream, {path, {}, {}}, tables, take);
}

// What a file without words is; "" for one that may have some.
std::string kind_of_file(const std::string& path) {
  auto stream = ByteStream::open(path);
  return stream ? std::string(kind_without_words(stream->peek(format_head_bytes), path)) : "";
}

bool read_document(ByteStream& bytes, const Origin& origin, const TakeSource& take) {
  auto all = bytes.rest();
  if (!all) return take(tl::unexpected(all.error()));
  Source source;
  source.bytes = std::make_shared<const std::string>(std::move(*all));
  source.origin = origin;
  if (bytes.damage()) source.notes.push_back({"source", "the document breaks off: " + bytes.damage()->what, {}});
  return take(std::move(source));
}

// Records of a container inside another keep the place of the outer record, which is the one that can be found in the
// file, and tell their own in a note.
TakeSource inside(const Origin& outer, std::string_view format, const TakeSource& take) {
  TakeSource inner = [&outer, format, &take](Result<Source> source) {
    const auto place = [&](std::optional<std::uint64_t>& byte) {
      const std::uint64_t own = byte.value_or(0);
      byte = outer.record_offset;
      return "byte " + std::to_string(own) + " of the " + std::string(format) + " inside";
    };
    if (!source) {
      source.error().what += " (" + place(source.error().byte) + ")";
    } else {
      source->notes.push_back({"source", place(source->origin.record_offset), {}});
      if (source->origin.id.empty()) source->origin.id = outer.id;
      source->origin.fetched = outer.fetched;
    }
    return take(std::move(source));
  };
  inner.summary = take.summary;
  return inner;
}

bool read_known(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  const std::string_view head = bytes.peek(format_head_bytes);
  if (bytes.coded() && coding_of(head) != Coding::none)
    return take(fail(FailureCode::too_large, container.name, "is compressed more than once", "unpack it first", 0));
  for (const ContainerFormat& format : container_formats())
    if (format.recognises(head, container.name, tables))
      return format.read(bytes, container, tables,
                         container.record_offset ? inside(container, format.name, take) : take);
  return read_document(bytes, container, take);
}

}  // namespace

std::string to_string(const ContainerSummary& summary) {
  std::string out =
      summary.name + ": " + std::to_string(summary.records) + " records: " + std::to_string(summary.read) + " read";
  std::uint64_t left_out = 0;
  std::string reasons;
  for (const auto& [reason, count] : summary.skipped) {
    left_out += count;
    reasons += (reasons.empty() ? "" : ", ") + std::to_string(count) + " " + reason;
  }
  if (left_out > 0) out += ", " + std::to_string(left_out) + " skipped (" + reasons + ")";
  if (summary.bytes_skipped > 0) out += ", " + std::to_string(summary.bytes_skipped) + " bytes skipped";
  return out;
}

bool read_container(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  return read_known(bytes, container, tables, take) && (!bytes.damage() || take(tl::unexpected(*bytes.damage())));
}

bool read_container(std::string_view bytes, const std::string& name, const SourceTables& tables,
                    const TakeSource& take) {
  ByteStream stream = ByteStream::over(bytes, name);
  return read_container(stream, {name, {}, {}}, tables, take);
}

bool read_sources(const std::string& path, const SourceTables& tables, const TakeSource& take) {
  std::error_code error;
  if (path == "-" || !fs::is_directory(path, error)) return read_file_sources(path, tables, take);
  const Files files = files_of(path, tables, error);
  if (error)
    return take(
        fail(FailureCode::unreadable, path, "folder cannot be read: " + error.message(), "check the permissions"));
  ContainerSummary summary;
  summary.name = path;
  for (const std::string& file : files.paths) {
    ++summary.records;
    const auto left_out = files.left_out.find(file);
    TakeSource with_note = [&](Result<Source> source) {
      if (source && left_out != files.left_out.end())
        source->notes.push_back(
            {"source",
             "files in the folder of this saved page that are not read: " + std::to_string(left_out->second),
             {}});
      return take(std::move(source));
    };
    with_note.summary = take.summary;
    const std::string kind = take.summary ? kind_of_file(file) : "";
    if (!kind.empty())
      ++summary.skipped[kind];
    else if (++summary.read; !read_file_sources(file, tables, with_note))
      return false;
  }
  if (!summary.skipped.empty()) take.summary(summary);
  return true;
}

std::size_t count_files(const std::string& path, const SourceTables& tables) {
  std::error_code error;
  return fs::is_directory(path, error) ? files_of(path, tables, error).paths.size() : 1;
}

}  // namespace dragoman
