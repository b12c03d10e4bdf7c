/// What reservation does with the events of orders.
#pragma once

#include "chassis/kafka/message.hpp"
#include "reservation_store.hpp"

namespace sharecar::reservation {

/// order.events on the consumer's thread. No payment, no reservation: only OrderPaid makes one.
class OrderEvents {
 public:
  explicit OrderEvents(ReservationStore& store) : store_(store) {}

  /// Throws kafka::Poison when a payload cannot be read.
  void operator()(Context& context, sql::Session& session, const kafka::Message& message);

 private:
  ReservationStore& store_;
};

}  // namespace sharecar::reservation
