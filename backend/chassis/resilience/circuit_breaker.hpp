/// Stops calls to what fails or is slow, and lets a few probes through later, as Resilience4j 2.4 does.
#pragma once

#include <optional>
#include <utility>

#include "chassis/resilience/call_window.hpp"
#include "chassis/resilience/config.hpp"
#include "chassis/resilience/interval.hpp"

namespace sharecar::resilience {

/// What a breaker knows about its calls.
struct BreakerMetrics {
  float failure_rate = -1;    ///< per cent; -1 before the minimum number of calls
  float slow_call_rate = -1;  ///< the same
  int buffered_calls = 0;
  int failed_calls = 0;
  int slow_calls = 0;
  int slow_failed_calls = 0;
  std::int64_t not_permitted_calls = 0;  ///< in this state, or since the window began
};

/// Not thread-safe: lives on the reactor's thread. `on_event` is called during the functions below and must not call
/// back into the breaker. Outlives its permits.
///
/// One difference from Resilience4j: in HALF_OPEN only probes are judged. A result of a call that was permitted in an
/// earlier state is published and otherwise dropped, and gives no permit back.
class CircuitBreaker {
 public:
  /// The right to make one call. Hands itself back when it is dropped without a result. Move-only.
  class Permit {
   public:
    Permit(Permit&& other) noexcept : breaker_(std::exchange(other.breaker_, nullptr)), era_(other.era_) {}
    Permit& operator=(Permit&& other) noexcept;
    ~Permit() {
      if (breaker_) breaker_->release(era_);
    }

    /// The result; once. `took` is from the permission to the result.
    void record(Outcome outcome, Duration took, Instant now);

   private:
    friend class CircuitBreaker;
    Permit(CircuitBreaker& breaker, std::uint64_t era) : breaker_(&breaker), era_(era) {}
    CircuitBreaker* breaker_;
    std::uint64_t era_;
  };

  CircuitBreaker(CircuitBreakerConfig config, Instant now, Random random, EventSink on_event);

  /// None: not permitted.
  std::optional<Permit> try_acquire(Instant now);

  /// By hand. False, and nothing happens, for what Resilience4j calls an illegal transition: CLOSED to HALF_OPEN, and
  /// METRICS_ONLY to OPEN or HALF_OPEN. To the state it is in already: begins it anew without an event.
  [[nodiscard]] bool transition_to(BreakerState state, Instant now);
  /// To OPEN with a wait of its own, which does not count as one more opening.
  [[nodiscard]] bool open_for(Duration wait, Instant now);
  /// To CLOSED with nothing remembered.
  void reset(Instant now);

  /// Makes the transitions that time alone makes; `next_tick` says when that can be. The other functions do it too.
  void tick(Instant now) {
    if (now >= due_) pass_time(now);
  }
  std::optional<Instant> next_tick() const { return due_ == Instant::max() ? std::nullopt : std::optional{due_}; }

  BreakerState state() const { return state_; }
  Instant since() const { return since_; }  ///< when it was entered
  BreakerMetrics metrics(Instant now);
  const CircuitBreakerConfig& config() const { return config_; }
  /// OPEN: how long until probes are let through; else 0.
  Duration until_half_open(Instant now) const;
  /// How many calls that start now would be permitted, at most `most`.
  int room(Instant now, int most) const;
  /// HALF_OPEN: probes that may still start; else 0.
  int probes_left() const { return state_ == BreakerState::HALF_OPEN ? probes_left_ : 0; }

 private:
  enum class Verdict { below_minimum, below_thresholds, exceeded };

  void record(std::uint64_t era, Outcome outcome, Duration took, Instant now);
  void release(std::uint64_t era);
  Verdict judge(const BreakerMetrics& seen) const;
  BreakerMetrics rates(const Tally& tally) const;
  void decide(const BreakerMetrics& seen, Instant now);
  void publish_exceeded(const BreakerMetrics& seen, Instant now);
  void enter(BreakerState state, Duration wait, int openings, Instant now);
  void move_to(BreakerState state, Instant now);
  void fresh_window(Instant now);
  void publish(const Event& event) const;
  void pass_time(Instant now);
  void refuse(Instant now);

  CircuitBreakerConfig config_;
  Interval open_wait_;
  std::uint32_t recorded_;  // bit of each Failure that is an error, and
  std::uint32_t ignored_;   // of each that is nothing
  Random random_;
  EventSink on_event_;

  BreakerState state_ = BreakerState::CLOSED;
  Instant since_;
  std::uint64_t era_ = 0;  // counts states entered; a permit belongs to one
  int openings_ = 0;       // in a row, for the wait
  CallWindow window_;
  int minimum_;
  std::int64_t not_permitted_ = 0;
  Instant open_until_{};
  Instant due_ = Instant::max();  // when time alone ends this state
  int probes_left_ = 0;
  bool failure_rate_told_ = false;  // METRICS_ONLY tells once
  bool slow_rate_told_ = false;
};

/// CLOSED, OPEN and so on for each pair: false for the three illegal ones.
bool is_legal(BreakerState from, BreakerState to);

}  // namespace sharecar::resilience
