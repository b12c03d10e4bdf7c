/// What the machine and its Kafka can do, without ShareCar.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "launcher/files.hpp"
#include "load/histogram.hpp"

namespace sharecar::bench {

/// How much longer than a millisecond a sleep of one millisecond takes: pauses of the machine that every latency
/// measured here contains.
load::Percentiles hiccups(std::chrono::milliseconds duration);

/// Appends 8 KB and syncs, again and again, in a file of `folder` that is deleted afterwards. Throws std::system_error.
double fdatasync_per_second(const launcher::fs::path& folder, std::chrono::milliseconds duration);

struct KafkaFigures {
  double per_second = 0;    ///< produced as fast as they are acknowledged
  load::Percentiles delay;  ///< from producing to consuming, at 200 per second
};
/// Events of 300 bytes on a topic of its own, idempotent, acks=all, linger 1 ms. Throws launcher::Problem.
KafkaFigures kafka_figures(const std::string& bootstrap, std::chrono::milliseconds duration);

/// The same probe before and after a benchmark.
struct ProbedTwice {
  const char* what;
  double before;
  double after;
};
/// Why a benchmark between them counts for nothing: some differ by more than a quarter of the larger one.
std::optional<std::string> disagreement(const std::vector<ProbedTwice>& probes);

}  // namespace sharecar::bench
