/// The databases of a platform under measurement: which statements a booking executes, and a copy to repeat them on.
#pragma once

#include "bench/booking_sql.hpp"
#include "launcher/platform.hpp"
#include "load/histogram.hpp"

namespace sharecar::bench {

/// Blocking. Works on the platform's own PostgreSQL, whose settings and disk are those that count. Throws
/// launcher::Problem.
class Database {
 public:
  /// `folder` takes scripts and logs of the tools.
  Database(launcher::Platform& platform, launcher::fs::path folder) : platform_(platform), folder_(std::move(folder)) {}

  /// Restarts PostgreSQL with pg_stat_statements, calls `book`, which books `count` times, and restarts it without.
  std::vector<SeenStatement> statements_of(int count, const std::function<void()>& book) const;
  /// Makes the database `bench` anew: a schema for each service with its tables and its cars.
  void make_copy() const;

  /// As many bookings' worth of SQL per second as 16 connections get through.
  double closed(const BookingSql& sql, int seconds);
  /// The same at a rate; how long each took from when it was due.
  load::Percentiles paced(const BookingSql& sql, double per_second, int seconds);

 private:
  void restart() const;
  void run(const std::string& name, std::vector<std::string> argv) const;
  std::string pgbench(const BookingSql& sql, const std::vector<std::string>& options);

  launcher::Platform& platform_;
  launcher::fs::path folder_;
  int round_ = 0;
};

}  // namespace sharecar::bench
