#include "launcher/kafka.hpp"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>
#include <openssl/rand.h>
#include <unistd.h>

#include <array>
#include <memory>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

/// A cluster id as Kafka makes them: 16 random bytes in URL-safe base64 without padding.
std::string random_cluster_id() {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<unsigned char, 22> random{};
  if (RAND_bytes(random.data(), random.size()) != 1) throw Problem{"the system gives no random numbers"};
  std::string id;
  for (const auto byte : random) id += digits[byte & 63U];
  id.back() = digits[random.back() & 48U];  // 22 digits carry 132 bits: the last four are zero
  if (id.front() == '-') id.front() = 'A';  // would be read as an option
  return id;
}

struct Client {
  explicit Client(const std::string& bootstrap) {
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    std::array<char, 256> error{};
    for (const auto& [key, value] : {std::pair<const char*, const char*>{"bootstrap.servers", bootstrap.c_str()},
                                     {"client.id", "sharecar-launcher"},
                                     {"reconnect.backoff.ms", "20"},
                                     {"reconnect.backoff.max.ms", "100"},
                                     {"log_level", "0"}}) {
      rd_kafka_conf_set(conf, key, value, error.data(), error.size());
    }
    handle.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf, error.data(), error.size()));
    if (!handle) throw Problem{std::string{"Kafka client: "} + error.data()};
  }

  std::unique_ptr<rd_kafka_t, decltype(&rd_kafka_destroy)> handle{nullptr, rd_kafka_destroy};
};

}  // namespace

KafkaBroker::KafkaBroker(KafkaOptions options, KafkaJars jars) : options_{std::move(options)}, jars_{std::move(jars)} {}

void KafkaBroker::prepare() {
  const auto data = options_.home / "data";
  fs::create_directories(options_.home);
  fs::remove(new_archive());  // of a broker that was killed while it wrote
  write_text(options_.home / "server.properties",
             fmt::format(R"(# Written by the launcher at every start.
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={data}
num.partitions=6
auto.create.topics.enable=true
log.retention.ms=-1
group.initial.rebalance.delay.ms=0
offsets.topic.num.partitions=6
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
# A broker that was killed is let in again when its old session is over.
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=300
# Small: the cleaner alone would take 128 MB of heap.
log.cleaner.dedupe.buffer.size=2097152
log.cleaner.io.buffer.size=65536
num.network.threads=1
num.io.threads=1
background.threads=2
group.coordinator.threads=1
share.coordinator.threads=1
)",
                         fmt::arg("port", options_.port), fmt::arg("controller", options_.controller_port),
                         fmt::arg("data", data.string())));
  if (fs::exists(data / "meta.properties")) return;
  fs::remove_all(data);  // half a format that was killed
  auto format = java_spec("kafka format", "kafka.tools.StorageTool");
  for (const auto& word : {std::string{"format"}, std::string{"--cluster-id"}, random_cluster_id(),
                           std::string{"--config"}, (options_.home / "server.properties").string()}) {
    format.argv.push_back(word);
  }
  format.log = options_.log.parent_path() / "kafka-format.log";
  run_to_end(format, milliseconds{60'000});
}

ProcessSpec KafkaBroker::java_spec(const std::string& name, const std::string& main_class) const {
  ProcessSpec spec;
  spec.name = name;
  spec.argv = {java().string(),    "-Xms64m",
               "-Xmx128m",         "-Xss512k",
               "-XX:+UseSerialGC",
               "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError"};
  for (auto& option : jars_.java_options()) spec.argv.push_back(std::move(option));
  spec.argv.push_back(main_class);
  spec.cwd = options_.home;
  spec.log = options_.log;
  return spec;
}

ProcessSpec KafkaBroker::spec() const {
  auto spec = java_spec("kafka", "kafka.Kafka");
  spec.argv.push_back((options_.home / "server.properties").string());
  const auto archive = jars_.archive();
  const auto option = fs::exists(archive) ? "-XX:SharedArchiveFile=" + archive.string()
                                          : "-XX:ArchiveClassesAtExit=" + new_archive().string();
  spec.argv.insert(spec.argv.begin() + 1, {option, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"});
  spec.stop_within = milliseconds{20'000};
  return spec;
}

void KafkaBroker::keep_archive() const {
  std::error_code ignored;
  if (!fs::exists(new_archive()) || fs::exists(jars_.archive())) return;
  const fs::path part = jars_.archive().string() + fmt::format(".{}.part", ::getpid());
  fs::copy_file(new_archive(), part, fs::copy_options::overwrite_existing, ignored);
  if (!ignored) fs::rename(part, jars_.archive(), ignored);
  fs::remove(new_archive(), ignored);
}

std::string KafkaBroker::bootstrap() const { return fmt::format("127.0.0.1:{}", options_.port); }

bool kafka_ready(const std::string& bootstrap, milliseconds limit) {
  const Client client{bootstrap};
  const struct rd_kafka_metadata* metadata = nullptr;
  const auto error = rd_kafka_metadata(client.handle.get(), 0, nullptr, &metadata, static_cast<int>(limit.count()));
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) return false;
  const bool alive = metadata->broker_cnt > 0;
  rd_kafka_metadata_destroy(metadata);
  return alive;
}

void ensure_topics(const std::string& bootstrap, const std::vector<Topic>& topics, milliseconds limit) {
  const Client client{bootstrap};
  const auto free_queue = [](rd_kafka_queue_t* queue) { rd_kafka_queue_destroy(queue); };
  const std::unique_ptr<rd_kafka_queue_t, decltype(free_queue)> queue{rd_kafka_queue_new(client.handle.get()),
                                                                      free_queue};
  std::vector<rd_kafka_NewTopic_t*> wanted;
  std::array<char, 256> text{};
  for (const auto& topic : topics) {
    wanted.push_back(rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions, 1, text.data(), text.size()));
    rd_kafka_NewTopic_set_config(wanted.back(), "retention.ms", "-1");
  }
  rd_kafka_CreateTopics(client.handle.get(), wanted.data(), wanted.size(), nullptr, queue.get());
  rd_kafka_NewTopic_destroy_array(wanted.data(), wanted.size());
  const std::unique_ptr<rd_kafka_event_t, decltype(&rd_kafka_event_destroy)> event{
      rd_kafka_queue_poll(queue.get(), static_cast<int>(limit.count())), rd_kafka_event_destroy};
  if (!event) throw Problem{"Kafka at " + bootstrap + " did not make the topics in time", "./sharecar logs kafka"};
  if (rd_kafka_event_error(event.get()) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    throw Problem{
        fmt::format("Kafka at {} did not make the topics: {}", bootstrap, rd_kafka_event_error_string(event.get())),
        "./sharecar logs kafka"};
  }
  std::size_t count = 0;
  const auto** results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto error = rd_kafka_topic_result_error(results[i]);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
    throw Problem{fmt::format("Kafka did not make the topic {}: {}", rd_kafka_topic_result_name(results[i]),
                              rd_kafka_topic_result_error_string(results[i]))};
  }
}

}  // namespace sharecar::launcher
