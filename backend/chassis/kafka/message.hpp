/// An event on the log: a CloudEvent 1.0 in binary form, keyed by its aggregate.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "chassis/telemetry/trace_context.hpp"
#include "contracts/types.hpp"

namespace sharecar::kafka {

/// In the order of the message; a name may come more than once. Values are bytes.
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Message {
  std::string topic;  ///< without the prefix
  int partition = 0;
  std::int64_t offset = 0;
  std::string key;      ///< the aggregate's id
  std::string id;       ///< ce_id
  std::string type;     ///< short name: "OrderPaid" of "com.sharecar.OrderPaid.v1"
  std::string source;   ///< ce_source
  Version sequence;     ///< ce_sequence: the aggregate's version
  std::string payload;  ///< JSON
  telemetry::Extracted trace;
  std::optional<OrderId> order;  ///< the baggage member order.id, else the key where that is the order's id
  Timestamp at{};                ///< Kafka's: when it was published
  Headers headers;               ///< as they came, for the dead letter topic
  std::string malformed;         ///< why this is no event of ours; such a message reaches no handler
};

/// The message can never be handled: it goes to the dead letter topic and its partition goes on.
struct Poison : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Kafka is away, or does not acknowledge in time. Nothing is wrong with the message.
struct Unavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace sharecar::kafka
