// mime.h: the parts of a message (RFC 822, 2045, 2046, 2231) with their bytes.
//
// Broken messages are read as far as they go: a boundary that is not stated is looked for, a last part that is not
// closed goes on to the end of the part around it. Parts nest limits::max_mail_depth deep and are
// limits::max_mail_parts at most; what is beyond stays text of the part around. Offsets count bytes of the message.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dragoman/document.h"
#include "source/mime_coding.h"

namespace dragoman {

struct MimeHeader {
  std::string name;        // lower case
  std::string_view value;  // as it stands, folds and all
};

struct MimePart {
  std::size_t begin = 0;                     // of its headers
  std::size_t body_begin = 0, body_end = 0;  // of its body, codings not undone
  std::vector<MimeHeader> headers;
  std::string type;                        // "text/html"; by default "text/plain"
  std::uint32_t parent = none, depth = 0;  // among the parts
  bool closed = true;                      // multipart: its last boundary is there
  bool guessed = false;                    // multipart: its boundary was not stated rightly

  std::string_view header(std::string_view name) const;  // "" when it is absent
};

// The parts level by level; the first is the message itself.
std::vector<MimePart> mime_parts(std::string_view message);

// Header lines from `at` on; `at` becomes the first byte behind the empty line that ends them.
std::vector<MimeHeader> mime_headers(std::string_view text, std::size_t& at);

// A parameter of a header ("charset", "filename") as UTF-8, with the continuations and charsets of RFC 2231.
std::string mime_parameter(std::string_view value, std::string_view name, const Encodings& encodings);

// The body with its transfer coding undone. A coding that is stated wrongly gives a note.
std::string mime_body(std::string_view message, const MimePart& part, std::vector<Note>& notes);

}  // namespace dragoman
