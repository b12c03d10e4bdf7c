/// librdkafka's C API behind types that clean up. Inside of kafka/ only.
#pragma once

#include <librdkafka/rdkafka.h>

#include <memory>
#include <optional>
#include <string>

#include "chassis/kafka/config.hpp"

namespace sharecar::kafka {

/// Ends what rd_kafka_new made without waiting for a group, within two seconds: librdkafka 2.0.2 may wait for ever for
/// its own threads (seen when a topic is gone that was being read). Such a client is left behind.
struct DestroyClient {
  void operator()(rd_kafka_t* client) const noexcept;
};
struct DestroyMessage {
  void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
};
struct DestroyPartitions {
  void operator()(rd_kafka_topic_partition_list_t* list) const { rd_kafka_topic_partition_list_destroy(list); }
};
struct DestroyQueue {
  void operator()(rd_kafka_queue_t* queue) const { rd_kafka_queue_destroy(queue); }
};
using ClientHandle = std::unique_ptr<rd_kafka_t, DestroyClient>;
using MessageHandle = std::unique_ptr<rd_kafka_message_t, DestroyMessage>;
using Partitions = std::unique_ptr<rd_kafka_topic_partition_list_t, DestroyPartitions>;
using Queue = std::unique_ptr<rd_kafka_queue_t, DestroyQueue>;

inline Partitions partitions(int size = 8) { return Partitions{rd_kafka_topic_partition_list_new(size)}; }

/// Settings of a client. librdkafka's log lines go to the logger "rdkafka".
class Settings {
 public:
  explicit Settings(const KafkaConfig& config);
  ~Settings();
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;

  Settings& set(const char* name, const std::string& value);
  Settings& set(const char* name, int value) { return set(name, std::to_string(value)); }
  rd_kafka_conf_t* get() { return conf_; }
  /// Throws Unavailable when librdkafka cannot start (threads, memory), std::logic_error for settings it refuses.
  ClientHandle make(rd_kafka_type_t type);

 private:
  rd_kafka_conf_t* conf_;
};

/// Asks a broker for the cluster's metadata, and with it the cluster's id; false when none answers in time.
bool refresh(rd_kafka_t* client, int wait_ms);

/// The id of the cluster: with `wait_ms` asked for now (nothing when no broker answers in time), with 0 the last known.
std::optional<std::string> cluster_id(rd_kafka_t* client, int wait_ms);

/// Whether an error says that a connection was lost, after which another cluster may answer.
bool is_disconnect(rd_kafka_resp_err_t code);

}  // namespace sharecar::kafka
