/// The load generator: sends a workload to a platform and reports what came back.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

#include "contracts/problem.hpp"
#include "load/options.hpp"
#include "load/report.hpp"

namespace sharecar::load {

struct Answered {
  const char* request = "";                            ///< "POST /orders"
  int status = 0;                                      ///< 0: no answer
  std::chrono::steady_clock::time_point due;
  std::chrono::microseconds latency{0};                ///< from when it was due
};

struct Progress {
  double seconds = 0;  ///< since the first arrival
  std::int64_t due = 0;
  std::int64_t answered = 0;
  std::int64_t failed = 0;  ///< no answer, or a status from 500
  std::size_t in_flight = 0;
  std::size_t waiting = 0;   ///< due, not sent yet
  std::size_t followed = 0;  ///< booked, not shown yet
  std::int64_t converged = 0;
};

/// Runs in the calling thread until every request has its answer and every booking its end in MyPage, or its time-out.
/// `stop` ends it early: no more arrivals, no more following, one second for the answers under way. `each_second` is
/// called from the same thread. Fails when the platform gives no start: unreachable, no cars, an address that is not
/// ours. Throws std::system_error when the log cannot be written.
///
/// `each_answer` is called from that thread too, for every request that has its answer or will have none.
Result<Report> run(const Options& options, std::stop_token stop = {},
                   std::function<void(const Progress&)> each_second = {},
                   std::function<void(const Answered&)> each_answer = {});

}  // namespace sharecar::load
