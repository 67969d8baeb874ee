#include "store/postgres.h"

#include <libpq-fe.h>

#include <cstring>
#include <vector>

namespace dragoman::store {
namespace {

struct Close {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultHandle = std::unique_ptr<PGresult, Close>;

struct Connection {
  std::string address;  // without its password
  std::unique_ptr<PGconn, Close> handle;
  int statements = 0;
  int queued = 0;  // statements sent without waiting for their results

  // Statements that give no rows are sent ahead: a landing does not wait for the server at each row. Their failures
  // show at the next statement that waits.
  bool queue() { return queued++ > 0 || PQenterPipelineMode(handle.get()); }
  std::optional<Failure> settle() {
    if (queued == 0) return {};
    std::optional<Failure> failed;
    PQpipelineSync(handle.get());
    bool is_over = false;
    while (!is_over) {
      const ResultHandle result(PQgetResult(handle.get()));
      if (!result) {
        if (PQstatus(handle.get()) != CONNECTION_OK) return failure(nullptr).value();
        continue;  // between the results of two statements
      }
      is_over = PQresultStatus(result.get()) == PGRES_PIPELINE_SYNC;
      if (PQresultStatus(result.get()) == PGRES_FATAL_ERROR && !failed) failed = failure(result.get()).value();
    }
    PQexitPipelineMode(handle.get());
    queued = 0;
    return failed;
  }

  void cancel() const {
    PGcancel* cancel = PQgetCancel(handle.get());
    if (!cancel) return;
    char why[256];
    PQcancel(cancel, why, sizeof why);
    PQfreeCancel(cancel);
  }
  tl::unexpected<Failure> failure(const PGresult* result) const {
    const char* code = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
    std::string what = result ? PQresultErrorMessage(result) : PQerrorMessage(handle.get());
    what = what.substr(0, what.find('\n'));
    if (code && std::strcmp(code, "57014") == 0)
      return fail(FailureCode::too_large, address, "the query took too long and was stopped",
                  "narrow it down (a date range, a country), or give it more time");
    if (code && std::strcmp(code, "25006") == 0)
      return fail(FailureCode::unreadable, address, "the store may only be read here", "open it for writing");
    return fail(FailureCode::unreadable, address, what.empty() ? "the server closed the connection" : what,
                "check that the server runs and that the user may use the database");
  }
};

bool is_good(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE;
}

// Rows come one by one, so that large answers do not fill the memory.
class PostgresRows : public Rows {
 public:
  explicit PostgresRows(Connection& connection) : connection_(connection) {}
  ~PostgresRows() override {
    constexpr int few = 100;
    for (int i = 0; !is_over_ && i < few; ++i) {
      const auto more = next();
      if (!more || !*more) return;
    }
    if (is_over_) return;
    connection_.cancel();  // nobody wants the rest
    while (PGresult* rest = PQgetResult(connection_.handle.get())) PQclear(rest);
  }
  Result<bool> next() override {
    if (is_over_) return false;
    result_.reset(PQgetResult(connection_.handle.get()));
    if (result_ && PQresultStatus(result_.get()) == PGRES_SINGLE_TUPLE) return true;
    is_over_ = true;
    if (result_ && !is_good(result_.get())) {
      auto failure = connection_.failure(result_.get());
      while (PGresult* rest = PQgetResult(connection_.handle.get())) PQclear(rest);
      return failure;
    }
    while (PGresult* rest = PQgetResult(connection_.handle.get())) PQclear(rest);
    return false;
  }
  int columns() const override { return PQnfields(result_.get()); }
  std::string name(int column) const override { return PQfname(result_.get(), column); }
  bool is_null(int column) const override { return PQgetisnull(result_.get(), 0, column) != 0; }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_.get(), 0, column), static_cast<std::size_t>(PQgetlength(result_.get(), 0, column))};
  }
  std::string_view blob(int column) const override {
    std::size_t size = 0;
    bytes_.reset(PQunescapeBytea(reinterpret_cast<const unsigned char*>(PQgetvalue(result_.get(), 0, column)), &size));
    return {reinterpret_cast<const char*>(bytes_.get()), bytes_ ? size : 0};
  }
  std::int64_t integer(int column) const override { return std::atoll(PQgetvalue(result_.get(), 0, column)); }
  double real(int column) const override { return std::strtod(PQgetvalue(result_.get(), 0, column), nullptr); }

