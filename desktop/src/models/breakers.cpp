#include "models/breakers.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace sharecar::desktop {
namespace {

using std::chrono::milliseconds;

// How much a state keeps back.
int severity(BreakerState state) {
  switch (state) {
    case BreakerState::Open:
      return 4;
    case BreakerState::ForcedOpen:
      return 3;
    case BreakerState::HalfOpen:
      return 2;
    case BreakerState::Unknown:
    case BreakerState::Disabled:
    case BreakerState::MetricsOnly:
      return 1;
    case BreakerState::Closed:
      return 0;
  }
  return 0;
}

// What is compared first; the second counts among equals.
std::pair<double, double> weight(const contracts::Breaker& breaker, BreakerOrder order) {
  const auto volume = static_cast<double>(breaker.recent.requests);
  switch (order) {
    case BreakerOrder::ErrorThenVolume:
      return {errorPercent(breaker.recent), volume};
    case BreakerOrder::Alphabetical:
      return {};
    case BreakerOrder::Volume:
      return {volume, 0};
    case BreakerOrder::Error:
      return {errorPercent(breaker.recent), 0};
    case BreakerOrder::P50:
      return {breaker.recent.p50_ms, 0};
    case BreakerOrder::P90:
      return {breaker.recent.p90_ms, 0};
    case BreakerOrder::P99:
      return {breaker.recent.p99_ms, 0};
  }
  return {};
}

RateBar barOf(double rate, double threshold) {
  RateBar out{.threshold = threshold};
  if (rate >= 0) out.rate = rate;
  return out;
}

}  // namespace

BreakerState breakerState(const std::string& code) {
  static const std::map<std::string, BreakerState> known{
      {"CLOSED", BreakerState::Closed},          {"HALF_OPEN", BreakerState::HalfOpen},
      {"OPEN", BreakerState::Open},              {"FORCED_OPEN", BreakerState::ForcedOpen},
      {"DISABLED", BreakerState::Disabled},      {"METRICS_ONLY", BreakerState::MetricsOnly},
  };
  const auto found = known.find(code);
  return found == known.end() ? BreakerState::Unknown : found->second;
}

QString breakerKey(const std::string& service, const std::string& instance, const std::string& name) {
  return QString::fromStdString(service + '/' + instance + '/' + name);
}

Address breakerAddress(const QString& key) { return {.place = "breakers", .path = key.split('/')}; }

double errorPercent(const contracts::RecentCalls& calls) {
  const auto errors = calls.failures + calls.timeouts + calls.short_circuited + calls.rejected;
  const auto all = errors + calls.successes;
  return all == 0 ? 0 : 100.0 * static_cast<double>(errors) / static_cast<double>(all);
}

void sortBreakers(std::vector<SeenBreaker>& breakers, BreakerOrder order) {
  const auto before = [order](const SeenBreaker& a, const SeenBreaker& b) {
    const auto mine = weight(a.breaker, order);
    const auto other = weight(b.breaker, order);
    if (mine != other) return mine > other;
    const auto name = [](const contracts::Breaker& one) { return std::tie(one.name, one.service, one.instance); };
    if (order == BreakerOrder::Alphabetical) return name(a.breaker) < name(b.breaker);
    const int kept = severity(breakerState(a.breaker.state));
    const int keptByOther = severity(breakerState(b.breaker.state));
    return kept != keptByOther ? kept > keptByOther : name(a.breaker) < name(b.breaker);
  };
  std::sort(breakers.begin(), breakers.end(), before);
}

RateBar failureBar(const contracts::Breaker& breaker) {
  return barOf(breaker.failure_rate, breaker.failure_rate_threshold);
}

RateBar slowBar(const contracts::Breaker& breaker) {
  return barOf(breaker.slow_call_rate, breaker.slow_call_rate_threshold);
}

Waiting waitingOf(const SeenBreaker& seen, Timestamp now) {
  using For = Waiting::For;
  const auto& breaker = seen.breaker;
  const auto state = breakerState(breaker.state);
  const auto until = [&](For what, Timestamp at) {
    const auto left = std::chrono::ceil<milliseconds>(at - seen.serverNow(now));
    return Waiting{.what = what, .left = std::max(left, milliseconds{0}), .at = at};
  };
  if (state == BreakerState::Open && breaker.half_open_in_ms) {
    auto out = until(For::Probe, breaker.server_now + milliseconds{*breaker.half_open_in_ms});
    if (out.left.count() == 0) out.what = breaker.automatic_half_open ? For::Itself : For::NextCall;
    return out;
  }
  if (state == BreakerState::HalfOpen && breaker.probes_left) {
    return {.what = For::Probes, .probes = *breaker.probes_left};
  }
  if (breaker.set_by_hand && breaker.set_by_hand->reverts_at) return until(For::Revert, *breaker.set_by_hand->reverts_at);
  return {};
}

std::vector<StateSpan> stateBand(std::vector<contracts::TimelineEntry> transitions, BreakerState state,
                                 const Slot& window) {
  std::sort(transitions.begin(), transitions.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  if (!transitions.empty()) state = breakerState(transitions.front().from);
  std::vector<StateSpan> out;
  Timestamp at = window.starts_at;
  const auto lasted = [&](Timestamp until) {
    until = std::min(until, window.ends_at);
    if (until <= at) return;
    out.push_back({state, {at, until}});
    at = until;
  };
  for (const auto& one : transitions) {
    lasted(one.at);
    state = breakerState(one.to);
  }
  lasted(window.ends_at);
  return out;
}

}  // namespace sharecar::desktop
