/// What PostgreSQL and SQLite have in common here: a few connections, a thread for each, and work handed to them.
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "chassis/sql/migration.hpp"
#include "chassis/sql/session.hpp"
#include "chassis/telemetry/metrics.hpp"

namespace sharecar::sql {

namespace net = boost::asio;

/// A Session with the handles that its owner needs and a store does not.
class Connection : public Session {
 public:
  /// Connects when it is not connected. Throws Unavailable.
  virtual void ready() = 0;
  /// After a failure: no transaction stays open, and a broken connection is closed.
  virtual void recover() noexcept = 0;
  /// Whether the outbox was written by something committed since the last call.
  virtual bool take_emitted() noexcept = 0;
};

/// Thread-safe. Connections are made on first use and made anew when they break; a work that met a broken connection
/// or lost a race (Unavailable::repeatable) is run once more from its beginning, so every work must be safe to repeat
/// with the same ids.
class Database {
 public:
  virtual ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs `work(context, session)` on a database thread and resumes the caller on its own. `work` is copied or moved
  /// in; its result must be default-constructible or void. Throws what work throws; Unavailable when the deadline
  /// passes before a connection is free.
  template <class Work>
  net::awaitable<std::invoke_result_t<Work&, Context&, Session&>> run(Context& context, Work work) {
    auto job = on_pool(*this, &context, std::move(work), Queued{*this});
    co_return co_await net::co_spawn(pool_, std::move(job), net::use_awaitable);
  }

  /// The same, waiting on the calling thread; for consumers, workers and tests that have a thread of their own.
  template <class Work>
  std::invoke_result_t<Work&, Context&, Session&> run_here(Context& context, Work work) {
    using Out = std::invoke_result_t<Work&, Context&, Session&>;
    if constexpr (std::is_void_v<Out>) {
      with_session(context, [&](Session& session) { work(context, session); });
    } else {
      Out out{};
      with_session(context, [&](Session& session) { out = work(context, session); });
      return out;
    }
  }

  /// Applies the chassis' own migrations (outbox, inbox, positions in the log) and then the service's, all in one
  /// transaction; several processes may do so at once. Waits for the database up to `patience`. Throws Unavailable, or
  /// std::runtime_error when an applied migration's text has changed or one fails.
  void migrate(const Migrations& migrations, std::chrono::seconds patience = std::chrono::seconds{60});

  /// Told after each commit that wrote to the outbox, on the thread that committed. An empty function ends it, and
  /// returns only when no call is running.
  void on_emit(std::function<void()> poke);
  /// False when the last use of the database found it away; for /actuator/health.
  bool healthy() const { return healthy_; }

 protected:
  /// `system` is "postgresql" or "sqlite": the label of the pool's gauges.
  Database(const std::string& system, std::vector<std::unique_ptr<Connection>> connections,
           telemetry::Metrics& metrics);
  /// Finishes the work in hand and drops what still waits. Derived classes call it first in their destructors.
  void close() noexcept;

 private:
  /// Counts a work as waiting from its submission to its start.
  class Queued {
   public:
    explicit Queued(Database& database) : database_(&database) { database_->waiting_->Increment(); }
    Queued(Queued&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
    Queued& operator=(Queued&&) = delete;
    ~Queued() { done(); }
    void done() {
      if (auto* database = std::exchange(database_, nullptr)) database->waiting_->Decrement();
    }

   private:
    Database* database_;
  };
  class Lease;

  template <class Work>
  static net::awaitable<std::invoke_result_t<Work&, Context&, Session&>> on_pool(Database& self, Context* context,
                                                                                 Work work, Queued queued) {
    queued.done();
    co_return self.run_here(*context, std::move(work));
  }
  void with_session(Context& context, const std::function<void(Session&)>& use);
  void tell_emitted(Connection& connection);

  const std::string system_;
  std::vector<std::unique_ptr<Connection>> connections_;
  std::mutex mutex_;  // of free_
  std::condition_variable freed_;
  std::vector<Connection*> free_;  // the last one used is used next
  std::mutex poke_mutex_;
  std::function<void()> poke_;
  std::atomic<bool> healthy_{true};
  telemetry::Gauge* in_use_;
  telemetry::Gauge* waiting_;
  net::thread_pool pool_;
};

}  // namespace sharecar::sql
