#include "source/warc.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "base/unicode.h"
#include "source/http_message.h"
#include "source/mime.h"

namespace dragoman {
namespace {

constexpr std::string_view version_mark = "WARC/";
constexpr std::size_t first_look = limits::max_warc_header_bytes,
                      start_bytes = 512;  // bytes in which a record shows that it is one

// "WARC/1.0", a line end, and a line with a colon.
bool begins_record(std::string_view text) {
  text = text.substr(0, start_bytes);
  if (!text.starts_with(version_mark)) return false;
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos || line > 16) return false;
  const std::string_view version = text.substr(version_mark.size(), line - version_mark.size());
  if (version.size() < 3 || version[1] != '.' || version[0] < '0' || version[0] > '9') return false;
  return text.substr(line + 1, text.find('\n', line + 1) - line - 1).find(':') != std::string_view::npos;
}

std::size_t next_record(std::string_view text, std::size_t at) {
  for (at = text.find(version_mark, at); at != std::string_view::npos; at = text.find(version_mark, at + 1))
    if (begins_record(text.substr(at))) return at;
  return std::string_view::npos;
}

std::string_view without_line_ends(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of("\r\n"), text.size()));
}

// Bytes up to behind the empty line; npos when there is none.
std::size_t header_end(std::string_view text) {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    if (text.substr(at + 1, 1) == "\n") return at + 2;
    if (text.substr(at + 1, 2) == "\r\n") return at + 3;
  }
  return std::string_view::npos;
}

struct Record {
  std::string type, uri, content_type;
  std::optional<std::uint64_t> length;
  Origin origin;
  std::vector<Note> notes;
};

class WarcReader {
 public:
  WarcReader(ByteStream& bytes, const Origin& container, const TakeSource& take)
      : bytes_(bytes), container_(container), take_(take) {
    summary_.name = container.name;
  }

  bool read() {
    bool goes_on = true, more = true;
    while (goes_on && more) {
      const std::string_view view = bytes_.peek(first_look);
      if (const std::size_t ends = view.size() - without_line_ends(view).size(); ends > 0)
        bytes_.skip(ends);
      else if (view.empty())
        goes_on = ended(more);
      else
        goes_on = begins_record(view) ? record(view) : resync();
    }
    if (take_.summary) take_.summary(summary_);
    return goes_on;
  }

 private:
  bool refuse(FailureCode code, std::string what, const char* remedy, std::uint64_t byte) {
    return take_(fail(code, container_.name, std::move(what), remedy, byte));
  }

  // The stream stopped; `more` becomes false when nothing follows.
  bool ended(bool& more) {
    more = false;
    if (!bytes_.damage()) return true;
    Failure failure = *bytes_.damage();
    const auto skipped = bytes_.resume();
    more = skipped.has_value();
    if (skipped && *skipped > 0) {
      summary_.bytes_skipped += *skipped;
      failure.what += "; " + std::to_string(*skipped) + " bytes are skipped up to the next member";
      failure.remedy = "fetch the file again; the rest is read";
    }
    return take_(tl::unexpected(std::move(failure)));
  }

  // Skips up to the next record, or to the end.
  bool resync() {
    const std::uint64_t begin = bytes_.offset(), place = bytes_.place();
    for (;;) {
      const std::string_view view = bytes_.peek(first_look);
      const std::size_t next = next_record(view, 0);
      const bool last = view.size() < first_look;
      bytes_.skip(next != std::string_view::npos ? next : last ? view.size() : view.size() - start_bytes);
      if (next != std::string_view::npos || last) break;
    }
    const std::uint64_t skipped = bytes_.offset() - begin;
    summary_.bytes_skipped += skipped;
    return refuse(FailureCode::damaged, std::to_string(skipped) + " bytes are no WARC record and are skipped",
                  "fetch the file again; the rest is read", place);
  }

