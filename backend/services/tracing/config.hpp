/// Configuration of the tracing service.
#pragma once

#include "chassis/runtime/config.hpp"

namespace sharecar::tracing {

struct CollectorConfig : ServiceConfig {
  CollectorConfig() {
    port = 9411;
    server.max_body_bytes = 16 * 1024 * 1024;
    tracing.rate = 0.0;  // it does not trace itself
  }
  std::int64_t max_spans = 1'000'000;                 ///< beyond it the oldest traces are deleted
  std::int64_t max_store_mib = 2'048;                 ///< the same, by the size of the file
  std::int64_t max_queued_mib = 64;                   ///< accepted and not yet stored; beyond it spans are dropped
  int flush_ms = 20;                                  ///< how long accepted spans gather before they are stored
  std::vector<std::string> indexed_tags{"order.id"};  ///< tags that are searched by value often
};
BOOST_DESCRIBE_STRUCT(CollectorConfig, (ServiceConfig),
                      (max_spans, max_store_mib, max_queued_mib, flush_ms, indexed_tags))

}  // namespace sharecar::tracing
