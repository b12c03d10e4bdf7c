#include "bench/probes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <librdkafka/rdkafka.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <memory>
#include <system_error>
#include <thread>
#include <vector>

#include "launcher/kafka.hpp"
#include "launcher/problem.hpp"

namespace sharecar::bench {
namespace {

using launcher::Problem;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr const char* topic = "bench.events";
constexpr std::size_t event_bytes = 300;
constexpr auto patience = 20s;
constexpr double void_above = 0.25;

double rate(std::int64_t count, steady_clock::duration took) {
  return static_cast<double>(count) / std::chrono::duration<double>(took).count();
}

struct DestroyClient {
  void operator()(rd_kafka_t* client) const { rd_kafka_destroy(client); }
};
struct DestroyMessage {
  void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
};
using Client = std::unique_ptr<rd_kafka_t, DestroyClient>;
using Settings = std::vector<std::pair<const char*, std::string>>;

Client make_client(rd_kafka_type_t type, const Settings& settings) {
  char why[512] = "";
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  for (const auto& [name, value] : settings) rd_kafka_conf_set(conf, name, value.c_str(), why, sizeof why);
  rd_kafka_t* client = rd_kafka_new(type, conf, why, sizeof why);
  if (client == nullptr) throw Problem{std::string{"no Kafka client: "} + why};
  return Client{client};
}

/// To the only partition of the topic.
class Producer {
 public:
  explicit Producer(const std::string& bootstrap)
      : client_(make_client(RD_KAFKA_PRODUCER,
                            {{"bootstrap.servers", bootstrap}, {"enable.idempotence", "true"}, {"linger.ms", "1"}})),
        topic_(rd_kafka_topic_new(client_.get(), topic, nullptr)) {}

  void send(std::string payload) {
    while (rd_kafka_produce(topic_.get(), 0, RD_KAFKA_MSG_F_COPY, payload.data(), payload.size(), nullptr, 0,
                            nullptr) != 0) {
      const auto failed = rd_kafka_last_error();
      if (failed != RD_KAFKA_RESP_ERR__QUEUE_FULL) throw Problem{std::string{"Kafka: "} + rd_kafka_err2str(failed)};
      rd_kafka_poll(client_.get(), 10);
    }
    rd_kafka_poll(client_.get(), 0);
  }
  /// Returns when everything is acknowledged.
  void flush() {
    const auto failed = rd_kafka_flush(client_.get(), static_cast<int>(std::chrono::milliseconds{patience}.count()));
    if (failed != RD_KAFKA_RESP_ERR_NO_ERROR) throw Problem{std::string{"Kafka: "} + rd_kafka_err2str(failed)};
  }

 private:
  struct DestroyTopic {
    void operator()(rd_kafka_topic_t* handle) const { rd_kafka_topic_destroy(handle); }
  };
  Client client_;
  std::unique_ptr<rd_kafka_topic_t, DestroyTopic> topic_;
};

/// The moment of producing is the first bytes of an event.
std::string stamped(steady_clock::time_point now) {
  std::string payload(event_bytes, 'x');
  const auto ticks = now.time_since_epoch().count();
  std::memcpy(payload.data(), &ticks, sizeof ticks);
  return payload;
}

/// Reads until `count` events have come.
void consume(rd_kafka_t* consumer, std::int64_t count, load::Histogram& delay) {
  const auto end = steady_clock::now() + patience;
  while (delay.count() < count && steady_clock::now() < end) {
    const std::unique_ptr<rd_kafka_message_t, DestroyMessage> message{rd_kafka_consumer_poll(consumer, 100)};
    if (!message || message->err != RD_KAFKA_RESP_ERR_NO_ERROR || message->len != event_bytes) continue;
    steady_clock::rep ticks = 0;
    std::memcpy(&ticks, message->payload, sizeof ticks);
    delay.record(steady_clock::now() - steady_clock::time_point{steady_clock::duration{ticks}});
  }
}

}  // namespace

load::Percentiles hiccups(std::chrono::milliseconds duration) {
  load::Histogram over;
  const auto end = steady_clock::now() + duration;
  for (auto before = steady_clock::now(); before < end;) {
    std::this_thread::sleep_for(1ms);
    const auto now = steady_clock::now();
    over.record(now - before - 1ms);
    before = now;
  }
  return over.percentiles();
}

double fdatasync_per_second(const launcher::fs::path& folder, std::chrono::milliseconds duration) {
  const auto file = folder / "fdatasync";
  const auto fail = [&](const char* what) {
    throw std::system_error{errno, std::generic_category(), std::string{what} + " " + file.string()};
  };
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) fail("cannot write");
  const std::string block(8192, 'x');
  std::int64_t writes = 0;
  const auto start = steady_clock::now();
  bool sound = true;
  for (; sound && steady_clock::now() < start + duration; ++writes) {
    sound = ::write(descriptor, block.data(), block.size()) == static_cast<ssize_t>(block.size()) &&
            ::fdatasync(descriptor) == 0;
  }
  const auto took = steady_clock::now() - start;
  ::close(descriptor);
  ::unlink(file.c_str());
  if (!sound) fail("cannot sync");
  return rate(writes, took);
}

