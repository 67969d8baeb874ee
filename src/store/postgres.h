// postgres.h: a store on a PostgreSQL server (15 or newer), by its address (postgresql://user@host/database).
#pragma once

#include "store/database.h"

namespace dragoman::store {

Result<std::unique_ptr<Database>> open_postgres(const std::string& address, Access access);

}  // namespace dragoman::store
