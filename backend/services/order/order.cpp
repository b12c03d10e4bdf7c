#include "order.hpp"

#include <algorithm>

#include "contracts/time.hpp"

namespace sharecar::order {
namespace {

using contracts::OrderEvent;
namespace event = contracts::event;

bool closed_unpaid(OrderState state) {
  return state == OrderState::DECLINED || state == OrderState::EXPIRED || state == OrderState::CANCELLED;
}

void release(Order& order) { order.holds = false; }

void forget_card(Order& order) {
  order.sealed_card.reset();
  order.method_token.reset();
  order.retry_at.reset();
}

Transition request_refund(Order after, Money amount) {
  after.refund = RefundState::REQUESTED;
  after.refund_amount = amount;
  return {std::move(after), event::refund_requested};
}

// One overload per happening; each reads like the rows of the table that it holds.
struct Table {
  const Order& before;

  std::optional<Transition> close(OrderState state, const char* name) const {
    Order after = before;
    after.state = state;
    release(after);
    forget_card(after);
    return Transition{std::move(after), name};
  }

  std::optional<Transition> operator()(const PaymentApproved& it) const {
    if (it.version <= before.payment_version) return {};
    Order after = before;
    after.payment_version = it.version;
    after.payment_id = it.payment_id;
    after.approved_at = it.approved_at;
    if (before.awaits_payment()) {
      after.state = OrderState::PAID;
      forget_card(after);
      return Transition{std::move(after), event::order_paid};
    }
    if (closed_unpaid(before.state) && before.refund == RefundState::NONE) {  // it came too late: all of it goes back
      return request_refund(std::move(after), before.price);
    }
    return {};
  }

  std::optional<Transition> operator()(const PaymentDeclined& it) const {
    if ((it.version && *it.version <= before.payment_version) || !before.awaits_payment()) return {};
    auto out = close(OrderState::DECLINED, event::order_declined);
    out->after.payment_version = it.version.value_or(before.payment_version);
    out->after.payment_id = it.payment_id;
    out->after.reason = it.reason;
    return out;
  }

  std::optional<Transition> operator()(const PaymentUnanswered& it) const {
    if (!before.awaits_payment()) return {};
    Order after = before;
    after.state = OrderState::PAYMENT_PENDING;
    after.tries += it.asked ? 1 : 0;
    after.retry_at = it.retry_at;
    return Transition{std::move(after), event::order_payment_pending};
  }

  std::optional<Transition> operator()(const PayByPassed&) const {
    if (!before.awaits_payment()) return {};
    return close(OrderState::EXPIRED, event::order_expired);
  }

  std::optional<Transition> operator()(const Cancel& it) const {
    if (before.awaits_payment()) return close(OrderState::CANCELLED, event::order_cancelled);
    if (before.state != OrderState::PAID && before.state != OrderState::CONFIRMED) return {};
    Order after = before;
    after.state = OrderState::CANCEL_REQUESTED;
    after.refund_amount = it.refund;
    return Transition{std::move(after), event::order_cancel_requested};
  }

  std::optional<Transition> operator()(const ReservationConfirmed& it) const {
    if (it.version <= before.reservation_version || before.state != OrderState::PAID) return {};
    Order after = before;
    after.state = OrderState::CONFIRMED;
    after.reservation_id = it.reservation_id;
    after.reservation_version = it.version;
    return Transition{std::move(after), event::order_confirmed};
  }

  std::optional<Transition> operator()(const ReservationRejected& it) const {
    if (it.version <= before.reservation_version) return {};
    const bool cancelling = before.state == OrderState::CANCEL_REQUESTED && before.refund == RefundState::NONE;
    if (before.state != OrderState::PAID && !cancelling) return {};
    Order after = before;
    if (!cancelling) after.state = OrderState::REJECTING;
    after.reservation_version = it.version;
    after.reason = it.reason;
    release(after);
    return request_refund(std::move(after), before.price);
  }

  std::optional<Transition> operator()(const ReservationCancelled& it) const {
    if (it.version <= before.reservation_version) return {};
    if (before.state != OrderState::CANCEL_REQUESTED || before.refund != RefundState::NONE) return {};
    Order after = before;
    after.reservation_version = it.version;
    release(after);
    return request_refund(std::move(after), before.refund_amount.value_or(before.price));
  }

