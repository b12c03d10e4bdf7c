#include "chassis/kafka/consumer.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "chassis/kafka/cloud_event.hpp"
#include "chassis/kafka/dead_letter.hpp"
#include "chassis/kafka/log_reader.hpp"
#include "chassis/kafka/producer.hpp"
#include "chassis/runtime/crash_point.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::kafka {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
const Log log{"consumer"};

constexpr sql::Statement consumer_cluster{"consumer_cluster",
                                          "SELECT cluster_id FROM kafka_cluster WHERE consumer = $1"};
constexpr sql::Statement consumer_adopt_cluster{
    "consumer_adopt_cluster",
    "INSERT INTO kafka_cluster (consumer, cluster_id) VALUES ($1, $2)"
    " ON CONFLICT (consumer) DO UPDATE SET cluster_id = excluded.cluster_id"};
constexpr sql::Statement consumer_positions{
    "consumer_positions", "SELECT topic, kafka_partition, next_offset FROM kafka_position WHERE consumer = $1"};
constexpr sql::Statement consumer_advance{
    "consumer_advance",
    "INSERT INTO kafka_position (consumer, topic, kafka_partition, next_offset) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (consumer, topic, kafka_partition) DO UPDATE SET next_offset = excluded.next_offset"};
constexpr sql::Statement consumer_forget{"consumer_forget", "DELETE FROM kafka_position WHERE consumer = $1"};

struct ClusterRow {
  std::string cluster_id;
};
BOOST_DESCRIBE_STRUCT(ClusterRow, (), (cluster_id))

struct PositionRow {
  std::string topic;
  int kafka_partition = 0;
  std::int64_t next_offset = 0;
};
BOOST_DESCRIBE_STRUCT(PositionRow, (), (topic, kafka_partition, next_offset))

constexpr double near_seconds = 0.5;  // the log grows while a replay catches up; a busy machine is never nearer

const std::vector<double> lag_buckets{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,  0.25,
                                      0.5,   1.0,    2.5,   5.0,  10.0,  30.0, 60.0, 300.0};

Positions after(const Message& message) { return {{{message.topic, message.partition}, message.offset + 1}}; }

Positions after(const std::vector<Message>& batch) {
  Positions out;
  for (const auto& message : batch) {
    auto& next = out[{message.topic, message.partition}];
    next = std::max(next, message.offset + 1);
  }
  return out;
}

}  // namespace

class Consumer::Loop {
 public:
  Loop(KafkaConfig config, Subscription subscription, sql::Database& database, Handler handler,
       const telemetry::Tracer& tracer, telemetry::Metrics& metrics, Interceptor interceptor)
      : config_(std::move(config)),
        subscription_(std::move(subscription)),
        database_(database),
        handler_(std::move(handler)),
        tracer_(tracer),
        interceptor_(std::move(interceptor)),
        dead_letters_(config_) {
    for (const auto& topic : subscription_.topics) {
      const auto messages = [&](const char* result) {
        return &metrics.counter("sharecar_consumer_messages_total", "Messages by what became of them.",
                                {{"topic", topic}, {"result", result}});
      };
      by_topic_[topic] = {
          messages("handled"), messages("dead_letter"), messages("rolled_back"),
          &metrics.histogram("sharecar_consumer_lag_seconds", "Age of a message when its effect was committed.",
                             {{"topic", topic}}, lag_buckets)};
    }
    stats_.group = subscription_.group;
    stats_.topics = subscription_.topics;
    thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
  }

