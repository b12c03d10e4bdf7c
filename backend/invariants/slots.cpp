// No two live orders and no two live reservations of a car overlap, and the two agree.
#include <algorithm>
#include <tuple>

#include "invariants/rules.hpp"
#include "invariants/words.hpp"

namespace sharecar::invariants {
namespace {

struct Taken {
  CarId car;
  Slot slot;
  OrderId order;
};

/// Sorted by start, a slot overlaps some earlier one when it begins before the latest end so far.
void judge_overlaps(std::vector<Taken> taken, const char* rule, Findings& out) {
  std::ranges::sort(taken, {}, [](const Taken& it) { return std::tuple{it.car, it.slot.starts_at, it.order}; });
  const Taken* latest = nullptr;
  for (const auto& it : taken) {
    if (latest != nullptr && latest->car == it.car && latest->slot.overlaps(it.slot)) {
      const std::string of_car = " of car " + word(it.car);
      out.about(rule, it.order,
                word(it.slot) + of_car + " overlaps order " + word(latest->order) + ", " + word(latest->slot));
      out.about(rule, latest->order,
                word(latest->slot) + of_car + " overlaps order " + word(it.order) + ", " + word(it.slot));
    }
    if (latest == nullptr || latest->car != it.car || latest->slot.ends_at < it.slot.ends_at) latest = &it;
  }
}

/// Where the table of transitions releases the slot (services/order/order.cpp).
bool holds_by_state(const order::Order& order) {
  switch (order.state) {
    case OrderState::REQUESTED:
    case OrderState::PAYMENT_PENDING:
    case OrderState::PAID:
    case OrderState::CONFIRMED:
      return true;
    case OrderState::CANCEL_REQUESTED:
      return order.refund == RefundState::NONE;  // until reservation has let go of the car
    default:
      return false;
  }
}

bool can_be_reserved(OrderState state) {
  return state == OrderState::PAID || state == OrderState::CONFIRMED || state == OrderState::CANCEL_REQUESTED;
}

void judge_hold(const order::Order& order, Findings& out) {
  const bool due = holds_by_state(order);
  if (order.holds && !due) {
    out.about("hold-kept", order.id, "the order is " + word(order.state) + " and still holds its slot");
  } else if (!order.holds && due) {
    out.about("hold-lost", order.id, "the order is " + word(order.state) + " and does not hold its slot");
  }
}

void judge_reservation(const Case& it, Findings& out) {
  const auto* order = it.order;
  const auto* row = it.reservation;
  const bool live = row != nullptr && row->state == ReservationState::CONFIRMED;
  if (order == nullptr) {
    if (row != nullptr)
      out.about("reservation-without-order", it.id, "it is reserved for an order that does not exist");
    return;
  }
  if (order->state == OrderState::CONFIRMED && (!live || row->id != order->reservation_id)) {
    out.about("confirmed-without-reservation", it.id,
              "the order is CONFIRMED by reservation " + word(order->reservation_id) + "; there is " +
                  (row == nullptr ? "none" : word(row->id) + ", " + word(row->state)));
  }
  if (live && !can_be_reserved(order->state)) {
    out.about("reservation-without-order", it.id,
              "reservation " + word(row->id) + " is CONFIRMED, and the order " + word(order->state));
  }
  if (row != nullptr && (row->car_id != order->car_id || row->customer_id != order->customer_id ||
                         Slot{row->starts_at, row->ends_at} != order->slot())) {
    out.about("reservation-differs", it.id,
              "reserved is car " + word(row->car_id) + ", " + word(Slot{row->starts_at, row->ends_at}) + ", for " +
                  row->customer_id + "; ordered car " + word(order->car_id) + ", " + word(order->slot()) + ", for " +
                  order->customer_id);
  }
}

}  // namespace

Findings judge_slots(const Index& index) {
  Findings out{.what = "orders and reservations"};
  std::vector<Taken> holds;
  std::vector<Taken> reserved;
  for (const auto& it : index.cases()) {
    ++out.checked;
    if (it.order != nullptr) {
      judge_hold(*it.order, out);
      if (it.order->holds) holds.push_back({it.order->car_id, it.order->slot(), it.id});
    }
    judge_reservation(it, out);
    if (it.reservation != nullptr && it.reservation->state == ReservationState::CONFIRMED) {
      reserved.push_back({it.reservation->car_id, {it.reservation->starts_at, it.reservation->ends_at}, it.id});
    }
  }
  judge_overlaps(std::move(holds), "orders-overlap", out);
  judge_overlaps(std::move(reserved), "reservations-overlap", out);
  return out;
}

}  // namespace sharecar::invariants
