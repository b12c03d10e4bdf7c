#include "load/histogram.hpp"

#include <gtest/gtest.h>

namespace sharecar::load {
namespace {

using namespace std::chrono_literals;

TEST(Histogram, SaysNothingOfNothing) { EXPECT_EQ(Histogram{}.percentiles(), Percentiles{}); }

TEST(Histogram, KeepsShortTimesExactly) {
  Histogram histogram;
  for (int us = 1; us <= 100; ++us) histogram.record(std::chrono::microseconds{us});
  EXPECT_EQ(histogram.percentiles(), (Percentiles{100, 50, 90, 99, 100, 100}));
}

TEST(Histogram, IsOffByLessThanOnePercentAtAnyLength) {
  for (std::int64_t us = 1; us < 4'000'000'000'000; us = us * 5 / 4 + 1) {
    Histogram histogram;
    histogram.record(std::chrono::microseconds{us});
    histogram.record(std::chrono::microseconds{us * 4});  // so that the maximum does not correct the first
    const auto said = static_cast<double>(histogram.percentile_us(50));
    EXPECT_GE(said, static_cast<double>(us));
    EXPECT_LE(said, static_cast<double>(us) * 1.008);
  }
}

TEST(Histogram, NeverSaysMoreThanTheLongest) {
  Histogram histogram;
  histogram.record(1'000'003us);
  EXPECT_EQ(histogram.percentiles(), (Percentiles{1, 1'000'003, 1'000'003, 1'000'003, 1'000'003, 1'000'003}));
}

TEST(Histogram, FindsTheFewLongOnesAmongMany) {
  Histogram histogram;
  for (int i = 0; i < 985; ++i) histogram.record(1ms);
  for (int i = 0; i < 15; ++i) histogram.record(1s);
  EXPECT_LT(histogram.percentile_us(98), 1'010);
  EXPECT_EQ(histogram.percentile_us(99), 1'000'000);
}

TEST(Histogram, TakesWhatEndedBeforeItBeganForNoTime) {
  Histogram histogram;
  histogram.record(-5us);
  EXPECT_EQ(histogram.percentiles(), (Percentiles{.count = 1}));
}

}  // namespace
}  // namespace sharecar::load
