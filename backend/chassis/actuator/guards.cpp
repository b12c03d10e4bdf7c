#include "chassis/actuator/guards.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

namespace sharecar::actuator {
namespace {

namespace bj = boost::json;
using namespace resilience;

// As Java writes a float: "50.0%", "33.333332%", "-1.0%".
std::string percent_text(float rate) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), rate, std::chars_format::fixed);
  std::string out{text.data(), end};
  if (out.find('.') == out.npos) out += ".0";
  return out + '%';
}

// The status of one breaker and, as far as Spring knows it, of the whole: its own words are in no order of gravity.
std::pair<const char*, Status> status_of(const CircuitBreaker& breaker) {
  switch (breaker.state()) {
    case BreakerState::CLOSED:
      return {"UP", Status::UP};
    case BreakerState::OPEN:
      if (breaker.config().allow_health_indicator_to_fail) return {"DOWN", Status::DOWN};
      return {"CIRCUIT_OPEN", Status::UNKNOWN};
    case BreakerState::HALF_OPEN:
      return {"CIRCUIT_HALF_OPEN", Status::UNKNOWN};
    case BreakerState::DISABLED:
    case BreakerState::FORCED_OPEN:
    case BreakerState::METRICS_ONLY:
      break;
  }
  return {"UNKNOWN", Status::UNKNOWN};
}

}  // namespace

bj::object figures_of(CircuitBreaker& breaker, Instant now) {
  const auto& config = breaker.config();
  const auto seen = breaker.metrics(now);
  return {{"failureRate", percent_text(seen.failure_rate)},
          {"slowCallRate", percent_text(seen.slow_call_rate)},
          {"failureRateThreshold", percent_text(static_cast<float>(config.failure_rate_threshold))},
          {"slowCallRateThreshold", percent_text(static_cast<float>(config.slow_call_rate_threshold))},
          {"bufferedCalls", seen.buffered_calls},
          {"failedCalls", seen.failed_calls},
          {"slowCalls", seen.slow_calls},
          {"slowFailedCalls", seen.slow_failed_calls},
          {"notPermittedCalls", seen.not_permitted_calls},
          {"state", name_of(breaker.state())}};
}

Guards::Guards(Owner owner, telemetry::Metrics& metrics, Health& health)
    : owner_(std::move(owner)), metrics_(metrics), health_(health) {}

void Guards::add(http::Upstream& upstream, std::vector<contracts::Setting> settings) {
  const auto [at, added] = by_name_.try_emplace(
      upstream.name(), Guarded{&upstream, std::move(settings), std::make_unique<GuardMetrics>(metrics_, upstream)});
  if (!added) throw std::logic_error("two upstreams are called " + upstream.name());
  const Guarded& guarded = at->second;
  upstream.listen([this, &guarded](PartKind part, const Entry& entry) {
    if (part == PartKind::circuit_breaker) heard(guarded, entry);
  });
  if (upstream.config().circuit_breaker.register_health_indicator) {
    health_.add("circuitBreakers", [this] { return health(); }, false);
  }
}

const Guards::Guarded* Guards::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &found->second;
}

contracts::Breaker Guards::show(const Guarded& guarded) const {
  return breaker_of(owner_, guarded.guard(), guarded.settings, Moment::now());
}

contracts::BreakerEvent Guards::show(const Guarded& guarded, const Entry& entry) const {
  auto out = event_of(owner_, guarded.upstream->name(), entry, Moment::now());
  if (!reason_.empty()) out.reason = reason_;
  return out;
}

bool Guards::change(const Guarded& guarded, BreakerState state, std::string reason) {
  reason_ = std::move(reason);
  const bool legal = guarded.guard().transition_to(state, {}, std::chrono::steady_clock::now());
  reason_.clear();
  return legal;
}

void Guards::reset(const Guarded& guarded, std::string reason) {
  reason_ = std::move(reason);
  guarded.guard().reset({}, std::chrono::steady_clock::now());
  reason_.clear();
}

void Guards::heard(const Guarded& guarded, const Entry& entry) {
  guarded.metrics->heard(entry.event);
  if (listener_) listener_(guarded, entry);
}

ComponentHealth Guards::health() const {
  ComponentHealth out;
  out.status = Status::UNKNOWN;
  for (const auto& [name, guarded] : by_name_) {
    auto& breaker = guarded.guard().breaker();
    if (!breaker.config().register_health_indicator) continue;
    const auto [word, status] = status_of(breaker);
    out.status = std::min(out.status, status);
    out.details[name] = {{"status", word}, {"details", figures_of(breaker, std::chrono::steady_clock::now())}};
  }
  return out;
}

}  // namespace sharecar::actuator
