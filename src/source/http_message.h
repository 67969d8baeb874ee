// http_message.h: an HTTP response as a crawler stored it (RFC 9110, 9112): its head, its body with chunks and content
// coding undone.
//
// Crawlers and servers state lengths and codings wrongly: what decodes is taken, with a note for what did not fit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "dragoman/result.h"

namespace dragoman {

struct HttpHead {
  unsigned status = 0;
  std::string content_type;                                    // as written
  std::vector<std::string> transfer_codings, content_codings;  // lower case, in the order they were applied
  std::optional<std::uint64_t> content_length;
  std::size_t size = 0;  // bytes up to the body
};

std::optional<HttpHead> http_head(std::string_view message);  // nullopt when it begins with no status line

// The body of `message`. Fails with too_large (a limit of limits.h, or more than one content coding).
Result<std::string> http_body(const HttpHead& head, std::string_view message, std::vector<Note>& notes);

// "text/html; charset=utf-8" -> "text/html", lower case.
std::string media_type_of(std::string_view content_type);

}  // namespace dragoman
