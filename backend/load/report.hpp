/// What a run of the load generator found.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "load/histogram.hpp"

namespace sharecar::load {

/// All requests of one kind.
struct RequestReport {
  std::string request;  ///< "POST /orders"
  std::int64_t sent = 0;
  std::map<std::string, std::int64_t> answers;   ///< by status and code: "201", "409 slot_taken"
  std::map<std::string, std::int64_t> failures;  ///< without an answer, by kind: "timeout"
  Percentiles latency;                           ///< of answers, from the intended start
};
BOOST_DESCRIBE_STRUCT(RequestReport, (), (request, sent, answers, failures, latency))

struct RaceReport {
  std::int64_t slots = 0;
  std::int64_t contenders = 0;  ///< of each slot
  std::int64_t won_once = 0;
  std::int64_t not_won = 0;
  std::int64_t won_more_than_once = 0;  ///< must be 0
};
BOOST_DESCRIBE_STRUCT(RaceReport, (), (slots, contenders, won_once, not_won, won_more_than_once))

struct Report {
  double seconds = 0;       ///< of arrivals
  std::int64_t due = 0;     ///< requests that were to be sent
  std::int64_t late = 0;    ///< of these, how many had to wait for others to end
  std::int64_t unsent = 0;  ///< of these, how many still waited when the run was ended early
  std::int64_t sent = 0;
  std::int64_t answered = 0;
  double answered_per_second = 0;    ///< until the last answer
  Percentiles latency;               ///< of answers, from the intended start
  Percentiles service_time;          ///< of answers, from the sending: what a closed loop would report
  std::int64_t booked = 0;           ///< bookings answered with 201 or 202
  std::int64_t converged = 0;        ///< of these, how many MyPage showed as reserved
  std::int64_t ended_otherwise = 0;  ///< of these, how many it showed as declined, expired, cancelled or rejected
  double converged_per_second = 0;   ///< until the last one was shown
  Percentiles shown;                 ///< of converged bookings, from the intended start until this client saw 3
  Percentiles shown_after_answer;    ///< the same from the answer
  Percentiles lag;                   ///< of the same rows, from the newest event's commit to its row (MyPage's lagMs)
  double cpu_us_per_request = 0;     ///< this generator's own, following included
  bool ended_early = false;
  std::vector<RequestReport> requests;
  std::optional<RaceReport> race;
};
BOOST_DESCRIBE_STRUCT(Report, (),
                      (seconds, due, late, unsent, sent, answered, answered_per_second, latency, service_time, booked,
                       converged, ended_otherwise, converged_per_second, shown, shown_after_answer, lag,
                       cpu_us_per_request, ended_early, requests, race))

}  // namespace sharecar::load
