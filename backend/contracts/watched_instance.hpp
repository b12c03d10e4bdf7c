/// What `health.changed` tells.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "contracts/types.hpp"

namespace sharecar::contracts {

/// One process as turbine sees it; GET /breakers/instances has all of them.
struct WatchedInstance {
  std::string service;
  std::string instance;
  std::string url;
  std::string watched;  ///< "connecting"; "live": its stream is open; "silent": it is tried again; "gone": not any more
  std::string health;   ///< as /actuator/health says: UP, DOWN, OUT_OF_SERVICE; UNKNOWN when it says nothing
  Timestamp since{};    ///< of these two
  std::optional<std::int64_t> lag_ms;            ///< how old the last event was when it was handled
  std::optional<std::int64_t> outbox_oldest_ms;  ///< age of the oldest event that is not published yet

  friend bool operator==(const WatchedInstance&, const WatchedInstance&) = default;
};
BOOST_DESCRIBE_STRUCT(WatchedInstance, (),
                      (service, instance, url, watched, health, since, lag_ms, outbox_oldest_ms))

}  // namespace sharecar::contracts
