/// What all stores of a platform hold at one time, as plain structs: what the rules judge.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contracts/car.hpp"
#include "contracts/cardnet.hpp"
#include "invariants/operation.hpp"
#include "services/customer/mypage.hpp"
#include "services/order/order.hpp"
#include "services/payment/payment.hpp"
#include "services/reservation/reservation.hpp"
#include "tracemodel/span.hpp"

namespace sharecar::invariants {

/// An order's row with the one column that order's own struct does not have.
struct OrderRow : order::Order {
  std::optional<std::string> idempotency_key;
};
BOOST_DESCRIBE_STRUCT(OrderRow, (order::Order), (idempotency_key))

/// An attempt to pay with the order that it belongs to.
struct AttemptRow : payment::Attempt {
  OrderId order_id;
};
BOOST_DESCRIBE_STRUCT(AttemptRow, (payment::Attempt), (order_id))

/// A row of an outbox. `at` is what the event itself says of its time; payloads of cars have none.
struct Event {
  std::string topic;
  std::int64_t aggregate = 0;
  std::string type;
  Version version;
  std::string trace;  ///< b3 of the span that wrote it
  std::optional<Timestamp> at;
  bool published = false;
};
BOOST_DESCRIBE_STRUCT(Event, (), (topic, aggregate, type, version, trace, at, published))

/// What one customer instance shows.
struct ReadModel {
  std::string instance;
  std::vector<customer::Row> rows;  ///< by order id; `order` is there in each
};

/// The spans of an order's trace.
struct OrderTrace {
  OrderId order;
  std::vector<tracemodel::Span> spans;
};

/// A card number where none may be.
struct Leak {
  std::string where;       ///< a file, or a table
  std::int64_t times = 0;  ///< in so many places or rows of it
};

struct Snapshot {
  Timestamp now{};
  std::vector<OrderRow> orders;                        ///< by id
  std::vector<contracts::Car> catalogue;               ///< order's copy, by id
  std::vector<contracts::Car> fleet;                   ///< reservation's, by id
  std::vector<reservation::Reservation> reservations;  ///< by order
  std::vector<payment::Bill> bills;                    ///< by order
  std::vector<AttemptRow> attempts;                    ///< by order and number
  std::vector<contracts::LedgerEntry> ledger;          ///< by seq
  std::vector<Event> events;                           ///< by topic, aggregate and seq
  std::vector<ReadModel> read_models;
  std::vector<OrderTrace> traces;  ///< of the orders that were chosen for it
  std::vector<Leak> leaks;
  std::vector<Operation> operations;  ///< of a client's log, if there is one
  std::vector<std::string> skipped;   ///< what could not be looked at, and why
};

}  // namespace sharecar::invariants
