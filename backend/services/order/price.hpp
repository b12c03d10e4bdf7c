/// What a trip costs and what a cancellation gives back. Pure; the policies are data.
#pragma once

#include <array>

#include "contracts/car.hpp"
#include "contracts/problem.hpp"
#include "order.hpp"

namespace sharecar::order {

/// By the hour, to the minute, rounded up to whole won; from 24 hours on 10 % less.
PriceQuote price_of(const contracts::Car& car, Slot slot);

/// A step of the refund policy: at least this long before the start, this part of the price goes back.
struct RefundStep {
  std::chrono::minutes before_start;
  int percent;
  const char* rule;
};
inline constexpr std::chrono::minutes full_refund_after_payment{30};
inline constexpr std::array refund_steps{
    RefundStep{std::chrono::hours{12}, 100, "12_hours_before"},
    RefundStep{std::chrono::hours{6}, 70, "6_hours_before"},
    RefundStep{std::chrono::hours{1}, 50, "1_hour_before"},
    RefundStep{std::chrono::minutes{0}, 20, "before_start"},
};

/// What cancelling at `now` gives back, by which rule and until when; nothing while unpaid (nothing was taken), and
/// everything within 30 minutes of payment whenever the trip begins.
CancellationQuote cancellation_of(const Order& order, Timestamp now);

}  // namespace sharecar::order