  std::optional<Transition> operator()(const PaymentRefunded& it) const {
    if (it.version <= before.payment_version || before.refund != RefundState::REQUESTED) return {};
    Order after = before;
    after.payment_version = it.version;
    after.refund = RefundState::REFUNDED;
    if (before.state == OrderState::REJECTING) {
      after.state = OrderState::REJECTED;
      return Transition{std::move(after), event::order_rejected};
    }
    if (before.state == OrderState::CANCEL_REQUESTED) {
      after.state = OrderState::CANCELLED;
      return Transition{std::move(after), event::order_cancelled};
    }
    if (before.state == OrderState::DECLINED) return Transition{std::move(after), event::order_declined};
    if (before.state == OrderState::EXPIRED) return Transition{std::move(after), event::order_expired};
    if (before.state == OrderState::CANCELLED) return Transition{std::move(after), event::order_cancelled};
    return {};
  }
};

}  // namespace

std::optional<Transition> decide(const Order& before, const Happening& happening) {
  auto out = std::visit(Table{before}, happening);
  if (out) out->after.version = before.version.next();
  return out;
}

contracts::OrderEvent event_of(const Order& order, Timestamp at) {
  return {.order_id = order.id,
          .car_id = order.car_id,
          .car_class = order.car_class,
          .customer_id = order.customer_id,
          .starts_at = order.starts_at,
          .ends_at = order.ends_at,
          .price = order.price,
          .pay_method = order.pay_method,
          .state = order.state,
          .refund = order.refund,
          .refund_amount = order.refund_amount,
          .reason = order.reason,
          .payment_id = order.payment_id,
          .reservation_id = order.reservation_id,
          .tries = order.tries,
          .retry_at = order.retry_at,
          .pay_by = order.pay_by,
          .created_at = order.created_at,
          .at = at,
          .version = order.version};
}

contracts::PaymentProgress progress_of(const Order& order, Timestamp now) {
  contracts::PaymentProgress out;
  out.attempts = order.tries;
  out.server_now = now;
  switch (order.state) {
    case OrderState::REQUESTED:
    case OrderState::PAYMENT_PENDING:
      out.state = "pending";
      // Due already, it waits for the breaker to let it through.
      if (order.retry_at) out.next_try_at = std::max(*order.retry_at, now);
      out.pay_by = order.pay_by;
      break;
    case OrderState::DECLINED: out.state = "declined"; break;
    case OrderState::EXPIRED: out.state = "expired"; break;
    default: out.state = order.approved_at ? "approved" : "none";
  }
  return out;
}

contracts::Order view_of(const Order& order, Timestamp now) {
  const StateWords& named = words(order.state);
  contracts::Order out;
  out.order_id = order.id;
  out.car_id = order.car_id;
  out.hotel_id = to_string(order.car_id);
  out.car_class = order.car_class;
  out.room_type = order.car_class;
  out.customer_id = order.customer_id;
  out.starts_at = order.starts_at;
  out.ends_at = order.ends_at;
  out.price = order.price;
  out.pay_method = order.pay_method;
  out.status = order.state;
  out.status_code = named.status_code;
  if (named.label) out.label = std::string{*named.label};
  out.refund = order.refund;
  out.refund_amount = order.refund_amount;
  out.reason = order.reason;
  out.payment_id = order.payment_id;
  out.reservation_id = order.reservation_id;
  out.payment = progress_of(order, now);
  if (order.state == OrderState::PAYMENT_PENDING) out.pay_by = order.pay_by;
  out.created_at = order.created_at;
  out.trace_id = order.trace.substr(0, order.trace.find('-'));
  out.version = order.version;
  return out;
}

Timestamp next_try(const Order& order, Timestamp now, double jitter) {
  using namespace std::chrono;
  const auto step = std::min<std::int64_t>(15'000, 1000LL << std::min<std::int64_t>(order.tries, 10));
  const auto wait = milliseconds{step + static_cast<std::int64_t>(static_cast<double>(step) * 0.25 * jitter)};
  return std::min<Timestamp>(now + wait, order.pay_by);
}

Timestamp try_when_permitted(const Order& order, Timestamp now, std::chrono::milliseconds wait, double jitter) {
  const std::chrono::milliseconds spread{static_cast<std::int64_t>(1000 * jitter)};
  return std::min<Timestamp>(now + wait + spread, order.pay_by);
}

}  // namespace sharecar::order
