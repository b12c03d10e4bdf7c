#include "launcher/kafka_tools.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace sharecar::launcher {
namespace {

/// A command line as typed after the tool's name, translated for a broker on port 20001.
std::string translated(const std::string& typed) {
  std::istringstream words{typed};
  std::vector<std::string> arguments;
  for (std::string word; words >> word;) arguments.push_back(word);
  std::string line;
  for (const auto& word : kafka_arguments(arguments, "127.0.0.1:20001")) line += (line.empty() ? "" : " ") + word;
  return line;
}

TEST(KafkaTools, NamesTheRunningClusterWhereNoneIsNamed) {
  EXPECT_EQ(translated("--list"), "--bootstrap-server 127.0.0.1:20001 --list");
}

TEST(KafkaTools, UnderstandsZookeeperOfOldCommandLines) {
  EXPECT_EQ(translated("--zookeeper zookeeper --list"), "--bootstrap-server 127.0.0.1:20001 --list");
  EXPECT_EQ(
      translated("--create --zookeeper localhost:2181 --replication-factor 1 --partitions 1 --topic teamtwohotel"),
      "--bootstrap-server 127.0.0.1:20001 --create --replication-factor 1 --partitions 1 --topic teamtwohotel");
  EXPECT_EQ(translated("--delete --zookeeper=localhost:2181 --topic DummyTopic"),
            "--bootstrap-server 127.0.0.1:20001 --delete --topic DummyTopic");
}

TEST(KafkaTools, UnderstandsTheBrokerListOfOldProducers) {
  EXPECT_EQ(translated("--broker-list localhost:9092 --topic quickstart-events"),
            "--bootstrap-server 127.0.0.1:20001 --topic quickstart-events");
}

TEST(KafkaTools, ReadsATutorialsLocalhostAsTheRunningCluster) {
  EXPECT_EQ(translated("--create --topic quickstart-events --bootstrap-server localhost:9092 --partitions 1"),
            "--bootstrap-server 127.0.0.1:20001 --create --topic quickstart-events --partitions 1");
}

TEST(KafkaTools, KeepsAnyOtherCluster) {
  EXPECT_EQ(translated("--bootstrap-server kafka.example:9092 --list"), "--bootstrap-server kafka.example:9092 --list");
  EXPECT_EQ(translated("--broker-list=10.0.0.7:9092 --topic t"), "--bootstrap-server 10.0.0.7:9092 --topic t");
}

TEST(KafkaTools, PassesEverythingElseOn) {
  EXPECT_EQ(translated("--topic products --from-beginning --timeout-ms 1000 --partition 1"),
            "--bootstrap-server 127.0.0.1:20001 --topic products --from-beginning --timeout-ms 1000 --partition 1");
}

TEST(KafkaTools, KnowsAClassForEachNameAndNoneForOthers) {
  for (const auto& name : kafka_tool_names())
    EXPECT_TRUE(kafka_tool_class(name).starts_with("org.apache.kafka.tools.")) << name;
  EXPECT_EQ(kafka_tool_class("brew"), "");
}

}  // namespace
}  // namespace sharecar::launcher
