/// How long to wait before the n-th try: constant, growing, spread.
#pragma once

#include "chassis/resilience/event.hpp"

namespace sharecar::resilience {

/// Resilience4j's IntervalFunction. Works in whole milliseconds, as it does there.
struct Interval {
  Duration initial{0};
  double multiplier = 1.0;  ///< 1: constant
  double randomized = 0.0;  ///< 0: not; 0.5: half as long to one and a half times as long
  Duration longest{0};      ///< 0: no bound; applied last

  /// `attempt` counts from 1. Each step of growth is cut to whole milliseconds.
  Duration of(int attempt, const Random& random) const;
};

}  // namespace sharecar::resilience
