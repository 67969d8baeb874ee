// key_tables.h: what the keys of the layouts in knowledge/layouts.toml give, generated during the build from xkb-data
// (generate/key_tables.cpp).
#pragma once

#include <cstddef>

namespace dragoman {

struct KeyTable {
  const char* layout;    // name in knowledge/layouts.toml
  const char* keys[96];  // 48 plain, then 48 with Shift; UTF-8, "dead_acute" and the like, "" for nothing
};
extern const KeyTable key_tables[];
extern const std::size_t key_table_count;

}  // namespace dragoman
