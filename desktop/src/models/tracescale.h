/// Where a time of a trace is on a strip of pixels, and where the ruler has its ticks. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "models/tracedata.h"

namespace sharecar::desktop {

/// Shows [from, to) in microseconds since the trace's begin on `width` pixels.
struct TimeScale {
  double from = 0;
  double to = 1;
  int width = 1;

  double length() const { return to - from; }
  /// Also for times beyond the edges, where it stays within what a painter can take.
  double xOf(double time) const;
  double timeAt(double x) const { return from + x / std::max(width, 1) * length(); }

  /// A bar's pixels, clipped to the strip: at least one pixel wide where any of it is in sight; nothing elsewhere.
  struct Pixels {
    double left = 0;
    double width = 0;
    friend bool operator==(const Pixels&, const Pixels&) = default;
  };
  Pixels pixelsOf(const Stretch& time) const;

  /// Round times (1, 2 or 5 times a power of ten, of a microsecond at least), `apart` pixels or more from each other.
  std::vector<std::int64_t> ticks(int apart) const;

  friend bool operator==(const TimeScale&, const TimeScale&) = default;
};

/// The part of a trace that is looked at. Never shorter than a microsecond, never outside the trace.
struct TimeRange {
  double from = 0;
  double to = 1;

  static TimeRange clamped(double from, double to, std::int64_t traceLength);
  /// `factor` below 1 shows less; what is at `around` stays where it is.
  TimeRange zoomed(double factor, double around, std::int64_t traceLength) const;
  TimeRange moved(double by, std::int64_t traceLength) const;
  bool isWhole(std::int64_t traceLength) const { return from <= 0 && to >= static_cast<double>(traceLength); }
  friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

}  // namespace sharecar::desktop
