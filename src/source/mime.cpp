#include "source/mime.h"

#include <algorithm>
#include <map>

#include "base/limits.h"
#include "base/unicode.h"

namespace dragoman {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string type_of(std::string_view content_type) {
  std::string type = lowered(trimmed(content_type.substr(0, content_type.find(';'))));
  return type.find('/') == std::string::npos ? "text/plain" : type;
}

// One raw parameter of a header; `at` goes behind it. Quotes are undone.
bool next_parameter(std::string_view value, std::size_t& at, std::string& name, std::string& content) {
  at = value.find(';', at);
  if (at == std::string_view::npos) return false;
  const std::size_t equals = value.find_first_of("=;", at + 1);
  if (equals == std::string_view::npos || value[equals] == ';') {
    at = equals == std::string_view::npos ? value.size() : equals;
    name.clear();
    return at < value.size();
  }
  name = lowered(trimmed(value.substr(at + 1, equals - at - 1)));
  content.clear();
  at = equals + 1;
  while (at < value.size() && is_space(value[at])) ++at;
  if (at < value.size() && value[at] == '"') {
    for (++at; at < value.size() && value[at] != '"'; ++at) {
      if (value[at] == '\\' && at + 1 < value.size()) ++at;
      if (value[at] != '\r' && value[at] != '\n') content += value[at];
    }
  } else {
    const std::size_t end = std::min(value.find(';', at), value.size());
    content = std::string(trimmed(value.substr(at, end - at)));
    at = end;
  }
  return true;
}

std::string percent_undone(std::string_view text) {
  std::string coded(text);
  std::replace(coded.begin(), coded.end(), '%', '=');
  return decode_quoted_printable(coded).bytes;
}

std::string raw_parameter(std::string_view value, std::string_view wanted) {
  std::string name, content;
  for (std::size_t at = 0; next_parameter(value, at, name, content);)
    if (name == wanted) return content;
  return "";
}

// The line at `at`, without its end; `next` is the begin of the next.
std::string_view line_at(std::string_view text, std::size_t at, std::size_t& next) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  next = std::min(end + 1, text.size());
  std::string_view line = text.substr(at, end - at);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_boundary(std::string_view line, std::string_view boundary, bool& last) {
  if (!line.starts_with("--") || !line.substr(2).starts_with(boundary)) return false;
  std::string_view rest = line.substr(2 + boundary.size());
  last = rest.starts_with("--");
  if (last) rest.remove_prefix(2);
  return trimmed(rest).empty();
}

// A line "--something" followed by a header of a part: the boundary of a message that does not say it.
std::string likely_boundary(std::string_view body) {
  for (std::size_t at = 0, next = 0; at < body.size(); at = next) {
    const std::string_view line = line_at(body, at, next);
    if (line.size() < 4 || line.size() > 200 || !line.starts_with("--") || line.ends_with("--")) continue;
    if (lowered(body.substr(next, 8)) == "content-") return std::string(trimmed(line.substr(2)));
  }
  return "";
}

struct Splitter {
  std::string_view message;
  std::vector<MimePart> parts;

  MimePart part_at(std::size_t begin, std::size_t end, std::uint32_t parent) const {
    MimePart part;
    part.begin = part.body_begin = begin;
    part.body_end = end;
    part.headers = mime_headers(message.substr(0, end), part.body_begin);
    part.type = type_of(part.header("content-type"));
    part.parent = parent;
    part.depth = parent == none ? 0 : parts[parent].depth + 1;
    return part;
  }

  // Puts the parts of a multipart behind `whole`, in order; false when there are none.
  bool split(std::uint32_t whole, std::string_view boundary, std::vector<MimePart>& found) {
    MimePart& around = parts[whole];
    std::size_t begin = std::string_view::npos;
    found.clear();
    around.closed = false;
    const auto close = [&](std::size_t end) {
      if (begin == std::string_view::npos) return;
      // The line end before a boundary belongs to the boundary.
      if (end > begin && message[end - 1] == '\n') --end;
      if (end > begin && message[end - 1] == '\r') --end;
      found.push_back(part_at(begin, end, whole));
    };
    const std::string_view inside = message.substr(0, around.body_end);
    for (std::size_t at = around.body_begin, next = 0; at < inside.size(); at = next) {
      bool last = false;
      if (!is_boundary(line_at(inside, at, next), boundary, last)) continue;
      close(at);
      begin = next;
      around.closed = last;
      if (last || found.size() + parts.size() >= limits::max_mail_parts) break;
    }
    if (!around.closed) close(around.body_end);
    return !found.empty();
  }
};

}  // namespace

std::string_view MimePart::header(std::string_view name) const {
  for (const MimeHeader& header : headers)
    if (header.name == name) return header.value;
  return {};
}

