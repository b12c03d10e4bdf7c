/// The five parts around the calls to one upstream, in Resilience4j's order:
/// Retry(CircuitBreaker(RateLimiter(TimeLimiter(Bulkhead(call))))).
#pragma once

#include <array>
#include <memory>
#include <random>
#include <string>

#include "chassis/resilience/bulkhead.hpp"
#include "chassis/resilience/circuit_breaker.hpp"
#include "chassis/resilience/journal.hpp"
#include "chassis/resilience/rate_limiter.hpp"
#include "chassis/resilience/recent_calls.hpp"
#include "chassis/resilience/retry.hpp"
#include "chassis/resilience/time_limiter.hpp"

namespace sharecar::resilience {

enum class PartKind : std::uint8_t { circuit_breaker, retry, bulkhead, rate_limiter, time_limiter };
inline constexpr std::size_t part_kinds = 5;

/// Does nothing by itself: who makes the call asks it step by step (chassis/http/upstream.cpp). Lives on the reactor's
/// thread; outlives its calls and attempts.
///
///   auto call = guard.call(trace);
///   do {
///     auto attempt = guard.start(trace, now, deadline);      // breaker, rate limiter
///     wait for attempt.wait(); attempt.enter(now);           // time limit begins, bulkhead
///     if (attempt.refusal() == Failure::none) outcome = make the call until attempt.deadline();
///     attempt.finish(outcome, now);
///   } while (wait for guard.again(call, outcome, ...));
class Guard {
 public:
  class Attempt {
   public:
    /// Not `none`: the call is not made. `circuit_open` needs no finish().
    Failure refusal() const { return refusal_; }
    Duration wait() const { return wait_; }
    /// After the wait: begins the time limit and takes a slot of the bulkhead, or a place in its queue.
    void enter(Instant now);
    /// Takes a place in the bulkhead's queue; only while queued().
    Bulkhead::Place queue(std::function<void()> wake);
    bool queued() const { return queued_; }
    void claim(Bulkhead::Place& place, Instant now);
    Instant deadline() const { return deadline_; }
    void finish(Outcome outcome, Instant now);

   private:
    friend class Guard;
    Attempt(Guard& guard, TraceId trace, Instant now, Instant deadline)
        : guard_(guard), trace_(trace), started_(now), deadline_(deadline) {}

    Guard& guard_;
    TraceId trace_;
    Failure refusal_ = Failure::none;
    bool queued_ = false;
    bool entered_ = false;
    Duration wait_{0};
    Instant started_;
    Instant entered_at_{};
    Instant deadline_;
    std::optional<CircuitBreaker::Permit> permit_;
    std::optional<Bulkhead::Slot> slot_;
  };

  /// Throws std::invalid_argument as check() does.
  Guard(std::string name, const GuardConfig& config, Instant now);
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  Retry::Call call() { return retry_.begin(); }
  Attempt start(TraceId trace, Instant now, Instant deadline);
  /// As Retry::Call::again.
  std::optional<Duration> again(Retry::Call& call, TraceId trace, Outcome outcome, bool repeatable, Instant now,
                                Instant deadline);

  /// By hand; as CircuitBreaker's.
  [[nodiscard]] bool transition_to(BreakerState state, TraceId trace, Instant now);
  void reset(TraceId trace, Instant now);
  void tick(Instant now);

  const std::string& name() const { return name_; }
  CircuitBreaker& breaker() { return breaker_; }
  const Retry& retry() const { return retry_; }
  const Bulkhead& bulkhead() const { return bulkhead_; }
  RateLimiter& rate_limiter() { return rate_limiter_; }
  const TimeLimiter& time_limiter() const { return time_limiter_; }
  const Journal& journal(PartKind part) const { return journals_[static_cast<std::size_t>(part)]; }
  RecentCalls& recent() { return recent_; }
  std::int64_t fallbacks() const { return fallbacks_; }
  void count_fallback(Instant now);

  /// Told of every event, after it is in the journal, on the thread of the call. At most one listener.
  void listen(std::function<void(PartKind, const Entry&)> listener) { listener_ = std::move(listener); }

 private:
  EventSink sink(PartKind part);
  void heard(PartKind part, const Event& event);

  std::string name_;
  std::mt19937 engine_;
  TraceId cause_;  // of what happens now
  std::array<Journal, part_kinds> journals_;
  std::function<void(PartKind, const Entry&)> listener_;
  RecentCalls recent_;
  std::int64_t fallbacks_ = 0;
  CircuitBreaker breaker_;
  Retry retry_;
  Bulkhead bulkhead_;
  RateLimiter rate_limiter_;
  TimeLimiter time_limiter_;
};

}  // namespace sharecar::resilience
