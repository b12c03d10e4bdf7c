/// When the requests of an open loop are due, whatever became of the earlier ones.
#pragma once

#include <boost/describe.hpp>
#include <chrono>
#include <cstdint>
#include <random>

namespace sharecar::load {

enum class Spacing { constant, poisson };
BOOST_DESCRIBE_ENUM(Spacing, constant, poisson)

/// Equal seeds give equal times.
class Arrivals {
 public:
  Arrivals(Spacing spacing, double per_second, std::uint64_t seed)
      : spacing_(spacing), per_second_(per_second), random_(seed), gap_(per_second) {}

  /// Counted from the start; never less than the one before.
  std::chrono::nanoseconds next() {
    seconds_ = spacing_ == Spacing::constant ? static_cast<double>(number_++) / per_second_ : seconds_ + gap_(random_);
    return std::chrono::nanoseconds{static_cast<std::int64_t>(seconds_ * 1e9)};
  }

 private:
  Spacing spacing_;
  double per_second_;
  std::int64_t number_ = 0;
  double seconds_ = 0;
  std::mt19937_64 random_;
  std::exponential_distribution<double> gap_;
};

}  // namespace sharecar::load
