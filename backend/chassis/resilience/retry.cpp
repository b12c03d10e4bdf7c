#include "chassis/resilience/retry.hpp"

#include <algorithm>
#include <cmath>

namespace sharecar::resilience {
namespace {

constexpr std::int64_t one_retry = 10'000;

bool contains(const std::vector<Failure>& failures, Failure failure) {
  return std::find(failures.begin(), failures.end(), failure) != failures.end();
}

}  // namespace

Retry::Retry(RetryConfig config, Random random, EventSink on_event)
    : config_(std::move(config)),
      interval_{.initial = config_.wait_duration,
                .multiplier = config_.enable_exponential_backoff ? config_.exponential_backoff_multiplier : 1.0,
                .randomized = config_.enable_randomized_wait ? config_.randomized_wait_factor : 0.0,
                .longest = config_.exponential_max_wait_duration},
      random_(std::move(random)),
      on_event_(std::move(on_event)),
      earned_per_call_(std::lround(config_.budget_percent * 100)) {}

Retry::Call Retry::begin() {
  saved_ = std::min(saved_ + earned_per_call_, most_saved * one_retry);
  return Call{*this};
}

bool Retry::wants(Outcome outcome) const {
  if (contains(config_.ignore_exceptions, outcome.failure)) return false;
  return config_.retry_exceptions.empty() || contains(config_.retry_exceptions, outcome.failure);
}

bool Retry::spend() {
  if (saved_ < one_retry) return false;
  saved_ -= one_retry;
  return true;
}

std::optional<Duration> Retry::Call::again(Outcome outcome, bool repeatable, Instant now, Instant deadline) {
  auto& counts = retry_.counts_;
  if (outcome.succeeded()) {
    if (attempts_ == 1) {
      ++counts.successful_without_retry;
    } else {
      ++counts.successful_with_retry;
      retry_.publish(EventType::SUCCESS, outcome, attempts_ - 1, now);
    }
    return std::nullopt;
  }
  if (!repeatable || !retry_.wants(outcome)) {
    ++counts.failed_without_retry;
    retry_.publish(EventType::IGNORED_ERROR, outcome, attempts_ - 1, now);
    return std::nullopt;
  }
  if (attempts_ < retry_.config_.max_attempts) {
    const Duration wait = retry_.interval_.of(attempts_, retry_.random_);
    if (wait < deadline - now && retry_.spend()) {
      retry_.publish(EventType::RETRY, outcome, attempts_, now, wait);
      ++attempts_;
      return wait;
    }
  }
  ++counts.failed_with_retry;
  retry_.publish(EventType::ERROR, outcome, attempts_, now);
  return std::nullopt;
}

void Retry::publish(EventType type, Outcome outcome, int attempts, Instant now, Duration wait) const {
  if (!on_event_) return;
  on_event_(
      {.type = type, .outcome = outcome, .attempts = static_cast<std::int16_t>(attempts), .at = now, .took = wait});
}

}  // namespace sharecar::resilience
