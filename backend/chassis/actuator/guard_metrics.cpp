#include "chassis/actuator/guard_metrics.hpp"

#include <algorithm>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11.hpp>
#include <cctype>

namespace sharecar::actuator {
namespace {

using namespace resilience;
using telemetry::Labels;

constexpr std::chrono::minutes turn_length{1};

Instant now() { return std::chrono::steady_clock::now(); }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

double seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

void GuardMetrics::RecentMax::advance(Instant at) {
  if (at - turn_ < turn_length) return;
  previous_ = at - turn_ < 2 * turn_length ? current_ : 0;
  current_ = 0;
  turn_ = at;
}

void GuardMetrics::RecentMax::add(double value, Instant at) {
  advance(at);
  current_ = std::max(current_, value);
}

double GuardMetrics::RecentMax::value(Instant at) {
  advance(at);
  return std::max(current_, previous_);
}

GuardMetrics::GuardMetrics(telemetry::Metrics& metrics, http::Upstream& upstream)
    : upstream_(upstream),
      successful_(timer(metrics, "successful")),
      failed_(timer(metrics, "failed")),
      ignored_(timer(metrics, "ignored")),
      not_permitted_(metrics.counter("resilience4j_circuitbreaker_not_permitted_calls_total",
                                     "The number of not permitted calls",
                                     {{"name", upstream.name()}, {"kind", "not_permitted"}})) {
  add_breaker(metrics);
  add_companions(metrics);
  metrics.on_scrape([this] { refresh(); });
}

GuardMetrics::Timer GuardMetrics::timer(telemetry::Metrics& metrics, const char* kind) {
  const Labels labels{{"name", upstream_.name()}, {"kind", kind}};
  return {&metrics.histogram("resilience4j_circuitbreaker_calls_seconds", "How long calls took", labels),
          &metrics.gauge("resilience4j_circuitbreaker_calls_seconds_max", "How long the longest recent call took",
                         labels),
          {}};
}

void GuardMetrics::heard(const Event& event) {
  const auto measure = [&](Timer& timer) {
    timer.durations->Observe(seconds(event.took));
    timer.recent.add(seconds(event.took), event.at);
  };
  switch (event.type) {
    case EventType::SUCCESS:
      return measure(successful_);
    case EventType::ERROR:
      return measure(failed_);
    case EventType::IGNORED_ERROR:
      return measure(ignored_);
    case EventType::NOT_PERMITTED:
      return not_permitted_.Increment();
    default:
      break;
  }
}

void GuardMetrics::add_breaker(telemetry::Metrics& metrics) {
  CircuitBreaker& breaker = upstream_.guard().breaker();
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<BreakerState>>([&](auto state) {
    gauge(metrics, "resilience4j_circuitbreaker_state", "The states of the circuit breaker",
          {{"state", lower(state.name)}}, [&breaker, state] { return breaker.state() == state.value ? 1.0 : 0.0; });
  });
  const auto read = [&breaker](auto member) {
    return [&breaker, member] { return static_cast<double>(breaker.metrics(now()).*member); };
  };
  gauge(metrics, "resilience4j_circuitbreaker_failure_rate", "The failure rate of the circuit breaker", {},
        read(&BreakerMetrics::failure_rate));
  gauge(metrics, "resilience4j_circuitbreaker_slow_call_rate", "The slow call rate of the circuit breaker", {},
        read(&BreakerMetrics::slow_call_rate));
  const char* buffered = "resilience4j_circuitbreaker_buffered_calls";
  const char* buffered_help = "The number of buffered calls in the window";
  gauge(metrics, buffered, buffered_help, {{"kind", "failed"}}, read(&BreakerMetrics::failed_calls));
  gauge(metrics, buffered, buffered_help, {{"kind", "successful"}}, [&breaker] {
    const auto seen = breaker.metrics(now());
    return static_cast<double>(seen.buffered_calls - seen.failed_calls);
  });
  const char* slow = "resilience4j_circuitbreaker_slow_calls";
  const char* slow_help = "The number of slow calls in the window";
  gauge(metrics, slow, slow_help, {{"kind", "failed"}}, read(&BreakerMetrics::slow_failed_calls));
  gauge(metrics, slow, slow_help, {{"kind", "successful"}}, [&breaker] {
    const auto seen = breaker.metrics(now());
    return static_cast<double>(seen.slow_calls - seen.slow_failed_calls);
  });
}

void GuardMetrics::add_companions(telemetry::Metrics& metrics) {
  Guard& guard = upstream_.guard();
  const auto tries = [&](const char* kind, auto member) {
    counter(metrics, "resilience4j_retry_calls_total", "The number of calls by how they ended", {{"kind", kind}},
            [&guard, member] { return static_cast<double>(guard.retry().counts().*member); });
  };
  tries("successful_without_retry", &RetryCounts::successful_without_retry);
  tries("successful_with_retry", &RetryCounts::successful_with_retry);
  tries("failed_without_retry", &RetryCounts::failed_without_retry);
  tries("failed_with_retry", &RetryCounts::failed_with_retry);
  const auto limited = [&](const char* kind, auto member) {
    counter(metrics, "resilience4j_timelimiter_calls_total", "The number of attempts by how they ended",
            {{"kind", kind}}, [&guard, member] { return static_cast<double>(guard.time_limiter().counts().*member); });
  };
  limited("successful", &TimeLimiterCounts::successful);
  limited("failed", &TimeLimiterCounts::failed);
  limited("timeout", &TimeLimiterCounts::timeout);
  gauge(metrics, "resilience4j_bulkhead_available_concurrent_calls", "The number of calls that may begin", {},
        [&guard] { return static_cast<double>(guard.bulkhead().available()); });
  gauge(metrics, "resilience4j_bulkhead_max_allowed_concurrent_calls", "The number of calls at one time", {},
        [&guard] { return static_cast<double>(guard.bulkhead().config().max_concurrent_calls); });
  gauge(metrics, "resilience4j_ratelimiter_available_permissions", "The number of permissions in this period", {},
        [&guard] { return static_cast<double>(guard.rate_limiter().available(now())); });
  gauge(metrics, "resilience4j_ratelimiter_waiting_threads", "The number of calls that wait for a permission", {},
        [&guard] { return static_cast<double>(std::max<std::int64_t>(0, -guard.rate_limiter().available(now()))); });
}

void GuardMetrics::gauge(telemetry::Metrics& metrics, const char* name, const char* help, Labels labels,
                         std::function<double()> read) {
  labels["name"] = upstream_.name();
  auto& gauge = metrics.gauge(name, help, labels);
  refreshers_.push_back([&gauge, read = std::move(read)] { gauge.Set(read()); });
}

void GuardMetrics::counter(telemetry::Metrics& metrics, const char* name, const char* help, Labels labels,
                           std::function<double()> read) {
  labels["name"] = upstream_.name();
  auto& counter = metrics.counter(name, help, labels);
  refreshers_.push_back([&counter, read = std::move(read)] { counter.Increment(read() - counter.Value()); });
}

void GuardMetrics::refresh() {
  for (const auto& one : refreshers_) one();
  for (auto* timer : {&successful_, &failed_, &ignored_}) timer->longest->Set(timer->recent.value(now()));
}

}  // namespace sharecar::actuator
