#pragma once

#include <string>
#include <vector>

namespace sharecar::launcher {

/// "topics" -> org.apache.kafka.tools.TopicCommand; "" for an unknown tool.
std::string kafka_tool_class(const std::string& tool);
const std::vector<std::string>& kafka_tool_names();

/// Arguments for a tool of Kafka 4 from what people type, also from command lines of older tutorials:
///  - `--zookeeper X` (Kafka up to 2.8) and `--broker-list X` mean the cluster of today;
///  - where no cluster is named, `bootstrap` is;
///  - a Zookeeper address, or the port 9092 of a tutorial's localhost, is replaced by `bootstrap`, because no Zookeeper
///    runs here and ours may listen elsewhere. Any other address is kept.
std::vector<std::string> kafka_arguments(const std::vector<std::string>& typed, const std::string& bootstrap);

}  // namespace sharecar::launcher
