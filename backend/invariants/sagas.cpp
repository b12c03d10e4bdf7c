// Nothing is under way for ever. The platform has come to rest: whoever is still on the way has been forgotten.
#include "invariants/rules.hpp"
#include "invariants/words.hpp"

namespace sharecar::invariants {
namespace {

void judge_order(const order::Order& order, Timestamp now, Findings& out) {
  if (order.awaits_payment()) {
    if (now > order.pay_by) {
      out.about("order-stuck", order.id,
                "the order is " + word(order.state) + ", and could be paid until " + word(order.pay_by));
    } else if (!order.retry_at) {
      out.about("order-stuck", order.id,
                "the order is " + word(order.state) + ", and nobody will ask for its payment again");
    }
    return;
  }
  switch (order.state) {
    case OrderState::PAID:
    case OrderState::CANCEL_REQUESTED:
    case OrderState::REJECTING:
      out.about("order-stuck", order.id, "the order is " + word(order.state) + ", and nothing moves any more");
      break;
    default:
      if (order.refund == RefundState::REQUESTED) {
        out.about("order-stuck", order.id, "its refund is REQUESTED, and nothing moves any more");
      }
  }
}

void judge_payment(const Case& it, Findings& out) {
  const auto* attempt = it.latest_attempt();
  const bool open_order = it.order != nullptr && it.order->awaits_payment();
  if (attempt != nullptr && attempt->open() && !open_order) {
    out.about("attempt-stuck", it.id,
              "attempt " + std::to_string(attempt->number) + " is ATTEMPTED since " + word(attempt->attempted_at) +
                  ", and the order needs no payment any more");
  }
  if (it.bill != nullptr && it.bill->outcome == payment::Outcome::APPROVED &&
      it.bill->refund == RefundState::REQUESTED) {
    out.about("refund-stuck", it.id, "payment has its refund as REQUESTED, and nothing moves any more");
  }
}

}  // namespace

Findings judge_sagas(const Index& index) {
  Findings out{.what = "orders"};
  for (const auto& it : index.cases()) {
    ++out.checked;
    if (it.order != nullptr) judge_order(*it.order, index.snapshot().now, out);
    judge_payment(it, out);
  }
  return out;
}

}  // namespace sharecar::invariants
