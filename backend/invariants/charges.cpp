// Nobody pays twice, nothing is for free, and payment and the card network tell the same story.
#include <algorithm>

#include "invariants/rules.hpp"
#include "invariants/words.hpp"

namespace sharecar::invariants {
namespace {

using contracts::ChargeState;

const contracts::LedgerEntry* charge_of(const Case& it, std::int64_t attempt) {
  const auto found = std::ranges::find(it.charges, attempt, &OrderCharge::attempt);
  return found == it.charges.end() ? nullptr : found->entry;
}

std::int64_t approved_charges(const Case& it) {
  return std::ranges::count_if(it.charges,
                               [](const OrderCharge& one) { return one.entry->state == ChargeState::APPROVED; });
}

bool was_paid(const order::Order& order) {
  switch (order.state) {
    case OrderState::PAID:
    case OrderState::CONFIRMED:
    case OrderState::CANCEL_REQUESTED:
    case OrderState::REJECTING:
    case OrderState::REJECTED:
      return true;
    default:
      return order.refund != RefundState::NONE;
  }
}

bool closed(const order::Order& order) {
  return order.state == OrderState::DECLINED || order.state == OrderState::EXPIRED ||
         order.state == OrderState::CANCELLED || order.state == OrderState::REJECTED;
}

/// What the ledger must say of an attempt that is final at payment.
ChargeState ledger_state(PaymentState state) {
  switch (state) {
    case PaymentState::APPROVED:
      return ChargeState::APPROVED;
    case PaymentState::DECLINED:
      return ChargeState::DECLINED;
    default:
      return ChargeState::VOIDED;
  }
}

void judge_attempts(const Case& it, Findings& out) {
  for (const auto& attempt : it.attempts) {
    if (attempt.open()) continue;  // the card network may know more than payment does by now
    const auto* charge = charge_of(it, attempt.number);
    const std::string name = "attempt " + std::to_string(attempt.number) + " is " + word(attempt.state) + " at payment";
    if (charge == nullptr) {
      out.about("charge-differs", it.id, name + ", and the card network does not know its key");
    } else if (charge->state != ledger_state(attempt.state)) {
      out.about("charge-differs", it.id, name + " and " + word(charge->state) + " at the card network");
    }
  }
  for (const auto& [number, charge] : it.charges) {
    if (std::ranges::find(it.attempts, number, &AttemptRow::number) == it.attempts.end()) {
      out.about("charge-without-attempt", it.id,
                "the card network knows charge " + charge->key + " of " + word(charge->amount) + " as " +
                    word(charge->state) + ", and payment no such attempt");
    }
  }
}

void judge_order(const Case& it, const order::Order& order, Findings& out) {
  const auto charges = approved_charges(it);
  const auto attempts = std::ranges::count(it.attempts, PaymentState::APPROVED, &AttemptRow::state);
  if (charges > 1 || attempts > 1) {
    out.about("charged-twice", it.id,
              std::to_string(charges) + " approved charges at the card network, " + std::to_string(attempts) +
                  " approved attempts at payment");
  }
  const auto* approved = it.approved_attempt();
  if (was_paid(order)) {
    if (charges == 0 || approved == nullptr) {
      out.about("paid-without-charge", it.id,
                "the order is " + word(order.state) + ", with " + std::to_string(charges) +
                    " approved charges at the card network and " + std::to_string(attempts) + " at payment");
    } else if (order.payment_id != approved->id || order.approved_at != approved->approved_at) {
      out.about("payment-differs", it.id,
                "the order knows payment " + word(order.payment_id) + " of " + word(order.approved_at) +
                    ", approved is payment " + word(approved->id) + " of " + word(approved->approved_at));
    }
  }
  if (charges > 0 && closed(order) && (it.bill == nullptr || it.bill->refund == RefundState::NONE)) {
    out.about("charge-kept", it.id,
              "the order is " + word(order.state) + ", and its approved charge was neither voided nor refunded");
  }
  for (const auto& [number, charge] : it.charges) {
    if (charge->state == ChargeState::APPROVED && charge->amount != order.price) {
      out.about("charge-of-wrong-amount", it.id,
                "charge " + charge->key + " is " + word(charge->amount) + ", the price " + word(order.price));
    }
  }
  if (it.bill != nullptr && it.bill->price != order.price) {
    out.about("charge-of-wrong-amount", it.id,
              "the bill is " + word(it.bill->price) + ", the price " + word(order.price));
  }
}

}  // namespace

Findings judge_charges(const Index& index) {
  Findings out{.what = "orders and charges"};
  for (const auto& it : index.cases()) {
    ++out.checked;
    judge_attempts(it, out);
    if (it.order != nullptr) {
      judge_order(it, *it.order, out);
    } else if (!it.charges.empty() || !it.attempts.empty() || it.bill != nullptr) {
      out.about("charge-without-order", it.id,
                std::to_string(it.charges.size()) + " charges at the card network and " +
                    std::to_string(it.attempts.size()) + " attempts at payment, and there is no such order");
    }
  }
  for (const auto& key : index.strange_keys()) {
    out.about("charge-without-order", "key " + key, "the card network knows this key, which names no order");
  }
  return out;
}

}  // namespace sharecar::invariants
