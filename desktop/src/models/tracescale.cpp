#include "models/tracescale.h"

#include <algorithm>
#include <cmath>

namespace sharecar::desktop {
namespace {

constexpr double shortestRange = 1;  // microsecond

}  // namespace

double TimeScale::xOf(double time) const {
  const double x = (time - from) / length() * width;
  return std::clamp(x, -16.0, width + 16.0);
}

TimeScale::Pixels TimeScale::pixelsOf(const Stretch& time) const {
  const auto start = static_cast<double>(time.start);
  const auto end = static_cast<double>(time.end());
  if (!time.isKnown() || end < from || start > to) return {};
  const double left = std::clamp(xOf(start), 0.0, width - 1.0);
  const double right = std::clamp(xOf(end), left + 1, static_cast<double>(std::max(width, 1)));
  return {left, std::max(1.0, right - left)};
}

std::vector<std::int64_t> TimeScale::ticks(int apart) const {
  if (width <= 0 || apart <= 0) return {};
  const double least = std::max(1.0, length() * apart / width);
  double step = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    if (step * factor < least * (1 - 1e-9)) continue;
    step *= factor;
    break;
  }
  std::vector<std::int64_t> out;
  for (double at = std::ceil(from / step) * step; at <= to; at += step) out.push_back(std::llround(at));
  return out;
}

TimeRange TimeRange::clamped(double from, double to, std::int64_t traceLength) {
  const auto whole = static_cast<double>(traceLength);
  if (from > to) std::swap(from, to);
  const double length = std::clamp(to - from, std::min(shortestRange, whole), whole);
  from = std::clamp(from, 0.0, whole - length);
  return {from, from + length};
}

TimeRange TimeRange::zoomed(double factor, double around, std::int64_t traceLength) const {
  const double length = std::clamp((to - from) * factor, shortestRange, static_cast<double>(traceLength));
  const double share = (around - from) / (to - from);
  return clamped(around - share * length, around - share * length + length, traceLength);
}

TimeRange TimeRange::moved(double by, std::int64_t traceLength) const {
  const double start = std::clamp(from + by, 0.0, static_cast<double>(traceLength) - (to - from));
  return {start, start + (to - from)};
}

}  // namespace sharecar::desktop
