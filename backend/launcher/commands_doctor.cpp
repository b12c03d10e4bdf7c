// doctor: what could keep the platform from running here, and the line that mends it.
#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

#include "launcher/commands.hpp"
#include "launcher/kafka_jars.hpp"
#include "launcher/ports.hpp"
#include "launcher/problem.hpp"
#include "launcher/terminal.hpp"

namespace sharecar::launcher {

namespace {

constexpr std::uintmax_t wanted_disk = 2ULL << 30U;

/// One line of the report.
struct Finding {
  bool ok = true;
  std::string what;
  std::string mend;
};

std::set<std::string> installed_packages() {
  std::set<std::string> names;
  std::ifstream in{"/var/lib/dpkg/status"};
  std::string line;
  std::string name;
  while (std::getline(in, line)) {
    if (line.starts_with("Package: ")) name = line.substr(9);
    if (line == "Status: install ok installed" || line == "Status: hold ok installed") names.insert(name);
  }
  return names;
}

Finding packages(const Workspace& here) {
  const auto installed = installed_packages();
  std::ifstream in{here.source / "backend/launcher/packages.txt"};
  std::string missing;
  std::string line;
  int count = 0;
  while (std::getline(in, line)) {
    if (line.empty() || line.front() == '#') continue;
    ++count;
    if (!installed.contains(line)) missing += " " + line;
  }
  if (missing.empty()) return {true, fmt::format("{} Debian packages are installed", count), {}};
  return {false, "packages are missing:" + missing,
          std::string{::geteuid() == 0 ? "" : "sudo "} + "apt-get install" + missing};
}

Finding disk(const Workspace& here) {
  std::error_code bad;
  const auto space = fs::space(here.source, bad);
  if (bad) return {false, "the disk of " + here.source.string() + " cannot be asked: " + bad.message(), "df -h ."};
  const auto words = memory_words(space.available);
  if (space.available >= wanted_disk) return {true, words + " of disk are free", {}};
  return {false, "only " + words + " of disk are free", "./sharecar reset   # deletes this checkout's data"};
}

Finding writable(const Workspace& here) {
  if (::access((fs::exists(here.run) ? here.run : here.run.parent_path()).c_str(), W_OK) == 0)
    return {true, here.run.string() + " can be written", {}};
  return {false, here.run.string() + " cannot be written by this user",
          fmt::format("sudo chown -R $(id -un) {}", here.run.string())};
}

Finding java_runtime() {
  try {
    return {true, "Java is " + java().string(), {}};
  } catch (const Problem& problem) {
    return {false, problem.what(), problem.mend()};
  }
}

Finding kafka_jars(const Workspace& here) {
  try {
    const KafkaJars jars{here.source, here.cache};
    return {true,
            jars.present() ? "Kafka's jars are in " + jars.folder().string()
                           : "Kafka's jars are not fetched yet; up does that",
            {}};
  } catch (const Problem& problem) {
    return {false, problem.what(), problem.mend()};
  }
}

Finding programs(const Workspace& here) {
  std::string missing;
  for (const auto& service : services()) {
    if (!fs::exists(here.programs / ("sharecar-" + service.name))) missing += " " + service.name;
  }
  if (missing.empty()) return {true, "every service is built", {}};
  return {false, "not built:" + missing, "./sharecar up   # builds them"};
}

/// Ports matter while nothing of ours runs: then they must be free.
std::vector<Finding> ports() {
  std::vector<Finding> findings;
  for (const auto& want : wanted_ports(std::nullopt, {})) {
    const auto holder = port_holder(want.port);
    if (!holder) continue;
    if (want.fixed) {
      findings.push_back({false, fmt::format("port {} of {} is taken by {}", want.port, want.name, *holder),
                          fmt::format("./sharecar up --ports-from {}", free_block(port_holder))});
    } else {
      findings.push_back(
          {true, fmt::format("port {} is taken by {}: our {} will take another", want.port, *holder, want.name), {}});
    }
  }
  if (findings.empty()) findings.push_back({true, "the usual ports are free", {}});
  return findings;
}

std::vector<Finding> running(const Workspace& here) {
  const auto client = SupervisorClient::find(here.run);
  std::vector<Finding> findings;
  if (!client) {
    const auto records = ProcessRecords{here.run / "processes"}.all();
    for (const auto& record : records) {
      if (Process::attach(record.identity))
        return {{false, "processes run without a supervisor", "./sharecar up   # takes them over; or ./sharecar down"}};
    }
    findings.push_back({true, "nothing runs", {}});
    for (auto& finding : ports()) findings.push_back(std::move(finding));
    return findings;
  }
  const auto answer = client->get("/status");
  if (!answer.ok())
    return {{false, "the supervisor does not answer: " + answer.failure, "./sharecar down && ./sharecar up"}};
  const auto status = answer.json();
  int ready = 0;
  for (const auto& part : status.at("parts").as_array()) {
    const std::string name{part.at("name").as_string()};
    const std::string state{part.at("state").as_string()};
    if (state == "ready") {
      ++ready;
    } else {
      findings.push_back(
          {false, name + " is " + state, state == "stopped" ? "./sharecar start " + name : "./sharecar logs " + name});
    }
  }
  findings.push_back({true, fmt::format("{} parts are ready; the gateway is {}", ready, client->file().gateway), {}});
  return findings;
}

}  // namespace

int doctor(const Workspace& here) {
  std::vector<Finding> findings{packages(here), java_runtime(), kafka_jars(here),
                                programs(here), writable(here), disk(here)};
  for (auto& finding : running(here)) findings.push_back(std::move(finding));
  bool healthy = true;
  for (const auto& finding : findings) {
    healthy = healthy && finding.ok;
    std::cout << "  " << (finding.ok ? green("ok     ") : red("problem")) << "  " << finding.what << "\n";
    if (!finding.mend.empty()) std::cout << "           mend it:  " << finding.mend << "\n";
  }
  return healthy ? 0 : 1;
}

}  // namespace sharecar::launcher
