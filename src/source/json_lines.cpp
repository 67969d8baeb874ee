#include "source/json_lines.h"

#include <simdjson.h>

#include <cstring>
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

// '{' or '[' when the text begins with it, else 0.
char first_mark(std::string_view text) {
  const std::size_t at = text.find_first_not_of(" \t\r\n");
  return at != std::string_view::npos && (text[at] == '{' || text[at] == '[') ? text[at] : '\0';
}

std::string kind_of(std::string_view name) {
  std::filesystem::path path(name);
  if (path.extension() == ".gz" || path.extension() == ".zst") path = path.stem();
  return path.extension().string();
}

bool names_lines(std::string_view name) {
  const std::string kind = kind_of(name);
  return kind == ".jsonl" || kind == ".ndjson";
}

// An object or array that goes on in the next line.
bool is_cut_short(std::string_view line) {
  const char mark = first_mark(line);
  const std::size_t end = line.find_last_not_of(" \t\r\n");
  return mark == '[' || (mark == '{' && line[end] != '}');
}

bool read_json_array(std::string_view text, const std::string& name, const TakeSource& take) {
  const auto element = [&](std::string_view object, std::size_t at) { return take(source_of_json(object, name, at)); };
  return each_json_element(text, text.find('[') + 1, name, element, take);
}

}  // namespace

bool each_json_element(std::string_view text, std::size_t at, const std::string& name,
                       const std::function<bool(std::string_view, std::size_t)>& element, const TakeSource& take) {
  std::size_t depth = 0, begin = std::string_view::npos;
  bool in_string = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\')
        ++at;
      else
        in_string = c != '"' && c != '\n';  // no string goes over a line: the mark that ends it is missing
      continue;
    }
    const bool ends = depth == 0 && (c == ',' || c == ']');
    if (ends && begin != std::string_view::npos) {
      if (!element(text.substr(begin, at - begin), begin)) return false;
      begin = std::string_view::npos;
    }
    if (depth == 0 && c == ']') return true;
    if (!ends && begin == std::string_view::npos && !std::strchr(" \t\r\n", c)) begin = at;
    in_string = c == '"';
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth > 0) --depth;
  }
  return take(fail(FailureCode::damaged, name, "JSON array does not end",
                   "fetch the file again; what stands before is read",
                   begin == std::string_view::npos ? text.size() : begin));
}

bool is_json_lines(std::string_view head, std::string_view name, const SourceTables&) {
  if (names_lines(name)) return true;
  return name == "-" ? head.starts_with("{") : kind_of(name) == ".json" && first_mark(head) != '\0';
}

Result<Source> source_of_json(std::string_view line, const std::string& name, std::uint64_t offset) {
  thread_local simdjson::dom::parser parser;  // keeps its buffers; no state between documents
  simdjson::dom::element element;
  simdjson::dom::object object;
  const auto error = parser.parse(line.data(), line.size()).get(element);
  if (error != simdjson::SUCCESS || element.get(object) != simdjson::SUCCESS)
    return fail(
        FailureCode::malformed, name,
        error != simdjson::SUCCESS ? std::string("no JSON: ") + simdjson::error_message(error) : "no JSON object",
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

bool read_json_lines(ByteStream& stream, const Origin& container, const SourceTables&, const TakeSource& take) {
  std::string line;
  for (bool first = true;; first = false) {
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
    if (first && !names_lines(container.name) && is_cut_short(line)) {
      auto rest = stream.rest();
      if (!rest) return take(tl::unexpected(rest.error()));
      line += "\n" + *rest;
      return first_mark(line) == '[' ? read_json_array(line, container.name, take)
                                     : take(source_of_json(line, container.name, line.find('{')));
    }
    if (!take(source_of_json(line, container.name, offset))) return false;
  }
}

}  // namespace dragoman
