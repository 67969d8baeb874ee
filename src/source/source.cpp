#include "source/source.h"

#include <algorithm>
#include <filesystem>
#include <vector>

#include "source/formats.h"

namespace dragoman {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> files_of(const std::string& folder, std::error_code& error) {
  std::vector<std::string> files;
  const auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator at(folder, options, error), end; !error && at != end; at.increment(error)) {
    const bool hidden = at->path().filename().string().starts_with(".");
    if (hidden && at->is_directory()) at.disable_recursion_pending();
    if (!hidden && at->is_regular_file()) files.push_back(at->path().string());
  }
  std::sort(files.begin(), files.end());
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
  const std::vector<std::string> files = files_of(path, error);
  if (error)
    return take(
        fail(FailureCode::unreadable, path, "folder cannot be read: " + error.message(), "check the permissions"));
  for (const std::string& file : files)
    if (!read_file_sources(file, tables, take)) return false;
  return true;
}

std::size_t count_files(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error) ? files_of(path, error).size() : 1;
}

}  // namespace dragoman