  bool record(std::string_view view) {
    ++summary_.records;
    const std::uint64_t place = bytes_.place();
    const std::size_t head = header_end(view);
    const std::size_t next = next_record(view.substr(0, head), 1);
    if (head == std::string_view::npos || next < head) {
      const bool huge = next == std::string_view::npos && view.size() == first_look;
      const std::size_t skipped = std::min(next, view.size());
      bytes_.skip(skipped);
      summary_.bytes_skipped += skipped;
      ++summary_.skipped["damaged"];
      return refuse(huge ? FailureCode::too_large : FailureCode::damaged,
                    huge ? "header of the record is longer than " + std::to_string(first_look) + " bytes"
                         : "the record breaks off in its header",
                    "fetch the file again; the rest is read", place);
    }
    Record record = described(view.substr(0, head), place);
    auto block = block_of(record, head);
    if (!block) {
      skipped("too large");
      Failure failure = block.error();
      failure.byte = place;
      bytes_.skip(head);
      return take_(tl::unexpected(std::move(failure)));
    }
    const bool goes_on = document(record, *block);
    bytes_.skip(head + block->size());
    return goes_on;
  }

  Record described(std::string_view head, std::uint64_t place) const {
    Record record;
    record.origin = {container_.name, place, {}, {}};
    std::size_t at = head.find('\n') + 1;
    for (const MimeHeader& header : mime_headers(head, at)) {
      std::string_view value = header.value;
      while (!value.empty() && is_space(value.front())) value.remove_prefix(1);
      while (!value.empty() && is_space(value.back())) value.remove_suffix(1);
      const bool bracketed = value.starts_with("<") && value.ends_with(">");
      const std::string_view bare = bracketed ? value.substr(1, value.size() - 2) : value;
      if (header.name == "warc-type") record.type = lowered(value);
      if (header.name == "warc-target-uri") record.uri = bare;
      if (header.name == "warc-record-id") record.origin.id = bare;
      if (header.name == "warc-date") record.origin.fetched = value;
      if (header.name == "content-type") record.content_type = value;
      if (header.name == "warc-truncated") record.notes.push_back({"source", "the crawler cut the record", {}});
      std::uint64_t length = 0;
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
      if (header.name == "content-length" && error == std::errc() && end == value.data() + value.size())
        record.length = length;
    }
    return record;
  }

  // The block behind a head of `head` bytes: as long as is stated when a record or the end follows there, else up to
  // the next record.
  Result<std::string_view> block_of(Record& record, std::size_t head) {
    const auto note = [&](std::string what) { record.notes.push_back({"source", std::move(what), {}}); };
    if (!record.length || *record.length > limits::max_document_bytes) return block_without_length(record, head);
    const auto length = static_cast<std::size_t>(*record.length);
    const std::string_view rest = bytes_.peek(head + length + start_bytes).substr(head);
    const std::string_view after = without_line_ends(rest.substr(std::min(length, rest.size())));
    if (bytes_.damage() && after.empty()) note("the archive is damaged here: " + bytes_.damage()->what);
    if (rest.size() >= length && (after.empty() || after.starts_with(version_mark))) return rest.substr(0, length);
    if (const std::size_t next = next_record(rest, 0); next < length) {
      note("the record says that it has " + std::to_string(length) + " bytes; the next one begins earlier");
      return rest.substr(0, next);
    }
    if (rest.size() < length)
      note("the record breaks off: " + std::to_string(rest.size()) + " of " + std::to_string(length) +
           " bytes are here");
    else
      note("no record follows where this one should end");
    return rest.substr(0, length);
  }

  Result<std::string_view> block_without_length(Record& record, std::size_t head) {
    for (std::size_t size = first_look; size < 2 * limits::max_document_bytes; size *= 4) {
      const std::string_view rest = bytes_.peek(head + size).substr(head);
      const std::size_t next = next_record(rest, 0);
      if (next == std::string_view::npos && rest.size() == size) continue;
      record.notes.push_back({"source", "the record states no length that can be", {}});
      return rest.substr(0, next);
    }
    return fail(FailureCode::too_large, container_.name,
                "the record is larger than " + std::to_string(limits::max_document_bytes >> 20) + " MiB",
                "unpack it first; the rest is read");
  }

