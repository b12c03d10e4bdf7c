/// The benchmark of the booking: a platform of its own, calibrated, loaded, measured and taken down.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "bench/result.hpp"
#include "launcher/platform.hpp"

namespace sharecar::bench {

struct BookingBenchOptions {
  launcher::PlatformOptions platform;  ///< its `run` is emptied first and deleted afterwards
  bool quick = false;                  ///< seconds instead of minutes: shows that the benchmark works, no more
  std::function<void(const std::string&)> say = [](const std::string&) {};  ///< what it does now
};

/// Blocks for about seven minutes (quick: less than one). Throws launcher::Problem, also when `stop` is requested; the
/// platform is taken down in any case.
BookingResult bench_booking(const BookingBenchOptions& options, std::stop_token stop = {});

/// Why two calibrations around a run void it: what differs by more than a quarter. Nothing when all is well.
std::optional<std::string> disagreement(const Calibration& before, const Calibration& after);

}  // namespace sharecar::bench
