/// What the parts of a guard tell about themselves: Resilience4j's event types with the trace that caused each.
#pragma once

#include <boost/describe/enum.hpp>
#include <chrono>
#include <cstdint>
#include <functional>

#include "chassis/resilience/failure.hpp"

namespace sharecar::resilience {

/// The cores read no clock: every function that needs the time gets it. Monotonic.
using Instant = std::chrono::steady_clock::time_point;
using Duration = std::chrono::nanoseconds;

/// In the order in which the actuator and the metrics list them.
enum class BreakerState : std::uint8_t { CLOSED, OPEN, HALF_OPEN, DISABLED, FORCED_OPEN, METRICS_ONLY };
BOOST_DESCRIBE_ENUM(BreakerState, CLOSED, OPEN, HALF_OPEN, DISABLED, FORCED_OPEN, METRICS_ONLY)

enum class EventType : std::uint8_t {
  SUCCESS,        // circuit breaker, retry, time limiter
  ERROR,          // circuit breaker, retry, time limiter
  IGNORED_ERROR,  // circuit breaker, retry
  NOT_PERMITTED,  // circuit breaker, from here
  STATE_TRANSITION,
  RESET,
  FAILURE_RATE_EXCEEDED,
  SLOW_CALL_RATE_EXCEEDED,
  RETRY,               // retry
  TIMEOUT,             // time limiter
  SUCCESSFUL_ACQUIRE,  // rate limiter
  FAILED_ACQUIRE,      // rate limiter
  CALL_PERMITTED,      // bulkhead, from here
  CALL_REJECTED,
  CALL_FINISHED,
};
BOOST_DESCRIBE_ENUM(EventType, SUCCESS, ERROR, IGNORED_ERROR, NOT_PERMITTED, STATE_TRANSITION, RESET,
                    FAILURE_RATE_EXCEEDED, SLOW_CALL_RATE_EXCEEDED, RETRY, TIMEOUT, SUCCESSFUL_ACQUIRE, FAILED_ACQUIRE,
                    CALL_PERMITTED, CALL_REJECTED, CALL_FINISHED)

/// Plain and small: several are made per call.
struct Event {
  EventType type = EventType::SUCCESS;
  BreakerState from = BreakerState::CLOSED;  ///< STATE_TRANSITION
  BreakerState to = BreakerState::CLOSED;    ///< STATE_TRANSITION
  Outcome outcome = {};                      ///< of the call that it is about
  std::int16_t attempts = 0;                 ///< retry: attempts made so far
  float rate = 0;                            ///< *_RATE_EXCEEDED: per cent
  Instant at{};
  Duration took{0};  ///< of the call; RETRY: the wait until the next attempt
};

/// Called on the thread that uses the core, during the call that caused the event, in order.
using EventSink = std::function<void(const Event&)>;
/// Uniform in [0, 1).
using Random = std::function<double()>;

}  // namespace sharecar::resilience
