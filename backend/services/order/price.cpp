#include "price.hpp"

#include <algorithm>

namespace sharecar::order {
namespace {

std::string hours_text(std::chrono::minutes length) {
  const auto whole = length.count() / 60;
  const auto rest = length.count() % 60;
  if (rest == 0) return std::to_string(whole) + " h";
  return (whole > 0 ? std::to_string(whole) + " h " : "") + std::to_string(rest) + " min";
}

struct Refund {
  int percent;
  const char* rule;
  std::optional<Timestamp> until;   // the last moment at which this holds
};

// The rule that holds at `now` alone. Each rule's end is where the next one begins.
Refund refund_at(const Order& order, Timestamp now) {
  Refund by_start{0, "started", std::nullopt};
  for (const RefundStep& step : refund_steps) {
    const Timestamp until = order.starts_at - step.before_start;
    if (now <= until) {
      by_start = {step.percent, step.rule, until};
      break;
    }
  }
  const Timestamp grace_end = *order.approved_at + full_refund_after_payment;
  if (now > grace_end) return by_start;
  if (by_start.percent < 100) return {100, "within_30_minutes_of_payment", grace_end};
  by_start.until = std::max(*by_start.until, grace_end);
  return by_start;
}

}  // namespace

PriceQuote price_of(const contracts::Car& car, Slot slot) {
  const auto length = std::chrono::ceil<std::chrono::minutes>(slot.length());
  const Money base{(car.hourly_price.won * length.count() + 59) / 60};
  PriceQuote out{car.car_id, slot.starts_at, slot.ends_at, base, {}};
  out.lines.push_back(
      {"base", hours_text(length) + " at " + std::to_string(car.hourly_price.won) + " won an hour", base});
  if (length >= std::chrono::hours{24}) {
    const Money off{-(base.won / 10)};
    out.lines.push_back({"long_trip", "10 % off from 24 h on", off});
    out.price = base + off;
  }
  return out;
}

CancellationQuote cancellation_of(const Order& order, Timestamp now) {
  if (!order.approved_at) return {Money{0}, Money{0}, "unpaid", std::nullopt, std::nullopt};
  const auto amount = [&](int percent) { return Money{order.price.won * percent / 100}; };
  const Refund refund = refund_at(order, now);
  CancellationQuote out;
  out.refund = amount(refund.percent);
  out.fee = order.price - out.refund;
  out.rule = refund.rule;
  out.valid_until = refund.until;
  if (refund.until) {
    const Refund next = refund_at(order, *refund.until + std::chrono::microseconds{1});
    out.then = RefundAfter{amount(next.percent)};
  }
  return out;
}

}  // namespace sharecar::order