  void stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }

  ConsumerStats stats() const {
    const std::lock_guard lock{mutex_};
    ConsumerStats out = stats_;
    out.behind_seconds = std::chrono::duration<double>(Clock::now() - current_at_).count();
    return out;
  }

 private:
  struct Meters {
    telemetry::Counter* handled;
    telemetry::Counter* dead_letter;
    telemetry::Counter* rolled_back;
    telemetry::Histogram* lag;
  };

  void run(const std::stop_token& stop) {
    stop_ = stop;
    while (!stop.stop_requested()) {
      try {
        LogReader reader{config_, subscription_.group, subscription_.topics, subscription_.replay};
        begin(reader);
        serve(reader);
      } catch (const LogReader::Renew& why) {
        log.info("the consumer is made anew", {{"group", subscription_.group}, {"cause", why.what()}});
      } catch (const std::exception& failure) {
        waits(failure.what());
      }
      rest(200ms);
    }
  }

  void rest(std::chrono::milliseconds time) {
    std::unique_lock lock{mutex_};
    ended_.wait_for(lock, stop_, time, [] { return false; });
  }

  std::chrono::milliseconds next(std::chrono::milliseconds pause) const {
    return std::min(pause * 2, std::chrono::milliseconds{config_.retry_max_ms});
  }

  /// Tries until Kafka and the database have told where to begin.
  void begin(LogReader& reader) {
    auto pause = 50ms;
    while (!stop_.stop_requested()) {
      try {
        return locate(reader);
      } catch (const LogReader::Renew&) {
        throw;
      } catch (const std::exception& failure) {
        waits(failure.what());
      }
      rest(pause);
      pause = next(pause);
    }
  }

  /// Which cluster this is, where the effects ended, and from where to go on.
  void locate(LogReader& reader) {
    std::string cluster;
    for (int tries = 0; cluster.empty() && tries < 4 && !stop_.stop_requested(); ++tries) {
      cluster = reader.cluster(250);
    }
    if (cluster.empty()) throw Unavailable("kafka: no broker answers at " + config_.bootstrap);
    auto context = untraced(5s);
    Positions positions;
    const bool from_start = database_.run_here(context, [&](Context& c, sql::Session& session) {
      positions.clear();
      const auto before = session.find<ClusterRow>(c, consumer_cluster, {subscription_.group});
      if (before && before->cluster_id == cluster) {
        for (auto& row : session.select<PositionRow>(c, consumer_positions, {subscription_.group})) {
          positions[{row.topic, row.kafka_partition}] = row.next_offset;
        }
        return false;
      }
      sql::Transaction transaction{session};
      session.execute(c, consumer_forget, {subscription_.group});
      if (subscription_.replay) session.execute(c, consumer_adopt_cluster, {subscription_.group, cluster});
      transaction.commit();
      return true;  // a database that knows no cluster has seen no effect yet
    });
    if (from_start) log.info("reading the log from its start", {{"group", subscription_.group}, {"cluster", cluster}});
    reader.start(from_start, std::move(positions));
    cluster_ = subscription_.replay ? "" : cluster;
  }

  void serve(LogReader& reader) {
    while (!stop_.stop_requested()) {
      std::vector<Message> batch;
      try {
        batch = reader.take(static_cast<std::size_t>(config_.consumer_batch), 200ms);
      } catch (const LogReader::Renew&) {
        throw;
      } catch (const Unavailable& failure) {
        waits(failure.what());
        reader.hold(100ms);
        continue;
      }
      if (reader.assigned() && !cluster_.empty()) adopt();
      if (!batch.empty()) {
        handle(reader, batch);
        crash_point("before position", subscription_.group);
      }
      reader.commit(false);
      if (!batch.empty()) crash_point("after position", subscription_.group);
      note(reader, batch.empty());
    }
  }

  /// A group's member remembers the cluster once its partitions are assigned: from then on Kafka keeps the offsets.
  void adopt() {
    auto context = untraced(5s);
    try {
      database_.run_here(context, [&](Context& c, sql::Session& session) {
        session.execute(c, consumer_adopt_cluster, {subscription_.group, cluster_});
      });
      cluster_.clear();
    } catch (const sql::Unavailable&) {  // again after the next batch
    }
  }

  void handle(LogReader& reader, const std::vector<Message>& batch) {
    auto pause = 50ms;
    for (;;) {  // together
      try {
        auto intercepted = batch;
        if (interceptor_) interceptor_(intercepted);
        transact(intercepted, after(batch));
        reader.done(after(batch));
        well();
        return;
      } catch (const sql::Unavailable& failure) {
        waits(failure.what());
        reader.hold(pause);
        pause = next(pause);
        if (reader.revoked() || stop_.stop_requested()) return;
      } catch (const std::exception& failure) {
        for (const auto& message : batch) meters(message).rolled_back->Increment();
        if (batch.size() > 1) log.debug("a batch is repeated message by message", {{"cause", failure.what()}});
        break;
      }
    }
    for (const auto& message : batch) {
      if (!alone(reader, message)) return;
      reader.done(after(message));
    }
    well();
  }

  /// False when the message has to be left to somebody else, or to the next start.
  bool alone(LogReader& reader, const Message& message) {
    auto pause = 50ms;
    for (;;) {
      try {
        settle(message);
        return true;
      } catch (const std::exception& failure) {
        // Away, or a mistake in our code: waiting loses nothing, skipping would.
        waits(failure.what());
      }
      reader.hold(pause);
      pause = next(pause);
      if (reader.revoked() || stop_.stop_requested()) return false;
    }
  }

  /// The message's effect, or its way to the dead letter topic.
  void settle(const Message& message) {
    try {
      transact({message}, after(message));
    } catch (const Poison& failure) {
      bury(message, "sharecar::kafka::Poison", failure.what());
    } catch (const sql::Rejected& failure) {
      bury(message, "sharecar::sql::Rejected", failure.what());
    }
  }

  void transact(const std::vector<Message>& batch, const Positions& next) {
    auto outer = untraced(std::chrono::milliseconds{config_.handling_limit_ms} * 2);
    database_.run_here(outer, [&](Context&, sql::Session& session) {
      std::vector<Context> open;  // the spans end after the commit
      open.reserve(batch.size());
      sql::Transaction transaction{session};
      for (const auto& message : batch) {
        open.push_back(context_of(message));
        try {
          if (!message.malformed.empty()) throw Poison(message.malformed);
          handler_(open.back(), session, message);
        } catch (const std::exception& failure) {
          open.back().span().error(failure.what());
          throw;
        }
      }
      keep(session, next);
      transaction.commit();
    });
    if (subscription_.committed) subscription_.committed(batch);
    const auto now = std::chrono::system_clock::now();
    double lag = 0;
    for (const auto& message : batch) {
      lag = std::max(0.0, std::chrono::duration<double>(now - message.at).count());
      meters(message).handled->Increment();
      meters(message).lag->Observe(lag);
    }
    const std::lock_guard lock{mutex_};
    stats_.handled += static_cast<std::int64_t>(batch.size());
    stats_.lag_seconds = lag;
  }

  void keep(sql::Session& session, const Positions& next) const {
    if (!subscription_.replay) return;
    auto context = untraced(5s);  // the batch may have taken long
    for (const auto& [where, offset] : next) {
      session.execute(context, consumer_advance, {subscription_.group, where.first, where.second, offset});
    }
  }

  Context context_of(const Message& message) const {
    auto span = tracer_.start(message.topic + " process", telemetry::SpanKind::consumer, message.trace);
    span.remote({"kafka", "", 0})
        .tag(telemetry::tag::messaging_system, "kafka")
        .tag(telemetry::tag::messaging_destination, message.topic)
        .tag(telemetry::tag::messaging_partition, message.partition)
        .tag(telemetry::tag::messaging_offset, message.offset);
    if (message.order) span.order(*message.order);
    return {std::move(span), Clock::now() + std::chrono::milliseconds{config_.handling_limit_ms}};
  }

  void bury(const Message& message, const char* type, const char* text) {
    Outgoing letter;
    letter.topic = dead_letter_topic(config_.topic_prefix, message.topic, subscription_.group);
    letter.key = message.key;
    letter.payload = message.payload;
    letter.headers = dead_letter_headers(message, config_.topic_prefix + message.topic, type, text);
    auto outer = untraced(5s);
    database_.run_here(outer, [&](Context& context, sql::Session& session) {
      note_dead_letter(context, session, subscription_.group, message, text);
    });
    dead_letters_.publish({letter}, stop_);
    if (subscription_.replay) {
      auto later = untraced(5s);
      database_.run_here(later, [&](Context&, sql::Session& session) { keep(session, after(message)); });
    }
    log.error("a message goes to the dead letter topic", {{"topic", message.topic},
                                                          {"partition", message.partition},
                                                          {"offset", message.offset},
                                                          {"type", message.type},
                                                          {"cause", text}});
    meters(message).dead_letter->Increment();
    const std::lock_guard lock{mutex_};
    ++stats_.dead_letters;
  }

  const Meters& meters(const Message& message) const { return by_topic_.at(message.topic); }

  /// Said once for each time that something is away.
  void waits(const std::string& cause) {
    const std::lock_guard lock{mutex_};
    if (!stats_.waiting) log.warn("the consumer waits", {{"group", subscription_.group}, {"cause", cause}});
    stats_.waiting = true;
    stats_.last_error = cause;
  }

  void well() {
    const std::lock_guard lock{mutex_};
    if (stats_.waiting) log.info("the consumer goes on", {{"group", subscription_.group}});
    stats_.waiting = false;
    stats_.last_error.clear();
  }

  void note(LogReader& reader, bool nothing_came) {
    const auto error = reader.error();
    const std::lock_guard lock{mutex_};
    stats_.assigned = reader.assigned();
    const bool near_the_end = nothing_came || stats_.lag_seconds < near_seconds;
    stats_.caught_up = stats_.caught_up || (near_the_end && reader.caught_up());
    if (reader.assigned() && reader.connected()) {
      const std::chrono::duration<double> lag{nothing_came ? 0 : stats_.lag_seconds};
      current_at_ = std::max(current_at_, Clock::now() - std::chrono::duration_cast<Clock::duration>(lag));
    }
    if (!error.empty()) {
      log.debug("kafka says", {{"group", subscription_.group}, {"text", error}});
      stats_.last_error = error;
    }
  }

  const KafkaConfig config_;
  const Subscription subscription_;
  sql::Database& database_;
  const Handler handler_;
  const telemetry::Tracer& tracer_;
  const Interceptor interceptor_;
  Producer dead_letters_;
  std::map<std::string, Meters> by_topic_;
  std::string cluster_;  // group: to be remembered once partitions are assigned
  std::stop_token stop_;

  mutable std::mutex mutex_;  // of stats_
  ConsumerStats stats_;
  Clock::time_point current_at_ = Clock::now();
  std::condition_variable_any ended_;
  std::jthread thread_;
};

Consumer::Consumer(KafkaConfig config, Subscription subscription, sql::Database& database, Handler handler,
                   const telemetry::Tracer& tracer, telemetry::Metrics& metrics, Interceptor interceptor)
    : loop_(std::make_unique<Loop>(std::move(config), std::move(subscription), database, std::move(handler), tracer,
                                   metrics, std::move(interceptor))) {}

Consumer::~Consumer() { stop(); }

void Consumer::stop() { loop_->stop(); }

ConsumerStats Consumer::stats() const { return loop_->stats(); }

}  // namespace sharecar::kafka
