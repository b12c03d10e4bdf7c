/// PostgreSQL for one service: a few connections, each on a thread of its own pool.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "chassis/sql/database.hpp"

namespace sharecar::sql {

struct PostgresConfig {
  /// libpq's URI or "key=value" text.
  std::string uri = "postgresql://127.0.0.1:5432/sharecar";
  /// Most connections of the pool; the relay has one more of its own.
  int connections = 4;
  /// The server cancels a statement after this time.
  int statement_timeout_ms = 5000;
  /// A connection is given up when it is not made in this time (libpq counts whole seconds, at least 2).
  int connect_timeout_ms = 2000;
  /// What pg_stat_activity shows.
  std::string application_name = "sharecar";
};
BOOST_DESCRIBE_STRUCT(PostgresConfig, (),
                      (uri, connections, statement_timeout_ms, connect_timeout_ms, application_name))

class StallGuard;

/// Sessions run in UTC with idle_in_transaction_session_timeout=5s. A statement that has not come back shortly after
/// its deadline (a stopped or unreachable server) has its connection cut and is Unavailable.
class Postgres final : public Database {
 public:
  Postgres(PostgresConfig config, telemetry::Metrics& metrics);
  ~Postgres() override;

  /// A connection outside the pool, for a thread that holds one for long. It must not outlive this. `settings` are its
  /// own beside those of the pool's, such as "-c synchronous_commit=off".
  std::unique_ptr<Connection> dedicated(const std::string& settings = "") const;
  const PostgresConfig& config() const { return config_; }

 private:
  Postgres(PostgresConfig config, telemetry::Metrics& metrics, std::shared_ptr<StallGuard> guard);

  const PostgresConfig config_;
  telemetry::Metrics& metrics_;
  std::shared_ptr<StallGuard> guard_;
};

/// Ids in blocks of 50 from a sequence made with INCREMENT 50: one round trip for 50 ids. Thread-safe. Ids that were
/// drawn and not used when the process ends are gaps.
class IdSequence {
 public:
  /// `next_block` is "SELECT nextval('...') AS id".
  explicit IdSequence(Statement next_block) : next_block_(next_block) {}
  std::int64_t next(Context& context, Session& session);

  static constexpr std::int64_t block = 50;

 private:
  Statement next_block_;
  std::mutex mutex_;
  std::int64_t next_ = 0;
  std::int64_t end_ = 0;
};

}  // namespace sharecar::sql
