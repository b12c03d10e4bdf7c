/// What MyPage shows of an order. Pure: no clock, no database; times are handed in.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "contracts/events.hpp"
#include "contracts/mypage.hpp"
#include "contracts/states.hpp"
#include "contracts/types.hpp"

namespace sharecar::customer {

/// A step and which of its service's events it is.
struct NumberedStep : contracts::Step {
  Version version;

  friend bool operator==(const NumberedStep&, const NumberedStep&) = default;
};
BOOST_DESCRIBE_STRUCT(NumberedStep, (contracts::Step), (version))

/// The newest that was heard of an order on each of the three topics, and every step, in any order.
struct Row {
  std::optional<contracts::OrderEvent> order;
  std::optional<contracts::PaymentEvent> payment;
  std::optional<contracts::ReservationEvent> reservation;
  std::vector<NumberedStep> steps;
  Timestamp as_of{};        ///< of the newest event
  std::int64_t lag_ms = 0;  ///< how long after that it was here
};

/// The topics are read side by side, so one may be ahead of the others. What is shown
/// - is what the order says once all events are here,
/// - is never ahead of what the order has decided or is bound to decide, and so
/// - never goes back, whichever topic is ahead.
/// A reservation speaks of a paid order: a confirmed one shows CONFIRMED before the order says so, a cancelled one
/// CANCEL_REQUESTED. An approved payment does not show PAID by itself: the order may have expired or been cancelled
/// meanwhile, and then goes on to a refund. Neither does a rejected reservation show REJECTING: the order may have been
/// cancelled first.
OrderState state_of(const contracts::OrderEvent& order, const std::optional<contracts::ReservationEvent>& reservation);

/// Nothing before the first event of the order itself.
std::optional<contracts::MyPage> show(const Row& row, Timestamp now);

}  // namespace sharecar::customer
