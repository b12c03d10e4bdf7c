/// What happened to calls in the last seconds: counts by kind and how long they took. For dashboards; nothing is
/// decided by it.
#pragma once

#include <array>
#include <vector>

#include "chassis/resilience/event.hpp"

namespace sharecar::resilience {

/// `fallback`: an answer that took a call's place, and no call itself.
enum class CallKind : std::uint8_t { success, failure, timeout, short_circuited, rejected, fallback };
inline constexpr std::size_t call_kinds = 6;

/// Ten buckets of a second, and the durations of the last 256 calls of at most a minute ago. Not thread-safe.
class RecentCalls {
 public:
  static constexpr std::chrono::seconds window{10};

  void add(CallKind kind, Duration took, Instant now);
  std::array<std::int64_t, call_kinds> counts(Instant now);
  /// Sorted ascending.
  std::vector<Duration> durations(Instant now) const;

 private:
  using Counts = std::array<std::int64_t, call_kinds>;
  void advance(Instant now);

  struct Timed {
    Instant at{};
    Duration took{0};
  };
  std::array<Counts, static_cast<std::size_t>(window.count())> seconds_{};
  std::int64_t latest_ = 0;
  std::array<Timed, 256> timed_{};
  std::size_t next_ = 0;
};

/// The value that `percent` of the sorted `durations` do not exceed; 0 of none.
Duration percentile(const std::vector<Duration>& durations, double percent);

}  // namespace sharecar::resilience
