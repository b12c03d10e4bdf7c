#include "chassis/resilience/config.hpp"

#include <stdexcept>
#include <string>

namespace sharecar::resilience {
namespace {

void demand(bool sound, const char* key, const char* what) {
  if (!sound) throw std::invalid_argument(std::string{key} + " must be " + what);
}

void check_percent(double value, const char* key) { demand(value > 0 && value <= 100, key, "above 0 and at most 100"); }

}  // namespace

void check(const GuardConfig& config) {
  const auto& breaker = config.circuit_breaker;
  check_percent(breaker.failure_rate_threshold, "circuitBreaker.failureRateThreshold");
  check_percent(breaker.slow_call_rate_threshold, "circuitBreaker.slowCallRateThreshold");
  demand(breaker.sliding_window_size > 0, "circuitBreaker.slidingWindowSize", "at least 1");
  demand(breaker.minimum_number_of_calls > 0, "circuitBreaker.minimumNumberOfCalls", "at least 1");
  demand(breaker.permitted_number_of_calls_in_half_open_state > 0,
         "circuitBreaker.permittedNumberOfCallsInHalfOpenState", "at least 1");
  demand(breaker.wait_duration_in_open_state >= 1ms, "circuitBreaker.waitDurationInOpenState", "at least 1ms");
  demand(breaker.exponential_backoff_multiplier >= 1, "circuitBreaker.exponentialBackoffMultiplier", "at least 1");
  demand(breaker.randomized_wait_factor >= 0 && breaker.randomized_wait_factor < 1,
         "circuitBreaker.randomizedWaitFactor", "at least 0 and below 1");
  demand(breaker.transition_to_state_after_wait_duration == BreakerState::OPEN ||
             breaker.transition_to_state_after_wait_duration == BreakerState::CLOSED,
         "circuitBreaker.transitionToStateAfterWaitDuration", "OPEN or CLOSED");
  demand(breaker.event_consumer_buffer_size > 0, "circuitBreaker.eventConsumerBufferSize", "at least 1");
  demand(config.retry.max_attempts > 0, "retry.maxAttempts", "at least 1");
  demand(config.retry.wait_duration >= 0s, "retry.waitDuration", "at least 0ms");
  demand(config.retry.exponential_backoff_multiplier >= 1, "retry.exponentialBackoffMultiplier", "at least 1");
  demand(config.retry.randomized_wait_factor >= 0 && config.retry.randomized_wait_factor < 1,
         "retry.randomizedWaitFactor", "at least 0 and below 1");
  demand(config.retry.budget_percent >= 0, "retry.budgetPercent", "at least 0");
  demand(config.retry.event_consumer_buffer_size > 0, "retry.eventConsumerBufferSize", "at least 1");
  demand(config.bulkhead.max_concurrent_calls > 0, "bulkhead.maxConcurrentCalls", "at least 1");
  demand(config.bulkhead.event_consumer_buffer_size > 0, "bulkhead.eventConsumerBufferSize", "at least 1");
  demand(config.rate_limiter.limit_for_period > 0, "rateLimiter.limitForPeriod", "at least 1");
  demand(config.rate_limiter.limit_refresh_period > 0ns, "rateLimiter.limitRefreshPeriod", "above 0ns");
  demand(config.rate_limiter.event_consumer_buffer_size > 0, "rateLimiter.eventConsumerBufferSize", "at least 1");
  demand(config.time_limiter.timeout_duration > 0s, "timeLimiter.timeoutDuration", "above 0ms");
  demand(config.time_limiter.event_consumer_buffer_size > 0, "timeLimiter.eventConsumerBufferSize", "at least 1");
}

}  // namespace sharecar::resilience
