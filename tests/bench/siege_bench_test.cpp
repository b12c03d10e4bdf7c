#include "bench/siege_bench.hpp"

#include <gtest/gtest.h>

#include "support/service_fixture.hpp"

namespace sharecar::bench {
namespace {

// One quick run: everybody is answered and every order comes to its end. How fast says nothing here.
TEST(SiegeBench, AnswersEverybodyAndFinishesEveryOrder) {
  const test::TemporaryFolder folder;
  SiegeBenchOptions options;
  options.quick = true;
  options.platform.source = SHARECAR_SOURCE_DIR;
  options.platform.programs = SHARECAR_PROGRAMS_DIR;
  options.platform.cache = options.platform.source / ".cache";
  options.platform.run = folder.path() / "run";
  options.platform.any_ports = true;
  const auto result = bench_siege(options);

  EXPECT_EQ(result.summary.availability_percent, 100) << result.output;
  EXPECT_EQ(result.summary.failed, 0);
  EXPECT_GT(result.summary.transactions, 0);
  EXPECT_GT(result.before.bare.transactions, 0);
  EXPECT_EQ(result.while_open.answers, (std::map<std::string, std::int64_t>{{"202", result.while_open.sent}}));
  EXPECT_GT(result.while_open.latency.p99_us, 0);
  EXPECT_GT(result.refused.count, 0);
  EXPECT_EQ(result.violations, "");
  ASSERT_EQ(result.states.size(), 1u);
  EXPECT_EQ(result.states.begin()->first, "CONFIRMED");
  EXPECT_GE(result.states.begin()->second, result.summary.transactions);
  EXPECT_FALSE(launcher::fs::exists(options.platform.run));
}

}  // namespace
}  // namespace sharecar::bench
