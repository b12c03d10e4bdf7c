/// Circuit breakers as people look at them: state, order, bars, what they wait for. Pure.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "contracts/breaker.hpp"
#include "models/address.h"

namespace sharecar::desktop {

enum class BreakerState { Closed, HalfOpen, Open, ForcedOpen, Disabled, MetricsOnly, Unknown };
/// Of Resilience4j's name: "HALF_OPEN".
BreakerState breakerState(const std::string& code);

/// A breaker, and when this client heard of it, so that times can be counted on by the server's clock.
struct SeenBreaker {
  contracts::Breaker breaker;
  Timestamp heardAt{};

  /// The server's clock when ours says `now`.
  Timestamp serverNow(Timestamp now) const { return breaker.server_now + (now - heardAt); }

  friend bool operator==(const SeenBreaker&, const SeenBreaker&) = default;
};

/// "order/order-1/payment": a breaker belongs to one instance and is never merged with another's.
QString breakerKey(const std::string& service, const std::string& instance, const std::string& name);
inline QString breakerKey(const contracts::Breaker& b) { return breakerKey(b.service, b.instance, b.name); }
inline QString breakerKey(const contracts::BreakerEvent& e) { return breakerKey(e.service, e.instance, e.name); }
Address breakerAddress(const QString& key);

/// The orders of the Hystrix dashboard; the highest first, except names.
enum class BreakerOrder { ErrorThenVolume, Alphabetical, Volume, Error, P50, P90, P99 };
/// Equal ones: those that let no call through first, then by name.
void sortBreakers(std::vector<SeenBreaker>& breakers, BreakerOrder order);
/// Failures, time-outs and refusals among the calls of the last ten seconds, per cent; 0 without calls.
double errorPercent(const contracts::RecentCalls& calls);

/// A rate and its threshold on one scale.
struct RateBar {
  std::optional<double> rate = {};  ///< per cent; none below the minimum number of calls
  double threshold = 100;

  bool isOver() const { return rate && *rate >= threshold; }
};
RateBar failureBar(const contracts::Breaker& breaker);
RateBar slowBar(const contracts::Breaker& breaker);

/// What a breaker waits for.
struct Waiting {
  enum class For {
    Nothing,
    Probe,     ///< OPEN: until `at` no call is let through
    NextCall,  ///< OPEN, and the time is over: the next call is the probe
    Itself,    ///< OPEN, the time is over, and it goes on without a call
    Probes,    ///< HALF_OPEN: `probes` more calls decide
    Revert,    ///< set by hand until `at`
  };
  For what = For::Nothing;
  std::chrono::milliseconds left{};
  Timestamp at{};  ///< by the server's clock
  int probes = 0;

  friend bool operator==(const Waiting&, const Waiting&) = default;
};
Waiting waitingOf(const SeenBreaker& seen, Timestamp now);

/// Each state and the time it lasted: a line of a band.
struct StateSpan {
  BreakerState state = BreakerState::Unknown;
  Slot time;

  friend bool operator==(const StateSpan&, const StateSpan&) = default;
};
/// `transitions` in any order, those of one breaker. Before the first of them it was in the state that it left. Without
/// any it is `state` all the time.
std::vector<StateSpan> stateBand(std::vector<contracts::TimelineEntry> transitions, BreakerState state,
                                 const Slot& window);

}  // namespace sharecar::desktop
