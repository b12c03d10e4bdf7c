#include "chassis/resilience/recent_calls.hpp"

#include <algorithm>
#include <cmath>

namespace sharecar::resilience {

void RecentCalls::advance(Instant now) {
  const auto second = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  const auto size = static_cast<std::int64_t>(seconds_.size());
  const auto passed = std::min(second - latest_, size);
  for (std::int64_t i = 0; i < passed; ++i) seconds_[static_cast<std::size_t>((second - i) % size)].fill(0);
  latest_ = std::max(latest_, second);
}

void RecentCalls::add(CallKind kind, Duration took, Instant now) {
  advance(now);
  ++seconds_[static_cast<std::size_t>(latest_) % seconds_.size()][static_cast<std::size_t>(kind)];
  if (kind >= CallKind::short_circuited) return;
  timed_[next_] = {now, took};
  next_ = (next_ + 1) % timed_.size();
}

RecentCalls::Counts RecentCalls::counts(Instant now) {
  advance(now);
  Counts out{};
  for (const auto& second : seconds_) {
    for (std::size_t i = 0; i < call_kinds; ++i) out[i] += second[i];
  }
  return out;
}

std::vector<Duration> RecentCalls::durations(Instant now) const {
  std::vector<Duration> out;
  for (const auto& timed : timed_) {
    if (timed.at != Instant{} && now - timed.at <= std::chrono::minutes{1}) out.push_back(timed.took);
  }
  std::sort(out.begin(), out.end());
  return out;
}

Duration percentile(const std::vector<Duration>& durations, double percent) {
  if (durations.empty()) return Duration{0};
  const auto rank = static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(durations.size())));
  return durations[std::min(durations.size(), std::max<std::size_t>(rank, 1)) - 1];
}

}  // namespace sharecar::resilience
