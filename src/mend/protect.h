// protect.h: words that are no prose and must stay as they are: links, addresses, paths, code, hashes, model numbers.
#pragma once

#include <string_view>

namespace dragoman {

// True for a white-space separated word that no mending may touch.
bool is_protected(std::u32string_view word);

}  // namespace dragoman
