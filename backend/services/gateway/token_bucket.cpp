#include "token_bucket.hpp"

#include <algorithm>
#include <cmath>

namespace sharecar::gateway {

TokenBuckets::TokenBuckets(double burst, double per_second, std::size_t max_callers)
    : burst_(std::max(1.0, burst)), per_second_(std::max(0.001, per_second)), max_callers_(max_callers) {}

std::optional<std::chrono::milliseconds> TokenBuckets::take(const std::string& caller, Time now) {
  if (!buckets_.contains(caller) && buckets_.size() >= max_callers_) forget_someone(now);
  auto& bucket = buckets_.try_emplace(caller, Bucket{burst_, now}).first->second;
  const std::chrono::duration<double> passed = now - bucket.filled_at;
  bucket.tokens = std::min(burst_, bucket.tokens + std::max(0.0, passed.count()) * per_second_);
  bucket.filled_at = now;
  if (bucket.tokens >= 1.0) {
    bucket.tokens -= 1.0;
    return {};
  }
  return std::chrono::milliseconds{std::llround(std::ceil((1.0 - bucket.tokens) / per_second_ * 1000))};
}

// Everybody whose bucket is full by now, or else the one who has been away longest.
void TokenBuckets::forget_someone(Time now) {
  const std::chrono::duration<double> until_full{burst_ / per_second_};
  std::erase_if(buckets_, [&](const auto& entry) { return now - entry.second.filled_at >= until_full; });
  if (buckets_.size() < max_callers_) return;
  buckets_.erase(std::min_element(buckets_.begin(), buckets_.end(), [](const auto& a, const auto& b) {
    return a.second.filled_at < b.second.filled_at;
  }));
}

}  // namespace sharecar::gateway
