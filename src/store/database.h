// database.h: one connection to a store's database, SQLite or PostgreSQL, behind one face.
//
// SQL is written once: `$1`, `$2` ... are its values, always bound and never pasted. A Database belongs to one thread.
// Failures name the store, what the database said and what to do.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dragoman/result.h"

namespace dragoman::store {

enum class Dialect : std::uint8_t { sqlite, postgres };
enum class Access : std::uint8_t {
  land,   // makes the store when it is missing
  write,  // an existing store: reviews
  read,   // read-only; nothing but SELECT passes
};

struct Limits {  // of one statement; 0: none
  double seconds = 0;
};

// Rows are read one after the other: while (rows.next()) rows.text(0). Views live until the next call of next().
class Rows {
 public:
  virtual ~Rows() = default;
  virtual Result<bool> next() = 0;
  virtual int columns() const = 0;
  virtual std::string name(int column) const = 0;
  virtual bool is_null(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // also of numbers; "" for null
  virtual std::string_view blob(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
};

struct Null {};
struct Blob {
  std::string_view bytes;
};

// A statement with values bound in order. The texts have to live until run() or rows() is back.
class Statement {
 public:
  virtual ~Statement() = default;
  virtual Statement& add(std::int64_t value) = 0;
  virtual Statement& add(double value) = 0;
  virtual Statement& add(std::string_view value) = 0;
  virtual Statement& add(Blob value) = 0;
  virtual Statement& add(Null) = 0;
  Statement& add(const char* value) { return add(std::string_view(value)); }
  Statement& add(int value) { return add(static_cast<std::int64_t>(value)); }
  Statement& add(const std::optional<std::int64_t>& value) { return value ? add(*value) : add(Null{}); }
  Statement& add(const std::optional<double>& value) { return value ? add(*value) : add(Null{}); }

  // For statements without rows. On a server it may be sent ahead: a failure then shows at the next one that waits.
  virtual Result<void> run() = 0;
  virtual Result<std::unique_ptr<Rows>> rows() = 0;  // the statement has to outlive them
};

class Database {
 public:
  // A path of a file, or postgresql://...
  static Result<std::unique_ptr<Database>> open(const std::string& address, Access access);
  virtual ~Database() = default;

  virtual Dialect dialect() const = 0;
  virtual Result<std::unique_ptr<Statement>> prepare(std::string_view sql) = 0;
  virtual Result<void> execute(std::string_view sql) = 0;  // several statements without values
  virtual void limit(const Limits& limits) = 0;            // of the statements that follow
  virtual void interrupt() = 0;                            // from another thread
};

}  // namespace dragoman::store
