// charsets.h: one-byte charsets and how text looks that was decoded with the wrong one; read from
// knowledge/charsets.tsv and knowledge/mojibake.tsv. Immutable.
#pragma once

#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "dragoman/result.h"
#include "mend/letters.h"

namespace dragoman {

struct Charset {
  std::string name;
  std::array<char32_t, 128> characters{};             // of the bytes 80 to FF
  std::unordered_map<char32_t, unsigned char> bytes;  // back; bytes without a character are read as C1 controls
  // The byte of `c`, or 0.
  unsigned char byte_of(char32_t c) const {
    const auto found = bytes.find(c);
    return found == bytes.end() ? 0 : found->second;
  }
};

// Text of the charset `meant` decoded as `read`.
struct Misreading {
  std::string meant, read;
  std::unordered_map<char32_t, char32_t> characters;  // as read -> as meant, where they differ
  std::string detail() const { return meant + " read as " + read; }
};

class Charsets {
 public:
  static Result<Charsets> load(const std::string& data_folder);
  const std::vector<Charset>& utf8_read_as() const { return utf8_read_as_; }
  const std::vector<Misreading>& misreadings() const { return misreadings_; }

 private:
  std::vector<Charset> utf8_read_as_;
  std::vector<Misreading> misreadings_;
};

}  // namespace dragoman
