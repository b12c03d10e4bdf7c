#include "mypage_projection.hpp"

#include "chassis/kafka/payload.hpp"

namespace sharecar::customer {
namespace {

namespace topics = contracts::topics;

template <class Event>
NumberedStep step_of(const kafka::Message& message, const Event& event, const char* service) {
  NumberedStep out;
  out.code = message.type;
  out.at = event.at;
  out.service = service;
  if (const auto& span = message.trace.parent) {
    out.trace_id = span->trace_id();
    out.span_id = span->span_id();
  }
  out.reason = event.reason;
  out.version = event.version;
  return out;
}

}  // namespace

Projection::Projection(const Clock& clock, telemetry::Metrics& metrics)
    : clock_(clock),
      lag_(metrics.histogram("sharecar_mypage_lag_seconds", "From an event to its appearance in MyPage.")) {}

void Projection::operator()(Context& context, sql::Session& session, const kafka::Message& message) {
  if (message.topic == topics::order) take<contracts::OrderEvent>(context, session, message, "order");
  if (message.topic == topics::payment) take<contracts::PaymentEvent>(context, session, message, "payment");
  if (message.topic == topics::reservation) {
    take<contracts::ReservationEvent>(context, session, message, "reservation");
  }
}

template <class Event>
void Projection::take(Context& context, sql::Session& session, const kafka::Message& message, const char* service) {
  const auto event = kafka::payload_of<Event>(message);
  context.order(event.order_id);
  const Timestamp now = clock_.now();
  keep(context, session, event, step_of(message, event, service), message.payload, now);
  lag_.Observe(std::max(0.0, std::chrono::duration<double>(now - event.at).count()));
}

}  // namespace sharecar::customer
