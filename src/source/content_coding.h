// content_coding.h: gzip (RFC 1952), deflate, zstd (RFC 8878) and brotli (RFC 7932) undone piece by piece.
//
// A coded stream is one or more members (zstd: frames), each complete in itself. The libraries are zlib, libzstd and
// libbrotlidec.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace dragoman {

enum class Coding : std::uint8_t { none, gzip, deflate, zstd, brotli };
std::string_view name_of(Coding coding);

inline constexpr std::size_t coding_mark_bytes = 4;
// gzip or zstd when a member or a skippable frame begins here, else none: the other two have no mark.
Coding coding_of(std::string_view head);
bool is_skippable_frame(std::string_view head);   // of zstd: holds no text
bool is_dictionary_frame(std::string_view head);  // the skippable frame in which a zstd WARC brings its dictionary

class Decoder {
 public:
  enum class State : std::uint8_t {
    more,     // give more input or more room
    end,      // the member is complete
    damaged,  // does not decode; what was written before may be used
  };
  struct Step {
    std::size_t used = 0, written = 0;  // bytes
    State state = State::more;
  };

  static std::unique_ptr<Decoder> make(Coding coding);  // null for none
  virtual ~Decoder() = default;
  virtual void begin() = 0;  // the next input is the begin of a member
  virtual Step step(std::string_view in, char* out, std::size_t room) = 0;
  virtual std::string fault() const = 0;                       // of the last damaged step, one phrase
  virtual bool dictionary(std::string_view) { return false; }  // for all members that follow (zstd)
};

struct Undone {
  std::string bytes;       // all that decodes
  std::string fault;       // "" when all is well
  bool too_large = false;  // stopped at a limit of limits.h
};
// All members of `packed`.
Undone undo(Coding coding, std::string_view packed);

}  // namespace dragoman
