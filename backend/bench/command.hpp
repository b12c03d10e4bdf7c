/// ./sharecar bench.
#pragma once

#include <string>

#include "launcher/workspace.hpp"

namespace sharecar::bench {

struct BenchCommand {
  bool quick = false;
  std::string out;  ///< "": docs of the checkout; of a quick run .run/bench
};

/// Writes OUT/benchmarks.md (only its own section), OUT/bench/booking.json and .svg. 0: the run counts.
int bench_booking_command(const launcher::Workspace& here, const BenchCommand& command);

/// The same for the tracing service: OUT/bench/tracing.json. 0: every goal is reached.
int bench_tracing_command(const launcher::Workspace& here, const BenchCommand& command);

/// The same for the client's trace viewer: OUT/bench/viewer.json. 0: every goal is reached.
int bench_viewer_command(const launcher::Workspace& here, const BenchCommand& command);

/// The seed's siege: OUT/bench/siege.json. 0: every goal is reached.
int bench_siege_command(const launcher::Workspace& here, const BenchCommand& command);

}  // namespace sharecar::bench
