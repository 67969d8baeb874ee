// query: any text to SQL: what is accepted has bound values alone and is prepared by SQLite.
#include "fuzz/door.h"
#include "query/sql.h"
#include "store/landing.h"

namespace {

// An empty store in memory of the file system's making, once.
dragoman::store::Database& empty_store() {
  static const std::unique_ptr<dragoman::store::Database> database = [] {
    const std::string path = "/tmp/fuzz_query_" + std::to_string(getpid()) + ".db";
    auto lander = dragoman::fuzz::loaded(dragoman::store::Lander::open(path));
    dragoman::fuzz::expect(lander->finish().has_value(), "an empty store is made");
    lander.reset();
    auto opened = dragoman::fuzz::loaded(dragoman::store::Database::open(path, dragoman::store::Access::read));
    for (const char* end : {"", "-wal", "-shm"}) std::remove((path + end).c_str());
    return opened;
  }();
  return *database;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace dragoman;
  using namespace dragoman::query;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const Target target : {Target::events, Target::statements}) {
    const auto query = parse_query(text, target);
    if (!query) {
      fuzz::expect(query.error().byte && *query.error().byte <= text.size() && !query.error().remedy.empty(),
                   "a mistake has its column and a remedy");
      continue;
    }
    for (const Sql& sql : {list_of(*query, target, store::Dialect::sqlite, {}),
                           count_of(*query, target, store::Dialect::sqlite, {"month"}, Counting::events, 10)}) {
      fuzz::expect(sql.text.find(';') == std::string::npos || sql.text.find("';'") != std::string::npos,
                   "one statement");
      auto statement = prepared(empty_store(), sql);
      if (!statement) fuzz::fail_with(to_string(statement.error()) + "\n" + to_string(sql));
      auto rows = (*statement)->rows();
      if (!rows || !(*rows)->next()) fuzz::fail_with("it does not run\n" + to_string(sql));
    }
  }
  return 0;
}
