#include "load/arrivals.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace sharecar::load {
namespace {

using std::chrono::nanoseconds;

constexpr int many = 200'000;

std::vector<double> seconds_of(Spacing spacing, double per_second, std::uint64_t seed, int count) {
  Arrivals arrivals{spacing, per_second, seed};
  std::vector<double> out;
  for (int i = 0; i < count; ++i) out.push_back(std::chrono::duration<double>(arrivals.next()).count());
  return out;
}

TEST(Arrivals, AreEvenlySpacedWithoutDriftWhenConstant) {
  Arrivals arrivals{Spacing::constant, 3, 1};
  std::vector<nanoseconds> seen;
  for (int i = 0; i < 4; ++i) seen.push_back(arrivals.next());
  EXPECT_EQ(seen, (std::vector{nanoseconds{0}, nanoseconds{333'333'333}, nanoseconds{666'666'666},
                               nanoseconds{1'000'000'000}}));
}

TEST(Arrivals, HaveTheRateThatIsAskedForWhenPoisson) {
  const auto at = seconds_of(Spacing::poisson, 250, 1, many);
  EXPECT_NEAR(many / at.back(), 250, 2.5);  // the deviation of the mean of 200,000 gaps is 0.2 %
}

// Of exponential gaps 1 - e^-x are shorter than x times the mean.
TEST(Arrivals, HaveExponentialGapsWhenPoisson) {
  const auto at = seconds_of(Spacing::poisson, 250, 1, many);
  for (const double part : {0.1, 0.5, 1.0, 3.0}) {
    int shorter = 0;
    for (std::size_t i = 1; i < at.size(); ++i) shorter += at[i] - at[i - 1] < part / 250 ? 1 : 0;
    EXPECT_NEAR(static_cast<double>(shorter) / many, 1 - std::exp(-part), 0.005) << part;
  }
}

TEST(Arrivals, AreTheSameForTheSameSeedOnly) {
  const auto once = seconds_of(Spacing::poisson, 100, 7, 100);
  EXPECT_EQ(once, seconds_of(Spacing::poisson, 100, 7, 100));
  EXPECT_NE(once, seconds_of(Spacing::poisson, 100, 8, 100));
}

}  // namespace
}  // namespace sharecar::load
