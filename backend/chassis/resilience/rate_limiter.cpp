#include "chassis/resilience/rate_limiter.hpp"

#include <algorithm>

namespace sharecar::resilience {

RateLimiter::RateLimiter(RateLimiterConfig config, Instant now, EventSink on_event)
    : config_(std::move(config)),
      on_event_(std::move(on_event)),
      started_(now),
      cycle_end_(now + config_.limit_refresh_period),
      permissions_(config_.limit_for_period) {}

void RateLimiter::begin_cycle(Instant now) {
  if (now < cycle_end_) return;
  const std::int64_t cycle = (now - started_) / config_.limit_refresh_period;
  const std::int64_t limit = config_.limit_for_period;
  if (permissions_ >= 0) {  // one cycle fills it
    permissions_ = limit;
  } else {  // as many cycles as fill it are enough; counting on could overflow
    const std::int64_t cycles = std::min(cycle - cycle_, -permissions_ / limit + 2);
    permissions_ = std::min(permissions_ + cycles * limit, limit);
  }
  cycle_ = cycle;
  cycle_end_ = started_ + (cycle + 1) * config_.limit_refresh_period;
}

RateLimiter::Reservation RateLimiter::reserve(Instant now, Duration patience) {
  begin_cycle(now);
  Duration wait{0};
  if (permissions_ < 1) {
    const std::int64_t limit = config_.limit_for_period;
    const Duration to_next = cycle_end_ - now;
    const std::int64_t lacking = 1 - (permissions_ + limit);
    const std::int64_t full_cycles = lacking > 0 ? (lacking + limit - 1) / limit : 0;
    wait = to_next + full_cycles * config_.limit_refresh_period;
  }
  const bool granted = wait <= std::min(config_.timeout_duration, patience);
  if (granted) --permissions_;
  if (on_event_) {
    on_event_({.type = granted ? EventType::SUCCESSFUL_ACQUIRE : EventType::FAILED_ACQUIRE, .at = now, .took = wait});
  }
  return {granted, wait};
}

std::int64_t RateLimiter::available(Instant now) {
  begin_cycle(now);
  return permissions_;
}

}  // namespace sharecar::resilience
