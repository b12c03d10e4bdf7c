/// What tracing costs a booking: the same load traced and not, and traced while the collector is away, slow or hanging.
#pragma once

#include <boost/describe.hpp>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "bench/result.hpp"
#include "launcher/platform.hpp"

namespace sharecar::bench {

/// How much more than the base's, in percent: the middle of the rounds' own comparisons, and the quarters around it.
struct More {
  double median = 0;
  double lower_quartile = 0;
  double upper_quartile = 0;
};
BOOST_DESCRIBE_STRUCT(More, (), (median, lower_quartile, upper_quartile))

/// The booking under one of the conditions: medians of the rounds.
struct BookingUnder {
  std::string condition;
  std::string base;                     ///< the condition it is compared with; empty: none
  double latency_p50_ms = 0;            ///< of POST /orders through the gateway, from when it was due
  double latency_p99_ms = 0;
  double services_cpu_per_1000 = 0;     ///< seconds, without the collector's and the card network's
  double collector_cpu_per_1000 = 0;    ///< seconds, until it has stored and linked everything
  More latency_p50_more;
  More services_cpu_more;
};
BOOST_DESCRIBE_STRUCT(BookingUnder, (),
                      (condition, base, latency_p50_ms, latency_p99_ms, services_cpu_per_1000, collector_cpu_per_1000,
                       latency_p50_more, services_cpu_more))

struct TracingCost {
  double rate = 0;  ///< bookings per second: half of the maximum
  int rounds = 0;   ///< of each condition, taking turns: every second one backwards
  std::vector<BookingUnder> conditions;
};
BOOST_DESCRIBE_STRUCT(TracingCost, (), (rate, rounds, conditions))

struct TracingCostOptions {
  launcher::PlatformOptions platform;  ///< its `run` is emptied first and deleted afterwards
  bool quick = false;
  std::function<void(const std::string&)> say = [](const std::string&) {};
};

/// Blocks for about a quarter of an hour (quick: a minute). Throws launcher::Problem, also when `stop` is requested;
/// the platform is taken down in any case.
TracingCost tracing_cost(const TracingCostOptions& options, std::stop_token stop = {});

/// At most 3 % for being traced; at most 1 % for a collector that does not do its work.
std::vector<Goal> goals_of(const TracingCost& cost);

/// A table of Markdown.
std::string markdown(const TracingCost& cost);

}  // namespace sharecar::bench
