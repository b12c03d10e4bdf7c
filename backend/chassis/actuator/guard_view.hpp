/// What a guard is and what happened to it, in the words of contracts/breaker.hpp. Pure but for the guard that it reads.
#pragma once

#include <string>
#include <vector>

#include "chassis/resilience/guard.hpp"
#include "contracts/breaker.hpp"

namespace sharecar::actuator {

/// One moment by both clocks: guards count by one that nobody sets, people by the other.
struct Moment {
  resilience::Instant at;
  Timestamp time;

  static Moment now();
  Timestamp time_of(resilience::Instant then) const;
};

/// Whose guards they are.
struct Owner {
  std::string service;
  std::string instance;
};

/// A state's, an event's, a failure's name.
std::string name_of(resilience::BreakerState state);
std::string name_of(resilience::EventType type);
std::string name_of(resilience::Failure failure);

/// 32 hexadecimal digits; none for what no request caused.
std::optional<std::string> trace_text(const resilience::TraceId& trace);

/// What went wrong: "timeout", "server_error 503".
std::string failure_text(const resilience::Outcome& outcome);

contracts::RecentCalls recent_of(resilience::Guard& guard, resilience::Instant now);

contracts::Breaker breaker_of(const Owner& owner, resilience::Guard& guard,
                              const std::vector<contracts::Setting>& settings, const Moment& now);

/// `entry` is one of the guard's circuit breaker.
contracts::BreakerEvent event_of(const Owner& owner, const std::string& name, const resilience::Entry& entry,
                                 const Moment& now);

}  // namespace sharecar::actuator
