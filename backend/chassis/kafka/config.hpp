#pragma once

#include <boost/describe.hpp>
#include <string>

namespace sharecar::kafka {

struct KafkaConfig {
  /// "host:port", several separated by commas.
  std::string bootstrap = "127.0.0.1:9092";
  /// Put before every topic and group, so that several installations can share a cluster.
  std::string topic_prefix = "";
  /// Name in the broker's log and quotas.
  std::string client_id = "sharecar";
  /// This instance's static membership, such as "order-1": a restart keeps its partitions. Empty: dynamic membership.
  std::string instance_id = "";

  /// How long the producer waits for more messages to send together.
  int linger_ms = 1;
  /// A message that is not acknowledged by then is given up, and with it its batch. Below PostgreSQL's
  /// idle_in_transaction_session_timeout, because the relay's transaction waits for it.
  int message_timeout_ms = 4000;
  /// Rows that the relay publishes together at most.
  int relay_batch = 500;
  /// How often an idle relay looks into the outbox although nobody told it of a commit.
  int relay_idle_ms = 200;
  /// How long published rows are kept (the newest of each aggregate for ever).
  int retention_days = 30;

  /// A member of which the coordinator has heard nothing for so long has left the group.
  int session_timeout_ms = 6000;
  /// How long a broker may keep a fetch waiting; a partition that is new to the consumer may start that much later.
  int fetch_wait_ms = 100;
  /// Messages that are handled in one transaction at most.
  int consumer_batch = 200;
  /// Deadline of each message's context.
  int handling_limit_ms = 5000;
  /// How often offsets are committed at most. What was handled after the last commit comes again after a crash.
  int commit_interval_ms = 100;
  /// Longest pause between two tries while the database or Kafka is away; the first is 50 ms.
  int retry_max_ms = 1000;
  /// A consumer without an assignment for so long is made anew.
  int stuck_after_ms = 15000;
  /// For drills: how probable it is that a message comes twice, late or out of order (disorder.hpp). 0: never.
  double disorder = 0;
};
BOOST_DESCRIBE_STRUCT(KafkaConfig, (),
                      (bootstrap, topic_prefix, client_id, instance_id, linger_ms, message_timeout_ms, relay_batch,
                       relay_idle_ms, retention_days, session_timeout_ms, fetch_wait_ms, consumer_batch,
                       handling_limit_ms, commit_interval_ms, retry_max_ms, stuck_after_ms, disorder))

}  // namespace sharecar::kafka
