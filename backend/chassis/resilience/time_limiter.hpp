/// How long one attempt may take, and how often that was too short.
#pragma once

#include <algorithm>

#include "chassis/resilience/config.hpp"

namespace sharecar::resilience {

struct TimeLimiterCounts {
  std::int64_t successful = 0;
  std::int64_t failed = 0;
  std::int64_t timeout = 0;
};

/// Not thread-safe: lives on the reactor's thread.
class TimeLimiter {
 public:
  TimeLimiter(TimeLimiterConfig config, EventSink on_event)
      : config_(std::move(config)), on_event_(std::move(on_event)) {}

  Instant limit(Instant now, Instant deadline) const { return std::min(deadline, now + config_.timeout_duration); }
  void record(Outcome outcome, Duration took, Instant now);

  const TimeLimiterCounts& counts() const { return counts_; }
  const TimeLimiterConfig& config() const { return config_; }

 private:
  TimeLimiterConfig config_;
  EventSink on_event_;
  TimeLimiterCounts counts_;
};

inline void TimeLimiter::record(Outcome outcome, Duration took, Instant now) {
  EventType type = EventType::SUCCESS;
  if (outcome.failure == Failure::timeout) {
    type = EventType::TIMEOUT;
    ++counts_.timeout;
  } else if (!outcome.succeeded()) {
    type = EventType::ERROR;
    ++counts_.failed;
  } else {
    ++counts_.successful;
  }
  if (on_event_) on_event_({.type = type, .outcome = outcome, .at = now, .took = took});
}

}  // namespace sharecar::resilience
