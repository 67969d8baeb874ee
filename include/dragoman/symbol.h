// symbol.h: where a piece of knowledge was read, so that an answer can say why. Plain value.
#pragma once

#include <cstdint>
#include <string>

namespace dragoman {

struct Symbol {
  std::string file;        // relative to the data folder, e.g. "knowledge/events/COERCE.toml"
  std::uint32_t line = 0;  // from 1; 0 means "no entry"
  explicit operator bool() const { return line != 0; }
  std::string str() const { return line ? file + ":" + std::to_string(line) : std::string(); }
};

}  // namespace dragoman
