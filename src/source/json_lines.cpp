#include "source/json_lines.h"

#include <simdjson.h>

#include <filesystem>

namespace dragoman {
namespace {

// The string value of `key`; "" when it is absent or of another kind. A whole number counts as its digits.
std::string text_of(const simdjson::dom::object& object, std::string_view key) {
  simdjson::dom::element value;
  if (object[key].get(value) != simdjson::SUCCESS) return "";
  if (value.is_string()) return std::string(value.get_string().value_unsafe());
  if (value.is_int64()) return std::to_string(value.get_int64().value_unsafe());
  return "";
}

}  // namespace

bool is_json_lines(std::string_view head, std::string_view name) {
  std::filesystem::path path(name);
  if (path.extension() == ".gz") path = path.stem();
  const std::string kind = path.extension().string();
  if (kind == ".jsonl" || kind == ".ndjson") return true;
  return (name == "-" || kind == ".json") && head.starts_with("{");
}

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

bool read_json_lines(ByteStream& stream, const Origin& container, const TakeSource& take) {
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
    if (!take(source_of_json(line, container.name, offset))) return false;
  }
}

}  // namespace dragoman
