/// Durations in logarithmic buckets: any range in a few kilobytes, percentiles off by less than 0.8 %.
#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <cstdint>
#include <vector>

namespace sharecar::load {

/// What is reported of a histogram. Microseconds; all 0 when nothing was recorded.
struct Percentiles {
  std::int64_t count = 0;
  std::int64_t p50_us = 0;
  std::int64_t p90_us = 0;
  std::int64_t p99_us = 0;
  std::int64_t p999_us = 0;
  std::int64_t max_us = 0;

  friend bool operator==(const Percentiles&, const Percentiles&) = default;
};
BOOST_DESCRIBE_STRUCT(Percentiles, (), (count, p50_us, p90_us, p99_us, p999_us, max_us))

/// A value of its own, for one thread. As in HdrHistogram: up to 128 us each value has a bucket, above that every
/// doubling has 128 of them.
class Histogram {
 public:
  void record(std::chrono::nanoseconds duration);  ///< less than nothing counts as nothing
  std::int64_t count() const { return count_; }
  /// The smallest recorded value, rounded up to its bucket's end, that `percent` of all do not exceed.
  std::int64_t percentile_us(double percent) const;
  Percentiles percentiles() const;

 private:
  std::vector<std::int64_t> buckets_;
  std::int64_t count_ = 0;
  std::int64_t max_us_ = 0;
};

}  // namespace sharecar::load
