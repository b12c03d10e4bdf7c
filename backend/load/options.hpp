/// What the load generator is asked to do.
#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <cstdint>
#include <string>

#include "load/arrivals.hpp"

namespace sharecar::load {

enum class WorkloadKind {
  book,   ///< only bookings, each of a free half hour of its own
  drive,  ///< 70 % MyPage, 15 % availability, 5 % order, 8 % book, 2 % cancel
  race,   ///< several clients at once want each of 4,000 half hours; closed loop
  siege,  ///< the seed's: one car, the earliest free hour; closed loop
  read,   ///< only reads of MyPage
};
BOOST_DESCRIBE_ENUM(WorkloadKind, book, drive, race, siege, read)

struct Options {
  std::string url = "http://127.0.0.1:8088";  ///< the gateway; loopback only
  WorkloadKind workload = WorkloadKind::book;
  double rate = 100;  ///< open loop: requests per second
  Spacing arrivals = Spacing::poisson;
  int clients = 0;           ///< closed loop of so many clients; 0: open loop, or what the workload says
  bool await_shown = false;  ///< a client of a closed loop waits for MyPage before its next request
  std::chrono::milliseconds duration{30'000};  ///< of the arrivals; a race ends with its last slot
  std::uint64_t seed = 1;                      ///< of arrivals and of the mix
  std::size_t in_flight = 1000;                ///< requests at once at most; what is due above that waits and is late
  std::chrono::milliseconds timeout{10'000};   ///< of one request, from its sending
  std::chrono::milliseconds settle{30'000};    ///< how long each booking is followed after its answer
  int contenders = 4;                          ///< of a race: how many want each slot
  bool traced = true;                          ///< false: the platform is asked to keep no trace
  std::string log = {};                        ///< file of the operation log, emptied first; "": none
  std::string scenario = {};                   ///< the run of a scenario that this load is part of, for its spans
};

}  // namespace sharecar::load
