#include "launcher/metric_samples.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sharecar::launcher {
namespace {

TEST(MetricSamples, AreReadWithTheirLabels) {
  const auto samples = metric_samples(
      "# HELP calls_total Calls to others\n# TYPE calls_total counter\n"
      "calls_total{kind=\"not permitted\",name=\"payment\"} 42\nup 1\nage NaN\n\n");
  ASSERT_EQ(samples.size(), 3u);
  EXPECT_EQ(samples[0].series, "calls_total{kind=\"not permitted\",name=\"payment\"}");
  EXPECT_EQ(samples[0].value, 42);
  EXPECT_EQ(samples[1].series, "up");
  EXPECT_TRUE(std::isnan(samples[2].value));
}

}  // namespace
}  // namespace sharecar::launcher
