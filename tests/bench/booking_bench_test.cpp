#include "bench/booking_bench.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/page.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::bench {
namespace {

// One quick run: every figure is there. How large it is says nothing here.
TEST(BookingBench, MeasuresEveryFigureOnAPlatformOfItsOwn) {
  const test::TemporaryFolder folder;
  BookingBenchOptions options;
  options.quick = true;
  options.platform.source = SHARECAR_SOURCE_DIR;
  options.platform.programs = SHARECAR_PROGRAMS_DIR;
  options.platform.cache = options.platform.source / ".cache";
  options.platform.run = folder.path() / "run";
  options.platform.any_ports = true;
  const auto result = bench_booking(options);

  EXPECT_GT(result.maximum, 0);
  EXPECT_EQ(result.at_half.converged, result.at_half.due);
  EXPECT_GT(result.at_half.lag.count, 0);
  EXPECT_GT(result.floor_at_half.p50_us, 0);
  EXPECT_GT(result.generator_cpu_per_1000, 0);
  for (const auto& calibration : {result.before, result.after}) {
    EXPECT_GT(calibration.hiccups.count, 0);
    EXPECT_GT(calibration.fdatasync_per_second, 0);
    EXPECT_GT(calibration.pgbench_per_second, 0);
    EXPECT_GT(calibration.kafka_per_second, 0);
    EXPECT_GT(calibration.kafka_delay.p50_us, 0);
  }
  std::set<std::string> parts;
  for (const auto& part : result.parts) {
    parts.insert(part.part);
    EXPECT_GT(part.memory_mb, 0) << part.part;
  }
  EXPECT_EQ(parts, (std::set<std::string>{"cardnet", "customer", "gateway", "kafka", "order", "payment", "postgres",
                                          "prometheus", "reservation", "tracing", "turbine"}));
  EXPECT_EQ(result.goals.size(), 9u);
  for (const auto& goal : result.goals) EXPECT_GT(goal.figure, 0) << goal.what;
  EXPECT_THAT(markdown(result), ::testing::HasSubstr("A quick run"));
  EXPECT_FALSE(launcher::fs::exists(options.platform.run));
}

}  // namespace
}  // namespace sharecar::bench
