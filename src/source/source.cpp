#include "source/source.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include "source/formats.h"

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
  const auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator at(folder, options, error), end; !error && at != end; at.increment(error)) {
    const bool hidden = at->path().filename().string().starts_with(".");
    if (at->is_directory()) {
      const std::string page = hidden ? "" : tables.page_folders.page_of(at->path().string());
      if (hidden || !page.empty()) at.disable_recursion_pending();
      if (!page.empty()) files.left_out[page] = files_below(at->path());
    }
    if (!hidden && at->is_regular_file()) files.paths.push_back(at->path().string());
  }
  std::sort(files.paths.begin(), files.paths.end());
  return files;
}

bool read_file_sources(const std::string& path, const SourceTables& tables, const TakeSource& take) {
  auto stream = ByteStream::open(path);
  if (!stream) return take(tl::unexpected(stream.error()));
  auto head = stream->peek(format_head_bytes);
  if (!head) return take(tl::unexpected(head.error()));
  for (const ContainerFormat& format : container_formats())
    if (format.recognises(*head, path, tables)) return format.read(*stream, {path, {}, {}}, tables, take);
  auto bytes = stream->rest();
  if (!bytes) return take(tl::unexpected(bytes.error()));
  Source source;
  source.bytes = std::make_shared<const std::string>(std::move(*bytes));
  source.origin.name = path;
  return take(std::move(source));
}

}  // namespace

bool read_sources(const std::string& path, const SourceTables& tables, const TakeSource& take) {
  std::error_code error;
  if (path == "-" || !fs::is_directory(path, error)) return read_file_sources(path, tables, take);
  const Files files = files_of(path, tables, error);
  if (error)
    return take(
        fail(FailureCode::unreadable, path, "folder cannot be read: " + error.message(), "check the permissions"));
  for (const std::string& file : files.paths) {
    const auto left_out = files.left_out.find(file);
    const auto with_note = [&](Result<Source> source) {
      if (source && left_out != files.left_out.end())
        source->notes.push_back(
            {"source", std::to_string(left_out->second) + " files in the folder of this saved page are not read", {}});
      return take(std::move(source));
    };
    if (!read_file_sources(file, tables, with_note)) return false;
  }
  return true;
}

std::size_t count_files(const std::string& path, const SourceTables& tables) {
  std::error_code error;
  return fs::is_directory(path, error) ? files_of(path, tables, error).paths.size() : 1;
}

}  // namespace dragoman
