// mime_coding.h: the codings of mail: base64, quoted-printable (RFC 2045), words in headers (RFC 2047), flowed lines
// (RFC 3676). Anything in, something out: what does not decode stays as it is, and `faults` counts it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "knowledge/encodings.h"

namespace dragoman {

struct Decoded {
  std::string bytes;
  std::size_t faults = 0;  // characters outside the alphabet, "=" without two digits
};

Decoded decode_base64(std::string_view text);
Decoded decode_quoted_printable(std::string_view text);

// Whether text that claims no coding was coded all the same.
bool is_like_base64(std::string_view text);
bool is_like_quoted_printable(std::string_view text);

// A header value as UTF-8: "=?iso-8859-1?Q?Caf=E9?=" gives "Café". Line folds become one space.
std::string decode_header(std::string_view value, const Encodings& encodings);

// Bytes in the encoding that `label` names as UTF-8; for an unknown label, in the likeliest.
std::string utf8_of(std::string_view bytes, std::string_view label, const Encodings& encodings);

// Lines that end in a space are joined with the next; `delsp` takes that space out.
std::string unflow(std::string_view text, bool delsp);

}  // namespace dragoman
