/// Where traces are on a plot of duration over time. Pure.
#pragma once

#include <cstdint>
#include <vector>

namespace sharecar::desktop {

/// One trace on the plot; times in microseconds.
struct ScatterPoint {
  std::int64_t start = 0;
  std::int64_t duration = 0;

  friend bool operator==(const ScatterPoint&, const ScatterPoint&) = default;
};

/// Time runs to the right and linear, duration upwards and logarithmic, both with some room at the edges.
struct ScatterScale {
  std::int64_t from = 0, to = 1;          ///< of the starts
  std::int64_t shortest = 1, longest = 10;  ///< durations, whole powers of ten
  int width = 1, height = 1;              ///< of the plot, in pixels

  static ScatterScale around(const std::vector<ScatterPoint>& points, int width, int height);

  double xOf(std::int64_t start) const;
  double yOf(std::int64_t duration) const;  ///< 0 is the top
  /// Powers of ten from the shortest to the longest.
  std::vector<std::int64_t> durationTicks() const;
  /// At most `most` round moments (seconds, minutes, hours of `zoneOffsetUs`) within.
  std::vector<std::int64_t> timeTicks(int most, std::int64_t zoneOffsetUs) const;
  /// The point nearest to a pixel within `reach` pixels; -1 when there is none.
  int nearest(const std::vector<ScatterPoint>& points, double x, double y, double reach) const;
};

}  // namespace sharecar::desktop