KafkaFigures kafka_figures(const std::string& bootstrap, std::chrono::milliseconds duration) {
  launcher::ensure_topics(bootstrap, {{topic, 1}}, 10s);
  Producer producer{bootstrap};
  producer.send(std::string(event_bytes, 'x'));
  producer.flush();  // connected, and the producer has its id

  KafkaFigures out;
  std::int64_t sent = 0;
  const auto start = steady_clock::now();
  while (steady_clock::now() < start + duration) {
    for (int i = 0; i < 100; ++i, ++sent) producer.send(std::string(event_bytes, 'x'));
  }
  producer.flush();
  out.per_second = rate(sent, steady_clock::now() - start);

  const auto consumer = make_client(
      RD_KAFKA_CONSUMER, {{"bootstrap.servers", bootstrap}, {"group.id", "bench"}, {"enable.auto.commit", "false"}});
  rd_kafka_poll_set_consumer(consumer.get());
  std::int64_t low = 0;
  std::int64_t next = 0;
  rd_kafka_query_watermark_offsets(consumer.get(), topic, 0, &low, &next, 5'000);
  const std::unique_ptr<rd_kafka_topic_partition_list_t, decltype(&rd_kafka_topic_partition_list_destroy)> all{
      rd_kafka_topic_partition_list_new(1), &rd_kafka_topic_partition_list_destroy};
  rd_kafka_topic_partition_list_add(all.get(), topic, 0)->offset = next;
  rd_kafka_assign(consumer.get(), all.get());
  const std::int64_t count = std::max<std::int64_t>(1, duration / 5ms);
  load::Histogram delay;
  std::thread reading{[&] { consume(consumer.get(), count, delay); }};
  const auto first = steady_clock::now() + 500ms;  // the consumer has found its place
  for (std::int64_t i = 0; i < count; ++i) {
    std::this_thread::sleep_until(first + i * 5ms);
    producer.send(stamped(steady_clock::now()));
  }
  producer.flush();
  reading.join();
  rd_kafka_consumer_close(consumer.get());
  if (delay.count() < count) throw Problem{"Kafka gave back too few of the calibration's events"};
  out.delay = delay.percentiles();
  return out;
}

std::optional<std::string> disagreement(const std::vector<ProbedTwice>& probes) {
  std::string out;
  for (const auto& [what, before, after] : probes) {
    if (std::abs(before - after) <= void_above * std::max(before, after)) continue;
    out += fmt::format("{}{} {:.0f} before, {:.0f} after", out.empty() ? "" : "; ", what, before, after);
  }
  if (out.empty()) return {};
  return "the calibrations around it differ by more than 25 %: " + out;
}

}  // namespace sharecar::bench
