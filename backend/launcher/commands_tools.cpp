// logs, fault and kafka.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
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

namespace {

HttpAnswer ask(HttpCall request) {
  auto answer = call(request);
  if (answer.status == 0)
    throw Problem{fmt::format("{} {}: no answer ({})", request.method, request.url, answer.failure),
                  "./sharecar status"};
  if (!answer.ok())
    throw Problem{fmt::format("{} {}: {}", request.method, request.url, answer.status), {}, answer.body};
  return answer;
}

/// What a fault does, in words.
std::string effect(const json::object& fault) {
  std::string text;
  for (const auto& [key, value] : fault) {
    const bool off = key == "route" || value == 0 || value == false || (key == "probability" && value == 1.0);
    if (!off) text += fmt::format("{}{}={}", text.empty() ? "" : " ", std::string_view{key}, json::serialize(value));
  }
  return text;
}

std::vector<std::string> services_or(const std::string& service) {
  if (!service.empty()) return {service};
  std::vector<std::string> all;
  for (const auto& row : services()) all.push_back(row.name);
  return all;
}

}  // namespace

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

int list_faults(const Workspace& here, const std::string& service) {
  std::vector<std::vector<std::string>> rows{{"service", "fault", "route", "effect"}};
  for (const auto& name : services_or(service)) {
    const auto answer = call({.url = address_of(here, name) + "/actuator/faults"});
    const auto body = answer.json();
    if (!answer.ok() || !body.is_object()) {
      rows.push_back({name, red("no answer"), "", ""});
      continue;
    }
    for (const auto& [fault, what] : body.at("faults").as_object()) {
      rows.push_back({name, std::string{fault}, std::string{what.at("route").as_string()}, effect(what.as_object())});
    }
  }
  if (rows.size() == 1) {
    std::cout << "No fault is set. Set one:  ./sharecar fault set cardnet --delay-ms 900\n";
  } else {
    std::cout << table(rows);
  }
  return 0;
}

int set_fault(const Workspace& here, const FaultOptions& options) {
  const json::value body{{"route", options.route},
                         {"delayMs", options.delay_ms},
                         {"jitterMs", options.jitter_ms},
                         {"answerDelayMs", options.answer_delay_ms},
                         {"status", options.status},
                         {"hang", options.hang},
                         {"probability", options.probability}};
  const auto name = options.name.empty() ? "cli" : options.name;
  ask({.method = "PUT",
       .url = address_of(here, options.service) + "/actuator/faults/" + percent_encoded(name),
       .headers = {{"Content-Type", "application/json"}},
       .body = json::serialize(body)});
  std::cout << fmt::format("{}: fault {} is on for {}: {}\n  off again:  ./sharecar fault clear {} {}\n",
                           options.service, name, options.route, effect(body.as_object()), options.service, name);
  return 0;
}

int clear_faults(const Workspace& here, const std::string& service, const std::string& name) {
  for (const auto& each : services_or(service)) {
    ask({.method = "DELETE",
         .url = address_of(here, each) + "/actuator/faults" + (name.empty() ? "" : "/" + percent_encoded(name))});
  }
  std::cout << (service.empty() ? "No service has a fault any more.\n" : service + ": cleared.\n");
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
