#include "source/source.h"

#include <simdjson.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "source/byte_stream.h"

namespace dragoman {
namespace {

namespace fs = std::filesystem;

bool has_json_lines(const std::string& path, std::string_view head) {
  fs::path name(path);
  if (name.extension() == ".gz") name = name.stem();
  const std::string kind = name.extension().string();
  if (kind == ".jsonl" || kind == ".ndjson") return true;
  return (path == "-" || kind == ".json") && head.starts_with("{");
}

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

bool read_json_lines(ByteStream& stream, const std::string& path, const TakeSource& take) {
  std::string line;
  for (;;) {
    const std::uint64_t offset = stream.offset();
    auto more = stream.next_line(line);
    if (!more) {
      const bool goes_on = more.error().code == FailureCode::too_large && stream.offset() > offset;
      if (!take(tl::unexpected(more.error()))) return false;
      if (goes_on) continue;
      return true;
    }
    if (!*more) return true;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (!take(source_of_json(line, path, offset))) return false;
  }
}

bool read_file_sources(const std::string& path, const TakeSource& take) {
  auto stream = ByteStream::open(path);
  if (!stream) return take(tl::unexpected(stream.error()));
  auto head = stream->peek(1);
  if (!head) return take(tl::unexpected(head.error()));
  if (has_json_lines(path, *head)) return read_json_lines(*stream, path, take);
  auto bytes = stream->rest();
  if (!bytes) return take(tl::unexpected(bytes.error()));
  Source source;
  source.bytes = std::make_shared<const std::string>(std::move(*bytes));
  source.origin.name = path;
  return take(std::move(source));
}

// The string value of `key`; "" when it is absent or of another kind. A whole number counts as its digits.
std::string text_of(const simdjson::dom::object& object, std::string_view key) {
  simdjson::dom::element value;
  if (object[key].get(value) != simdjson::SUCCESS) return "";
  if (value.is_string()) return std::string(value.get_string().value_unsafe());
  if (value.is_int64()) return std::to_string(value.get_int64().value_unsafe());
  return "";
}

}  // namespace

Result<Source> source_of_json(std::string_view line, const std::string& name, std::uint64_t offset) {
  thread_local simdjson::dom::parser parser;  // keeps its buffers; no state between documents
  simdjson::dom::element element;
  simdjson::dom::object object;
  const auto error = parser.parse(line.data(), line.size()).get(element);
  if (error != simdjson::SUCCESS || element.get(object) != simdjson::SUCCESS)
    return fail(FailureCode::malformed, name,
                error != simdjson::SUCCESS ? std::string("line is no JSON: ") + simdjson::error_message(error)
                                           : "line is no JSON object",
                "give one object a line with \"text\" or \"html\"", offset);
  Source source;
  source.origin = {name, offset, text_of(object, "id")};
  source.stated = {text_of(object, "title"), text_of(object, "date"), text_of(object, "url"),
                   text_of(object, "content_type")};
  std::string body = text_of(object, "text");
  source.form = body.empty() ? SourceForm::unknown : SourceForm::article_text;
  if (body.empty()) body = text_of(object, "html");
  if (body.empty())
    return fail(FailureCode::no_text, name, "object has neither \"text\" nor \"html\"",
                "name the text's field \"text\"", offset);
  source.bytes = std::make_shared<const std::string>(std::move(body));
  return source;
}

bool read_sources(const std::string& path, const TakeSource& take) {
  std::error_code error;
  if (path == "-" || !fs::is_directory(path, error)) return read_file_sources(path, take);
  const std::vector<std::string> files = files_of(path, error);
  if (error)
    return take(
        fail(FailureCode::unreadable, path, "folder cannot be read: " + error.message(), "check the permissions"));
  for (const std::string& file : files)
    if (!read_file_sources(file, take)) return false;
  return true;
}

std::size_t count_files(const std::string& path) {
  std::error_code error;
  return fs::is_directory(path, error) ? files_of(path, error).size() : 1;
}

}  // namespace dragoman
