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
  std::int64_t max_spans = 1'000'000;             ///< beyond it the oldest traces are deleted
  std::int64_t max_store_mib = 2'048;             ///< the same, by the size of the file
  int max_age_hours = 7 * 24;                     ///< the same, by the time since a trace's first spans came
  std::int64_t max_queued_mib = 64;               ///< accepted and not yet stored; beyond it spans are dropped
  int max_inflated_mib = 64;                      ///< of one message that came as gzip
  /// How long accepted spans gather before they are stored, so that those of one trace from several services are
  /// stored together: what kill -9 may cost. A question does not wait for it.
  int flush_ms = 1000;
  double sample_rate = 1.0;                       ///< part of the traces that is kept; debug spans always are
  bool strict_trace_id = true;                    ///< false: ids that differ in the high 64 bits are one trace
  std::int64_t default_lookback_ms = 86'400'000;  ///< of a search that does not say it
  std::vector<std::string> autocomplete_keys;     ///< tags whose values a user interface may offer
  /// Tags that are searched often, by value or by being there at all. A new one is looked for in new spans only.
  std::vector<std::string> indexed_tags{"order.id", "error"};
};
BOOST_DESCRIBE_STRUCT(CollectorConfig, (ServiceConfig),
                      (max_spans, max_store_mib, max_age_hours, max_queued_mib, max_inflated_mib, flush_ms, sample_rate,
                       strict_trace_id, default_lookback_ms, autocomplete_keys, indexed_tags))

}  // namespace sharecar::tracing
