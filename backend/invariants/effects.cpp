// No event without its effect, no effect without its event.
#include <unordered_map>

#include "contracts/events.hpp"
#include "invariants/differences.hpp"
#include "invariants/rules.hpp"
#include "invariants/words.hpp"

namespace sharecar::invariants {
namespace {

namespace event = contracts::event;
constexpr const char* lost = "event-without-effect";
constexpr const char* invented = "effect-without-event";

bool closed(OrderState state) {
  return state == OrderState::DECLINED || state == OrderState::EXPIRED || state == OrderState::CANCELLED ||
         state == OrderState::REJECTED;
}

/// What payment and reservation told order.
void judge_order(const Case& it, const order::Order& order, Findings& out) {
  const Version paid = it.bill != nullptr ? it.bill->version : Version{};
  const bool approved = it.bill != nullptr && it.bill->outcome == payment::Outcome::APPROVED;
  const bool declined = it.bill != nullptr && it.bill->outcome == payment::Outcome::DECLINED;
  if (order.payment_version > paid) {
    out.about(invented, it.id,
              "the order has seen version " + word(order.payment_version) + " of its payment, which has " + word(paid));
  } else if (approved && order.payment_version < paid) {
    out.about(lost, it.id,
              "payment is at version " + word(paid) + ", the order has seen " + word(order.payment_version));
  } else if (declined && order.awaits_payment()) {
    out.about(lost, it.id, "payment was declined, and the order is " + word(order.state));
  }
  const Version reserved = it.reservation != nullptr ? it.reservation->version : Version{};
  if (order.reservation_version != reserved) {
    const bool less = order.reservation_version < reserved;
    out.about(
        less ? lost : invented, it.id,
        "the reservation is at version " + word(reserved) + ", the order has seen " + word(order.reservation_version));
  }
}

/// What order told reservation.
void judge_reservation(const Case& it, Findings& out) {
  const auto* paid = find_event(it.order_events, event::order_paid);
  const auto* cancelled = find_event(it.order_events, event::order_cancel_requested);
  const auto* row = it.reservation;
  if (paid != nullptr && row == nullptr) out.about(lost, it.id, "OrderPaid reserved nothing");
  if (cancelled != nullptr && row != nullptr && row->state == ReservationState::CONFIRMED) {
    out.about(lost, it.id, "OrderCancelRequested did not cancel reservation " + word(row->id));
  }
  if (row != nullptr && paid == nullptr && cancelled == nullptr && !it.order_events.empty()) {
    out.about(invented, it.id, "there is a reservation, and the order was never paid");
  }
}

/// What order told payment.
void judge_payment(const Case& it, const order::Order& order, Findings& out) {
  if (it.bill == nullptr) return out.about(lost, it.id, "OrderPlaced made no bill");
  if (closed(order.state) && !it.bill->closed) {
    out.about(lost, it.id, "the order is " + word(order.state) + ", and payment would still charge it");
  }
  if (order.refund != RefundState::NONE && it.bill->refund == RefundState::NONE) {
    out.about(lost, it.id, "RefundRequested refunded nothing");
  }
}

}  // namespace

Findings judge_effects(const Index& index) {
  Findings out{.what = "orders and cars"};
  for (const auto& it : index.cases()) {
    if (it.order == nullptr) continue;  // judged as what exists without its order
    ++out.checked;
    judge_order(it, *it.order, out);
    judge_reservation(it, out);
    judge_payment(it, *it.order, out);
  }
  std::unordered_map<CarId, const contracts::Car*> catalogue;
  for (const auto& car : index.snapshot().catalogue) catalogue[car.car_id] = &car;
  for (const auto& car : index.snapshot().fleet) {
    ++out.checked;
    const auto found = catalogue.find(car.car_id);
    if (found == catalogue.end()) {
      out.about(lost, "car " + word(car.car_id), "order does not know it");
    } else if (const auto what = differences(*found->second, car); !what.empty()) {
      out.about(lost, "car " + word(car.car_id), "order's copy differs: " + what);
    }
  }
  return out;
}

}  // namespace sharecar::invariants
