/// From events to MyPage.
#pragma once

#include "chassis/kafka/message.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/telemetry/metrics.hpp"
#include "mypage_store.hpp"

namespace sharecar::customer {

/// order.events, payment.events and reservation.events, on the consumer's thread. Whatever the order in which they
/// come, the same rows result.
class Projection {
 public:
  Projection(const Clock& clock, telemetry::Metrics& metrics);

  /// Throws kafka::Poison when a payload cannot be read.
  void operator()(Context& context, sql::Session& session, const kafka::Message& message);

 private:
  template <class Event>
  void take(Context& context, sql::Session& session, const kafka::Message& message, const char* service);

  const Clock& clock_;
  telemetry::Histogram& lag_;
};

}  // namespace sharecar::customer