 private:
  struct Free {
    void operator()(unsigned char* bytes) const { PQfreemem(bytes); }
  };
  Connection& connection_;
  ResultHandle result_;
  mutable std::unique_ptr<unsigned char, Free> bytes_;
  bool is_over_ = false;
};

class PostgresStatement : public Statement {
 public:
  PostgresStatement(Connection& connection, std::string name) : connection_(connection), name_(std::move(name)) {}
  using Statement::add;
  Statement& add(std::int64_t value) override { return own(std::to_string(value)); }
  Statement& add(double value) override {
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", value);
    return own(text);
  }
  Statement& add(std::string_view value) override {  // a text ends at its first zero byte there
    return own(std::string(value.substr(0, value.find('\0'))));
  }
  Statement& add(Blob value) override {
    values_.push_back({std::string(value.bytes), true, true});
    return *this;
  }
  Statement& add(Null) override {
    values_.push_back({{}, false, false});
    return *this;
  }
  Result<void> run() override {
    constexpr int most_queued = 1000;
    if (!connection_.queue() || !send()) return connection_.failure(nullptr);
    if (connection_.queued >= most_queued)
      if (auto failed = connection_.settle()) return tl::unexpected(*failed);
    return {};
  }
  Result<std::unique_ptr<Rows>> rows() override {
    if (auto failed = connection_.settle()) return tl::unexpected(*failed);
    if (!send()) return connection_.failure(nullptr);
    PQsetSingleRowMode(connection_.handle.get());
    return std::make_unique<PostgresRows>(connection_);
  }

 private:
  bool send() {
    std::vector<const char*> texts;
    std::vector<int> sizes, formats;
    const std::vector<Value> values = std::move(values_);
    values_.clear();
    for (const Value& value : values) {
      texts.push_back(value.is_set ? value.bytes.c_str() : nullptr);
      sizes.push_back(static_cast<int>(value.bytes.size()));
      formats.push_back(value.is_binary ? 1 : 0);
    }
    return PQsendQueryPrepared(connection_.handle.get(), name_.c_str(), static_cast<int>(values.size()), texts.data(),
                               sizes.data(), formats.data(), 0) != 0;
  }
  struct Value {
    std::string bytes;
    bool is_set, is_binary;
  };
  Statement& own(std::string text) {
    values_.push_back({std::move(text), true, false});
    return *this;
  }
  Connection& connection_;
  std::string name_;
  std::vector<Value> values_;
};

class PostgresDatabase : public Database {
 public:
  explicit PostgresDatabase(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
  Dialect dialect() const override { return Dialect::postgres; }
  Result<std::unique_ptr<Statement>> prepare(std::string_view sql) override {
    if (auto failed = connection_->settle()) return tl::unexpected(*failed);
    const std::string name = "s" + std::to_string(connection_->statements++);
    const ResultHandle result(PQprepare(connection_->handle.get(), name.c_str(), std::string(sql).c_str(), 0, nullptr));
    if (!is_good(result.get())) return connection_->failure(result.get());
    return std::make_unique<PostgresStatement>(*connection_, name);
  }
  Result<void> execute(std::string_view sql) override {
    if (auto failed = connection_->settle()) return tl::unexpected(*failed);
    const ResultHandle result(PQexec(connection_->handle.get(), std::string(sql).c_str()));
    if (!is_good(result.get())) return connection_->failure(result.get());
    return {};
  }
  void limit(const Limits& limits) override {
    const auto done = execute("SET statement_timeout = " + std::to_string(static_cast<long>(limits.seconds * 1000)));
    (void)done;  // a connection that is gone says so at the next statement
  }
  void interrupt() override { connection_->cancel(); }

 private:
  std::unique_ptr<Connection> connection_;
};

std::string without_password(std::string address) {
  const auto user = address.find("://"), at = address.find('@');
  if (user == address.npos || at == address.npos) return address;
  const auto colon = address.find(':', user + 3);
  if (colon < at) address.erase(colon, at - colon);
  return address;
}

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& address, Access access) {
  auto connection = std::make_unique<Connection>();
  connection->address = without_password(address);
  connection->handle.reset(PQconnectdb(address.c_str()));
  if (PQstatus(connection->handle.get()) != CONNECTION_OK) return connection->failure(nullptr);
  PQsetNoticeProcessor(
      connection->handle.get(), [](void*, const char*) {}, nullptr);
  auto database = std::make_unique<PostgresDatabase>(std::move(connection));
  if (access == Access::read)
    if (auto done = database->execute("SET default_transaction_read_only = on"); !done)
      return tl::unexpected(done.error());
  return database;
}

}  // namespace dragoman::store
