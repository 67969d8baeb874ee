#include "source/json_feed.h"

#include <simdjson.h>

#include "source/item_content.h"
#include "source/json_lines.h"

namespace dragoman {
namespace {

// Behind the "[" of the feed's own "items"; npos when it has none.
std::size_t items_at(std::string_view text) {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth > 0) --depth;
    if (c != '"') continue;
    const std::size_t begin = ++at;
    while (at < text.size() && text[at] != '"' && text[at] != '\n') at += text[at] == '\\' ? 2 : 1;
    if (depth != 1 || text.substr(begin, at - begin) != "items") continue;
    std::size_t next = text.find_first_not_of(" \t\r\n", at + 1);
    if (next == std::string_view::npos || text[next] != ':') continue;
    next = text.find_first_not_of(" \t\r\n", next + 1);
    if (next != std::string_view::npos && text[next] == '[') return next + 1;
  }
  return std::string_view::npos;
}

std::string text_of(const simdjson::dom::object& object, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    simdjson::dom::element value;
    if (object[key].get(value) != simdjson::SUCCESS) continue;
    if (value.is_int64()) return std::to_string(value.get_int64().value_unsafe());
    if (value.is_string() && !value.get_string().value_unsafe().empty())
      return std::string(value.get_string().value_unsafe());
  }
  return "";
}

std::string authors_of(const simdjson::dom::object& object) {
  std::string names;
  const auto add = [&](const simdjson::dom::object& author) {
    const std::string name = person_name(text_of(author, {"name"}));
    if (!name.empty()) names += (names.empty() ? "" : "; ") + name;
  };
  simdjson::dom::array authors;
  simdjson::dom::object author;
  if (object["authors"].get(authors) == simdjson::SUCCESS) {
    for (const simdjson::dom::element element : authors)
      if (element.get(author) == simdjson::SUCCESS) add(author);
  } else if (object["author"].get(author) == simdjson::SUCCESS) {
    add(author);
  }
  return names;
}

Result<Source> item_of(std::string_view text, const std::string& name, std::uint64_t offset,
                       const SourceTables& tables) {
  thread_local simdjson::dom::parser parser;  // keeps its buffers; no state between items
  simdjson::dom::object object;
  const auto error = parser.parse(text.data(), text.size()).get(object);
  if (error != simdjson::SUCCESS)
    return fail(FailureCode::malformed, name,
                std::string("the item is no JSON object: ") + simdjson::error_message(error),
                "fetch the feed again; the other items are read", offset);
  Source source;
  source.origin = {name, offset, text_of(object, {"id"})};
  source.stated.title = plain_words(text_of(object, {"title"}), tables.entities);
  source.stated.date = text_of(object, {"date_published", "date_modified"});
  source.stated.url = text_of(object, {"url", "external_url"});
  source.stated.author = authors_of(object);
  std::string content = text_of(object, {"content_html", "content_text"});
  if (content.empty()) {
    content = text_of(object, {"summary"});
    source.notes.push_back({"source", "the feed gives only a summary of the article", {}});
  }
  if (content.empty())
    return fail(FailureCode::no_text, name, "the item has neither content nor summary", "read the page it links to",
                offset);
  set_content(source, std::move(content));
  return source;
}

}  // namespace

bool is_json_feed(std::string_view head, std::string_view, const SourceTables&) {
  const std::size_t first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string_view::npos || head[first] != '{') return false;
  return head.find("jsonfeed.org/version") != std::string_view::npos ||
         head.find("jsonfeed.org\\/version") != std::string_view::npos;
}

bool read_json_feed(std::string_view bytes, const Origin& container, const SourceTables& tables,
                    const TakeSource& take) {
  const std::size_t items = items_at(bytes);
  if (items == std::string_view::npos)
    return take(fail(FailureCode::malformed, container.name, "the feed has no \"items\"", "check the file", 0));
  const auto item = [&](std::string_view text, std::size_t at) {
    return take(item_of(text, container.name, at, tables));
  };
  return each_json_element(bytes, items, container.name, item, take);
}

bool read_json_feed(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  const auto all = bytes.rest();
  if (!all) return take(tl::unexpected(all.error()));
  return read_json_feed(std::string_view(*all), container, tables, take);
}

}  // namespace dragoman
