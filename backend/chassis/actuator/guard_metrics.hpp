/// A guard's metrics by the names that Resilience4j gives them in Prometheus.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "chassis/http/upstream.hpp"
#include "chassis/telemetry/metrics.hpp"

namespace sharecar::actuator {

/// Lives on the reactor's thread, as long as `metrics` is scraped. `upstream` outlives it.
class GuardMetrics {
 public:
  GuardMetrics(telemetry::Metrics& metrics, http::Upstream& upstream);
  GuardMetrics(const GuardMetrics&) = delete;
  GuardMetrics& operator=(const GuardMetrics&) = delete;

  /// An event of the circuit breaker.
  void heard(const resilience::Event& event);

 private:
  /// The largest value of the last one to two minutes, as Micrometer's timers have one.
  class RecentMax {
   public:
    void add(double value, resilience::Instant now);
    double value(resilience::Instant now);

   private:
    void advance(resilience::Instant now);
    resilience::Instant turn_{};
    double current_ = 0;
    double previous_ = 0;
  };
  struct Timer {
    telemetry::Histogram* durations;
    telemetry::Gauge* longest;
    RecentMax recent;
  };

  void add_breaker(telemetry::Metrics& metrics);
  void add_companions(telemetry::Metrics& metrics);
  Timer timer(telemetry::Metrics& metrics, const char* kind);
  /// Before each scrape a gauge is set, or a counter brought, to what `read` says.
  void gauge(telemetry::Metrics& metrics, const char* name, const char* help, telemetry::Labels labels,
             std::function<double()> read);
  void counter(telemetry::Metrics& metrics, const char* name, const char* help, telemetry::Labels labels,
               std::function<double()> read);
  void refresh();

  http::Upstream& upstream_;
  Timer successful_;
  Timer failed_;
  Timer ignored_;
  telemetry::Counter& not_permitted_;
  std::vector<std::function<void()>> refreshers_;
};

}  // namespace sharecar::actuator
