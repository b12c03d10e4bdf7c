/// Whether and when a failed call is made again.
#pragma once

#include <optional>

#include "chassis/resilience/config.hpp"
#include "chassis/resilience/interval.hpp"

namespace sharecar::resilience {

/// How calls ended; Resilience4j's four kinds.
struct RetryCounts {
  std::int64_t successful_without_retry = 0;
  std::int64_t successful_with_retry = 0;
  std::int64_t failed_with_retry = 0;     ///< tried as often as allowed
  std::int64_t failed_without_retry = 0;  ///< what failed is not to be tried again
};

/// Not thread-safe: lives on the reactor's thread. Beyond Resilience4j it keeps a budget, so that a service that is
/// down is not called several times as often because of that: each call earns a part of a retry (budget_percent), and
/// at most `most_saved` retries can be saved up.
class Retry {
 public:
  static constexpr int most_saved = 10;

  /// One call with all its attempts. The Retry outlives it.
  class Call {
   public:
    /// After each attempt: how long to wait until the next one; none: that was the last. `repeatable`: making the call
    /// again does no harm. A wait that would pass `deadline` is not begun.
    std::optional<Duration> again(Outcome outcome, bool repeatable, Instant now, Instant deadline);
    int attempts() const { return attempts_; }

   private:
    friend class Retry;
    explicit Call(Retry& retry) : retry_(retry) {}
    Retry& retry_;
    int attempts_ = 1;
  };

  Retry(RetryConfig config, Random random, EventSink on_event);

  Call begin();

  const RetryCounts& counts() const { return counts_; }
  const RetryConfig& config() const { return config_; }

 private:
  bool wants(Outcome outcome) const;
  bool spend();
  void publish(EventType type, Outcome outcome, int attempts, Instant now, Duration wait = Duration{0}) const;

  RetryConfig config_;
  Interval interval_;
  Random random_;
  EventSink on_event_;
  RetryCounts counts_;
  std::int64_t earned_per_call_;
  std::int64_t saved_ = 0;  // in hundredths of a per cent of a retry
};

}  // namespace sharecar::resilience
