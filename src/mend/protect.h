// protect.h: words that are no prose and must stay as they are: links, addresses, paths, code, hashes, model numbers.
#pragma once

#include <cstdint>
#include <string_view>

namespace dragoman {

enum class Protection : std::uint8_t {
  none,
  guarded,  // a path, code or number: only mended when the words around it are
  closed,   // a link, an address, a formula, a unit: never touched
};
Protection protection_of(std::u32string_view word);  // a white-space separated word

}  // namespace dragoman
