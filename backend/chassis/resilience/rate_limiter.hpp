/// At most so many calls in a period; a caller may be told to wait for the next one.
#pragma once

#include "chassis/resilience/config.hpp"

namespace sharecar::resilience {

/// Resilience4j's atomic rate limiter. Not thread-safe: lives on the reactor's thread. A call that would have to wait
/// too long is refused at once, where the original keeps the caller waiting first.
class RateLimiter {
 public:
  struct Reservation {
    bool granted = true;
    Duration wait{0};  ///< until the permission is good
  };

  RateLimiter(RateLimiterConfig config, Instant now, EventSink on_event);

  /// `patience` bounds the configured time-out further.
  Reservation reserve(Instant now, Duration patience);

  /// May be negative: reserved ahead.
  std::int64_t available(Instant now);
  const RateLimiterConfig& config() const { return config_; }

 private:
  void begin_cycle(Instant now);

  RateLimiterConfig config_;
  EventSink on_event_;
  Instant started_;
  std::int64_t cycle_ = 0;
  Instant cycle_end_;
  std::int64_t permissions_;
};

}  // namespace sharecar::resilience
