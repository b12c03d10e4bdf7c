/// GET /info: what this platform is and can do, so that clients offer nothing that is not there.
#pragma once

#include <boost/describe.hpp>
#include <string>

namespace sharecar::contracts {

struct Capabilities {
  bool booking = true;
  bool live = true;  ///< the stream of events
  bool traces = true;
  bool breakers = false;
  bool scenarios = false;
  bool identity = false;  ///< tokens and accounts

  friend bool operator==(const Capabilities&, const Capabilities&) = default;
};
BOOST_DESCRIBE_STRUCT(Capabilities, (), (booking, live, traces, breakers, scenarios, identity))

struct Info {
  std::string environment;
  std::string version;
  Capabilities capabilities;
};
BOOST_DESCRIBE_STRUCT(Info, (), (environment, version, capabilities))

}  // namespace sharecar::contracts
