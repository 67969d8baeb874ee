#include "source/mail.h"

#include <algorithm>

#include "base/unicode.h"
#include "source/message.h"

namespace dragoman {
namespace {

constexpr std::string_view from_line = "From ";

// "From ada@courier.example Tue Mar  3 07:15:00 2026": the line before a mail in a mailbox.
bool is_from_line(std::string_view line) {
  if (!line.starts_with(from_line) || line.size() > 300) return false;
  const std::size_t colon = line.find(':');
  std::size_t digits = 0;
  bool year = false;
  for (const char c : line) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    year = year || digits == 4;
  }
  return year && colon != std::string_view::npos && colon > 0 && line[colon - 1] >= '0' && line[colon - 1] <= '9';
}

std::string_view line_at(std::string_view text, std::size_t at) { return text.substr(at, text.find('\n', at) - at); }

bool has_kind(std::string_view name, std::initializer_list<std::string_view> kinds) {
  const std::string low = lowered(name);
  return std::any_of(kinds.begin(), kinds.end(), [&](std::string_view kind) {
    return low.ends_with(kind) || low.ends_with(std::string(kind) + ".gz");
  });
}

// The next line of a mailbox that begins a mail, at or behind `at`.
std::size_t next_mail(std::string_view bytes, std::size_t at) {
  for (; at < bytes.size(); at = std::min(bytes.find('\n', at), bytes.size() - 1) + 1) {
    const bool apart = at == 0 || bytes.substr(0, at).ends_with("\n\n") || bytes.substr(0, at).ends_with("\n\r\n");
    if (apart && bytes.substr(at, from_line.size()) == from_line && is_from_line(line_at(bytes, at))) return at;
  }
  return bytes.size();
}

}  // namespace

bool is_mail(std::string_view head, std::string_view name, const SourceTables&) {
  const bool named = has_kind(name, {".eml", ".mht", ".mhtml", ".mbox"});
  std::size_t at = std::min(head.find_first_not_of("\r\n"), head.size());
  if (is_from_line(line_at(head, 0))) at = std::min(head.find('\n'), head.size() - 1) + 1;
  const std::vector<MimeHeader> headers = mime_headers(head, at);
  const auto has = [&](std::initializer_list<std::string_view> names) {
    return std::any_of(headers.begin(), headers.end(), [&](const MimeHeader& header) {
      return std::find(names.begin(), names.end(), header.name) != names.end();
    });
  };
  const bool sent = has({"from", "return-path", "received", "delivered-to"});
  const bool dated = has({"date", "message-id", "mime-version", "received"});
  return named ? sent || dated || has({"content-type", "subject"}) : sent && dated && headers.size() >= 3;
}

bool read_mail(std::string_view bytes, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  if (!is_from_line(line_at(bytes, 0))) {
    const std::size_t first = std::min(bytes.find_first_not_of("\r\n"), bytes.size());
    return read_message(bytes.substr(first), container, {first, 0, false, false}, tables, take);
  }
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t mail = std::min(bytes.find('\n', begin), bytes.size() - 1) + 1;
    const std::size_t end = next_mail(bytes, mail);
    if (!read_message(bytes.substr(mail, end - mail), container, {mail, 0, false, true}, tables, take)) return false;
    begin = end;
  }
  return true;
}

bool read_mail(ByteStream& bytes, const Origin& container, const SourceTables& tables, const TakeSource& take) {
  const auto all = bytes.rest();
  if (!all) return take(tl::unexpected(all.error()));
  return read_mail(*all, container, tables, take);
}

}  // namespace dragoman
