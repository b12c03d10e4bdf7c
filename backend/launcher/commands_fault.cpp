// fault: in each process of a service.
#include <fmt/format.h>

#include <boost/json.hpp>
#include <iostream>

#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"
#include "contracts/time.hpp"
#include "launcher/commands.hpp"
#include "launcher/fault_words.hpp"
#include "launcher/http_call.hpp"
#include "launcher/problem.hpp"
#include "launcher/terminal.hpp"

namespace sharecar::launcher {

namespace {

struct Faulty {
  std::string part;  // "payment-2"
  std::string faults;  // URL
};

/// The processes of a service, or the one that is named, or all; with where their faults are.
std::vector<Faulty> processes_of(const Workspace& here, const std::string& service) {
  std::vector<Faulty> all;
  const auto status = here.supervisor().get("/status").json();
  for (const auto& part : status.at("parts").as_array()) {
    const std::string name{part.at("name").as_string()};
    const bool is_one = name == service || service_of(name) == service;
    if (service_of(name).empty() || (!service.empty() && !is_one)) continue;
    all.push_back({name, fmt::format("http://127.0.0.1:{}/actuator/faults", part.at("port").as_int64())});
  }
  if (all.empty()) throw Problem{"there is no service named " + service, "./sharecar status"};
  return all;
}

void ask(const HttpCall& request, const std::string& part) {
  const auto answer = call(request);
  if (answer.status == 0) {
    throw Problem{fmt::format("{} does not answer ({})", part, answer.failure),
                  fmt::format("./sharecar restart {}   # a process that starts has no fault", part)};
  }
  if (!answer.ok()) throw Problem{fmt::format("{} takes no such fault", part), {}, answer.body};
}

std::string until(const ActiveFault& fault) {
  return fault.expires_at ? to_rfc3339(*fault.expires_at).substr(11, 8) + " UTC" : "it is cleared";
}

int list(const Workspace& here, const FaultCommand& command) {
  std::vector<std::vector<std::string>> rows{{"process", "fault", "route", "effect", "until"}};
  for (const auto& [part, url] : processes_of(here, command.service)) {
    const auto answer = call({.url = url});
    const auto body = answer.json();
    if (!answer.ok() || !body.is_object()) {
      rows.push_back({part, red("no answer"), "", "", ""});
      continue;
    }
    const auto faults = json::decode<FaultPlan::Named>(body.at("faults"));
    for (const auto& [name, fault] : faults.value()) {
      rows.push_back({part, name, fault.route, fault_words(fault), until(fault)});
    }
  }
  if (rows.size() == 1) {
    std::cout << "No fault is on. Set one:  ./sharecar fault payment latency=400..620 for=30s\n";
  } else {
    std::cout << table(rows);
  }
  return 0;
}

int set(const Workspace& here, const FaultCommand& command) {
  for (const auto& [part, url] : processes_of(here, command.service)) {
    ask({.method = "PUT",
         .url = url + "/" + percent_encoded(command.name),
         .headers = {{"Content-Type", "application/json"}},
         .body = json::encode(command.wanted)},
        part);
    std::cout << fmt::format("{}: {} on {}{}\n", part, fault_words(command.wanted), command.wanted.route,
                             command.wanted.expires_in_s ? fmt::format(", for {} s", *command.wanted.expires_in_s) : "");
  }
  std::cout << fmt::format("off again:  ./sharecar fault clear {}\n", command.service);
  return 0;
}

int clear(const Workspace& here, const FaultCommand& command) {
  for (const auto& [part, url] : processes_of(here, command.service)) {
    ask({.method = "DELETE", .url = url + (command.name.empty() ? "" : "/" + percent_encoded(command.name))}, part);
  }
  std::cout << (command.service.empty() ? "No service has a fault any more.\n" : command.service + ": cleared.\n");
  return 0;
}

}  // namespace

int fault(const Workspace& here, const std::vector<std::string>& words) {
  const auto command = parse_fault(words);
  switch (command.verb) {
    case FaultCommand::Verb::list:
      return list(here, command);
    case FaultCommand::Verb::clear:
      return clear(here, command);
    case FaultCommand::Verb::set:
      break;
  }
  return set(here, command);
}

}  // namespace sharecar::launcher
