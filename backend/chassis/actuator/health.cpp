#include "chassis/actuator/health.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>

#include "chassis/json/encode.hpp"

namespace sharecar::actuator {
namespace {

int http_status_of(Status status) { return status == Status::DOWN || status == Status::OUT_OF_SERVICE ? 503 : 200; }

void append_component(std::string& out, const ComponentHealth& health) {
  out += R"({"status":")";
  out += status_name(health.status);
  out += '"';
  if (!health.details.empty()) out += R"(,"details":)" + boost::json::serialize(health.details);
  out += '}';
}

}  // namespace

std::string_view status_name(Status status) {
  switch (status) {
    case Status::DOWN: return "DOWN";
    case Status::OUT_OF_SERVICE: return "OUT_OF_SERVICE";
    case Status::UP: return "UP";
    case Status::UNKNOWN: break;
  }
  return "UNKNOWN";
}

void Health::add(std::string name, std::function<ComponentHealth()> ask, bool required) {
  components_.insert_or_assign(std::move(name), Component{std::move(ask), required});
}

Status Health::readiness() const {
  Status worst = ready_ ? Status::UP : Status::OUT_OF_SERVICE;
  for (const auto& [name, component] : components_) {
    if (component.required) worst = std::min(worst, component.ask().status);
  }
  return worst;
}

Status Health::overall() const {
  Status worst = ready_ ? Status::UP : Status::OUT_OF_SERVICE;
  for (const auto& [name, component] : components_) worst = std::min(worst, component.ask().status);
  return worst;
}

std::pair<int, std::string> Health::report() const {
  const Status status = overall();
  std::string out = R"({"status":")";
  out += status_name(status);
  out += R"(","groups":["liveness","readiness"],"components":{)";
  for (const auto& [name, component] : components_) {
    json::append_quoted(out, name);
    out += ':';
    append_component(out, component.ask());
    out += ',';
  }
  out += R"("livenessState":{"status":"UP"},"readinessState":{"status":")";
  out += status_name(readiness());
  out += R"("}}})";
  return {http_status_of(status), out};
}

std::pair<int, std::string> Health::report_component(const std::string& name) const {
  std::string out;
  if (name == "liveness" || name == "livenessState") return {200, R"({"status":"UP"})"};
  if (name == "readiness" || name == "readinessState") {
    const Status status = readiness();
    return {http_status_of(status), R"({"status":")" + std::string{status_name(status)} + R"("})"};
  }
  const auto found = components_.find(name);
  if (found == components_.end()) return {404, ""};
  const auto health = found->second.ask();
  append_component(out, health);
  return {http_status_of(health.status), out};
}

}  // namespace sharecar::actuator
