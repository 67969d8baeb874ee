// sqlite.h: a store in one file. Write-ahead log, so that readers and the lander do not wait for each other.
#pragma once

#include "store/database.h"

namespace dragoman::store {

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, Access access);

}  // namespace dragoman::store
