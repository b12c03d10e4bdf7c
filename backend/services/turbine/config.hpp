/// Configuration of turbine.
#pragma once

#include "chassis/runtime/config.hpp"

namespace sharecar::turbine {

struct TurbineConfig : ServiceConfig {
  TurbineConfig() { port = 8989; }
  /// JSON, [{"service","instance","url"}]: whom to watch; read again whenever it changes.
  std::string instances_file = "instances.json";
  int list_ms = 500;             ///< how often that is looked for
  int ask_ms = 1'000;            ///< how often each instance is asked for its health and its outbox
  int lagging_ms = 1'000;        ///< an instance that is so far behind is told of by the timeline
  int kept_hours = 24;           ///< of the timeline
  int remembered_events = 4096;  ///< how many a reader of /breakers/stream may be behind
};
BOOST_DESCRIBE_STRUCT(TurbineConfig, (ServiceConfig),
                      (instances_file, list_ms, ask_ms, lagging_ms, kept_hours, remembered_events))

}  // namespace sharecar::turbine
