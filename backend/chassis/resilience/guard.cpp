#include "chassis/resilience/guard.hpp"

namespace sharecar::resilience {
namespace {

std::array<Journal, part_kinds> journals_of(const GuardConfig& config) {
  return {Journal{config.circuit_breaker.event_consumer_buffer_size}, Journal{config.retry.event_consumer_buffer_size},
          Journal{config.bulkhead.event_consumer_buffer_size}, Journal{config.rate_limiter.event_consumer_buffer_size},
          Journal{config.time_limiter.event_consumer_buffer_size}};
}

const GuardConfig& checked(const GuardConfig& config) {
  check(config);
  return config;
}

}  // namespace

Guard::Guard(std::string name, const GuardConfig& config, Instant now)
    : name_(std::move(name)),
      engine_(std::random_device{}()),
      journals_(journals_of(checked(config))),
      breaker_(
          config.circuit_breaker, now, [this] { return std::uniform_real_distribution{}(engine_); },
          sink(PartKind::circuit_breaker)),
      retry_(
          config.retry, [this] { return std::uniform_real_distribution{}(engine_); }, sink(PartKind::retry)),
      bulkhead_(config.bulkhead, sink(PartKind::bulkhead)),
      rate_limiter_(config.rate_limiter, now, sink(PartKind::rate_limiter)),
      time_limiter_(config.time_limiter, sink(PartKind::time_limiter)) {}

EventSink Guard::sink(PartKind part) {
  return [this, part](const Event& event) { heard(part, event); };
}

void Guard::heard(PartKind part, const Event& event) {
  const Entry& entry = journals_[static_cast<std::size_t>(part)].add(event, cause_);
  if (part == PartKind::circuit_breaker) {
    if (event.type == EventType::SUCCESS) recent_.add(CallKind::success, event.took, event.at);
    if (event.type == EventType::NOT_PERMITTED) recent_.add(CallKind::short_circuited, Duration{0}, event.at);
    if (event.type == EventType::ERROR) {
      const bool late = event.outcome.failure == Failure::timeout;
      const bool rejected = refused_by_us(event.outcome.failure);
      recent_.add(late ? CallKind::timeout : rejected ? CallKind::rejected : CallKind::failure, event.took, event.at);
    }
  }
  if (listener_) listener_(part, entry);
}

void Guard::count_fallback(Instant now) {
  ++fallbacks_;
  recent_.add(CallKind::fallback, Duration{0}, now);
}

Guard::Attempt Guard::start(TraceId trace, Instant now, Instant deadline) {
  Attempt attempt{*this, trace, now, deadline};
  cause_ = trace;
  attempt.permit_ = breaker_.try_acquire(now);
  if (!attempt.permit_) {
    attempt.refusal_ = Failure::circuit_open;
    return attempt;
  }
  const auto reserved = rate_limiter_.reserve(now, deadline - now);
  if (reserved.granted) {
    attempt.wait_ = reserved.wait;
  } else {
    attempt.refusal_ = Failure::rate_limited;
  }
  return attempt;
}

void Guard::Attempt::enter(Instant now) {
  if (refusal_ != Failure::none) return;
  guard_.cause_ = trace_;
  entered_ = true;
  entered_at_ = now;
  deadline_ = guard_.time_limiter_.limit(now, deadline_);
  slot_ = guard_.bulkhead_.try_enter(now);
  if (slot_) return;
  queued_ = guard_.bulkhead_.callers_wait();
  if (!queued_) refusal_ = Failure::bulkhead_full;
}

Bulkhead::Place Guard::Attempt::queue(std::function<void()> wake) { return guard_.bulkhead_.queue(std::move(wake)); }

void Guard::Attempt::claim(Bulkhead::Place& place, Instant now) {
  guard_.cause_ = trace_;
  queued_ = false;
  slot_ = place.claim(now);
  if (!slot_) refusal_ = Failure::bulkhead_full;
}

void Guard::Attempt::finish(Outcome outcome, Instant now) {
  guard_.cause_ = trace_;
  if (slot_) slot_->finish(now);
  if (entered_) guard_.time_limiter_.record(outcome, now - entered_at_, now);
  if (permit_) permit_->record(outcome, now - started_, now);
}

std::optional<Duration> Guard::again(Retry::Call& call, TraceId trace, Outcome outcome, bool repeatable, Instant now,
                                     Instant deadline) {
  cause_ = trace;
  return call.again(outcome, repeatable, now, deadline);
}

bool Guard::transition_to(BreakerState state, TraceId trace, Instant now) {
  cause_ = trace;
  return breaker_.transition_to(state, now);
}

void Guard::reset(TraceId trace, Instant now) {
  cause_ = trace;
  breaker_.reset(now);
}

void Guard::tick(Instant now) {
  cause_ = {};
  breaker_.tick(now);
}

}  // namespace sharecar::resilience
