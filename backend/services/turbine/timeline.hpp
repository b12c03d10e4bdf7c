/// What goes onto the timeline. Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "board.hpp"
#include "contracts/breaker.hpp"

namespace sharecar::turbine {

/// Compares what instances tell with what they told before: transitions, faults, and lag that comes and goes.
class Timeline {
 public:
  /// An instance that is `lagging_ms` behind lags until it is half of that behind.
  explicit Timeline(std::int64_t lagging_ms) : lagging_ms_(lagging_ms) {}

  /// What an earlier process wrote, oldest first.
  void remember(const contracts::TimelineEntry& entry);

  /// Nothing for events that are no transitions.
  std::optional<contracts::TimelineEntry> happened(const contracts::BreakerEvent& event);
  /// A breaker as it is when its stream opens: a transition that nobody told has no trace.
  std::optional<contracts::TimelineEntry> found(const contracts::Breaker& breaker);
  /// `faults` are the names of those that are on at that instance.
  std::vector<contracts::TimelineEntry> faults(const Listed& at, const std::set<std::string>& faults, Timestamp now);
  /// `name` is what lags: "consumer", "outbox".
  std::optional<contracts::TimelineEntry> lag(const Listed& at, const std::string& name, std::int64_t ms,
                                              Timestamp now);

 private:
  std::int64_t lagging_ms_;
  std::map<BreakerKey, std::string> states_;
  std::map<std::string, std::set<std::string>> faults_;                  // by instance
  std::map<std::pair<std::string, std::string>, std::int64_t> lagging_;  // ms, by instance and name; 0: not lagging
};

}  // namespace sharecar::turbine
