#include "chassis/sql/database.hpp"

#include <thread>

#include "chassis/sql/migrator.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::sql {
namespace {

const Log log{"sql"};

}  // namespace

/// One connection for the time of one work.
class Database::Lease {
 public:
  Lease(Database& database, const Context& context) : database_(database) {
    std::unique_lock lock{database_.mutex_};
    if (database_.free_.empty()) {
      Queued queued{database_};
      const bool got =
          database_.freed_.wait_until(lock, context.deadline(), [this] { return !database_.free_.empty(); });
      if (!got) throw Unavailable{database_.system_ + ": no free connection before the deadline"};
    }
    connection_ = database_.free_.back();
    database_.free_.pop_back();
    database_.in_use_->Increment();
  }
  ~Lease() {
    {
      const std::lock_guard lock{database_.mutex_};
      database_.free_.push_back(connection_);
    }
    database_.in_use_->Decrement();
    database_.freed_.notify_one();
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  Connection& connection() { return *connection_; }

 private:
  Database& database_;
  Connection* connection_ = nullptr;
};

Database::Database(const std::string& system, std::vector<std::unique_ptr<Connection>> connections,
                   telemetry::Metrics& metrics)
    : system_(system),
      connections_(std::move(connections)),
      in_use_(&metrics.gauge("sharecar_db_pool_in_use", "Database connections that are working.", {{"db", system}})),
      waiting_(
          &metrics.gauge("sharecar_db_pool_waiting", "Works that wait for a database connection.", {{"db", system}})),
      pool_(connections_.size()) {
  for (auto& connection : connections_) free_.push_back(connection.get());
  metrics.gauge("sharecar_db_pool_max", "Database connections there may be.", {{"db", system}})
      .Set(static_cast<double>(connections_.size()));
}

Database::~Database() { close(); }

void Database::close() noexcept {
  pool_.stop();
  pool_.join();
}

void Database::on_emit(std::function<void()> poke) {
  const std::lock_guard lock{poke_mutex_};
  poke_ = std::move(poke);
}

void Database::tell_emitted(Connection& connection) {
  if (!connection.take_emitted()) return;
  const std::lock_guard lock{poke_mutex_};
  if (poke_) poke_();
}

void Database::with_session(Context& context, const std::function<void(Session&)>& use) {
  if (context.expired()) throw Unavailable{system_ + ": the deadline has passed"};
  Lease lease{*this, context};
  auto& connection = lease.connection();
  for (bool repeated = false;; repeated = true) {
    try {
      connection.ready();
      use(connection);
      connection.recover();
      tell_emitted(connection);
      healthy_ = true;
      return;
    } catch (const Unavailable& failure) {
      connection.recover();
      tell_emitted(connection);
      if (repeated || !failure.repeatable || context.expired()) {
        healthy_ = false;
        throw;
      }
      log.info(context, "a work is repeated", {{"cause", failure.what()}});
    } catch (...) {
      connection.recover();
      tell_emitted(connection);
      healthy_ = true;  // it answered
      throw;
    }
  }
}

void Database::migrate(const Migrations& migrations, std::chrono::seconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (bool said = false;;) {
    auto context = untraced(patience + std::chrono::seconds{60});
    try {
      run_here(context, [&](Context& c, Session& session) { apply(c, session, system_, migrations); });
      return;
    } catch (const Unavailable& failure) {
      if (std::chrono::steady_clock::now() >= end) throw;
      if (!std::exchange(said, true)) log.warn("waiting for the database", {{"cause", failure.what()}});
      std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
  }
}

}  // namespace sharecar::sql
