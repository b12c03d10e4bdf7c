/// What a benchmark found: written as JSON, shown as a page.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contracts/types.hpp"
#include "load/report.hpp"

namespace sharecar::bench {

/// What this machine can do without ShareCar, measured in the same run.
struct Calibration {
  load::Percentiles hiccups;        ///< how much longer than asked for 1 ms of sleep took
  double fdatasync_per_second = 0;  ///< 8 KB appended and synced, one writer
  double pgbench_per_second = 0;    ///< bookings' worth of SQL, 16 connections, as fast as they go
  double kafka_per_second = 0;      ///< 300-byte events, idempotent and acknowledged
  load::Percentiles kafka_delay;    ///< of 300-byte events at 200/s, from producing to consuming
};
BOOST_DESCRIBE_STRUCT(Calibration, (),
                      (hiccups, fdatasync_per_second, pgbench_per_second, kafka_per_second, kafka_delay))

struct PartFigures {
  std::string part;
  double cpu_seconds_per_1000 = 0;  ///< converged bookings, at the maximum, children included
  double memory_mb = 0;             ///< PSS after the load, children included
  std::optional<double> ready_ms;   ///< of a service: from its start until it says that it is ready
};
BOOST_DESCRIBE_STRUCT(PartFigures, (), (part, cpu_seconds_per_1000, memory_mb, ready_ms))

struct Goal {
  std::string what;
  double figure = 0;
  std::string relation;  ///< ">=" or "<="
  double goal = 0;
  std::string unit;
  bool reached = false;
};
BOOST_DESCRIBE_STRUCT(Goal, (), (what, figure, relation, goal, unit, reached))

struct BookingResult {
  Timestamp at{};
  std::string machine;      ///< processors, memory, kernel
  double load_average = 0;  ///< of the last minute, before anything was started
  bool quick = false;
  std::optional<std::string> voided;  ///< why these figures do not count
  Calibration before;
  Calibration after;
  std::map<std::string, double> statements;  ///< calls per booking of what the calibration repeats
  double up_seconds = 0;                     ///< from nothing to everything ready, programs built
  int clients = 0;                           ///< of the closed loop that gave the most
  std::vector<double> maximum_runs;          ///< converged bookings per second
  double maximum = 0;                        ///< their median
  load::Report at_maximum;
  double half_rate = 0;
  load::Report at_half;
  load::Percentiles floor_at_half;    ///< the same SQL by pgbench -R at that rate, from its scheduled start
  double generator_cpu_per_1000 = 0;  ///< seconds, at the maximum
  std::vector<PartFigures> parts;
  std::vector<Goal> goals;
};
BOOST_DESCRIBE_STRUCT(BookingResult, (),
                      (at, machine, load_average, quick, voided, before, after, statements, up_seconds, clients,
                       maximum_runs, maximum, at_maximum, half_rate, at_half, floor_at_half, generator_cpu_per_1000,
                       parts, goals))

}  // namespace sharecar::bench
