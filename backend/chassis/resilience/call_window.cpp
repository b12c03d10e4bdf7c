#include "chassis/resilience/call_window.hpp"

#include <algorithm>

namespace sharecar::resilience {
namespace {

std::int64_t second_of(Instant now) { return std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count(); }

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
  calls += other.calls;
  failed += other.failed;
  slow += other.slow;
  slow_failed += other.slow_failed;
  return *this;
}

Tally& Tally::operator-=(const Tally& other) {
  calls -= other.calls;
  failed -= other.failed;
  slow -= other.slow;
  slow_failed -= other.slow_failed;
  return *this;
}

void CountWindow::record(const Tally& call, Instant) {
  auto& oldest = calls_[next_];
  total_ -= oldest;
  total_ += call;
  oldest = call;
  if (++next_ == calls_.size()) next_ = 0;
}

TimeWindow::TimeWindow(int seconds, Instant now)
    : seconds_(static_cast<std::size_t>(seconds)), latest_(second_of(now)) {}

void TimeWindow::record(const Tally& call, Instant now) {
  advance(now);
  seconds_[static_cast<std::size_t>(latest_) % seconds_.size()] += call;
  total_ += call;
}

const Tally& TimeWindow::total(Instant now) {
  advance(now);
  return total_;
}

void TimeWindow::advance(Instant now) {
  const auto second = second_of(now);
  const auto passed = std::min<std::int64_t>(second - latest_, static_cast<std::int64_t>(seconds_.size()));
  for (std::int64_t i = 0; i < passed; ++i) {
    auto& old = seconds_[static_cast<std::size_t>(second - i) % seconds_.size()];
    total_ -= old;
    old = Tally{};
  }
  latest_ = std::max(latest_, second);
}

}  // namespace sharecar::resilience
