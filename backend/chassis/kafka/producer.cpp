#include "chassis/kafka/producer.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "chassis/kafka/client.hpp"

namespace sharecar::kafka {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

struct Batch {
  std::size_t open = 0;
  std::string error;
  std::vector<Place> places;
};

/// What the delivery report of one message gets to see.
struct Ticket {
  Batch* batch;
  std::size_t index;
};

}  // namespace

struct Producer::Impl {
  explicit Impl(const KafkaConfig& c) : config(c) {}

  const KafkaConfig config;
  Batch batch;  // outlives the client, as do the tickets: delivery reports point to them
  std::vector<Ticket> tickets;
  bool lost = false;
  std::string fatal;
  ClientHandle client;  // null: made at the next use

  static void on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
    const auto& ticket = *static_cast<Ticket*>(message->_private);
    auto& batch = *ticket.batch;
    --batch.open;
    batch.places[ticket.index] = {message->partition, message->offset};
    if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR && batch.error.empty()) batch.error = rd_kafka_err2str(message->err);
  }

  static void on_error(rd_kafka_t* client, int code, const char*, void* opaque) {
    auto& self = *static_cast<Impl*>(opaque);
    const auto error = static_cast<rd_kafka_resp_err_t>(code);
    if (is_disconnect(error)) self.lost = true;
    if (error == RD_KAFKA_RESP_ERR__FATAL) {
      std::array<char, 256> text{};
      rd_kafka_fatal_error(client, text.data(), text.size());
      self.fatal = std::string{"fatal: "} + text.data();
    }
  }

  rd_kafka_t* ready() {
    if (client) return client.get();
    Settings settings{config};
    settings.set("enable.idempotence", "true")
        .set("acks", "all")
        .set("linger.ms", config.linger_ms)
        .set("partitioner", "murmur2_random")
        .set("message.timeout.ms", config.message_timeout_ms)
        .set("retry.backoff.ms", 50);
    rd_kafka_conf_set_dr_msg_cb(settings.get(), on_delivery);
    rd_kafka_conf_set_error_cb(settings.get(), on_error);
    rd_kafka_conf_set_opaque(settings.get(), this);
    lost = false;
    fatal.clear();
    client = settings.make(RD_KAFKA_PRODUCER);
    return client.get();
  }

  void drop() {
    if (!client) return;
    rd_kafka_purge(client.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(client.get(), 100);
    client.reset();
    lost = false;
  }

  void send(rd_kafka_t* producer, const Outgoing& message, Ticket& ticket) {
    auto* headers = rd_kafka_headers_new(message.headers.size());
    for (const auto& [name, value] : message.headers) {
      rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                          static_cast<ssize_t>(value.size()));
    }
    std::array<rd_kafka_vu_t, 7> parts{};
    parts[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    parts[0].u.cstr = message.topic.c_str();
    parts[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    parts[1].u.i32 = message.partition.value_or(RD_KAFKA_PARTITION_UA);
    parts[2].vtype = RD_KAFKA_VTYPE_KEY;
    parts[2].u.mem = {const_cast<char*>(message.key.data()), message.key.size()};
    parts[3].vtype = RD_KAFKA_VTYPE_VALUE;
    parts[3].u.mem = {const_cast<char*>(message.payload.data()), message.payload.size()};
    parts[4].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    parts[4].u.i = RD_KAFKA_MSG_F_COPY;
    parts[5].vtype = RD_KAFKA_VTYPE_HEADERS;
    parts[5].u.headers = headers;
    parts[6].vtype = RD_KAFKA_VTYPE_OPAQUE;
    parts[6].u.ptr = &ticket;
    if (auto* error = rd_kafka_produceva(producer, parts.data(), parts.size())) {
      if (batch.error.empty()) batch.error = rd_kafka_error_string(error);
      rd_kafka_error_destroy(error);
      rd_kafka_headers_destroy(headers);  // the client takes them only when it takes the message
      return;
    }
    ++batch.open;
  }
};

Producer::Producer(const KafkaConfig& config) : impl_(std::make_unique<Impl>(config)) {}

Producer::~Producer() { impl_->drop(); }

std::vector<Place> Producer::publish(const std::vector<Outgoing>& messages, const std::stop_token& stop) {
  auto& self = *impl_;
  auto* producer = self.ready();
  self.batch = {};
  self.batch.places.resize(messages.size());
  self.tickets.clear();
  for (std::size_t i = 0; i < messages.size(); ++i) self.tickets.push_back({&self.batch, i});
  for (std::size_t i = 0; i < messages.size(); ++i) self.send(producer, messages[i], self.tickets[i]);
  auto limit = Clock::now() + std::chrono::milliseconds{self.config.message_timeout_ms} + 800ms;
  bool stopping = false;
  while (self.batch.open > 0 && self.batch.error.empty() && self.fatal.empty()) {
    rd_kafka_poll(producer, 50);
    if (!stopping && stop.stop_requested()) {
      stopping = true;
      limit = std::min(limit, Clock::now() + 500ms);
    }
    if (Clock::now() > limit) self.batch.error = "not acknowledged in time";
  }
  if (self.batch.error.empty() && self.fatal.empty()) return std::move(self.batch.places);
  const std::string why = self.fatal.empty() ? self.batch.error : self.fatal;
  self.drop();
  throw Unavailable("kafka: " + why);
}

std::optional<std::string> Producer::cluster(int wait_ms) { return cluster_id(impl_->ready(), wait_ms); }

bool Producer::still(const std::string& id) {
  auto& self = *impl_;
  if (!self.client) return false;
  rd_kafka_poll(self.client.get(), 0);
  bool same = self.fatal.empty();
  if (same && std::exchange(self.lost, false)) same = refresh(self.client.get(), 500);
  if (same) same = cluster_id(self.client.get(), 0) == id;
  if (!same) self.drop();
  return same;
}

}  // namespace sharecar::kafka
