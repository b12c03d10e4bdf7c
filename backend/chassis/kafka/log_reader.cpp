#include "chassis/kafka/log_reader.hpp"

#include <algorithm>
#include <array>
#include <thread>

#include "chassis/kafka/cloud_event.hpp"
#include "chassis/telemetry/log.hpp"

namespace sharecar::kafka {
namespace {

using namespace std::chrono_literals;
const Log log{"consumer"};

// So long do all others of a group wait at most for one that is there and takes no part in a new assignment (librdkafka
// itself: 5 min). A work of the consumer is over long before.
constexpr int longest_rebalance_ms = 30'000;

int count(std::chrono::milliseconds time) { return static_cast<int>(std::max<std::int64_t>(0, time.count())); }

}  // namespace

LogReader::LogReader(const KafkaConfig& config, std::string group, std::vector<std::string> topics, bool replay)
    : config_(config),
      group_(std::move(group)),
      topics_(std::move(topics)),
      replay_(replay),
      stuck_since_(Clock::now()) {
  Settings settings{config_};
  settings.set("group.id", config_.topic_prefix + group_)
      .set("enable.auto.commit", "false")
      .set("enable.auto.offset.store", "false")
      .set("auto.offset.reset", "earliest")
      .set("allow.auto.create.topics", "true")
      .set("session.timeout.ms", config_.session_timeout_ms)
      .set("heartbeat.interval.ms", std::max(100, config_.session_timeout_ms / 4))
      .set("max.poll.interval.ms", std::max(longest_rebalance_ms, config_.session_timeout_ms))
      .set("partition.assignment.strategy", "range")
      .set("fetch.wait.max.ms", config_.fetch_wait_ms)
      .set("fetch.error.backoff.ms", 50)
      .set("queued.max.messages.kbytes", 4096);
  // A group's members with different topics are different members: each has its own id.
  if (!replay_ && !config_.instance_id.empty()) {
    settings.set("group.instance.id", config_.instance_id + "." + topics_.front());
  }
  rd_kafka_conf_set_rebalance_cb(settings.get(), on_rebalance);
  rd_kafka_conf_set_offset_commit_cb(settings.get(), on_commit);
  rd_kafka_conf_set_error_cb(settings.get(), on_error);
  rd_kafka_conf_set_opaque(settings.get(), this);
  client_ = settings.make(RD_KAFKA_CONSUMER);
  rd_kafka_poll_set_consumer(client_.get());
}

LogReader::~LogReader() { leave(); }

std::string LogReader::cluster(int wait_ms) {
  poll(0ms);
  cluster_ = cluster_id(client_.get(), wait_ms).value_or("");
  return cluster_;
}

void LogReader::start(bool from_start, Positions positions) {
  from_start_ = from_start;
  lost_since_.reset();
  stuck_since_ = Clock::now();
  if (replay_) {
    positions_ = std::move(positions);
    assign_all();
    return;
  }
  // Asking for a topic makes it, where the broker does that. A group that subscribes to a topic which is not there
  // learns of it seconds later.
  for (int tries = 0; tries < 10 && !complete(look()); ++tries) std::this_thread::sleep_for(50ms);
  const auto list = partitions(static_cast<int>(topics_.size()));
  for (const auto& topic : topics_) {
    rd_kafka_topic_partition_list_add(list.get(), (config_.topic_prefix + topic).c_str(), RD_KAFKA_PARTITION_UA);
  }
  const auto code = rd_kafka_subscribe(client_.get(), list.get());
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) throw Renew(std::string{"subscribe: "} + rd_kafka_err2str(code));
}

std::vector<Message> LogReader::take(std::size_t limit, std::chrono::milliseconds wait) {
  check();
  revoked_ = false;
  pause(false);
  for (auto left = wait; taken_.size() < limit; left = 0ms) {
    const auto message = poll(left);
    if (!message) break;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) taken_.push_back(read(*message));
  }
  revoked_ = false;  // on_rebalance has dropped what was taken before it
  return std::exchange(taken_, {});
}

void LogReader::hold(std::chrono::milliseconds time) {
  pause(true);
  const auto end = Clock::now() + time;
  do {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    const auto message = poll(left);
    if (message && message->err == RD_KAFKA_RESP_ERR_NO_ERROR) taken_.push_back(read(*message));
  } while (Clock::now() < end && !revoked_);
}

MessageHandle LogReader::poll(std::chrono::milliseconds wait) {
  MessageHandle message{rd_kafka_consumer_poll(client_.get(), count(wait))};
  if (message && message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
    error_ = rd_kafka_message_errstr(message.get());
    if (message->err == RD_KAFKA_RESP_ERR__FATAL || message->err == RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED) {
      fatal_ = error_;
    }
  }
  return message;
}

