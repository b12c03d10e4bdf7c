// logs and kafka.
#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>

#include "launcher/commands.hpp"
#include "launcher/http_call.hpp"
#include "launcher/kafka_jars.hpp"
#include "launcher/kafka_tools.hpp"
#include "launcher/problem.hpp"
#include "launcher/terminal.hpp"

namespace sharecar::launcher {

namespace json = boost::json;

std::string address_of(const Workspace& here, const std::string& service) {
  const auto status = here.supervisor().get("/status").json();
  for (const auto& part : status.at("parts").as_array()) {
    if (part.at("name").as_string() == service) return fmt::format("http://127.0.0.1:{}", part.at("port").as_int64());
  }
  throw Problem{"there is no service named " + service, "./sharecar status"};
}

int logs(const Workspace& here, const std::string& part, std::size_t lines, bool follow) {
  const auto file = here.log(part);
  if (!fs::exists(file)) {
    std::string known;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{here.run / "logs", ignored})
      known += " " + entry.path().stem().string();
    throw Problem{"there is no log of " + part,
                  "./sharecar logs NAME   # one of:" + (known.empty() ? " (nothing ran yet)" : known)};
  }
  if (follow) {
    const auto count = std::to_string(lines);
    ::execl("/usr/bin/tail", "tail", "-n", count.c_str(), "-F", file.c_str(), nullptr);
    throw Problem{std::string{"cannot run tail: "} + std::strerror(errno), "apt-get install coreutils"};
  }
  std::cout << last_lines(file, lines) << "\n";
  return 0;
}

int kafka(const Workspace& here, const std::string& tool, const std::vector<std::string>& arguments) {
  const auto running = SupervisorClient::find(here.run);
  const auto bootstrap = running && !running->file().bootstrap.empty() ? running->file().bootstrap : "127.0.0.1:9092";
  const KafkaJars jars{here.source, here.cache};
  if (!jars.present()) {
    fs::create_directories(here.run / "logs");
    jars.fetch(here.log("maven"));
  }
  std::vector<std::string> words{java().string(), "-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                                 "-XX:-UsePerfData"};
  for (auto& option : jars.java_options()) words.push_back(std::move(option));
  words.push_back(kafka_tool_class(tool));
  for (auto& word : kafka_arguments(arguments, bootstrap)) words.push_back(std::move(word));
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  ::execv(argv.front(), argv.data());
  throw Problem{std::string{"cannot run Java: "} + std::strerror(errno), "apt-get install openjdk-17-jre-headless"};
}

}  // namespace sharecar::launcher
