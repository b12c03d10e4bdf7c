/// Circuit breakers as they are watched: what an instance tells turbine, and turbine tells clients. Names of states,
/// events and counters are Resilience4j's.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "contracts/types.hpp"

namespace sharecar::contracts {

/// One setting of a guard, by its configuration key.
struct Setting {
  std::string key;  ///< "circuitBreaker.slidingWindowSize"
  std::string value;
  std::string source;  ///< as in /actuator/env: "default", "file:...", "environment"

  friend bool operator==(const Setting&, const Setting&) = default;
};
BOOST_DESCRIBE_STRUCT(Setting, (), (key, value, source))

/// Calls of the last ten seconds and how long they took, whatever became of them.
struct RecentCalls {
  std::int64_t requests = 0;
  std::int64_t successes = 0;
  std::int64_t failures = 0;
  std::int64_t timeouts = 0;
  std::int64_t short_circuited = 0;  ///< refused by the breaker
  std::int64_t rejected = 0;         ///< refused by bulkhead or rate limiter
  std::int64_t fallbacks = 0;
  double p50_ms = 0;
  double p90_ms = 0;
  double p99_ms = 0;

  friend bool operator==(const RecentCalls&, const RecentCalls&) = default;
};
BOOST_DESCRIBE_STRUCT(RecentCalls, (),
                      (requests, successes, failures, timeouts, short_circuited, rejected, fallbacks, p50_ms, p90_ms,
                       p99_ms))

/// A state that an operator set, and when the server takes it back.
struct Override {
  std::string change_id;
  std::string reason;
  Timestamp at{};
  std::optional<Timestamp> reverts_at;

  friend bool operator==(const Override&, const Override&) = default;
};
BOOST_DESCRIBE_STRUCT(Override, (), (change_id, reason, at, reverts_at))

/// One breaker of one instance, now.
struct Breaker {
  std::string service;   ///< whose calls it guards: "order"
  std::string instance;  ///< "order-1"
  std::string name;      ///< the upstream: "payment"
  std::string state;     ///< CLOSED, OPEN, HALF_OPEN, DISABLED, FORCED_OPEN, METRICS_ONLY
  Timestamp since{};     ///< of that state
  double failure_rate = -1;    ///< per cent; -1 below the minimum number of calls
  double slow_call_rate = -1;
  double failure_rate_threshold = 50;
  double slow_call_rate_threshold = 100;
  std::int64_t slow_call_ms = 0;  ///< a longer call is slow
  int buffered_calls = 0;
  int failed_calls = 0;
  int slow_calls = 0;
  int slow_failed_calls = 0;
  std::int64_t not_permitted_calls = 0;
  int minimum_number_of_calls = 0;
  std::optional<std::int64_t> half_open_in_ms;  ///< OPEN: until it may probe; 0: waits for the next call
  bool automatic_half_open = false;             ///< it probes without waiting for a call
  std::optional<int> probes_left;               ///< HALF_OPEN
  RecentCalls recent;
  std::vector<Setting> config;
  std::optional<Override> set_by_hand;  ///< turbine's to fill in
  Timestamp server_now{};

  friend bool operator==(const Breaker&, const Breaker&) = default;
};
BOOST_DESCRIBE_STRUCT(Breaker, (),
                      (service, instance, name, state, since, failure_rate, slow_call_rate, failure_rate_threshold,
                       slow_call_rate_threshold, slow_call_ms, buffered_calls, failed_calls, slow_calls,
                       slow_failed_calls, not_permitted_calls, minimum_number_of_calls, half_open_in_ms,
                       automatic_half_open, probes_left, recent, config, set_by_hand, server_now))

/// Something that a breaker did, or that happened to a call of it.
struct BreakerEvent {
  std::string service;
  std::string instance;
  std::string name;
  std::string type;  ///< STATE_TRANSITION, ERROR, NOT_PERMITTED, FAILURE_RATE_EXCEEDED, ...
  Timestamp at{};
  std::optional<std::string> from;  ///< STATE_TRANSITION
  std::optional<std::string> to;
  std::optional<double> rate;              ///< *_RATE_EXCEEDED, per cent
  std::optional<std::int64_t> duration_ms;  ///< of the call
  std::optional<std::string> failure;       ///< timeout, refused, reset, server_error, ...
  std::optional<std::string> trace_id;      ///< of the request that caused it; none: time did
  std::optional<std::string> reason;        ///< an operator's

  friend bool operator==(const BreakerEvent&, const BreakerEvent&) = default;
};
BOOST_DESCRIBE_STRUCT(BreakerEvent, (),
                      (service, instance, name, type, at, from, to, rate, duration_ms, failure, trace_id, reason))

/// POST /breakers/{service}/{instance}/{name}/changes
struct ChangeBreaker {
  std::string state;  ///< FORCED_OPEN, CLOSED, DISABLED, or RESET
  std::string reason;
  std::optional<std::int64_t> revert_after_s;  ///< none: it stays
};
BOOST_DESCRIBE_STRUCT(ChangeBreaker, (), (state, reason, revert_after_s))

/// Its answer, and a line of the journal GET /breakers/changes.
struct BreakerChange {
  std::string change_id;
  std::string service;
  std::string instance;
  std::string name;
  std::string from;
  std::string to;
  std::string reason;
  Timestamp at{};
  std::optional<Timestamp> reverts_at;
  std::optional<Timestamp> reverted_at;
  std::optional<std::string> reverted_by;  ///< "undo", "time", "instance", "failure", or the id of the change after it

  friend bool operator==(const BreakerChange&, const BreakerChange&) = default;
};
BOOST_DESCRIBE_STRUCT(BreakerChange, (),
                      (change_id, service, instance, name, from, to, reason, at, reverts_at, reverted_at, reverted_by))

/// A line of GET /breakers/timeline?from=&to=, kept for 24 hours.
struct TimelineEntry {
  Timestamp at{};
  std::string kind;  ///< "transition", "fault" (from/to: "off", "on"), "lag" (from/to: milliseconds)
  std::string service;
  std::string instance;
  std::string name;
  std::string from;
  std::string to;
  std::optional<std::string> trace_id;

  friend bool operator==(const TimelineEntry&, const TimelineEntry&) = default;
};
BOOST_DESCRIBE_STRUCT(TimelineEntry, (), (at, kind, service, instance, name, from, to, trace_id))

}  // namespace sharecar::contracts