std::vector<MimeHeader> mime_headers(std::string_view text, std::size_t& at) {
  std::vector<MimeHeader> headers;
  while (at < text.size() && headers.size() < limits::max_mail_headers) {
    std::size_t next = 0;
    const std::string_view line = line_at(text, at, next);
    if (line.empty()) {
      at = next;
      break;
    }
    if ((line[0] == ' ' || line[0] == '\t') && !headers.empty()) {
      MimeHeader& last = headers.back();
      last.value =
          std::string_view(last.value.data(), static_cast<std::size_t>(line.data() + line.size() - last.value.data()));
      at = next;
      continue;
    }
    const std::size_t colon = line.find(':');
    std::string_view name = trimmed(line.substr(0, std::min(colon, line.size())));
    if (name.starts_with("\xEF\xBB\xBF")) name.remove_prefix(3);
    // A line that is no header: the body has begun without an empty line.
    if (colon == std::string_view::npos || name.empty() || name.find_first_of(" \t<") != std::string_view::npos) break;
    headers.push_back({lowered(name), line.substr(colon + 1)});
    at = next;
  }
  return headers;
}

std::vector<MimePart> mime_parts(std::string_view message) {
  Splitter splitter{message, {}};
  splitter.parts.push_back(splitter.part_at(0, message.size(), none));
  std::vector<MimePart> found;
  for (std::uint32_t i = 0; i < splitter.parts.size(); ++i) {
    const std::string type = splitter.parts[i].type;
    if (!type.starts_with("multipart/") || splitter.parts[i].depth >= limits::max_mail_depth) continue;
    const std::string stated = raw_parameter(splitter.parts[i].header("content-type"), "boundary");
    bool good = !stated.empty() && splitter.split(i, stated, found);
    if (!good) {
      const MimePart& part = splitter.parts[i];
      const std::string likely = likely_boundary(message.substr(part.body_begin, part.body_end - part.body_begin));
      good = !likely.empty() && splitter.split(i, likely, found);
      splitter.parts[i].guessed = true;
    }
    if (!good) {
      splitter.parts[i].type = "text/plain";  // no parts: its body is all there is
      continue;
    }
    for (MimePart& part : found) splitter.parts.push_back(std::move(part));
  }
  return std::move(splitter.parts);
}

std::string mime_parameter(std::string_view value, std::string_view wanted, const Encodings& encodings) {
  const std::string key(wanted);
  std::map<std::size_t, std::pair<std::string, bool>> pieces;  // number -> content, whether it is percent coded
  std::string name, content;
  for (std::size_t at = 0; next_parameter(value, at, name, content);) {
    if (name == key) return decode_header(content, encodings);
    if (!name.starts_with(key + "*")) continue;
    std::string_view rest = std::string_view(name).substr(key.size() + 1);
    const bool coded = rest.empty() || rest.ends_with('*');
    if (rest.ends_with('*')) rest.remove_suffix(1);
    std::size_t number = 0;
    for (const char c : rest.substr(0, 4))
      if (c >= '0' && c <= '9') number = number * 10 + static_cast<std::size_t>(c - '0');
    pieces.emplace(number, std::pair(content, coded));
  }
  std::string bytes, charset = "utf-8";
  for (const auto& [number, piece] : pieces) {
    std::string_view text = piece.first;
    const std::size_t language = text.find('\'');
    const std::size_t from = language == std::string_view::npos ? language : text.find('\'', language + 1);
    if (number == 0 && piece.second && from != std::string_view::npos) {
      charset = std::string(text.substr(0, language));
      text.remove_prefix(from + 1);
    }
    bytes += piece.second ? percent_undone(text) : std::string(text);
  }
  return utf8_of(bytes, charset, encodings);
}

std::string mime_body(std::string_view message, const MimePart& part, std::vector<Note>& notes) {
  const std::string_view body = message.substr(part.body_begin, part.body_end - part.body_begin);
  const std::string coding = lowered(trimmed(part.header("content-transfer-encoding")));
  const auto note = [&](std::string what) { notes.push_back({"source", std::move(what), {}}); };
  if (coding == "base64") {
    Decoded decoded = decode_base64(body);
    if (decoded.faults * 50 <= body.size()) {
      if (decoded.faults) note(std::to_string(decoded.faults) + " characters of the base64 coding were no base64");
      return std::move(decoded.bytes);
    }
    note("the body is stated to be base64 and is not: read as it is");
  } else if (coding == "quoted-printable") {
    Decoded decoded = decode_quoted_printable(body);
    if (decoded.faults) note(std::to_string(decoded.faults) + " marks of the quoted-printable coding made no sense");
    return std::move(decoded.bytes);
  } else if (part.type.starts_with("text/")) {
    if (!coding.empty() && coding != "7bit" && coding != "8bit" && coding != "binary")
      note("unknown transfer coding \"" + coding.substr(0, 40) + "\": the body is read as it is");
    if (is_like_base64(body)) {
      note("the body is base64 though that is not stated");
      return decode_base64(body).bytes;
    }
    if (is_like_quoted_printable(body)) {
      note("the body is quoted-printable though that is not stated");
      return decode_quoted_printable(body).bytes;
    }
  }
  return std::string(body);
}

}  // namespace dragoman
