/// Bills and attempts in PostgreSQL. Every function runs on a database thread; every one is safe to repeat with the
/// same ids. All writes go through the bill's revision, and an event is written with the change that it tells of.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chassis/runtime/clock.hpp"
#include "chassis/sql/postgres.hpp"
#include "chassis/telemetry/trace_context.hpp"
#include "payment.hpp"

namespace sharecar::payment {

extern const sql::Migrations migrations;

/// Somebody wants an order paid. Order brings what a bill needs; the customer relies on what order's events told.
struct Demand {
  OrderId order_id;
  std::optional<Money> price;
  Ask ask;  ///< the store draws the id, once
  struct Terms {
    std::string customer_id;
    Timestamp pay_by{};
  };
  std::optional<Terms> terms;  ///< of order; then `price` is there too
};

/// What the account is after the ruling was written.
struct Decided {
  Ruling ruling = Ruling::closed;
  Account account;
};

class PaymentStore {
 public:
  PaymentStore(const Clock& clock, telemetry::Metrics& metrics);

  /// Rules on a demand and writes the ruling. Refuses before anything is stored: order_unknown, and while the bill is
  /// open price_mismatch and method_not_owned.
  Result<Decided> ask(Context& context, sql::Session& session, Demand& demand);

  /// Decides on `account` as it is known here and writes when the row is still that revision; reads and decides again
  /// otherwise. Gives back the account as it is afterwards, changed or not.
  Account happened(Context& context, sql::Session& session, Account account, const Happening& happening);

  /// The order is known from now on; nothing when it was before.
  void note(Context& context, sql::Session& session, const Bill& bill);

  std::optional<Account> find(Context& context, sql::Session& session, OrderId id);

  /// Accounts with something to do, leased to `instance` for `lease`.
  std::vector<Account> lease_due(Context& context, sql::Session& session, const std::string& instance,
                                 std::chrono::milliseconds lease, int limit);

 private:
  bool open(Context& context, sql::Session& session, const Account& account);
  /// One attempt, guarded by the revision; false when somebody else wrote first.
  bool write(Context& context, sql::Session& session, std::int64_t revision, const Change& change);

  const Clock& clock_;
  telemetry::Counter& ignored_;
  sql::IdSequence ids_;
};

/// The b3 text that the bill keeps -> a context that continues its trace.
std::optional<telemetry::TraceContext> trace_of(const Bill& bill);

}  // namespace sharecar::payment
