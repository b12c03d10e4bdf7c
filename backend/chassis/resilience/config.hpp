/// Settings of the five parts by Resilience4j's names and with its defaults (version 2.4); what is ours says so.
#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <vector>

#include "chassis/resilience/event.hpp"
#include "chassis/resilience/failure.hpp"

namespace sharecar::resilience {

using namespace std::chrono_literals;

enum class SlidingWindowType { COUNT_BASED, TIME_BASED };
BOOST_DESCRIBE_ENUM(SlidingWindowType, COUNT_BASED, TIME_BASED)

struct CircuitBreakerConfig {
  double failure_rate_threshold = 50;           ///< per cent; reached is exceeded
  double slow_call_rate_threshold = 100;        ///< per cent
  Duration slow_call_duration_threshold = 60s;  ///< a longer call is slow
  SlidingWindowType sliding_window_type = SlidingWindowType::COUNT_BASED;
  int sliding_window_size = 100;      ///< calls, or seconds
  int minimum_number_of_calls = 100;  ///< no rates before
  int permitted_number_of_calls_in_half_open_state = 10;
  Duration wait_duration_in_open_state = 60s;
  bool enable_exponential_backoff = false;  ///< of the wait, by how often it opened in a row
  double exponential_backoff_multiplier = 1.5;
  Duration exponential_max_wait_duration_in_open_state = 0s;  ///< 0: none
  bool enable_randomized_wait = false;
  double randomized_wait_factor = 0.5;
  bool automatic_transition_from_open_to_half_open_enabled = false;           ///< else the next call makes it
  Duration max_wait_duration_in_half_open_state = 0s;                         ///< 0: for ever
  BreakerState transition_to_state_after_wait_duration = BreakerState::OPEN;  ///< OPEN or CLOSED, after that wait
  std::vector<Failure> record_exceptions = {};  ///< what counts as an error; empty: everything
  std::vector<Failure> ignore_exceptions = {};  ///< what counts as nothing
  bool register_health_indicator = true;        ///< Resilience4j: false
  bool allow_health_indicator_to_fail = false;  ///< open is DOWN instead of CIRCUIT_OPEN
  int event_consumer_buffer_size = 100;
};
BOOST_DESCRIBE_STRUCT(CircuitBreakerConfig, (),
                      (failure_rate_threshold, slow_call_rate_threshold, slow_call_duration_threshold,
                       sliding_window_type, sliding_window_size, minimum_number_of_calls,
                       permitted_number_of_calls_in_half_open_state, wait_duration_in_open_state,
                       enable_exponential_backoff, exponential_backoff_multiplier,
                       exponential_max_wait_duration_in_open_state, enable_randomized_wait, randomized_wait_factor,
                       automatic_transition_from_open_to_half_open_enabled, max_wait_duration_in_half_open_state,
                       transition_to_state_after_wait_duration, record_exceptions, ignore_exceptions,
                       register_health_indicator, allow_health_indicator_to_fail, event_consumer_buffer_size))

struct RetryConfig {
  int max_attempts = 3;  ///< the first call among them
  Duration wait_duration = 500ms;
  bool enable_exponential_backoff = false;
  double exponential_backoff_multiplier = 1.5;
  Duration exponential_max_wait_duration = 0s;  ///< 0: none
  bool enable_randomized_wait = false;
  double randomized_wait_factor = 0.5;
  std::vector<Failure> retry_exceptions = {};   ///< what is tried again; empty: everything
  std::vector<Failure> ignore_exceptions = {};  ///< what is not
  double budget_percent = 20;              ///< ours: retries are at most this part of all calls
  int event_consumer_buffer_size = 100;
};
BOOST_DESCRIBE_STRUCT(RetryConfig, (),
                      (max_attempts, wait_duration, enable_exponential_backoff, exponential_backoff_multiplier,
                       exponential_max_wait_duration, enable_randomized_wait, randomized_wait_factor, retry_exceptions,
                       ignore_exceptions, budget_percent, event_consumer_buffer_size))

struct BulkheadConfig {
  int max_concurrent_calls = 25;
  Duration max_wait_duration = 0s;
  int event_consumer_buffer_size = 100;
};
BOOST_DESCRIBE_STRUCT(BulkheadConfig, (), (max_concurrent_calls, max_wait_duration, event_consumer_buffer_size))

struct RateLimiterConfig {
  int limit_for_period = 50;
  Duration limit_refresh_period = 500ns;
  Duration timeout_duration = 5s;  ///< the longest wait for a permission
  int event_consumer_buffer_size = 100;
};
BOOST_DESCRIBE_STRUCT(RateLimiterConfig, (),
                      (limit_for_period, limit_refresh_period, timeout_duration, event_consumer_buffer_size))

struct TimeLimiterConfig {
  Duration timeout_duration = 1s;  ///< of one attempt; the caller's deadline bounds it further
  int event_consumer_buffer_size = 100;
};
BOOST_DESCRIBE_STRUCT(TimeLimiterConfig, (), (timeout_duration, event_consumer_buffer_size))

/// What guards the calls to one upstream: Retry(CircuitBreaker(RateLimiter(TimeLimiter(Bulkhead(call))))).
struct GuardConfig {
  CircuitBreakerConfig circuit_breaker = {};
  RetryConfig retry = {};
  BulkheadConfig bulkhead = {};
  RateLimiterConfig rate_limiter = {};
  TimeLimiterConfig time_limiter = {};
};
BOOST_DESCRIBE_STRUCT(GuardConfig, (), (circuit_breaker, retry, bulkhead, rate_limiter, time_limiter))

/// Throws std::invalid_argument that names the key and what it must be.
void check(const GuardConfig& config);

}  // namespace sharecar::resilience
