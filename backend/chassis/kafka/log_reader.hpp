/// A connection to the log for one consumer: takes messages, keeps and commits positions. Inside of kafka/ only.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chassis/kafka/client.hpp"
#include "chassis/kafka/message.hpp"

namespace sharecar::kafka {

/// The next offset to read, by topic (without prefix) and partition.
using Positions = std::map<std::pair<std::string, int>, std::int64_t>;

/// Used by one thread. Throws Unavailable where Kafka is away, and Renew when a new reader has to be made.
class LogReader {
 public:
  struct Renew : Unavailable {
    using Unavailable::Unavailable;
  };

  LogReader(const KafkaConfig& config, std::string group, std::vector<std::string> topics, bool replay);
  ~LogReader();
  LogReader(const LogReader&) = delete;
  LogReader& operator=(const LogReader&) = delete;

  /// The cluster's id, waiting up to `wait_ms`; "" when no broker answers.
  std::string cluster(int wait_ms);
  /// Starts reading. Group: joins; with `from_start` the first assignment begins at 0 instead of the committed offset.
  /// Replay: takes all partitions at `positions`, the others from their start.
  void start(bool from_start, Positions positions);

  /// What is there, at most `limit`; waits up to `wait` for the first. Renew when the cluster changed, after a fatal
  /// error, or when nothing was assigned for too long.
  std::vector<Message> take(std::size_t limit, std::chrono::milliseconds wait);
  /// Waits while staying a member; no messages come. The first take() afterwards goes on where the last one ended.
  void hold(std::chrono::milliseconds time);
  /// Whether partitions were taken away since the last take(): its messages are somebody else's now.
  bool revoked() const { return revoked_; }
  bool assigned() const { return assigned_; }
  bool connected() const { return !lost_since_; }
  /// Replay: whether everything is done that was on the log when it was assigned.
  bool caught_up() const;

  /// These messages have had their effect. Group: committed to Kafka soon; replay: only remembered.
  void done(const Positions& next);
  /// Group: commits what is due; `now` all of it, waiting up to a second.
  void commit(bool now);
  /// The last error that Kafka told; "" when there was none since the last call.
  std::string error() { return std::exchange(error_, {}); }

 private:
  using Clock = std::chrono::steady_clock;

  static void on_rebalance(rd_kafka_t* client, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* list,
                           void* opaque);
  static void on_commit(rd_kafka_t* client, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* list,
                        void* opaque);
  static void on_error(rd_kafka_t* client, int code, const char* text, void* opaque);

  /// How many partitions each topic has; those that are not there are missing or 0.
  std::map<std::string, int> look();
  bool complete(const std::map<std::string, int>& found) const;
  void assign_all();
  void look_for_ends();
  void check();
  void pause(bool yes);
  MessageHandle poll(std::chrono::milliseconds wait);
  Message read(const rd_kafka_message_t& message) const;
  Partitions list_of(const Positions& positions) const;
  void leave() noexcept;

  const KafkaConfig config_;
  const std::string group_;
  const std::vector<std::string> topics_;
  const bool replay_;
  ClientHandle client_;
  std::string cluster_;
  std::vector<Message> taken_;

  bool from_start_ = false;
  bool assigned_ = false;
  bool revoked_ = false;
  bool paused_ = false;
  std::optional<Clock::time_point> lost_since_;  // a connection broke: the cluster may be another one
  std::string fatal_;
  std::string error_;
  Clock::time_point stuck_since_;

  Positions positions_;                    // replay: where each partition goes on
  Positions ends_;                         // replay: of the log when it was assigned
  std::map<std::string, int> partitions_;  // replay: how many each topic has
  Clock::time_point looked_{};             // replay: for new topics and partitions

  Positions uncommitted_;
  Clock::time_point committed_{};
  Clock::time_point commit_fails_since_{};
};

}  // namespace sharecar::kafka
