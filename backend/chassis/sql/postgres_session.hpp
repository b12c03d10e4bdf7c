/// One connection to PostgreSQL. Inside of sql/: stores see it as a Session.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chassis/sql/postgres.hpp"
#include "chassis/sql/postgres_link.hpp"
#include "chassis/sql/stall_guard.hpp"

namespace sharecar::sql {

/// Used by one thread at a time. Statements are prepared when they are first used on a connection. BEGIN and what was
/// deferred go to the server with the next statement; a transaction that ran none is never begun.
class PostgresSession final : public Connection {
 public:
  /// `settings` are the connection's own, such as "-c synchronous_commit=off".
  PostgresSession(const PostgresConfig& config, telemetry::Metrics& metrics, StallGuard& guard,
                  std::string settings = "");
  ~PostgresSession() override;

  std::int64_t run(Context& context, const Statement& statement, const Params& params,
                   const std::function<void(const Row&)>& each) override;
  void defer(Context& context, const Statement& statement, Params params) override;
  void script(const std::string& text) override;
  void begin() override;
  void commit() override;
  void rollback() noexcept override;

  void ready() override;
  void recover() noexcept override;
  bool take_emitted() noexcept override;

 private:
  using Clock = std::chrono::steady_clock;

  struct Known {
    std::string name;
    std::string span_name;
    std::string text;
    telemetry::Histogram* seconds;  // null: not measured, as BEGIN and ROLLBACK
    bool prepared = false;  // on the present connection
  };
  /// What goes along with the next statement.
  struct Deferred {
    Known* known;
    Params params;
    telemetry::Span span;
  };

  Known& known(const Statement& statement);
  telemetry::Span span_of(Context& context, const Known& known) const;
  static Query query_of(Known& known, const Params& params);
  /// Sends what was deferred and then `known`; gives back the rows of the latter.
  PostgresResult send(Known& known, const Params& params, StallGuard::Time give_up);
  /// Runs `use()`, translates what the link throws, and closes a connection that broke.
  template <class Use>
  auto guarded(const std::string& name, StallGuard::Time give_up, Use use);
  [[noreturn]] void refuse(const std::string& name, const PostgresLink::Refused& failure);
  bool begun() const { return open_ && (deferred_.empty() || deferred_.front().known != &begin_); }
  void close() noexcept;

  const PostgresConfig config_;
  const std::string settings_;
  telemetry::Metrics& metrics_;
  std::shared_ptr<StallGuard::Watch> watch_;
  std::unique_ptr<PostgresLink> link_;  // null: not connected
  telemetry::Endpoint server_;
  std::map<std::string, Known, std::less<>> known_;
  Known begin_{"begin", "pg begin", "BEGIN", nullptr};
  Known rollback_{"rollback", "pg rollback", "ROLLBACK", nullptr};
  std::vector<Deferred> deferred_;
  bool open_ = false;    // inside a transaction, whether the server knows of it or not
  bool failed_ = false;  // a statement of the open transaction failed
  bool emits_ = false;   // the open transaction wrote to the outbox
  bool emitted_ = false;
};

}  // namespace sharecar::sql
