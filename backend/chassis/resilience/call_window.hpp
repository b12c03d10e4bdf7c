/// The calls that a breaker judges by: the last N calls, or those of the last N seconds.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "chassis/resilience/event.hpp"

namespace sharecar::resilience {

struct Tally {
  int calls = 0;
  int failed = 0;
  int slow = 0;
  int slow_failed = 0;

  Tally& operator+=(const Tally& other);
  Tally& operator-=(const Tally& other);
  friend bool operator==(const Tally&, const Tally&) = default;
};

/// A ring of the last N calls.
class CountWindow {
 public:
  explicit CountWindow(int size) : calls_(static_cast<std::size_t>(size)) {}
  void record(const Tally& call, Instant now);
  const Tally& total(Instant) { return total_; }

 private:
  std::vector<Tally> calls_;
  std::size_t next_ = 0;
  Tally total_;
};

/// N buckets of one second, aligned to whole seconds of the clock; the running second is one of them, so that the
/// window spans N - 1 to N seconds.
class TimeWindow {
 public:
  TimeWindow(int seconds, Instant now);
  void record(const Tally& call, Instant now);
  const Tally& total(Instant now);

 private:
  void advance(Instant now);

  std::vector<Tally> seconds_;
  std::int64_t latest_;  // the second that is running
  Tally total_;
};

class CallWindow {
 public:
  static CallWindow of_calls(int size) { return CallWindow{CountWindow{size}}; }
  static CallWindow of_seconds(int seconds, Instant now) { return CallWindow{TimeWindow{seconds, now}}; }

  void record(const Tally& call, Instant now) {
    std::visit([&](auto& window) { window.record(call, now); }, window_);
  }
  /// Forgets what is too old by now.
  Tally total(Instant now) {
    return std::visit([&](auto& window) { return window.total(now); }, window_);
  }

 private:
  explicit CallWindow(std::variant<CountWindow, TimeWindow> window) : window_(std::move(window)) {}
  std::variant<CountWindow, TimeWindow> window_;
};

}  // namespace sharecar::resilience
