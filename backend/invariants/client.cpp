// What a client was told is so: its operation log against the orders.
#include <algorithm>
#include <array>
#include <map>

#include "invariants/rules.hpp"
#include "invariants/words.hpp"

namespace sharecar::invariants {
namespace {

using Key = std::pair<std::string, std::string>;  // customer, Idempotency-Key

/// Everything that was said and done under one key.
struct Request {
  std::vector<const Operation*> told;
  std::vector<const OrderRow*> orders;
};

bool acknowledged(const Operation& it) { return it.status >= 200 && it.status < 300; }
/// Refusals that have an order all the same.
bool refused_with_order(const Operation& it) {
  static constexpr std::array codes{"card_declined",   "payment_expired",  "order_cancelled",
                                    "request_running", "method_not_owned", "key_reused"};
  return it.code && std::ranges::find(codes, *it.code) != codes.end();
}
bool refused(const Operation& it) { return it.status >= 400 && it.status < 500 && !refused_with_order(it); }

std::string subject(const Operation& it) { return "key " + it.idempotency_key + " of " + it.customer_id; }

std::string answer(const Operation& it) {
  return "a booking was answered " + std::to_string(it.status) + (it.code ? " " + *it.code : "");
}

void report(Findings& out, const char* rule, const Operation& it, std::optional<OrderId> order, std::string text) {
  out.violations.push_back({rule, order, subject(it), std::move(text)});
}

void judge_booking(const Index& index, const Operation& it, const Request& all, Findings& out) {
  if (!it.order_id) return report(out, "booking-lost", it, {}, answer(it) + " and no order number");
  const auto* found = index.find(*it.order_id);
  if (found == nullptr || found->order == nullptr) {
    return report(out, "booking-lost", it, it.order_id,
                  answer(it) + " and order " + word(*it.order_id) + ", which does not exist");
  }
  const OrderRow& order = *found->order;
  const bool slot_differs =
      (it.starts_at && *it.starts_at != order.starts_at) || (it.ends_at && *it.ends_at != order.ends_at);
  if (order.customer_id != it.customer_id || order.idempotency_key.value_or("") != it.idempotency_key ||
      (it.car_id && order.car_id != *it.car_id) || slot_differs) {
    report(out, "booking-differs", it, order.id,
           answer(it) + " and order " + word(order.id) + ", which is for " + order.customer_id + ", key " +
               order.idempotency_key.value_or("(none)") + ", car " + word(order.car_id) + ", " + word(order.slot()));
  }
  if (it.idempotency_key.empty()) return;  // without a key each request is an order of its own
  for (const auto* other : all.told) {
    if (other == &it) break;
    if (acknowledged(*other) && other->order_id != it.order_id) {
      report(out, "key-booked-twice", it, it.order_id,
             "the key was answered with order " + word(other->order_id) + " before, and with " + word(it.order_id));
      break;
    }
  }
}

void judge_refusal(const Operation& it, const Request& all, Findings& out) {
  // Another try under the same key may have booked.
  const bool only_refused = std::ranges::all_of(all.told, [](const Operation* one) { return refused(*one); });
  if (!only_refused) return;
  for (const auto* order : all.orders) {
    report(out, "refused-booking-exists", it, order->id,
           answer(it) + ", and order " + word(order->id) + " exists, " + word(order->state));
  }
}

void judge_decline(const Operation& it, const Request& all, Findings& out) {
  if (it.code != "card_declined" && it.code != "payment_expired") return;
  const auto due = it.code == "card_declined" ? OrderState::DECLINED : OrderState::EXPIRED;
  const bool so = std::ranges::any_of(all.orders, [&](const OrderRow* order) { return order->state == due; });
  if (!so && !it.idempotency_key.empty()) {
    report(out, "answer-differs", it, it.order_id, answer(it) + ", and no order under this key is " + word(due));
  }
}

void judge_cancellation(const Index& index, const Operation& it, Findings& out) {
  if (!acknowledged(it) || !it.order_id) return;
  const auto* found = index.find(*it.order_id);
  if (found == nullptr || found->order == nullptr) {
    return out.about("cancellation-lost", *it.order_id, "a cancellation was acknowledged, and there is no such order");
  }
  const auto state = found->order->state;
  const bool live = state == OrderState::REQUESTED || state == OrderState::PAYMENT_PENDING ||
                    state == OrderState::PAID || state == OrderState::CONFIRMED;
  if (it.status == 202 ? state != OrderState::CANCELLED : live) {
    out.about("cancellation-lost", *it.order_id,
              "a cancellation was answered " + std::to_string(it.status) + ", and the order is " + word(state));
  }
}

}  // namespace

Findings judge_client(const Index& index) {
  Findings out{.what = "operations"};
  std::map<Key, Request> requests;
  for (const auto& order : index.snapshot().orders) {
    if (!order.idempotency_key) continue;
    auto& request = requests[{order.customer_id, *order.idempotency_key}];
    if (!request.orders.empty()) {
      out.about("key-booked-twice", order.id,
                "key " + *order.idempotency_key + " of " + order.customer_id + " booked order " +
                    word(request.orders.front()->id) + " too");
    }
    request.orders.push_back(&order);
  }
  for (const auto& it : index.snapshot().operations) {
    if (it.kind == OperationKind::book) requests[{it.customer_id, it.idempotency_key}].told.push_back(&it);
  }
  for (const auto& it : index.snapshot().operations) {
    ++out.checked;
    if (it.kind == OperationKind::cancel) {
      judge_cancellation(index, it, out);
      continue;
    }
    const auto& all = requests[{it.customer_id, it.idempotency_key}];
    if (acknowledged(it)) judge_booking(index, it, all, out);
    if (refused(it)) judge_refusal(it, all, out);
    judge_decline(it, all, out);
  }
  return out;
}

}  // namespace sharecar::invariants
