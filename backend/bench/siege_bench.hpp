/// The seed's siege: its own command line, by the real siege, against payment that takes 400 to 620 ms while the caller
/// waits 610 ms at most. Afterwards, how fast a booking is answered while the breaker is open.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stop_token>

#include "bench/result.hpp"
#include "bench/siege_summary.hpp"
#include "launcher/platform.hpp"

namespace sharecar::bench {

/// What this machine can do without bookings, measured in the same run.
struct SiegeCalibration {
  load::Percentiles hiccups;        ///< how much longer than asked for 1 ms of sleep took
  double fdatasync_per_second = 0;  ///< 8 KB appended and synced, one writer
  SiegeSummary bare;                ///< as many users of an answer of order that needs no work
};
BOOST_DESCRIBE_STRUCT(SiegeCalibration, (), (hiccups, fdatasync_per_second, bare))

struct SiegeResult {
  Timestamp at{};
  std::string machine;
  double load_average = 0;  ///< of the last minute, before anything was started
  bool quick = false;
  std::optional<std::string> voided;  ///< why these figures do not count
  SiegeCalibration before;
  SiegeCalibration after;
  SiegeSummary summary;
  std::string output;                            ///< siege's own summary
  std::map<std::string, std::int64_t> answers;   ///< of POST /orders by status, as order counted them
  std::map<std::string, std::int64_t> states;    ///< of all orders, when everything had come to rest
  double rest_s = 0;                             ///< from siege's end until no order waited any more
  std::int64_t not_permitted = 0;                ///< calls to payment that its breaker refused
  std::string violations;                        ///< of the invariants; "" when all hold
  std::map<std::string, double> cpu_seconds;     ///< by process, during the siege
  load::RequestReport while_open;                ///< bookings through the gateway while payment's breaker is open
  load::Percentiles refused;                     ///< their calls to payment, by their spans
  std::vector<Goal> goals;
};
BOOST_DESCRIBE_STRUCT(SiegeResult, (),
                      (at, machine, load_average, quick, voided, before, after, summary, output, answers, states, rest_s,
                       not_permitted, violations, cpu_seconds, while_open, refused, goals))

struct SiegeBenchOptions {
  launcher::PlatformOptions platform;  ///< its `run` is emptied first and deleted afterwards
  bool quick = false;                  ///< 5 seconds with 10 users: shows that the benchmark works, no more
  std::function<void(const std::string&)> say = [](const std::string&) {};
};

/// Blocks for about five minutes. Throws launcher::Problem, also when `stop` is requested; the platform is taken down in
/// any case.
SiegeResult bench_siege(const SiegeBenchOptions& options, std::stop_token stop = {});

/// A section of Markdown.
std::string markdown(const SiegeResult& result);

}  // namespace sharecar::bench
