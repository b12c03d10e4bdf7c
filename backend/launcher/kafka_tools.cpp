#include "launcher/kafka_tools.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace sharecar::launcher {

namespace {

struct Tool {
  std::string_view name;
  std::string_view main_class;
};
constexpr std::array tools{
    Tool{"topics", "org.apache.kafka.tools.TopicCommand"},
    Tool{"produce", "org.apache.kafka.tools.ConsoleProducer"},
    Tool{"consume", "org.apache.kafka.tools.consumer.ConsoleConsumer"},
    Tool{"groups", "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"},
};

/// Addresses that tutorials name and that mean "the cluster of this machine".
bool is_of_a_tutorial(std::string_view address) {
  return address == "localhost:9092" || address == "127.0.0.1:9092" || address.ends_with(":2181") ||
         address == "zookeeper";
}

}  // namespace

std::string kafka_tool_class(const std::string& tool) {
  const auto found = std::ranges::find(tools, tool, &Tool::name);
  return found == tools.end() ? std::string{} : std::string{found->main_class};
}

const std::vector<std::string>& kafka_tool_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& tool : tools) all.emplace_back(tool.name);
    return all;
  }();
  return names;
}

std::vector<std::string> kafka_arguments(const std::vector<std::string>& typed, const std::string& bootstrap) {
  std::vector<std::string> arguments;
  std::string cluster;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const auto equals = typed[i].find('=');
    const auto option = typed[i].substr(0, equals);
    if (option != "--zookeeper" && option != "--broker-list" && option != "--bootstrap-server") {
      arguments.push_back(typed[i]);
      continue;
    }
    if (equals != std::string::npos) {
      cluster = typed[i].substr(equals + 1);
    } else if (i + 1 < typed.size()) {
      cluster = typed[++i];
    }
    if (option == "--zookeeper") cluster.clear();
  }
  arguments.insert(arguments.begin(),
                   {"--bootstrap-server", cluster.empty() || is_of_a_tutorial(cluster) ? bootstrap : cluster});
  return arguments;
}

}  // namespace sharecar::launcher
