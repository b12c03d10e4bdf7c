#include "chassis/kafka/client.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <thread>

#include "chassis/kafka/left_behind.hpp"
#include "chassis/kafka/message.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::kafka {
namespace {

// Debug: librdkafka repeats itself several times a second while a broker is away; relay and consumers say it once.
void on_log(const rd_kafka_t*, int, const char* facility, const char* text) {
  static const Log log{"rdkafka"};
  log.debug(text, {{"facility", facility}});
}

std::atomic<bool> one_is_left_behind = false;

}  // namespace

bool left_behind() noexcept { return one_is_left_behind; }

void DestroyClient::operator()(rd_kafka_t* client) const noexcept try {
  auto done = std::make_shared<std::promise<void>>();
  auto ended = done->get_future();
  std::thread reaper{[client, done] {
    rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    done->set_value();
  }};
  if (ended.wait_for(std::chrono::seconds{2}) == std::future_status::ready) {
    reaper.join();
  } else {
    reaper.detach();
    one_is_left_behind = true;
    static const Log log{"rdkafka"};
    log.info("a client does not end and is left behind");
  }
} catch (const std::exception&) {  // no thread, no memory: the client stays
}

Settings::Settings(const KafkaConfig& config) : conf_(rd_kafka_conf_new()) {
  rd_kafka_conf_set_log_cb(conf_, on_log);
  set("bootstrap.servers", config.bootstrap);
  set("client.id", config.client_id);
  set("broker.address.family", "v4");
  set("reconnect.backoff.ms", 50);
  set("reconnect.backoff.max.ms", 500);
  set("socket.connection.setup.timeout.ms", 2000);
  set("socket.nagle.disable", "true");
  set("topic.metadata.refresh.interval.ms", 10000);
}

Settings::~Settings() {
  if (conf_) rd_kafka_conf_destroy(conf_);
}

Settings& Settings::set(const char* name, const std::string& value) {
  std::array<char, 512> text{};
  if (rd_kafka_conf_set(conf_, name, value.c_str(), text.data(), text.size()) != RD_KAFKA_CONF_OK) {
    throw std::logic_error(std::string{"kafka setting "} + name + ": " + text.data());
  }
  return *this;
}

ClientHandle Settings::make(rd_kafka_type_t type) {
  std::array<char, 512> text{};
  ClientHandle client{rd_kafka_new(type, conf_, text.data(), text.size())};
  if (!client) throw Unavailable(std::string{"kafka client: "} + text.data());
  conf_ = nullptr;  // the client's now
  return client;
}

bool refresh(rd_kafka_t* client, int wait_ms) {
  const rd_kafka_metadata_t* metadata = nullptr;
  if (rd_kafka_metadata(client, 0, nullptr, &metadata, wait_ms) != RD_KAFKA_RESP_ERR_NO_ERROR) return false;
  rd_kafka_metadata_destroy(metadata);
  return true;
}

std::optional<std::string> cluster_id(rd_kafka_t* client, int wait_ms) {
  // rd_kafka_clusterid() only waits for metadata that others ask for: a second, in a new client.
  if (wait_ms > 0 && !refresh(client, wait_ms)) return {};
  char* text = rd_kafka_clusterid(client, 0);
  if (!text) return {};
  std::string id = text;
  rd_kafka_mem_free(client, text);
  return id;
}

bool is_disconnect(rd_kafka_resp_err_t code) {
  return code == RD_KAFKA_RESP_ERR__TRANSPORT || code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN ||
         code == RD_KAFKA_RESP_ERR__RESOLVE || code == RD_KAFKA_RESP_ERR__TIMED_OUT;
}

}  // namespace sharecar::kafka
