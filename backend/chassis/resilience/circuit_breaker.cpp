#include "chassis/resilience/circuit_breaker.hpp"

#include <algorithm>

namespace sharecar::resilience {
namespace {

using enum BreakerState;

std::uint32_t bit(Failure failure) { return 1u << static_cast<unsigned>(failure); }

std::uint32_t bits(const std::vector<Failure>& failures) {
  std::uint32_t out = 0;
  for (const Failure failure : failures) out |= bit(failure);
  return out;
}

// In float, as the original computes it: the figures are compared with its own.
float per_cent(int part, int whole) { return static_cast<float>(part) * 100.0f / static_cast<float>(whole); }

Interval open_wait_of(const CircuitBreakerConfig& config) {
  return {.initial = config.wait_duration_in_open_state,
          .multiplier = config.enable_exponential_backoff ? config.exponential_backoff_multiplier : 1.0,
          .randomized = config.enable_randomized_wait ? config.randomized_wait_factor : 0.0,
          .longest = config.exponential_max_wait_duration_in_open_state};
}

CallWindow window_of(const CircuitBreakerConfig& config, Instant now) {
  return config.sliding_window_type == SlidingWindowType::COUNT_BASED
             ? CallWindow::of_calls(config.sliding_window_size)
             : CallWindow::of_seconds(config.sliding_window_size, now);
}

int minimum_of(const CircuitBreakerConfig& config) {
  return config.sliding_window_type == SlidingWindowType::COUNT_BASED
             ? std::min(config.minimum_number_of_calls, config.sliding_window_size)
             : config.minimum_number_of_calls;
}

bool publishes(BreakerState state) { return state != DISABLED && state != FORCED_OPEN; }

}  // namespace

bool is_legal(BreakerState from, BreakerState to) {
  if (to == HALF_OPEN) return from != CLOSED && from != METRICS_ONLY;
  return !(from == METRICS_ONLY && to == OPEN);
}

CircuitBreaker::Permit& CircuitBreaker::Permit::operator=(Permit&& other) noexcept {
  if (this != &other) {
    if (breaker_) breaker_->release(era_);
    breaker_ = std::exchange(other.breaker_, nullptr);
    era_ = other.era_;
  }
  return *this;
}

void CircuitBreaker::Permit::record(Outcome outcome, Duration took, Instant now) {
  if (auto* breaker = std::exchange(breaker_, nullptr)) breaker->record(era_, outcome, took, now);
}

CircuitBreaker::CircuitBreaker(CircuitBreakerConfig config, Instant now, Random random, EventSink on_event)
    : config_(std::move(config)),
      open_wait_(open_wait_of(config_)),
      recorded_(config_.record_exceptions.empty() ? ~bit(Failure::none) : bits(config_.record_exceptions)),
      ignored_(bits(config_.ignore_exceptions)),
      random_(std::move(random)),
      on_event_(std::move(on_event)),
      since_(now),
      window_(window_of(config_, now)),
      minimum_(minimum_of(config_)) {}

std::optional<CircuitBreaker::Permit> CircuitBreaker::try_acquire(Instant now) {
  tick(now);
  if (state_ == OPEN && now > open_until_) move_to(HALF_OPEN, now);
  switch (state_) {
    case CLOSED:
    case DISABLED:
    case METRICS_ONLY:
      return Permit{*this, era_};
    case HALF_OPEN:
      if (probes_left_ == 0) break;
      --probes_left_;
      return Permit{*this, era_};
    case OPEN:
    case FORCED_OPEN:
      break;
  }
  refuse(now);
  return std::nullopt;
}

void CircuitBreaker::refuse(Instant now) {
  ++not_permitted_;
  publish({.type = EventType::NOT_PERMITTED, .outcome = {Failure::circuit_open}, .at = now});
}

void CircuitBreaker::record(std::uint64_t era, Outcome outcome, Duration took, Instant now) {
  tick(now);
  if ((ignored_ & bit(outcome.failure)) != 0) {
    release(era);
    publish({.type = EventType::IGNORED_ERROR, .outcome = outcome, .at = now, .took = took});
    return;
  }
  const bool failed = (recorded_ & bit(outcome.failure)) != 0;
  const bool slow = took > config_.slow_call_duration_threshold;
  publish({.type = failed ? EventType::ERROR : EventType::SUCCESS, .outcome = outcome, .at = now, .took = took});
  if (!publishes(state_)) return;
  if (state_ == HALF_OPEN && era != era_) return;
  window_.record({1, failed, slow, failed && slow}, now);
  if (state_ == OPEN) return;  // late: it is counted, and changes nothing
  decide(rates(window_.total(now)), now);
}

void CircuitBreaker::decide(const BreakerMetrics& seen, Instant now) {
  const Verdict verdict = judge(seen);
  if (verdict == Verdict::exceeded) {
    if (state_ != HALF_OPEN) publish_exceeded(seen, now);
    if (state_ != METRICS_ONLY) move_to(OPEN, now);
  } else if (verdict == Verdict::below_thresholds && state_ == HALF_OPEN) {
    move_to(CLOSED, now);
  }
}

CircuitBreaker::Verdict CircuitBreaker::judge(const BreakerMetrics& seen) const {
  if (seen.failure_rate < 0) return Verdict::below_minimum;
  const bool exceeded = seen.failure_rate >= static_cast<float>(config_.failure_rate_threshold) ||
                        seen.slow_call_rate >= static_cast<float>(config_.slow_call_rate_threshold);
  return exceeded ? Verdict::exceeded : Verdict::below_thresholds;
}

void CircuitBreaker::publish_exceeded(const BreakerMetrics& seen, Instant now) {
  const bool once = state_ == METRICS_ONLY;
  if (seen.failure_rate >= static_cast<float>(config_.failure_rate_threshold) && !(once && failure_rate_told_)) {
    failure_rate_told_ = true;
    publish({.type = EventType::FAILURE_RATE_EXCEEDED, .rate = seen.failure_rate, .at = now});
  }
  if (seen.slow_call_rate >= static_cast<float>(config_.slow_call_rate_threshold) && !(once && slow_rate_told_)) {
    slow_rate_told_ = true;
    publish({.type = EventType::SLOW_CALL_RATE_EXCEEDED, .rate = seen.slow_call_rate, .at = now});
  }
}

void CircuitBreaker::release(std::uint64_t era) {
  if (state_ == HALF_OPEN && era == era_) ++probes_left_;
}

bool CircuitBreaker::transition_to(BreakerState state, Instant now) {
  if (!is_legal(state_, state)) return false;
  move_to(state, now);
  return true;
}

bool CircuitBreaker::open_for(Duration wait, Instant now) {
  if (!is_legal(state_, OPEN)) return false;
  enter(OPEN, wait, openings_, now);
  return true;
}

void CircuitBreaker::reset(Instant now) {
  move_to(CLOSED, now);
  publish({.type = EventType::RESET, .at = now});
}

void CircuitBreaker::move_to(BreakerState state, Instant now) {
  switch (state) {
    case OPEN:
      return enter(OPEN, open_wait_.of(openings_ + 1, random_), openings_ + 1, now);
    case FORCED_OPEN:
      return enter(FORCED_OPEN, Duration{0}, openings_ + 1, now);
    case HALF_OPEN:
      return enter(HALF_OPEN, config_.max_wait_duration_in_half_open_state, openings_, now);
    case CLOSED:
    case DISABLED:
    case METRICS_ONLY:
      return enter(state, Duration{0}, 0, now);
  }
}

void CircuitBreaker::enter(BreakerState state, Duration wait, int openings, Instant now) {
  const BreakerState from = std::exchange(state_, state);
  since_ = now;
  ++era_;
  openings_ = openings;
  due_ = Instant::max();
  if (state == OPEN) {  // what it opened for stays to be seen
    open_until_ = now + wait;
    if (config_.automatic_transition_from_open_to_half_open_enabled) due_ = open_until_;
  } else {
    fresh_window(now);
    if (state == HALF_OPEN && wait > Duration{0}) due_ = now + wait;
  }
  if (from != state) publish({.type = EventType::STATE_TRANSITION, .from = from, .to = state, .at = now});
}

void CircuitBreaker::fresh_window(Instant now) {
  const int probes = config_.permitted_number_of_calls_in_half_open_state;
  const bool probing = state_ == HALF_OPEN;
  window_ = probing ? CallWindow::of_calls(probes) : window_of(config_, now);
  minimum_ = probing ? std::min(config_.minimum_number_of_calls, probes) : minimum_of(config_);
  probes_left_ = probes;
  not_permitted_ = 0;
  failure_rate_told_ = false;
  slow_rate_told_ = false;
}

void CircuitBreaker::pass_time(Instant now) {
  move_to(state_ == OPEN ? HALF_OPEN : config_.transition_to_state_after_wait_duration, now);
}

BreakerMetrics CircuitBreaker::metrics(Instant now) { return rates(window_.total(now)); }

BreakerMetrics CircuitBreaker::rates(const Tally& tally) const {
  BreakerMetrics out;
  if (tally.calls > 0 && tally.calls >= minimum_) {
    out.failure_rate = per_cent(tally.failed, tally.calls);
    out.slow_call_rate = per_cent(tally.slow, tally.calls);
  }
  out.buffered_calls = tally.calls;
  out.failed_calls = tally.failed;
  out.slow_calls = tally.slow;
  out.slow_failed_calls = tally.slow_failed;
  out.not_permitted_calls = not_permitted_;
  return out;
}

Duration CircuitBreaker::until_half_open(Instant now) const {
  return state_ == OPEN ? std::max(Duration{0}, Duration{open_until_ - now}) : Duration{0};
}

int CircuitBreaker::room(Instant now, int most) const {
  switch (state_) {
    case CLOSED:
    case DISABLED:
    case METRICS_ONLY:
      return most;
    case HALF_OPEN:
      return std::min(most, probes_left_);
    case OPEN:
      return now > open_until_ ? std::min(most, config_.permitted_number_of_calls_in_half_open_state) : 0;
    case FORCED_OPEN:
      break;
  }
  return 0;
}

void CircuitBreaker::publish(const Event& event) const {
  const bool always = event.type == EventType::STATE_TRANSITION || event.type == EventType::RESET;
  if (on_event_ && (always || publishes(state_))) on_event_(event);
}

}  // namespace sharecar::resilience
