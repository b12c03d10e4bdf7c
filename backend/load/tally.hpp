/// Counts and histograms of a run while it goes on.
#pragma once

#include <map>

#include "load/client.hpp"
#include "load/report.hpp"
#include "load/workload.hpp"

namespace sharecar::load {

using Moment = std::chrono::steady_clock::time_point;

/// A value of its own, for one thread. `start` is the moment of the first arrival.
class Tally {
 public:
  void start(Moment at) { started_ = last_answer_ = last_shown_ = at; }
  void due() { ++report_.due; }
  void late() { ++report_.late; }
  void unsent(std::size_t count) { report_.unsent += static_cast<std::int64_t>(count); }
  void arrivals_ended(Moment at) { report_.seconds = std::chrono::duration<double>(at - started_).count(); }
  void ended_early() { report_.ended_early = true; }
  /// `code`: of the problem, when the answer is one.
  void answered(const Action& action, const Answer& answer, const std::optional<std::string>& code, Moment intended,
                Moment sent, Moment now);
  void booked() { ++report_.booked; }
  void converged(Moment intended, Moment answered, Moment now, std::chrono::milliseconds lag);
  void ended_otherwise() { ++report_.ended_otherwise; }

  Moment started() const { return started_; }
  std::int64_t failed() const { return failed_; }
  const Report& so_far() const { return report_; }
  Report finish(std::chrono::microseconds cpu);

 private:
  struct OfRequest {
    RequestReport report;
    Histogram latency;
  };
  double per_second(std::int64_t count, Moment until) const;

  Moment started_;
  Moment last_answer_;
  Moment last_shown_;
  Report report_;
  std::int64_t failed_ = 0;
  std::map<std::string, OfRequest> requests_;
  Histogram latency_;
  Histogram service_time_;
  Histogram shown_;
  Histogram shown_after_answer_;
  Histogram lag_;
};

}  // namespace sharecar::load
