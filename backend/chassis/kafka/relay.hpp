/// Publishes the outbox: what a service committed beside its rows reaches Kafka at least once, in order per aggregate.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "chassis/kafka/config.hpp"
#include "chassis/sql/postgres.hpp"
#include "chassis/telemetry/metrics.hpp"
#include "chassis/telemetry/span.hpp"

namespace sharecar::kafka {

/// For /actuator/outbox.
struct OutboxStats {
  std::int64_t pending = 0;    ///< rows that are not yet published
  double oldest_seconds = 0;   ///< age of the oldest of them
  std::int64_t published = 0;  ///< since the start of this process
  bool connected = false;      ///< to Kafka
  std::string last_error;      ///< "" while all is well
};
BOOST_DESCRIBE_STRUCT(OutboxStats, (), (pending, oldest_seconds, published, connected, last_error))

/// A thread with a database connection and a producer of its own. Takes unpublished rows in the order of seq under a
/// transaction's advisory lock (so the relays of several instances take turns), publishes them, and marks them when all
/// are acknowledged; otherwise the batch is rolled back and taken again. While the database or Kafka is away it waits
/// and says so once. Another cluster than the last time (its log was lost) gets all retained rows again.
class Relay {
 public:
  /// Starts. `service` is the events' source. Told of commits by `db`; `db`, `tracer` and `metrics` must outlive it.
  Relay(KafkaConfig config, sql::Postgres& db, std::string service, const telemetry::Tracer& tracer,
        telemetry::Metrics& metrics);
  ~Relay();  ///< stop()

  /// Looks into the outbox at once. Any thread.
  void poke();
  /// Finishes the batch in hand and ends the thread; within about a second.
  void stop();
  OutboxStats stats() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sharecar::kafka
