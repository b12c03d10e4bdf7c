/// One connection to PostgreSQL. Inside of sql/: stores see it as a Session.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>

#include "chassis/sql/postgres.hpp"
#include "chassis/sql/stall_guard.hpp"

namespace pqxx {
class sql_error;
}

namespace sharecar::sql {

/// Used by one thread at a time. Statements are prepared when they are first used on a connection.
class PostgresSession final : public Connection {
 public:
  PostgresSession(const PostgresConfig& config, telemetry::Metrics& metrics, StallGuard& guard);
  ~PostgresSession() override;

  std::int64_t run(Context& context, const Statement& statement, const Params& params,
                   const std::function<void(const Row&)>& each) override;
  void script(const std::string& text) override;
  void begin(const std::string& then = {}) override;
  void commit() override;
  void rollback() noexcept override;

  void ready() override;
  void recover() noexcept override;
  bool take_emitted() noexcept override;

 private:
  struct Wire;
  struct Known {
    std::string span_name;
    std::string text;
    telemetry::Histogram* seconds;
    bool prepared = false;  // on the present connection
  };

  Known& known(const Statement& statement);
  /// Runs `use(connection)`, translates what libpqxx throws, and closes a connection that broke.
  template <class Use>
  auto guarded(const char* name, StallGuard::Time give_up, Use use);
  [[noreturn]] void refuse(const char* name, const pqxx::sql_error& failure);
  void close() noexcept;

  const PostgresConfig config_;
  telemetry::Metrics& metrics_;
  std::shared_ptr<StallGuard::Watch> watch_;
  std::unique_ptr<Wire> wire_;  // null: not connected
  telemetry::Endpoint server_;
  std::map<std::string, Known, std::less<>> known_;
  bool open_ = false;    // inside BEGIN
  bool failed_ = false;  // a statement of the open transaction failed
  bool emits_ = false;   // the open transaction wrote to the outbox
  bool emitted_ = false;
};

}  // namespace sharecar::sql
