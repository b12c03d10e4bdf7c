#include "payment_saga.hpp"

#include "chassis/kafka/payload.hpp"
#include "contracts/events.hpp"

namespace sharecar::payment {
namespace {

namespace event = contracts::event;

Bill bill_of(const contracts::OrderEvent& order, std::string trace, Timestamp now) {
  Bill bill;
  bill.order_id = order.order_id;
  bill.customer_id = order.customer_id;
  bill.price = order.price;
  bill.pay_by = order.pay_by;
  bill.trace = std::move(trace);
  bill.created_at = now;
  return bill;
}

}  // namespace

void Saga::operator()(Context& context, sql::Session& session, const kafka::Message& message) {
  const auto is = [&](const char* name) { return message.type == name; };
  const bool opens = is(event::order_placed) || is(event::order_payment_pending);
  const bool closes =
      is(event::order_declined) || is(event::order_expired) || is(event::order_cancelled) || is(event::order_rejected);
  const bool refunds = is(event::refund_requested);
  if (!opens && !closes && !refunds) return;  // a paid order has nothing to tell us

  const auto order = kafka::payload_of<contracts::OrderEvent>(message);
  context.order(order.order_id);
  const Timestamp now = clock_.now();
  const std::string trace = telemetry::to_b3(context.span().context());
  const Bill bill = bill_of(order, trace, now);
  if (opens) return store_.note(context, session, bill);

  auto account = store_.find(context, session, order.order_id);
  if (!account) {
    store_.note(context, session, bill);
    account = store_.find(context, session, order.order_id);
    if (!account) throw sql::Unavailable("a bill that was just noted is not there");
  }
  if (closes) {
    store_.happened(context, session, std::move(*account), OrderClosed{trace, now});
  } else {
    if (!order.refund_amount) throw kafka::Poison("RefundRequested without /refundAmount");
    store_.happened(context, session, std::move(*account), RefundRequested{*order.refund_amount, trace, now});
  }
  cashier_.poke();
}

}  // namespace sharecar::payment
