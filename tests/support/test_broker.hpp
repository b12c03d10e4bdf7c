/// Topics for one test.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "chassis/kafka/config.hpp"
#include "chassis/kafka/message.hpp"
#include "chassis/kafka/producer.hpp"

namespace sharecar::test {

/// A topic prefix of its own on the Kafka of this run.
class TestBroker {
 public:
  TestBroker();
  ~TestBroker();

  kafka::KafkaConfig config() const;

  /// A message as it is; topics without the prefix.
  void produce(const std::string& topic, const std::string& key, const std::string& payload,
               const kafka::Headers& headers) const;
  /// An event as ShareCar's relays publish it.
  void event(const std::string& topic, const std::string& key, const std::string& type, int version,
             const std::string& payload = "{}") const;
  /// The first `count` messages of a topic, in the order of their partitions and offsets; fewer after 20 s.
  std::vector<kafka::Message> read(const std::string& topic, std::size_t count) const;

 private:
  std::string prefix_;
  std::unique_ptr<kafka::Producer> producer_;
};

/// The headers of such an event; its id is "<key>-<version>".
kafka::Headers event_headers(const std::string& key, const std::string& type, int version);

}  // namespace sharecar::test
