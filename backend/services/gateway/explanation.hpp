/// What an order still waits for, told from what every service knows of it.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "contracts/order.hpp"

namespace sharecar::gateway {

/// A row of an outbox.
struct WrittenEvent {
  std::string type;
  Version version;
  std::optional<Timestamp> published_at;
};
BOOST_DESCRIBE_STRUCT(WrittenEvent, (), (type, version, published_at))

/// A message that a consumer gave up on.
struct BuriedMessage {
  std::string consumer;
  std::string topic;
  std::string type;
  std::string cause;
};
BOOST_DESCRIBE_STRUCT(BuriedMessage, (), (consumer, topic, type, cause))

/// What one service answers to /actuator/saga/{id}, as far as it matters here; nobody answers all of it.
struct SagaPart {
  std::optional<contracts::Order> order;
  std::vector<WrittenEvent> outbox;
  std::vector<BuriedMessage> dead_letters;
  std::optional<Version> order_version;  ///< the newest that MyPage has seen, and so on
  std::optional<Version> payment_version;
  std::optional<Version> reservation_version;
};
BOOST_DESCRIBE_STRUCT(SagaPart, (), (order, outbox, dead_letters, order_version, payment_version, reservation_version))

struct NamedPart {
  std::string service;
  SagaPart part;
  bool silent = false;  ///< it could not be asked
};

/// One sentence each, the order's own state first; empty when everything that will happen has happened.
std::vector<std::string> still_to_come(const std::vector<NamedPart>& parts);

}  // namespace sharecar::gateway
