#include "store/sqlite.h"

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <vector>

namespace dragoman::store {
namespace {

using Clock = std::chrono::steady_clock;

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

// What the connection and its statements share.
struct Connection {
  std::string path;
  std::unique_ptr<sqlite3, Close> handle;
  Limits limits;
  Clock::time_point deadline = Clock::time_point::max();

  void begin_statement() {
    deadline =
        limits.seconds > 0
            ? Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(limits.seconds))
            : Clock::time_point::max();
  }
  tl::unexpected<Failure> failure() const {
    switch (sqlite3_errcode(handle.get()) & 0xFF) {
      case SQLITE_INTERRUPT:
        return fail(FailureCode::too_large, path, "the query took too long and was stopped",
                    "narrow it down (a date range, a country), or give it more time");
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB:
        return fail(FailureCode::damaged, path, "the file is no store, or is damaged",
                    "take a copy from a backup, or land the sources again into a new file");
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        return fail(FailureCode::unreadable, path, "another program writes to the store", "wait for it, then repeat");
      case SQLITE_FULL:
        return fail(FailureCode::unreadable, path, "the disk is full", "make room, then repeat: what was landed stays");
      case SQLITE_READONLY:
        return fail(FailureCode::unreadable, path, "the store may only be read here",
                    "open it for writing, or check the rights of the file and its folder");
      default:
        return fail(FailureCode::unreadable, path, sqlite3_errmsg(handle.get()),
                    "check that the file is a store that this version made");
    }
  }
};

class SqliteRows : public Rows {
 public:
  SqliteRows(Connection& connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {}
  ~SqliteRows() override {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  Result<bool> next() override {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return connection_.failure();
  }
  int columns() const override { return sqlite3_column_count(statement_); }
  std::string name(int column) const override { return sqlite3_column_name(statement_, column); }
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::string_view text(int column) const override {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                 : std::string_view();
  }
  std::string_view blob(int column) const override {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                 : std::string_view();
  }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }

 private:
  Connection& connection_;
  sqlite3_stmt* statement_;
};

class SqliteStatement : public Statement {
 public:
  SqliteStatement(Connection& connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {
    // "$2" is the second value, wherever it stands.
    const int count = sqlite3_bind_parameter_count(statement);
    for (int i = 1; i <= count; ++i)
      place_.push_back(sqlite3_bind_parameter_index(statement, ("$" + std::to_string(i)).c_str()));
  }
  using Statement::add;
  Statement& add(std::int64_t value) override { return bound(sqlite3_bind_int64(statement_.get(), next(), value)); }
  Statement& add(double value) override { return bound(sqlite3_bind_double(statement_.get(), next(), value)); }
  Statement& add(std::string_view value) override {
    return bound(sqlite3_bind_text64(statement_.get(), next(), value.data() ? value.data() : "", value.size(),
                                     SQLITE_STATIC, SQLITE_UTF8));
  }
  Statement& add(Blob value) override {
    return bound(sqlite3_bind_blob64(statement_.get(), next(), value.bytes.data() ? value.bytes.data() : "",
                                     value.bytes.size(), SQLITE_STATIC));
  }
  Statement& add(Null) override { return bound(sqlite3_bind_null(statement_.get(), next())); }

  Result<void> run() override {
    auto found = rows();
    if (!found) return tl::unexpected(found.error());
    for (;;) {
      const auto more = (*found)->next();
      if (!more) return tl::unexpected(more.error());
      if (!*more) return {};
    }
  }
  Result<std::unique_ptr<Rows>> rows() override {
    at_ = 0;
    if (std::exchange(failed_, false)) return connection_.failure();
    connection_.begin_statement();
    return std::make_unique<SqliteRows>(connection_, statement_.get());
  }

 private:
  Statement& bound(int code) {
    failed_ = failed_ || code != SQLITE_OK;
    return *this;
  }
  int next() {
    const auto at = static_cast<std::size_t>(at_++);
    return at < place_.size() ? place_[at] : 0;  // 0 is out of range and fails
  }

  Connection& connection_;
  std::unique_ptr<sqlite3_stmt, Close> statement_;
  std::vector<int> place_;
  int at_ = 0;
  bool failed_ = false;
};

// A handle for reading passes nothing but reads. The word index asks for the version of the data, and to open it
// SQLite declares its columns as if it wrote its list of tables, which a read-only handle cannot.
int only_reads(void*, int action, const char* first, const char*, const char*, const char*) {
  const std::string_view what = first ? first : "";
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_PRAGMA:
      return what == "data_version" ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_UPDATE:
      return what == "sqlite_master" ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

int is_over(void* connection) { return Clock::now() > static_cast<Connection*>(connection)->deadline; }

class SqliteDatabase : public Database {
 public:
  explicit SqliteDatabase(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  Dialect dialect() const override { return Dialect::sqlite; }
  Result<std::unique_ptr<Statement>> prepare(std::string_view sql) override {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(connection_->handle.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
      return connection_->failure();
    return std::make_unique<SqliteStatement>(*connection_, statement);
  }
  Result<void> execute(std::string_view sql) override {
    connection_->begin_statement();
    if (sqlite3_exec(connection_->handle.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
      return connection_->failure();
    return {};
  }
  void limit(const Limits& limits) override { connection_->limits = limits; }
  void interrupt() override { sqlite3_interrupt(connection_->handle.get()); }

 private:
  std::unique_ptr<Connection> connection_;
};

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, Access access) {
  std::error_code error;
  if (access != Access::land && !std::filesystem::exists(path, error))
    return fail(FailureCode::not_found, path, "no such store", "make it: dragoman land INPUT... --store " + path);
  static const bool is_configured [[maybe_unused]] =
      sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;  // its counters cost a lock at each allocation
  sqlite3* handle = nullptr;
  const int flags = access == Access::read    ? SQLITE_OPEN_READONLY
                    : access == Access::write ? SQLITE_OPEN_READWRITE
                                              : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  auto connection = std::make_unique<Connection>();
  connection->path = path;
  connection->handle.reset(handle);
  if (code != SQLITE_OK)
    return fail(FailureCode::unreadable, path, "the store cannot be opened",
                "check the path, and the rights of the file and its folder");
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, 5000);
  sqlite3_progress_handler(handle, 10000, is_over, connection.get());
  // A store may come from somebody else: its schema gets no functions, its size no surprise.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  const char* settings =
      access == Access::read
          ? "PRAGMA query_only=1; PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY;"
          : "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=0;"
            "PRAGMA cache_size=-131072; PRAGMA temp_store=MEMORY;";
  if (sqlite3_exec(handle, settings, nullptr, nullptr, nullptr) != SQLITE_OK ||
      sqlite3_exec(handle, "SELECT count(*) FROM sqlite_master", nullptr, nullptr, nullptr) != SQLITE_OK)
    return connection->failure();
  if (access == Access::read) sqlite3_set_authorizer(handle, only_reads, nullptr);
  return std::make_unique<SqliteDatabase>(std::move(connection));
}

}  // namespace dragoman::store
