#include "load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sharecar::load {
namespace {

constexpr int sub_bits = 7;
constexpr std::uint64_t sub_buckets = 1U << sub_bits;

std::size_t bucket_of(std::uint64_t value) {
  if (value < sub_buckets) return value;
  const int shift = std::bit_width(value) - (sub_bits + 1);
  return static_cast<std::size_t>(shift) * sub_buckets + (value >> shift);
}

std::int64_t last_of(std::size_t bucket) {
  if (bucket < 2 * sub_buckets) return static_cast<std::int64_t>(bucket);
  const auto shift = bucket / sub_buckets - 1;
  const std::uint64_t first = (bucket - shift * sub_buckets) << shift;
  return static_cast<std::int64_t>(first + (std::uint64_t{1} << shift) - 1);
}

}  // namespace

void Histogram::record(std::chrono::nanoseconds duration) {
  const auto us = std::max<std::int64_t>(0, std::chrono::floor<std::chrono::microseconds>(duration).count());
  const std::size_t bucket = bucket_of(static_cast<std::uint64_t>(us));
  if (bucket >= buckets_.size()) buckets_.resize(bucket + 1);
  ++buckets_[bucket];
  ++count_;
  max_us_ = std::max(max_us_, us);
}

std::int64_t Histogram::percentile_us(double percent) const {
  const auto wanted = std::max<std::int64_t>(1, std::llround(std::ceil(static_cast<double>(count_) * percent / 100)));
  std::int64_t seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen >= wanted) return std::min(last_of(bucket), max_us_);
  }
  return max_us_;
}

Percentiles Histogram::percentiles() const {
  return {count_, percentile_us(50), percentile_us(90), percentile_us(99), percentile_us(99.9), max_us_};
}

}  // namespace sharecar::load
