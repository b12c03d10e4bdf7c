#include "models/scatter.h"

#include <algorithm>
#include <cmath>

namespace sharecar::desktop {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t day = 86'400 * second;
constexpr std::int64_t steps[] = {second,           5 * second,        15 * second,       60 * second,  300 * second,
                                  900 * second,     3'600 * second,    3 * 3'600 * second, 12 * 3'600 * second,
                                  day,              7 * day};
constexpr int shares = 24;  // a part of this many is left free at each side

std::int64_t powerBelow(std::int64_t value) {
  std::int64_t out = 1;
  while (out <= value / 10) out *= 10;
  return out;
}

}  // namespace

ScatterScale ScatterScale::around(const std::vector<ScatterPoint>& points, int width, int height) {
  ScatterScale out{.width = std::max(1, width), .height = std::max(1, height)};
  if (points.empty()) return out;
  const auto [first, last] = std::ranges::minmax_element(points, {}, &ScatterPoint::start);
  const auto [least, most] = std::ranges::minmax_element(points, {}, &ScatterPoint::duration);
  const auto room = std::max<std::int64_t>(second, (last->start - first->start) / shares);
  out.from = first->start - room;
  out.to = last->start + room;
  out.shortest = powerBelow(std::max<std::int64_t>(1, least->duration));
  out.longest = powerBelow(std::max<std::int64_t>(1, most->duration)) * 10;
  return out;
}

double ScatterScale::xOf(std::int64_t start) const {
  return static_cast<double>(start - from) / static_cast<double>(std::max<std::int64_t>(1, to - from)) * width;
}

double ScatterScale::yOf(std::int64_t duration) const {
  const double low = std::log10(static_cast<double>(shortest));
  const double high = std::log10(static_cast<double>(longest));
  const double at = std::log10(static_cast<double>(std::clamp(duration, shortest, longest)));
  return (1 - (at - low) / (high - low)) * height;
}

std::vector<std::int64_t> ScatterScale::durationTicks() const {
  std::vector<std::int64_t> out;
  for (std::int64_t at = shortest; at <= longest; at *= 10) out.push_back(at);
  return out;
}

std::vector<std::int64_t> ScatterScale::timeTicks(int most, std::int64_t zoneOffsetUs) const {
  std::vector<std::int64_t> out;
  for (const auto step : steps) {
    if ((to - from) / step > most) continue;
    const auto local = from + zoneOffsetUs;
    for (auto at = (local + step - 1) / step * step - zoneOffsetUs; at <= to; at += step) out.push_back(at);
    return out;
  }
  return out;
}

int ScatterScale::nearest(const std::vector<ScatterPoint>& points, double x, double y, double reach) const {
  int out = -1;
  double best = reach * reach;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double dx = xOf(points[i].start) - x;
    const double dy = yOf(points[i].duration) - y;
    if (dx * dx + dy * dy > best) continue;
    best = dx * dx + dy * dy;
    out = static_cast<int>(i);
  }
  return out;
}

}  // namespace sharecar::desktop