void LogReader::check() {
  if (!fatal_.empty()) throw Renew(fatal_);
  const auto now = Clock::now();
  const auto too_long = std::chrono::milliseconds{config_.stuck_after_ms};
  if (lost_since_) {
    if (!refresh(client_.get(), 500)) throw Unavailable("kafka: no broker answers at " + config_.bootstrap);
    // After a short time the client goes on by itself. After a long one the group has forgotten it, and 2.0.2 does not
    // always find its way back.
    if (now - *lost_since_ > std::chrono::milliseconds{config_.session_timeout_ms}) throw Renew("kafka is back");
    lost_since_.reset();
    stuck_since_ = now;
  }
  if (cluster_id(client_.get(), 0) != cluster_) throw Renew("another cluster answers");
  if (assigned_) stuck_since_ = now;
  if (now - stuck_since_ > too_long) throw Renew("no partitions were assigned");
  if (commit_fails_since_ != Clock::time_point{} && now - commit_fails_since_ > too_long) {
    throw Renew("offsets cannot be committed");
  }
  if (replay_ && now - looked_ > (assigned_ ? 10s : 1s)) assign_all();
}

std::map<std::string, int> LogReader::look() {
  looked_ = Clock::now();
  auto found = partitions_;
  for (const auto& topic : topics_) {
    auto* handle = rd_kafka_topic_new(client_.get(), (config_.topic_prefix + topic).c_str(), nullptr);
    const rd_kafka_metadata_t* metadata = nullptr;
    const auto code = rd_kafka_metadata(client_.get(), 0, handle, &metadata, 1000);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
      if (metadata->topic_cnt == 1) found[topic] = std::max(found[topic], metadata->topics[0].partition_cnt);
      rd_kafka_metadata_destroy(metadata);
    }
    rd_kafka_topic_destroy(handle);
  }
  return found;
}

bool LogReader::complete(const std::map<std::string, int>& found) const {
  return std::all_of(topics_.begin(), topics_.end(), [&](const auto& topic) {
    const auto size = found.find(topic);
    return size != found.end() && size->second > 0;
  });
}

void LogReader::assign_all() {
  const auto found = look();
  assigned_ = complete(found);
  if (found == partitions_) return;
  partitions_ = found;
  for (const auto& [topic, size] : partitions_) {
    for (int i = 0; i < size; ++i) positions_.try_emplace({topic, i}, RD_KAFKA_OFFSET_BEGINNING);
  }
  const auto list = list_of(positions_);
  const auto failed = rd_kafka_assign(client_.get(), list.get());
  if (failed != RD_KAFKA_RESP_ERR_NO_ERROR) throw Renew(std::string{"assign: "} + rd_kafka_err2str(failed));
  taken_.clear();  // comes again
  paused_ = false;
  look_for_ends();
}

// All in one question: rd_kafka_query_watermark_offsets() takes 0.3 s for each partition. A time of -1 asks for the
// end.
void LogReader::look_for_ends() {
  const auto list = list_of(positions_);
  for (int i = 0; i < list->cnt; ++i) list->elems[i].offset = RD_KAFKA_OFFSET_END;
  if (rd_kafka_offsets_for_times(client_.get(), list.get(), 1000) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  int i = 0;
  for (const auto& [where, next] : positions_) {  // in the order of the list
    const auto& found = list->elems[i++];
    if (found.err == RD_KAFKA_RESP_ERR_NO_ERROR && found.offset > 0) ends_.emplace(where, found.offset);
  }
}

bool LogReader::caught_up() const {
  return assigned_ && std::all_of(ends_.begin(), ends_.end(),
                                  [&](const auto& end) { return positions_.at(end.first) >= end.second; });
}

void LogReader::pause(bool yes) {
  if (paused_ == yes) return;
  rd_kafka_topic_partition_list_t* all = nullptr;
  if (rd_kafka_assignment(client_.get(), &all) != RD_KAFKA_RESP_ERR_NO_ERROR) return;
  const Partitions list{all};
  (yes ? rd_kafka_pause_partitions : rd_kafka_resume_partitions)(client_.get(), list.get());
  paused_ = yes;
}

Message LogReader::read(const rd_kafka_message_t& from) const {
  Message out;
  const std::string topic = rd_kafka_topic_name(from.rkt);
  out.topic = topic.substr(config_.topic_prefix.size());
  out.partition = from.partition;
  out.offset = from.offset;
  if (from.key) out.key.assign(static_cast<const char*>(from.key), from.key_len);
  if (from.payload) out.payload.assign(static_cast<const char*>(from.payload), from.len);
  rd_kafka_timestamp_type_t type{};
  out.at = Timestamp{std::chrono::milliseconds{std::max<std::int64_t>(0, rd_kafka_message_timestamp(&from, &type))}};
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&from, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0; rd_kafka_header_get_all(headers, i, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
         ++i) {
      out.headers.emplace_back(name, value ? std::string{static_cast<const char*>(value), size} : std::string{});
    }
  }
  read_headers(out);
  return out;
}

