#include "running_turbine.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "chassis/http/server_sent_events.hpp"

namespace sharecar::turbine::test {
namespace {

namespace bj = boost::json;

std::string text(const bj::value& object, const char* name) {
  const auto* found = object.as_object().if_contains(name);
  return found && found->is_string() ? std::string{found->get_string()} : "";
}

std::string breaker_of(const bj::value& object) { return text(object, "instance") + '/' + text(object, "name"); }

std::string move_of(const bj::value& object) { return text(object, "from") + '>' + text(object, "to"); }

std::string instance_line(const bj::value& one) {
  return text(one, "instance") + ' ' + text(one, "watched") + ' ' + text(one, "health");
}

std::string field(const std::string& block, const std::string& name) {
  const auto at = ('\n' + block).find('\n' + name + ": ");
  if (at == block.npos) return {};
  const auto from = at + name.size() + 2;
  return block.substr(from, block.find('\n', from) - from);
}

}  // namespace

void RunningTurbine::start() {
  TurbineConfig config;
  config.data_dir = folder_.path().string();
  config.instances_file = (folder_.path() / "instances.json").string();
  if (!std::filesystem::exists(config.instances_file)) write_list("[]");
  config.list_ms = 10;
  config.ask_ms = 20;
  running_ = std::make_unique<sharecar::test::RunningService<TurbineConfig>>("turbine", config, assemble);
}

void RunningTurbine::list(const std::vector<const PlayedInstance*>& instances) {
  std::string rows;
  for (const auto* instance : instances) rows += (rows.empty() ? "" : ",") + instance->row();
  write_list('[' + rows + ']');
}

void RunningTurbine::write_list(const std::string& list) {
  const auto part = folder_.path() / "instances.part";
  std::ofstream{part} << list;
  std::filesystem::rename(part, folder_.path() / "instances.json");
}

std::string RunningTurbine::breakers() const {
  std::vector<std::string> lines;
  const auto answer = get("/breakers").json();
  for (const auto& one : answer.as_array()) {
    const bool by_hand = one.as_object().contains("setByHand");
    lines.push_back(breaker_of(one) + ' ' + text(one, "state") + (by_hand ? " by hand" : "") + '\n');
  }
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const auto& line : lines) out += line;
  return out;
}

std::string RunningTurbine::instances() const {
  std::string out;
  const auto answer = get("/breakers/instances").json();
  for (const auto& one : answer.as_array()) out += instance_line(one) + '\n';
  return out;
}

std::string RunningTurbine::journal() const {
  const auto answer = get("/breakers/changes").json();
  auto changes = answer.as_array();
  std::reverse(changes.begin(), changes.end());
  std::map<std::string, std::string> numbers;
  for (const auto& one : changes) numbers.emplace(text(one, "changeId"), std::to_string(numbers.size() + 1));
  std::string out;
  for (const auto& one : changes) {
    out += numbers.at(text(one, "changeId")) + ' ' + breaker_of(one) + ' ' + move_of(one);
    if (!text(one, "revertsAt").empty()) out += " reverts";
    const auto by = text(one, "revertedBy");
    if (!by.empty()) out += " over by " + (numbers.contains(by) ? numbers.at(by) : by);
    out += '\n';
  }
  return out;
}

std::string RunningTurbine::timeline() const {
  std::string out;
  const auto answer = get("/breakers/timeline").json();
  for (const auto& one : answer.as_array()) {
    const auto trace = text(one, "traceId");
    out += text(one, "kind") + ' ' + breaker_of(one) + ' ' + move_of(one) + (trace.empty() ? "" : ' ' + trace) + '\n';
  }
  return out;
}

double RunningTurbine::metric(const std::string& name, const std::string& label) const {
  std::istringstream lines{get("/actuator/prometheus").body};
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(name + '{') && line.find(label) != line.npos) return std::stod(line.substr(line.find(' ')));
  }
  return -1;
}

Ear::Ear(int port, const std::string& topics, const std::string& left_at) : client_(port) {
  const std::string id = left_at.empty() ? "" : "Last-Event-ID: " + left_at + "\r\n";
  client_.send("GET /breakers/stream?topics=" + topics + " HTTP/1.1\r\nHost: localhost\r\n" + id + "\r\n");
  client_.receive_until("\r\n\r\n");
  last_id_ = field(client_.receive_until("\n\n"), "id");
}

std::string Ear::next() {
  std::string block;
  do {
    block = client_.receive_until("\n\n");
  } while (block == http::sse::comment);
  if (block.empty()) return "";
  last_id_ = field(block, "id");
  const auto name = field(block, "event");
  const auto data = bj::parse(field(block, "data"));
  if (name == "health.changed") return name + ' ' + instance_line(data);
  if (name == "breaker.changed") return name + ' ' + breaker_of(data) + ' ' + text(data, "state");
  if (name != "breaker.event") return name;
  return name + ' ' + breaker_of(data) + ' ' + text(data, "type") + ' ' + move_of(data);
}

}  // namespace sharecar::turbine::test
