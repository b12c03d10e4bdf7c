/// What a client reads of GET /admin/instances: each process of the platform and how it is.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "contracts/types.hpp"

namespace sharecar::desktop {

/// Something that was broken on purpose in a process.
struct Fault {
  std::string name;
  std::optional<std::string> route;

  friend bool operator==(const Fault&, const Fault&) = default;
};
BOOST_DESCRIBE_STRUCT(Fault, (), (name, route))

/// One process. What it did not tell is absent; one that is silent tells nothing but its address.
struct Instance {
  std::string service;
  std::optional<std::string> id;
  std::string url;
  std::optional<std::string> version;
  std::optional<Timestamp> started_at;
  std::string health;                            ///< UP, DOWN, OUT_OF_SERVICE, UNKNOWN
  std::optional<std::int64_t> outbox_oldest_ms;  ///< age of the oldest event that is not published yet
  std::optional<std::int64_t> lag_ms;            ///< how old the last event was when it was handled
  std::optional<std::vector<Fault>> faults;
  std::optional<std::string> error;  ///< why it is silent

  friend bool operator==(const Instance&, const Instance&) = default;
};
BOOST_DESCRIBE_STRUCT(Instance, (),
                      (service, id, url, version, started_at, health, outbox_oldest_ms, lag_ms, faults, error))

}  // namespace sharecar::desktop
