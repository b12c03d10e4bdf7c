// Refunds happen once, only when order asked for one, and give back what the rule says.
#include <algorithm>
#include <chrono>

#include "contracts/events.hpp"
#include "invariants/rules.hpp"
#include "invariants/words.hpp"
#include "services/order/price.hpp"

namespace sharecar::invariants {
namespace {

namespace event = contracts::event;
using namespace std::chrono_literals;

/// An order is read, its refund reckoned and the event stamped in this order; the rule may change in between.
constexpr auto reckoning = 10s;

/// Whether the rule gives this amount, and what it gives.
struct Due {
  bool right = true;
  Money amount;
};

Due due(const Case& it, const order::Order& order, Money asked) {
  const auto* cancelled = find_event(it.order_events, event::order_cancel_requested);
  const bool rejected = it.reservation != nullptr && it.reservation->state == ReservationState::REJECTED;
  if (cancelled == nullptr || rejected) return {asked == order.price, order.price};
  if (!cancelled->at || !order.approved_at) return {};  // said by other rules
  const auto now = order::cancellation_of(order, *cancelled->at).refund;
  const auto before = order::cancellation_of(order, *cancelled->at - reckoning).refund;
  return {asked == now || asked == before, now};
}

void judge_amounts(const Case& it, const order::Order& order, Findings& out) {
  const auto asked = order.refund_amount.value_or(order.price);
  if (const auto rule = due(it, order, asked); !rule.right) {
    out.about("refund-of-wrong-amount", it.id,
              "the order asked for " + word(asked) + ", the rule gives " + word(rule.amount));
  }
  if (it.bill != nullptr && it.bill->refund != RefundState::NONE && it.bill->refund_amount != asked) {
    out.about("refund-of-wrong-amount", it.id,
              "the order asked for " + word(asked) + ", payment took it for " + word(it.bill->refund_amount));
  }
  for (const auto* refund : it.refunds) {
    if (refund->amount != asked) {
      out.about("refund-of-wrong-amount", it.id,
                "the order asked for " + word(asked) + ", the card network gave back " + word(refund->amount));
    }
  }
}

void judge_order(const Case& it, const order::Order& order, Findings& out) {
  const bool told_done = order.refund == RefundState::REFUNDED;
  const bool paid_back = it.bill != nullptr && it.bill->refund == RefundState::REFUNDED;
  if (order.refund == RefundState::NONE) {
    if (!it.refunds.empty() || (it.bill != nullptr && it.bill->refund != RefundState::NONE)) {
      out.about("refund-without-request", it.id,
                "the order asked for no refund; payment has it as " +
                    (it.bill != nullptr ? word(it.bill->refund) : "unknown") + ", the card network made " +
                    std::to_string(it.refunds.size()));
    }
    return;
  }
  judge_amounts(it, order, out);
  if (told_done && !paid_back) {
    out.about("refund-missing", it.id, "the order takes it for refunded, and payment does not");
  }
  const bool nothing = it.bill != nullptr && it.bill->refund_amount == Money{};
  if (paid_back && it.refunds.empty() && !nothing) {
    out.about("refund-missing", it.id, "payment takes it for refunded, and the card network knows of none");
  }
  if (paid_back && !it.refunds.empty() && nothing) {
    out.about("refund-of-wrong-amount", it.id, "nothing had to go back, and the card network made a refund");
  }
}

}  // namespace

Findings judge_refunds(const Index& index) {
  Findings out{.what = "refunds"};
  for (const auto& it : index.cases()) {
    if (it.refunds.size() > 1) {
      out.about("refunded-twice", it.id, std::to_string(it.refunds.size()) + " refunds at the card network");
    }
    for (const auto* refund : it.refunds) {
      const auto charge = std::ranges::find_if(
          it.charges, [&](const OrderCharge& one) { return one.entry->key == refund->charge_key; });
      if (charge == it.charges.end() || charge->entry->state != contracts::ChargeState::APPROVED) {
        out.about("refund-without-charge", it.id, "refund " + refund->key + " is of no approved charge");
      }
    }
    if (it.order == nullptr) continue;
    if (it.order->refund != RefundState::NONE || !it.refunds.empty()) ++out.checked;
    judge_order(it, *it.order, out);
  }
  return out;
}

}  // namespace sharecar::invariants
