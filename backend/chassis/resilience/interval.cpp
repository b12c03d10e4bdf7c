#include "chassis/resilience/interval.hpp"

#include <algorithm>
#include <cmath>

namespace sharecar::resilience {

Duration Interval::of(int attempt, const Random& random) const {
  using std::chrono::milliseconds;
  constexpr double most = 9.0e15;  // doubles count no further in ones
  double wait = static_cast<double>(std::chrono::floor<milliseconds>(initial).count());
  for (int step = 1; step < attempt && multiplier != 1.0 && wait < most; ++step) wait = std::floor(wait * multiplier);
  if (randomized > 0) {
    const double spread = randomized * wait;
    wait = std::max(1.0, std::floor(wait - spread + random() * (2 * spread + 1)));
  }
  if (longest > Duration{0}) {
    wait = std::min(wait, static_cast<double>(std::chrono::floor<milliseconds>(longest).count()));
  }
  constexpr double century_ms = 100.0 * 365 * 24 * 3600 * 1000;  // Duration holds 292 years
  return milliseconds{static_cast<std::int64_t>(std::min(wait, century_ms))};
}

}  // namespace sharecar::resilience
