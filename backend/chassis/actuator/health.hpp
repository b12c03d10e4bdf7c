/// Health as Spring Boot reports it: components, liveness, readiness.
#pragma once

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <string>

namespace sharecar::actuator {

/// In Spring's order of gravity: the first one that any component has is the whole's.
enum class Status { DOWN, OUT_OF_SERVICE, UP, UNKNOWN };

struct ComponentHealth {
  Status status = Status::UP;
  boost::json::object details = {};
};

/// Lives on the reactor's thread; components are asked on each request and must answer from memory.
class Health {
 public:
  /// `required`: readiness depends on it.
  void add(std::string name, std::function<ComponentHealth()> ask, bool required);
  void ready(bool value) { ready_ = value; }
  bool ready() const { return ready_; }

  Status overall() const;
  Status readiness() const;
  /// {"status":...,"groups":[...],"components":{...}} and the HTTP status that goes with it.
  std::pair<int, std::string> report() const;
  std::pair<int, std::string> report_component(const std::string& name) const;  ///< 404 when there is none

 private:
  struct Component {
    std::function<ComponentHealth()> ask;
    bool required;
  };
  std::map<std::string, Component> components_;
  bool ready_ = false;
};

std::string_view status_name(Status status);

}  // namespace sharecar::actuator
