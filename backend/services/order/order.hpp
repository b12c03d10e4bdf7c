/// An order and what may happen to it. Pure: no clock, no database, no randomness; times are handed in.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "contracts/events.hpp"
#include "contracts/order.hpp"
#include "contracts/states.hpp"
#include "contracts/types.hpp"

namespace sharecar::order {

/// The row. While `holds`, nobody else gets the slot: the order is the hold.
struct Order {
  OrderId id;
  CarId car_id;
  std::string car_class;
  std::string customer_id;
  Timestamp starts_at{};
  Timestamp ends_at{};
  Money price;
  std::string pay_method;
  OrderState state = OrderState::REQUESTED;
  bool holds = true;
  RefundState refund = RefundState::NONE;
  std::optional<Money> refund_amount;
  std::optional<std::string> reason;
  std::optional<PaymentId> payment_id;
  std::optional<Timestamp> approved_at;
  std::optional<ReservationId> reservation_id;
  std::int64_t tries = 0;                       ///< how often payment was asked without an answer
  std::optional<Timestamp> retry_at;
  Timestamp pay_by{};
  Timestamp created_at{};
  Version version;
  Version payment_version;                      ///< the last one seen of payment's events and answers
  Version reservation_version;
  std::optional<std::string> method_token;      ///< both are erased when payment needs them no more
  std::optional<std::string> sealed_card;
  std::optional<std::string> body_hash;         ///< of the request that placed it
  std::string trace;                            ///< b3 of the request that placed it

  Slot slot() const { return {starts_at, ends_at}; }
  bool awaits_payment() const { return state == OrderState::REQUESTED || state == OrderState::PAYMENT_PENDING; }
};
BOOST_DESCRIBE_STRUCT(Order, (),
                      (id, car_id, car_class, customer_id, starts_at, ends_at, price, pay_method, state, holds, refund,
                       refund_amount, reason, payment_id, approved_at, reservation_id, tries, retry_at, pay_by,
                       created_at, version, payment_version, reservation_version, method_token, sealed_card, body_hash,
                       trace))

// What may happen to an order. `version` is the sender's, where there is one.
struct PaymentApproved {
  PaymentId payment_id;
  Timestamp approved_at;
  Version version;
};
struct PaymentDeclined {
  std::optional<PaymentId> payment_id;          ///< neither: refused before there was an attempt
  std::string reason;
  std::optional<Version> version;
};
/// Payment did not answer in time, or said that an attempt is open, or was not asked at all (`asked` is false): the
/// guard before it let nothing through.
struct PaymentUnanswered {
  Timestamp retry_at;
  bool asked = true;
};
struct PayByPassed {};
struct PaymentRefunded {
  Version version;
};
struct ReservationConfirmed {
  ReservationId reservation_id;
  Version version;
};
struct ReservationRejected {
  std::string reason;
  Version version;
};
struct ReservationCancelled {
  Version version;
};
struct Cancel {
  Money refund;                                 ///< what the rule gives now; not used while unpaid
};

using Happening = std::variant<PaymentApproved, PaymentDeclined, PaymentUnanswered, PayByPassed, PaymentRefunded,
                               ReservationConfirmed, ReservationRejected, ReservationCancelled, Cancel>;

/// The order after the transition and the one event that tells of it.
struct Transition {
  Order after;
  const char* event;
};

/// The transition table. Nothing for a pair that is not in it, and for a version not greater than the last one seen.
std::optional<Transition> decide(const Order& before, const Happening& happening);

/// The payload of an order event: the full state.
contracts::OrderEvent event_of(const Order& order, Timestamp at);

/// The order as clients see it.
contracts::Order view_of(const Order& order, Timestamp now);

/// How the payment stands, in MyPage's and the 202's words.
contracts::PaymentProgress progress_of(const Order& order, Timestamp now);

/// When to ask payment again after `tries` unanswered calls: 1, 2, 4, 8, then 15 s, spread by `jitter` (0..1) up to a
/// quarter more, and never after pay_by.
Timestamp next_try(const Order& order, Timestamp now, double jitter);

/// When to ask what the breaker did not let through: as soon as it lets probes through, which is in `wait`, spread by
/// `jitter` (0..1) over a second so that those who waited do not come at once, and never after pay_by.
Timestamp try_when_permitted(const Order& order, Timestamp now, std::chrono::milliseconds wait, double jitter);

}  // namespace sharecar::order
