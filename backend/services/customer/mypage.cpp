#include "mypage.hpp"

#include <algorithm>
#include <tuple>

namespace sharecar::customer {
namespace {

bool awaits_payment(OrderState state) { return state == OrderState::REQUESTED || state == OrderState::PAYMENT_PENDING; }

std::string payment_word(OrderState state, const Row& row) {
  if (state == OrderState::EXPIRED) return "expired";
  if (state == OrderState::DECLINED) return "declined";
  if (row.payment && row.payment->state == PaymentState::APPROVED) return "approved";
  if (row.payment && row.payment->state == PaymentState::DECLINED) return "declined";
  if (awaits_payment(state)) return "pending";
  if (state == OrderState::CANCELLED && !row.order->payment_id) return "none";  // cancelled before it was paid
  return "approved";
}

contracts::PaymentProgress payment_of(OrderState state, const Row& row, Timestamp now) {
  contracts::PaymentProgress out;
  out.state = payment_word(state, row);
  out.attempts = row.order->tries;
  out.server_now = now;
  if (out.state == "pending") {
    out.next_try_at = row.order->retry_at;
    out.pay_by = row.order->pay_by;
  }
  return out;
}

/// Whether there is or was a reservation; a rejection is none.
bool reserved(const std::optional<contracts::ReservationEvent>& reservation) {
  return reservation && reservation->state != ReservationState::REJECTED;
}

std::vector<contracts::Step> by_time(std::vector<NumberedStep> steps) {
  std::sort(steps.begin(), steps.end(), [](const NumberedStep& a, const NumberedStep& b) {
    return std::tie(a.at, a.service, a.version) < std::tie(b.at, b.service, b.version);
  });
  return {steps.begin(), steps.end()};
}

/// Of steps by time: the newest trace first.
std::vector<std::string> traces_of(const std::vector<contracts::Step>& steps) {
  std::vector<std::string> out;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const bool known = std::find(out.begin(), out.end(), step->trace_id) != out.end();
    if (!known && !step->trace_id.empty()) out.push_back(step->trace_id);
  }
  return out;
}

}  // namespace

OrderState state_of(const contracts::OrderEvent& order, const std::optional<contracts::ReservationEvent>& reservation) {
  const bool may_be_ahead = awaits_payment(order.state) || order.state == OrderState::PAID;
  if (!reservation || !(may_be_ahead || order.state == OrderState::CONFIRMED)) return order.state;
  switch (reservation->state) {
    case ReservationState::CONFIRMED:
      return OrderState::CONFIRMED;
    case ReservationState::CANCELLED:
      return OrderState::CANCEL_REQUESTED;
    case ReservationState::REJECTED:
      return OrderState::PAID;
  }
  return order.state;
}

std::optional<contracts::MyPage> show(const Row& row, Timestamp now) {
  if (!row.order) return {};
  const contracts::OrderEvent& order = *row.order;
  contracts::MyPage out;
  out.order_id = order.order_id;
  out.customer_id = order.customer_id;
  out.car_id = order.car_id;
  out.hotel_id = to_string(order.car_id);
  out.car_class = order.car_class;
  out.room_type = order.car_class;
  out.starts_at = order.starts_at;
  out.ends_at = order.ends_at;
  out.price = order.price;
  out.pay_method = order.pay_method;
  out.payment_id = order.payment_id;
  if (!out.payment_id && row.payment) out.payment_id = row.payment->payment_id;
  out.reservation_id = order.reservation_id;
  if (!out.reservation_id && reserved(row.reservation)) out.reservation_id = row.reservation->reservation_id;
  out.status = state_of(order, row.reservation);
  const StateWords& named = words(out.status);
  out.status_code = named.status_code;
  if (named.label) out.label = std::string{*named.label};
  out.refund = order.refund;
  out.refund_amount = order.refund_amount;
  out.reason = order.reason;
  out.payment = payment_of(out.status, row, now);
  out.steps = by_time(row.steps);
  out.order_trace_ids = traces_of(out.steps);
  out.as_of = row.as_of;
  out.lag_ms = row.lag_ms;
  return out;
}

}  // namespace sharecar::customer
