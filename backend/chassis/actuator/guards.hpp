/// The guarded upstreams of a service, as management and telemetry see them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chassis/actuator/guard_metrics.hpp"
#include "chassis/actuator/guard_view.hpp"
#include "chassis/actuator/health.hpp"
#include "chassis/http/upstream.hpp"

namespace sharecar::actuator {

/// Lives on the reactor's thread. Registers metrics for each guard, and the health component `circuitBreakers`.
class Guards {
 public:
  struct Guarded {
    http::Upstream* upstream;
    std::vector<contracts::Setting> settings;
    std::unique_ptr<GuardMetrics> metrics;

    resilience::Guard& guard() const { return upstream->guard(); }
  };
  using ByName = std::map<std::string, Guarded, std::less<>>;
  using Listener = std::function<void(const Guarded&, const resilience::Entry&)>;

  /// The references outlive it.
  Guards(Owner owner, telemetry::Metrics& metrics, Health& health);

  /// `upstream` outlives this; `settings` are what is shown of its guard's configuration.
  void add(http::Upstream& upstream, std::vector<contracts::Setting> settings);

  const ByName& all() const { return by_name_; }
  const Guarded* find(std::string_view name) const;

  contracts::Breaker show(const Guarded& guarded) const;
  contracts::BreakerEvent show(const Guarded& guarded, const resilience::Entry& entry) const;
  /// By hand, for a reason. False for what Resilience4j calls an illegal transition.
  bool change(const Guarded& guarded, resilience::BreakerState state, std::string reason);
  void reset(const Guarded& guarded, std::string reason);

  /// Told of every event of the circuit breakers, inside the call that caused it. At most one listener.
  void listen(Listener listener) { listener_ = std::move(listener); }

 private:
  void heard(const Guarded& guarded, const resilience::Entry& entry);
  ComponentHealth health() const;

  Owner owner_;
  telemetry::Metrics& metrics_;
  Health& health_;
  ByName by_name_;
  Listener listener_;
  std::string reason_;  // of the change by hand that is being made
};

/// A breaker's figures as GET /actuator/circuitbreakers has them.
boost::json::object figures_of(resilience::CircuitBreaker& breaker, resilience::Instant now);

}  // namespace sharecar::actuator
