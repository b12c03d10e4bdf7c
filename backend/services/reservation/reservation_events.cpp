#include "reservation_events.hpp"

#include "chassis/kafka/payload.hpp"

namespace sharecar::reservation {

namespace event = contracts::event;

void OrderEvents::operator()(Context& context, sql::Session& session, const kafka::Message& message) {
  const bool paid = message.type == event::order_paid;
  if (!paid && message.type != event::order_cancel_requested) return;
  const auto order = kafka::payload_of<contracts::OrderEvent>(message);
  context.order(order.order_id);
  if (paid) {
    store_.paid(context, session, order);
  } else {
    store_.cancelled(context, session, order);
  }
}

}  // namespace sharecar::reservation
