/// Takes events from Kafka and puts their effects into a database, each event's effect at least once.
#pragma once

#include <boost/describe.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chassis/kafka/config.hpp"
#include "chassis/kafka/message.hpp"
#include "chassis/sql/database.hpp"
#include "chassis/telemetry/metrics.hpp"
#include "chassis/telemetry/span.hpp"

namespace sharecar::kafka {

/// What an event does. Called on the consumer's thread inside a transaction that covers several messages; it may be
/// called again for the same message. The context is the message's own CONSUMER span. Throws Poison (or lets
/// sql::Rejected pass) when the message can never be handled; sql::Unavailable makes the consumer wait; anything else
/// is a mistake in our code and makes it wait too.
using Handler = std::function<void(Context&, sql::Session&, const Message&)>;

/// Told after a commit, on the consumer's thread, which messages' effects can be seen now. Must not throw.
using Committed = std::function<void(const std::vector<Message>&)>;

/// For fault drills: may repeat, reorder, remove or delay the messages of a batch before they are handled.
using Interceptor = std::function<void(std::vector<Message>&)>;

struct Subscription {
  std::string group;                ///< the consumer group, or the name under which a replay keeps its positions
  std::vector<std::string> topics;  ///< without the prefix
  /// False: a member of the group; offsets are committed to Kafka after the database's commit.
  /// True: no group; all partitions, positions in the database in the transaction of the effects.
  bool replay = false;
  Committed committed = {};
};

/// For health and /actuator.
struct ConsumerStats {
  std::string group;
  std::vector<std::string> topics;
  bool assigned = false;     ///< has its partitions
  bool caught_up = false;    ///< replay: has handled what was on the log when it began
  bool waiting = false;      ///< stands still because the database or Kafka is away
  std::int64_t handled = 0;  ///< since the start of this process
  std::int64_t dead_letters = 0;
  double lag_seconds = 0;  ///< age of the last message when it was handled
  double behind_seconds = 0;  ///< since what was on the log was last known to be handled: Kafka away counts
  std::string last_error;  ///< "" while all is well
};
BOOST_DESCRIBE_STRUCT(ConsumerStats, (),
                      (group, topics, assigned, caught_up, waiting, handled, dead_letters, lag_seconds, behind_seconds,
                       last_error))

/// One thread. Takes what is there (up to consumer_batch messages) and handles it in one transaction; a batch that
/// fails is rolled back and handled message by message, and poison goes to the dead letter topic. Poison and Rejected
/// aside, no failure makes it skip a message. Another cluster than the last time (its log was lost) is read from 0.
class Consumer {
 public:
  /// Starts. `database` needs the chassis' migrations; all references must outlive it.
  Consumer(KafkaConfig config, Subscription subscription, sql::Database& database, Handler handler,
           const telemetry::Tracer& tracer, telemetry::Metrics& metrics, Interceptor interceptor = {});
  ~Consumer();  ///< stop()

  /// Finishes the batch in hand, commits its offsets and ends the thread; within a second or two.
  void stop();
  ConsumerStats stats() const;

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace sharecar::kafka
