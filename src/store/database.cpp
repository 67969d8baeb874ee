#include "store/database.h"

#include "store/postgres.h"
#include "store/sqlite.h"

namespace dragoman::store {

Result<std::unique_ptr<Database>> Database::open(const std::string& address, Access access) {
  const bool is_postgres = address.starts_with("postgresql://") || address.starts_with("postgres://");
  return is_postgres ? open_postgres(address, access) : open_sqlite(address, access);
}

}  // namespace dragoman::store
