#include "chassis/actuator/guard_view.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <cmath>

#include "chassis/telemetry/trace_context.hpp"

namespace sharecar::actuator {
namespace {

using namespace resilience;

template <class E>
std::string text(E value) {
  return boost::describe::enum_to_string(value, "");
}

std::int64_t whole_ms(Duration duration) { return std::chrono::floor<std::chrono::milliseconds>(duration).count(); }

// Microseconds are as fine as anybody looks.
double fine_ms(Duration duration) {
  return static_cast<double>(std::chrono::round<std::chrono::microseconds>(duration).count()) / 1000;
}

// The decimal number that a float stands for, so that 33.333332 is told and not 33.33333206176758.
double widen(float number) { return std::strtod(std::to_string(number).c_str(), nullptr); }

}  // namespace

Moment Moment::now() {
  return {std::chrono::steady_clock::now(),
          std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now())};
}

Timestamp Moment::time_of(Instant then) const {
  return time - std::chrono::floor<std::chrono::microseconds>(at - then);
}

std::string name_of(BreakerState state) { return text(state); }
std::string name_of(EventType type) { return text(type); }
std::string name_of(Failure failure) { return text(failure); }

std::optional<std::string> trace_text(const TraceId& trace) {
  if (trace == TraceId{}) return {};
  return telemetry::TraceContext{.trace_high = trace.high, .trace_low = trace.low}.trace_id();
}

std::string failure_text(const Outcome& outcome) {
  const auto name = text(outcome.failure);
  return outcome.status == 0 ? name : name + ' ' + std::to_string(outcome.status);
}

contracts::RecentCalls recent_of(Guard& guard, Instant now) {
  const auto counts = guard.recent().counts(now);
  const auto count = [&](CallKind kind) { return counts[static_cast<std::size_t>(kind)]; };
  const auto durations = guard.recent().durations(now);
  contracts::RecentCalls out;
  out.successes = count(CallKind::success);
  out.failures = count(CallKind::failure);
  out.timeouts = count(CallKind::timeout);
  out.short_circuited = count(CallKind::short_circuited);
  out.rejected = count(CallKind::rejected);
  out.fallbacks = count(CallKind::fallback);
  out.requests = out.successes + out.failures + out.timeouts + out.short_circuited + out.rejected;
  out.p50_ms = fine_ms(percentile(durations, 50));
  out.p90_ms = fine_ms(percentile(durations, 90));
  out.p99_ms = fine_ms(percentile(durations, 99));
  return out;
}

contracts::Breaker breaker_of(const Owner& owner, Guard& guard, const std::vector<contracts::Setting>& settings,
                              const Moment& now) {
  auto& breaker = guard.breaker();
  const auto& config = breaker.config();
  const auto metrics = breaker.metrics(now.at);
  contracts::Breaker out;
  out.service = owner.service;
  out.instance = owner.instance;
  out.name = guard.name();
  out.state = text(breaker.state());
  out.since = now.time_of(breaker.since());
  out.failure_rate = widen(metrics.failure_rate);
  out.slow_call_rate = widen(metrics.slow_call_rate);
  out.failure_rate_threshold = config.failure_rate_threshold;
  out.slow_call_rate_threshold = config.slow_call_rate_threshold;
  out.slow_call_ms = whole_ms(config.slow_call_duration_threshold);
  out.buffered_calls = metrics.buffered_calls;
  out.failed_calls = metrics.failed_calls;
  out.slow_calls = metrics.slow_calls;
  out.slow_failed_calls = metrics.slow_failed_calls;
  out.not_permitted_calls = metrics.not_permitted_calls;
  out.minimum_number_of_calls = config.minimum_number_of_calls;
  out.automatic_half_open = config.automatic_transition_from_open_to_half_open_enabled;
  if (breaker.state() == BreakerState::OPEN) {
    out.half_open_in_ms = std::chrono::ceil<std::chrono::milliseconds>(breaker.until_half_open(now.at)).count();
  }
  if (breaker.state() == BreakerState::HALF_OPEN) out.probes_left = breaker.probes_left();
  out.recent = recent_of(guard, now.at);
  out.config = settings;
  out.server_now = now.time;
  return out;
}

contracts::BreakerEvent event_of(const Owner& owner, const std::string& name, const Entry& entry, const Moment& now) {
  const Event& event = entry.event;
  contracts::BreakerEvent out;
  out.service = owner.service;
  out.instance = owner.instance;
  out.name = name;
  out.type = text(event.type);
  out.at = now.time_of(event.at);
  if (event.type == EventType::STATE_TRANSITION) {
    out.from = text(event.from);
    out.to = text(event.to);
  }
  if (event.type == EventType::FAILURE_RATE_EXCEEDED || event.type == EventType::SLOW_CALL_RATE_EXCEEDED) {
    out.rate = widen(event.rate);
  }
  if (event.took > Duration{0}) out.duration_ms = whole_ms(event.took);
  if (!event.outcome.succeeded()) out.failure = text(event.outcome.failure);
  out.trace_id = trace_text(entry.trace);
  return out;
}

}  // namespace sharecar::actuator
