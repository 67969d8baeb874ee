#include "store/postgres.h"

namespace dragoman::store {

Result<std::unique_ptr<Database>> open_postgres(const std::string& address, Access) {
  return fail(FailureCode::bad_argument, address, "stores on PostgreSQL are not there yet", "use a file");
}

}  // namespace dragoman::store
