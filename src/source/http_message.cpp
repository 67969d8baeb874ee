#include "source/http_message.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "base/unicode.h"
#include "source/content_coding.h"
#include "source/mime.h"

namespace dragoman {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

void add_codings(std::vector<std::string>& codings, std::string_view value) {
  for (std::size_t at = 0; at <= value.size() && codings.size() < 16;) {
    const std::size_t comma = std::min(value.find(',', at), value.size());
    std::string coding = lowered(trimmed(value.substr(at, comma - at)));
    if (coding.starts_with("x-")) coding.erase(0, 2);
    if (!coding.empty() && coding != "identity") codings.push_back(coding);
    at = comma + 1;
  }
}

Coding coding_named(std::string_view name) {
  for (const Coding coding : {Coding::gzip, Coding::deflate, Coding::zstd})
    if (name == name_of(coding)) return coding;
  return name == "br" ? Coding::brotli : Coding::none;
}

bool looks_like_text(std::string_view body) {
  body = body.substr(0, 64);
  return std::all_of(body.begin(), body.end(), [](char c) { return c >= ' ' || c < 0 || is_space(c); });
}

// The size of the chunk whose line begins at `at`, which becomes the first byte of the chunk.
std::optional<std::size_t> chunk_size(std::string_view body, std::size_t& at) {
  std::size_t size = 0;
  const auto [end, error] = std::from_chars(body.data() + at, body.data() + body.size(), size, 16);
  const auto digits_end = static_cast<std::size_t>(end - body.data());
  if (error != std::errc() || digits_end == at) return {};
  const char next = digits_end < body.size() ? body[digits_end] : '\n';
  if (next != '\r' && next != '\n' && next != ';' && next != ' ' && next != '\t') return {};
  at = std::min(body.find('\n', digits_end), body.size() - 1) + 1;
  return size;
}

std::string without_chunks(std::string_view body, std::vector<Note>& notes) {
  const auto note = [&](const std::string& what) { notes.push_back({"source", what, {}}); };
  std::string out;
  for (std::size_t at = 0;;) {
    std::size_t line = at;
    while (at > 0 && line < body.size() && (body[line] == '\r' || body[line] == '\n')) ++line;
    const std::size_t had = line;
    const auto size = line < body.size() ? chunk_size(body, line) : std::nullopt;
    if (size == std::size_t{0}) return out;
    if (!size && had >= body.size()) {
      note("the last chunk is missing");
      return out;
    }
    if (!size) {
      note(at == 0 ? "the body is said to come in chunks and does not"
                   : "chunks end at byte " + std::to_string(at) + " of the body; the rest is taken as it stands");
      return out.append(body.substr(at));
    }
    out.append(body.substr(line, *size));
    if (*size > body.size() - line) {
      note("a chunk breaks off");
      return out;
    }
    at = line + *size;
  }
}

}  // namespace

std::string media_type_of(std::string_view content_type) {
  return lowered(trimmed(content_type.substr(0, content_type.find_first_of(";,"))));
}

std::optional<HttpHead> http_head(std::string_view message) {
  if (!message.starts_with("HTTP/")) return {};
  HttpHead head;
  const std::string_view line = message.substr(0, std::min(message.find('\n'), std::size_t{4096}));
  const std::size_t space = line.find(' ');
  if (space != std::string_view::npos) std::from_chars(line.data() + space + 1, line.data() + line.size(), head.status);
  head.size = std::min(message.find('\n'), message.size() - 1) + 1;
  for (const MimeHeader& header : mime_headers(message, head.size)) {
    const std::string_view value = trimmed(header.value);
    if (header.name == "content-type") head.content_type = std::string(value);
    if (header.name == "transfer-encoding") add_codings(head.transfer_codings, value);
    if (header.name == "content-encoding") add_codings(head.content_codings, value);
    std::uint64_t length = 0;
    if (header.name == "content-length" &&
        std::from_chars(value.data(), value.data() + value.size(), length).ec == std::errc())
      head.content_length = length;
  }
  return head;
}

Result<std::string> http_body(const HttpHead& head, std::string_view message, std::vector<Note>& notes) {
  const auto note = [&](std::string what) { notes.push_back({"source", std::move(what), {}}); };
  const std::string_view raw = message.substr(std::min(head.size, message.size()));
  const auto& transfer = head.transfer_codings;
  const bool chunked = std::find(transfer.begin(), transfer.end(), "chunked") != transfer.end();
  std::string body = chunked ? without_chunks(raw, notes) : std::string(raw);
  if (!chunked && head.content_length && *head.content_length > raw.size())
    note("the body breaks off: " + std::to_string(raw.size()) + " of " + std::to_string(*head.content_length) +
         " bytes are here");
  std::vector<std::string> codings = head.content_codings;
  for (const std::string& coding : transfer)
    if (coding != "chunked") codings.push_back(coding);
  const Coding seen = coding_of(body), stated = codings.empty() ? Coding::none : coding_named(codings.back());
  const bool marked = stated == Coding::gzip || stated == Coding::zstd;
  if (!codings.empty() && stated == Coding::none && seen == Coding::none)
    note("the content coding \"" + codings.back().substr(0, 40) + "\" is not known");
  if (seen == Coding::none && marked) note("the body is said to be " + std::string(name_of(stated)) + " and is not");
  const Coding coding = seen != Coding::none ? seen : marked ? Coding::none : stated;
  if (coding == Coding::none) return body;
  Undone undone = undo(coding, body);
  if (undone.too_large || coding_of(undone.bytes) != Coding::none)
    return fail(FailureCode::too_large, "", undone.too_large ? undone.fault : "is compressed more than once",
                "unpack it first");
  if (!undone.fault.empty() && seen == Coding::none && looks_like_text(body)) {
    note("the body is said to be " + std::string(name_of(coding)) + " and is not");
    return body;
  }
  if (!undone.fault.empty()) note(undone.fault);
  return std::move(undone.bytes);
}

}  // namespace dragoman
