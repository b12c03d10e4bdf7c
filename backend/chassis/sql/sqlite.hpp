/// SQLite for what a service can rebuild or keeps for itself: MyPage, the span store, the card network's ledger.
#pragma once

#include <memory>
#include <string>

#include "chassis/sql/database.hpp"

namespace sharecar::sql {

/// `normal` loses the last commits when the machine dies, never the file; `full` loses nothing.
enum class Synchronous { normal, full };
BOOST_DESCRIBE_ENUM(Synchronous, normal, full)

struct SqliteConfig {
  /// The file; it is made when it is not there.
  std::string path = "sharecar.db";
  /// Connections, each with a thread: reads run side by side, writes one after the other.
  int connections = 2;
  Synchronous synchronous = Synchronous::normal;
  /// How long a write waits for another process.
  int busy_timeout_ms = 2000;
  /// Page cache of each connection.
  int cache_kib = 2048;
};
BOOST_DESCRIBE_STRUCT(SqliteConfig, (), (path, connections, synchronous, busy_timeout_ms, cache_kib))

/// What all connections of this process to one file share: they take turns without SQLite's sleeping. Thread-safe.
class SqliteFile {
 public:
  /// The turn to write; false when it does not come within `limit`.
  bool take(std::chrono::milliseconds limit);
  void give() noexcept;

  std::mutex opening;  ///< two connections that switch to WAL at one time get SQLITE_BUSY

 private:
  std::mutex mutex_;
  std::condition_variable given_;
  bool taken_ = false;
};

/// One connection, in WAL mode. Parameters are $1, $2, ... as in PostgreSQL; transactions take the write lock at once.
/// A full disk, a damaged or locked file and a statement that outlives its deadline are Unavailable; a broken
/// constraint is Rejected with PostgreSQL's SQLSTATE (23505 unique, 23502 not null, 23514 check, 23503 foreign key).
/// Used by one thread at a time.
class Sqlite final : public Connection {
 public:
  Sqlite(SqliteConfig config, telemetry::Metrics& metrics, std::shared_ptr<SqliteFile> shared);
  ~Sqlite() override;

  std::int64_t run(Context& context, const Statement& statement, const Params& params,
                   const std::function<void(const Row&)>& each) override;
  void script(const std::string& text) override;
  void begin() override;
  void commit() override;
  void rollback() noexcept override;

  void ready() override;
  void recover() noexcept override;
  bool take_emitted() noexcept override { return std::exchange(emitted_, false); }

 private:
  struct Impl;
  void exec_settings();

  std::unique_ptr<Impl> impl_;
  bool emits_ = false;
  bool emitted_ = false;
};

/// A file with a few connections and a thread for each; the same interface as Postgres.
class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(SqliteConfig config, telemetry::Metrics& metrics);
  ~SqliteDatabase() override;
  const SqliteConfig& config() const { return config_; }

 private:
  const SqliteConfig config_;
};

}  // namespace sharecar::sql
