// Settings of guards in a service's configuration: Resilience4j's keys and values, each with its source.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "chassis/http/upstream.hpp"
#include "chassis/runtime/config.hpp"
#include "support/service_fixture.hpp"

namespace sharecar {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::HasSubstr;
using contracts::Setting;
using resilience::Failure;

struct CallerConfig {
  http::UpstreamConfig payment;
};
BOOST_DESCRIBE_STRUCT(CallerConfig, (), (payment))

const std::vector<std::string> environment{
    "SHARECAR_CALLER__PAYMENT__CIRCUIT_BREAKER__WAIT_DURATION_IN_OPEN_STATE=5s",
    "SHARECAR_CALLER__PAYMENT__CIRCUIT_BREAKER__SLIDING_WINDOW_TYPE=TIME_BASED",
    "SHARECAR_CALLER__PAYMENT__RETRY__RETRY_EXCEPTIONS=refused, timeout"};

TEST(GuardSettings, ComeFromFileAndEnvironmentByResilience4jsNames) {
  const test::TemporaryFolder folder;
  const auto file = (folder.path() / "caller.yml").string();
  std::ofstream{file} << "payment:\n"
                         "  circuitBreaker:\n"
                         "    failureRateThreshold: 37.5\n"
                         "    waitDurationInOpenState: 30s\n"
                         "    automaticTransitionFromOpenToHalfOpenEnabled: false\n"
                         "    ignoreExceptions: [too_large]\n"
                         "  timeLimiter:\n"
                         "    timeoutDuration: 610\n";
  const auto sources = read_sources("caller", file, environment);
  const auto config = decode_config<CallerConfig>("caller", sources);
  const auto& breaker = config.payment.circuit_breaker;
  EXPECT_EQ(breaker.failure_rate_threshold, 37.5);
  EXPECT_EQ(breaker.wait_duration_in_open_state, 5s) << "the environment wins";
  EXPECT_FALSE(breaker.automatic_transition_from_open_to_half_open_enabled);
  EXPECT_EQ(breaker.ignore_exceptions, std::vector{Failure::too_large});
  EXPECT_EQ(breaker.sliding_window_type, resilience::SlidingWindowType::TIME_BASED);
  EXPECT_EQ(config.payment.retry.retry_exceptions, (std::vector{Failure::refused, Failure::timeout}));
  EXPECT_EQ(config.payment.time_limiter.timeout_duration, 610ms);

  const auto effective = json::parse(json::encode(config));
  const auto properties = properties_of(*effective, sources);
  const auto part = json::parse(json::encode(config.payment.guard()));
  const auto settings = settings_of("payment", *part, properties);
  EXPECT_EQ(settings.size(), 41u);
  for (const auto& expected :
       {Setting{"circuitBreaker.failureRateThreshold", "37.5", "file:" + file},
        Setting{"circuitBreaker.waitDurationInOpenState", "5s", "environment"},
        Setting{"circuitBreaker.slidingWindowType", "TIME_BASED", "environment"},
        Setting{"circuitBreaker.slowCallRateThreshold", "100", "default"},
        Setting{"retry.retryExceptions", R"(["refused","timeout"])", "environment"},
        Setting{"rateLimiter.limitRefreshPeriod", "500ns", "default"},
        Setting{"timeLimiter.timeoutDuration", "610ms", "file:" + file}}) {
    EXPECT_THAT(settings, Contains(expected));
  }
}

TEST(GuardSettings, ThatAreWrongNameTheirKey) {
  const auto complaint = [](const std::string& variable) {
    try {
      decode_config<CallerConfig>("caller", read_sources("caller", "", {"SHARECAR_CALLER__PAYMENT__" + variable}));
      return std::string{"none"};
    } catch (const ConfigError& error) {
      return std::string{error.what()};
    }
  };
  EXPECT_THAT(complaint("CIRCUIT_BREAKER__WAIT_DURATION_IN_OPEN_STATE=soon"),
              HasSubstr("'payment.circuitBreaker.waitDurationInOpenState' must be a duration such as 610ms"));
  EXPECT_THAT(complaint("CIRCUIT_BREAKER__SLIDING_WINDOW_TYPE=NONE"),
              HasSubstr("'payment.circuitBreaker.slidingWindowType' must be enum:COUNT_BASED,TIME_BASED"));
  EXPECT_THAT(complaint("RETRY__RETRY_EXCEPTIONS=refused,tired"), HasSubstr("'payment.retry.retryExceptions.1' must be"));
  EXPECT_THAT(complaint("TIMEOUT_MS=610"), HasSubstr("there is no key 'payment.timeoutMs'"));
}

}  // namespace
}  // namespace sharecar