Partitions LogReader::list_of(const Positions& positions) const {
  auto list = partitions(static_cast<int>(positions.size()));
  for (const auto& [where, offset] : positions) {
    rd_kafka_topic_partition_list_add(list.get(), (config_.topic_prefix + where.first).c_str(), where.second)->offset =
        offset;
  }
  return list;
}

void LogReader::done(const Positions& next) {
  for (const auto& [where, offset] : next) (replay_ ? positions_ : uncommitted_)[where] = offset;
}

void LogReader::commit(bool now) {
  if (replay_ || uncommitted_.empty()) return;
  const auto time = Clock::now();
  if (!now && time - committed_ < std::chrono::milliseconds{config_.commit_interval_ms}) return;
  committed_ = time;
  const auto list = list_of(std::exchange(uncommitted_, {}));
  if (!now) {
    rd_kafka_commit(client_.get(), list.get(), 1);
    return;
  }
  // The synchronous call may wait a minute for a coordinator; ours is left behind after a second.
  const Queue queue{rd_kafka_queue_new(client_.get())};
  rd_kafka_commit_queue(client_.get(), list.get(), queue.get(), nullptr, nullptr);
  if (auto* event = rd_kafka_queue_poll(queue.get(), 1000)) {
    on_commit(client_.get(), rd_kafka_event_error(event), nullptr, this);
    rd_kafka_event_destroy(event);
  }
}

void LogReader::on_commit(rd_kafka_t*, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t*, void* opaque) {
  auto& self = *static_cast<LogReader*>(opaque);
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR__NO_OFFSET) {
    self.commit_fails_since_ = {};
    return;
  }
  // Nothing is lost: those messages come again, unless a later commit covers them.
  self.error_ = std::string{"commit: "} + rd_kafka_err2str(code);
  if (self.commit_fails_since_ == Clock::time_point{}) self.commit_fails_since_ = Clock::now();
}

void LogReader::on_error(rd_kafka_t* client, int code, const char* text, void* opaque) {
  auto& self = *static_cast<LogReader*>(opaque);
  const auto error = static_cast<rd_kafka_resp_err_t>(code);
  self.error_ = text;
  if (is_disconnect(error) && !self.lost_since_) self.lost_since_ = Clock::now();
  if (error == RD_KAFKA_RESP_ERR__FATAL) {
    std::array<char, 256> why{};
    rd_kafka_fatal_error(client, why.data(), why.size());
    self.fatal_ = std::string{"fatal: "} + why.data();
  }
}

void LogReader::on_rebalance(rd_kafka_t* client, rd_kafka_resp_err_t code, rd_kafka_topic_partition_list_t* list,
                             void* opaque) {
  auto& self = *static_cast<LogReader*>(opaque);
  self.paused_ = false;
  if (code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    if (std::exchange(self.from_start_, false)) {
      for (int i = 0; i < list->cnt; ++i) list->elems[i].offset = RD_KAFKA_OFFSET_BEGINNING;
    }
    rd_kafka_assign(client, list);
    self.assigned_ = true;
    log.info("partitions assigned", {{"group", self.group_}, {"partitions", list->cnt}});
    return;
  }
  // What is handled is committed; what is only taken is the next owner's.
  if (!rd_kafka_assignment_lost(client)) self.commit(true);
  self.uncommitted_.clear();
  self.taken_.clear();
  self.revoked_ = true;
  self.assigned_ = false;
  self.stuck_since_ = Clock::now();
  rd_kafka_assign(client, nullptr);
}

void LogReader::leave() noexcept {
  if (!client_) return;
  try {
    commit(true);
    const Queue queue{rd_kafka_queue_new(client_.get())};
    if (auto* error = rd_kafka_consumer_close_queue(client_.get(), queue.get())) {
      rd_kafka_error_destroy(error);
    } else {
      const auto end = Clock::now() + 1500ms;
      while (!rd_kafka_consumer_closed(client_.get()) && Clock::now() < end) {
        MessageHandle{rd_kafka_consume_queue(queue.get(), 50)};
      }
    }
  } catch (const std::exception& failure) {
    log.warn("leaving the group failed", {{"cause", failure.what()}});
  }
  client_.reset();
}

}  // namespace sharecar::kafka
