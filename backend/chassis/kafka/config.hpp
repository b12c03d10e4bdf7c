#pragma once

#include <boost/describe.hpp>
#include <string>

namespace sharecar::kafka {

struct KafkaConfig {
  std::string bootstrap = "127.0.0.1:9092";   ///< host:port,host:port
  std::string topic_prefix = "";              ///< put before every topic's name; for tests that share a broker
};
BOOST_DESCRIBE_STRUCT(KafkaConfig, (), (bootstrap, topic_prefix))

}  // namespace sharecar::kafka
