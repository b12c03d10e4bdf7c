/// What order does with the events of the others: the saga's second half, and the catalogue copy.
#pragma once

#include "chassis/kafka/message.hpp"
#include "order_store.hpp"

namespace sharecar::order {

/// Used on the consumer's thread. Every effect is guarded by a version, so an event may come twice or late.
class Saga {
 public:
  explicit Saga(OrderStore& store) : store_(store) {}

  /// payment.events, reservation.events and car.events. Other types are not for us.
  void operator()(Context& context, sql::Session& session, const kafka::Message& message);

 private:
  void happened(Context& context, sql::Session& session, OrderId id, const Happening& happening);

  OrderStore& store_;
};

/// What a message means for the order that it names; nothing for types that order does not act on. Throws
/// kafka::Poison when the payload cannot be read.
std::optional<std::pair<OrderId, Happening>> happening_of(const kafka::Message& message);

}  // namespace sharecar::order
