/// Orders in PostgreSQL. Every function runs on a database thread; every one is safe to repeat with the same ids.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalogue_store.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/sql/postgres.hpp"
#include "contracts/car.hpp"
#include "order.hpp"

namespace sharecar::order {

extern const sql::Migrations migrations;

/// An order about to be placed. `slot` empty: the earliest free hour.
struct Placing {
  Order order;                                  ///< customer, card, times of the request; id, slot and price follow
  std::optional<Slot> slot;
  std::optional<Money> expected_price;
  std::optional<std::string> idempotency_key;
  std::optional<Problem> refusal;               ///< answered when no order is there under the same key
  Timestamp now{};
};

/// The order that a POST led to; `existing`: it was there before under the same key.
struct Placed {
  Order order;
  bool existing = false;
};

/// A request for the earliest free hour of a car, and what came of it.
struct Earliest {
  Earliest(Context& its_context, Placing its_placing) : context(&its_context), placing(std::move(its_placing)) {}

  Context* context;
  Placing placing;
  std::optional<Result<Placed>> outcome;
};

/// Which of the orders that payment has to be asked about.
enum class Due { to_pay, expired };

class OrderStore {
 public:
  OrderStore(const Clock& clock, telemetry::Metrics& metrics);

  OrderId next_id(Context& context, sql::Session& session);

  /// Stores the order and OrderPlaced, or refuses: car_unknown, car_out_of_service, price_changed, slot_taken with the
  /// nearest free times, key_reused. `placing` keeps the id that it is given: repeated with it after a commit that nobody
  /// heard of, the order is the same.
  Result<Placed> place(Context& context, sql::Session& session, Placing& placing);
  /// The same for requests without times, all for one car, one after the other in one transaction that holds its row.
  void place_earliest(sql::Session& session, const std::vector<Earliest*>& requests);

  /// Decides on `order` as it is known here and writes when the row is still that version; reads and decides again
  /// otherwise. Gives back the order as it is afterwards, changed or not.
  Order transition(Context& context, sql::Session& session, Order order, const Happening& happening);

  std::optional<Order> find(Context& context, sql::Session& session, OrderId id);
  /// Refuses with trip_finished and refund_changed; otherwise the order after the cancellation, or as it was.
  Result<Order> cancel(Context& context, sql::Session& session, Order order, std::optional<Money> expected_refund);

  /// Orders whose payment is due, or whose time to pay has run out, leased to `instance` for `lease`.
  std::vector<Order> lease_due(Context& context, sql::Session& session, const std::string& instance,
                               std::chrono::milliseconds lease, Due which, int limit);

 private:
  std::optional<Order> find_by_key(Context& context, sql::Session& session, const std::string& customer,
                                   const std::string& key);
  /// What the same request led to before, when its key is known.
  std::optional<Result<Placed>> repeated(Context& context, sql::Session& session, const Placing& placing);
  /// A known key wins over every refusal.
  Result<Placed> refused(Context& context, sql::Session& session, const Placing& placing, Problem why);
  /// Gives the order its id; with the id of an earlier run, the order if that run has placed it.
  std::optional<Order> identify(Context& context, sql::Session& session, Placing& placing);
  Result<Placed> place_at(Context& context, sql::Session& session, Placing& placing, const contracts::Car& car);
  /// `from`: before it the car has no free hour; moves on.
  Result<Placed> place_after(Context& context, sql::Session& session, Placing& placing, const contracts::Car& car,
                             FreeHours& hours, Timestamp& from);
  bool insert(Context& context, sql::Session& session, const Placing& placing);
  /// One attempt, guarded by the version; nothing when somebody else wrote first.
  std::optional<Order> write(Context& context, sql::Session& session, const Order& before,
                             const Transition& transition);

  const Clock& clock_;
  telemetry::Counter& ignored_;
  sql::IdSequence ids_;
};

/// The b3 text of a span as kept in rows and events -> a context that continues its trace.
std::optional<telemetry::TraceContext> trace_of(const Order& order);

}  // namespace sharecar::order
