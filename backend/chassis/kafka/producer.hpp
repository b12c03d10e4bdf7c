/// Sends messages and waits until Kafka has them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "chassis/kafka/config.hpp"
#include "chassis/kafka/message.hpp"

namespace sharecar::kafka {

struct Outgoing {
  std::string topic;             ///< with the prefix
  std::optional<int> partition;  ///< none: by the key, as Java's clients do (murmur2)
  std::string key;
  std::string payload;
  Headers headers;
};

/// Where in its topic a message is.
struct Place {
  int partition = 0;
  std::int64_t offset = 0;
};

/// Idempotent, acks=all. Used by one thread at a time. A failed batch ends the client underneath: the next use makes a
/// new one (an idempotent producer that gave up a message, or had a fatal error, is not to be trusted with order).
class Producer {
 public:
  explicit Producer(const KafkaConfig& config);
  ~Producer();

  /// Returns their places when all are acknowledged; throws Unavailable when one is not, and then any of them may be in
  /// the log. `stop` shortens the waiting to half a second.
  std::vector<Place> publish(const std::vector<Outgoing>& batch, const std::stop_token& stop = {});
  /// The cluster's id; nothing when no broker answers within `wait_ms`.
  std::optional<std::string> cluster(int wait_ms);
  /// Serves librdkafka's events; after a lost connection asks again. False when this is not (or no longer) that
  /// cluster, or nobody answers: the next use makes a new client.
  bool still(const std::string& cluster_id);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sharecar::kafka
