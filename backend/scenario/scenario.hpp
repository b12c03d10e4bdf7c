/// A prepared failure: what is done, and what is expected to be seen. One YAML file each; the keys are the members
/// below in camelCase.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "chassis/runtime/fault_plan.hpp"
#include "contracts/scenario.hpp"

namespace sharecar::scenario {

using contracts::Words;

/// What can be looked at. Every one is a number or a word.
enum class Observable {
  breaker,            ///< the state of the breaker `of` "order/payment"
  tripped_by,         ///< why that breaker opened last: FAILURE_RATE_EXCEEDED, SLOW_CALL_RATE_EXCEEDED
  booking_p99_ms,     ///< of the load's bookings, from when they were due
  answered_percent,   ///< of the load's requests, how many got an answer that is no 5xx
  accepted,           ///< of the bookings of the last `book`, how many got 201 or 202
  orders,             ///< how many orders those answers name
  order_status,       ///< of the last booking, as order says
  shown_status,       ///< of the last booking, as MyPage shows
  refund,             ///< of the last booking
  slot,               ///< of the last booking: free or taken
  pending_payments,   ///< orders that wait for their payment
  unpublished_ms,     ///< how long the oldest event has waited to be published
  calls_per_request,  ///< requests that the service `of` got, by requests of the load
  violations,         ///< of the invariants, by this run
};
BOOST_DESCRIBE_ENUM(Observable, breaker, tripped_by, booking_p99_ms, answered_percent, accepted, orders, order_status,
                    shown_status, refund, slot, pending_payments, unpublished_ms, calls_per_request, violations)

/// One of `is`, `at_most`, `at_least`; `at_most` and `at_least` may stand together.
struct Expectation {
  Observable see = Observable::violations;
  std::string of;                   ///< what of, where there are several
  std::optional<std::string> is;    ///< a word
  std::optional<double> at_most;    ///< a number
  std::optional<double> at_least;
  std::optional<int> within_s;      ///< looked at again and again until it is so
  std::optional<int> over_s;        ///< looked at once, of what happens in so many seconds
};
BOOST_DESCRIBE_STRUCT(Expectation, (), (see, of, is, at_most, at_least, within_s, over_s))

struct FaultStep : Fault {
  std::string service;
};
BOOST_DESCRIBE_STRUCT(FaultStep, (Fault), (service))

enum class LoadKind { bookings, reads };
BOOST_DESCRIBE_ENUM(LoadKind, bookings, reads)

/// Goes on until `rest` or the end.
struct LoadStep {
  LoadKind of = LoadKind::bookings;  ///< bookings of free half hours; reads of MyPage
  double per_second = 20;
};
BOOST_DESCRIBE_STRUCT(LoadStep, (), (of, per_second))

/// Bookings that are sent at the same time.
struct BookStep {
  int times = 1;
  std::int64_t car = 4002;
  bool same_key = false;   ///< all with one Idempotency-Key and one body
  bool same_slot = false;  ///< all by different customers for one hour
};
BOOST_DESCRIBE_STRUCT(BookStep, (), (times, car, same_key, same_slot))

struct CarStep {
  std::int64_t id = 4002;
  bool in_service = true;
};
BOOST_DESCRIBE_STRUCT(CarStep, (), (id, in_service))

/// Says what it is for, and does exactly one thing.
struct Step {
  Words says;
  std::optional<FaultStep> fault;     ///< sets a fault
  std::optional<std::string> heal;    ///< clears the faults of a service
  std::optional<std::string> stop;    ///< a part of the platform: "payment"
  std::optional<std::string> start;
  std::optional<std::string> pause;   ///< SIGSTOP: it is there and does nothing
  std::optional<std::string> resume;
  std::optional<LoadStep> load;
  std::optional<bool> rest;           ///< ends the load
  std::optional<BookStep> book;
  std::optional<CarStep> car;
  std::optional<Expectation> expect;
};
BOOST_DESCRIBE_STRUCT(Step, (), (says, fault, heal, stop, start, pause, resume, load, rest, book, car, expect))

struct Scenario {
  std::string name;  ///< of the file
  Words explains;
  std::vector<contracts::BrokenBreaker> breaks;
  std::vector<Step> steps;
};
BOOST_DESCRIBE_STRUCT(Scenario, (), (name, explains, breaks, steps))

/// The text names the file's place and what is wrong there.
struct BadScenario : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Of the text of NAME.yaml. Throws BadScenario.
Scenario parse(const std::string& name, const std::string& yaml);

/// "OPEN within 5 s", "at most 300 ms over 5 s".
std::string limit_words(const Expectation& expectation);
/// "ms", "%" or "".
const char* unit_of(Observable what);

contracts::ScenarioInfo info_of(const Scenario& scenario);

}  // namespace sharecar::scenario