  bool skipped(std::string reason) {
    constexpr std::size_t most_reasons = 64;
    if (summary_.skipped.size() >= most_reasons && !summary_.skipped.contains(reason)) reason = "of other kinds";
    ++summary_.skipped[reason];
    return true;
  }

  bool skipped_type(const std::string& media_type) {
    const bool plain = media_type.size() <= 80 && std::all_of(media_type.begin(), media_type.end(), [](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                                std::string_view("/+-._").find(c) != std::string_view::npos;
                       });
    return skipped(plain ? media_type : "of a media type that is none");
  }

  bool document(Record& record, std::string_view block) {
    if (record.type == "response") return response(record, block);
    if (record.type == "resource" || record.type == "conversion")
      return is_text(record.content_type, block) ? take(record, record.content_type, std::string(block))
                                                 : skipped_type(media_type_of(record.content_type));
    for (const char* type : {"revisit", "warcinfo", "request", "metadata", "continuation"})
      if (record.type == type) return skipped(type);
    return skipped("of unknown type");
  }

  bool response(Record& record, std::string_view block) {
    const auto head = http_head(block);
    if (!head && media_type_of(record.content_type) != "application/http" && !record.content_type.empty())
      return skipped("not HTTP");
    if (!head) {
      skipped("damaged");
      return refuse(FailureCode::damaged, "the record holds no HTTP response", "fetch the page again",
                    *record.origin.record_offset);
    }
    if (head->status != 200)
      return skipped(head->status >= 100 && head->status < 600 ? "HTTP status " + std::to_string(head->status)
                                                               : "HTTP status that is none");
    const std::string_view raw = block.substr(std::min(head->size, block.size()));
    if (!is_text(head->content_type, head->content_codings.empty() ? raw : ""))
      return skipped_type(media_type_of(head->content_type));
    auto body = http_body(*head, block, record.notes);
    if (body) return take(record, head->content_type, std::move(*body));
    skipped("too large");
    Failure failure = body.error();
    failure.file = container_.name;
    failure.byte = record.origin.record_offset;
    return take_(tl::unexpected(std::move(failure)));
  }

  // Without a media type, what has a zero byte near its begin is no text.
  static bool is_text(std::string_view content_type, std::string_view body) {
    const std::string type = media_type_of(content_type);
    if (type.empty()) return body.substr(0, start_bytes).find('\0') == std::string_view::npos;
    return type == "text/html" || type == "text/plain" || type == "application/xhtml+xml";
  }

  bool take(Record& record, const std::string& content_type, std::string body) {
    if (body.find_first_not_of(" \t\r\n") == std::string::npos) return skipped("empty");
    ++summary_.read;
    Source source;
    source.bytes = std::make_shared<const std::string>(std::move(body));
    source.origin = std::move(record.origin);
    source.stated.url = std::move(record.uri);
    source.stated.content_type = content_type;
    source.notes = std::move(record.notes);
    return take_(std::move(source));
  }

  ByteStream& bytes_;
  const Origin& container_;
  const TakeSource& take_;
  ContainerSummary summary_;
};

}  // namespace

bool is_warc(std::string_view head, std::string_view, const SourceTables&) { return begins_record(head); }

bool is_named_warc(std::string_view, std::string_view name, const SourceTables&) {
  const std::string low = lowered(name);
  return low.ends_with(".warc") || low.ends_with(".warc.gz") || low.ends_with(".warc.zst");
}

bool read_warc(ByteStream& bytes, const Origin& container, const SourceTables&, const TakeSource& take) {
  return WarcReader(bytes, container, take).read();
}

}  // namespace dragoman
