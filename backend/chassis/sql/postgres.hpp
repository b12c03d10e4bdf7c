/// PostgreSQL for one service: a few connections, each on a thread of its own pool.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "chassis/sql/migration.hpp"
#include "chassis/sql/session.hpp"
#include "chassis/telemetry/metrics.hpp"

namespace sharecar::sql {

namespace net = boost::asio;

struct PostgresConfig {
  std::string uri = "postgresql://127.0.0.1:5432/sharecar";
  int connections = 4;
  int statement_timeout_ms = 5000;
};
BOOST_DESCRIBE_STRUCT(PostgresConfig, (), (uri, connections, statement_timeout_ms))

/// Thread-safe. Connections are made on first use and made anew when they break; a work that met a broken connection
/// is run once more from its beginning, so every work must be safe to repeat with the same ids.
class Postgres {
 public:
  Postgres(PostgresConfig config, telemetry::Metrics& metrics);
  ~Postgres();
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;

  /// Applies the chassis' own migrations (outbox, inbox, log positions) and then the service's, under an advisory
  /// lock. Waits for the database up to `patience`. Throws Unavailable, or std::runtime_error when an applied
  /// migration's text has changed.
  void migrate(const Migrations& migrations, std::chrono::seconds patience = std::chrono::seconds{60});

  /// Runs `work(context, session)` on a database thread and resumes the caller on its own. `work` is copied or moved
  /// in; its result must be default-constructible. Throws what work throws; Unavailable when the deadline passes
  /// before a connection is free.
  template <class Work>
  net::awaitable<std::invoke_result_t<Work&, Context&, Session&>> run(Context& context, Work work) {
    co_return co_await net::co_spawn(pool_, on_pool(*this, &context, std::move(work)), net::use_awaitable);
  }

  /// The same, waiting on the calling thread; for consumers, workers and tests that have a thread of their own.
  template <class Work>
  std::invoke_result_t<Work&, Context&, Session&> run_here(Context& context, Work work) {
    std::invoke_result_t<Work&, Context&, Session&> out{};
    with_session(context, [&](Session& session) { out = work(context, session); });
    return out;
  }

  /// Told after each commit that wrote to the outbox. Called on a database thread.
  void on_emit(std::function<void()> poke);
  /// True when the last use of the database worked; for /actuator/health.
  bool healthy() const;
  const PostgresConfig& config() const;

 private:
  template <class Work>
  static net::awaitable<std::invoke_result_t<Work&, Context&, Session&>> on_pool(Postgres& self, Context* context,
                                                                                Work work) {
    co_return self.run_here(*context, std::move(work));
  }
  void with_session(Context& context, const std::function<void(Session&)>& use);

  struct Impl;
  std::unique_ptr<Impl> impl_;
  net::thread_pool pool_;
};

/// Ids in blocks of 50 from a sequence made with INCREMENT 50: one round trip for 50 ids. Thread-safe. Ids that were
/// drawn and not used when the process ends are gaps.
class IdSequence {
 public:
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
