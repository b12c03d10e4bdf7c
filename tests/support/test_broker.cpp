#include "support/test_broker.hpp"

#include <algorithm>
#include <chrono>

#include "chassis/kafka/cloud_event.hpp"
#include "chassis/kafka/log_reader.hpp"
#include "chassis/kafka/producer.hpp"
#include "support/test_stack.hpp"

namespace sharecar::test {

TestBroker::TestBroker() : prefix_(unique_name() + "."), producer_(std::make_unique<kafka::Producer>(config())) {}

TestBroker::~TestBroker() = default;

kafka::KafkaConfig TestBroker::config() const {
  kafka::KafkaConfig out;
  out.bootstrap = TestStack::get().kafka;
  out.topic_prefix = prefix_;
  return out;
}

void TestBroker::produce(const std::string& topic, const std::string& key, const std::string& payload,
                         const kafka::Headers& headers) const {
  kafka::Outgoing message;
  message.topic = prefix_ + topic;
  message.key = key;
  message.payload = payload;
  message.headers = headers;
  producer_->publish({message});
}

kafka::Headers event_headers(const std::string& key, const std::string& type, int version) {
  kafka::EventHead head;
  head.id = key + "-" + std::to_string(version);
  head.type = type;
  head.service = "test";
  head.aggregate_id = key;
  head.version = Version{version};
  head.at = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  head.trace = {0x463ac35c9f6413ad, 0x48485a3953bb6124, 0x00f067aa0ba902b7, 0, true, false};
  return kafka::event_headers(head);
}

void TestBroker::event(const std::string& topic, const std::string& key, const std::string& type, int version,
                       const std::string& payload) const {
  produce(topic, key, payload, event_headers(key, type, version));
}

std::vector<kafka::Message> TestBroker::read(const std::string& topic, std::size_t count) const {
  kafka::LogReader reader{config(), unique_name(), {topic}, true};
  reader.cluster(10'000);
  reader.start(false, {});
  std::vector<kafka::Message> out;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (out.size() < count && std::chrono::steady_clock::now() < end) {
    for (auto& message : reader.take(1000, std::chrono::milliseconds{50})) out.push_back(std::move(message));
  }
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return std::pair{a.partition, a.offset} < std::pair{b.partition, b.offset};
  });
  return out;
}

}  // namespace sharecar::test
