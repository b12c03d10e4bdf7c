#include "order_saga.hpp"

#include "catalogue_store.hpp"
#include "chassis/kafka/payload.hpp"

namespace sharecar::order {
namespace {

namespace event = contracts::event;
using kafka::payload_of;

}  // namespace

std::optional<std::pair<OrderId, Happening>> happening_of(const kafka::Message& message) {
  const auto is = [&](const char* name) { return message.type == name; };
  if (is(event::payment_approved) || is(event::payment_declined) || is(event::payment_refunded)) {
    const auto it = payload_of<contracts::PaymentEvent>(message);
    if (is(event::payment_approved)) {
      return {{it.order_id, PaymentApproved{it.payment_id, it.approved_at.value_or(it.at), it.version}}};
    }
    if (is(event::payment_declined)) {
      return {{it.order_id, PaymentDeclined{it.payment_id, it.reason.value_or("declined"), it.version}}};
    }
    return {{it.order_id, PaymentRefunded{it.version}}};
  }
  if (is(event::reservation_confirmed) || is(event::reservation_rejected) || is(event::reservation_cancelled)) {
    const auto it = payload_of<contracts::ReservationEvent>(message);
    if (is(event::reservation_confirmed)) {
      if (!it.reservation_id) throw kafka::Poison("ReservationConfirmed without /reservationId");
      return {{it.order_id, ReservationConfirmed{*it.reservation_id, it.version}}};
    }
    if (is(event::reservation_rejected)) {
      return {{it.order_id, ReservationRejected{it.reason.value_or("rejected"), it.version}}};
    }
    return {{it.order_id, ReservationCancelled{it.version}}};
  }
  return std::nullopt;
}

void Saga::operator()(Context& context, sql::Session& session, const kafka::Message& message) {
  if (message.type == event::car_changed) return keep_car(context, session, payload_of<contracts::Car>(message));
  if (const auto it = happening_of(message)) happened(context, session, it->first, it->second);
}

void Saga::happened(Context& context, sql::Session& session, OrderId id, const Happening& happening) {
  context.order(id);
  auto order = store_.find(context, session, id);
  // The order was committed before anybody could speak of it; without it the event is of another installation.
  if (!order) throw kafka::Poison("an event about an order that does not exist");
  store_.transition(context, session, std::move(*order), happening);
}

}  // namespace sharecar::order
