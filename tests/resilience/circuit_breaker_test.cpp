#include "chassis/resilience/circuit_breaker.hpp"

#include <gmock/gmock.h>

#include <vector>

#include "told.hpp"

namespace sharecar::resilience {
namespace {

using enum BreakerState;

constexpr Outcome ok{};
constexpr Outcome broken{Failure::server_error, 500};

// window 4, minimum 2, 50 %, wait 1 s, 2 probes
CircuitBreakerConfig small() {
  CircuitBreakerConfig config;
  config.sliding_window_size = 4;
  config.minimum_number_of_calls = 2;
  config.wait_duration_in_open_state = 1s;
  config.permitted_number_of_calls_in_half_open_state = 2;
  config.slow_call_duration_threshold = 100ms;
  return config;
}

struct Fixture {
  explicit Fixture(CircuitBreakerConfig config = small()) : breaker{std::move(config), now, no_chance, told.sink()} {}

  void call(Outcome outcome, Duration took = 10ms) { breaker.try_acquire(now).value().record(outcome, took, now); }
  void trip() {
    call(broken);
    call(broken);
    ASSERT_EQ(OPEN, breaker.state());
    told.take();
  }

  Told told;
  Instant now = at_ms(1000);
  CircuitBreaker breaker;
};

TEST(CircuitBreaker, OpensWhenTheThresholdIsReachedAndTellsWhyInOrder) {
  Fixture f;
  f.call(ok);
  f.call(broken);
  EXPECT_EQ("SUCCESS,ERROR,FAILURE_RATE_EXCEEDED,STATE_TRANSITION:CLOSED>OPEN", f.told.take());
}

TEST(CircuitBreaker, JudgesAfterASuccessToo) {
  auto config = small();
  config.minimum_number_of_calls = 3;
  config.failure_rate_threshold = 60;
  Fixture f{config};
  f.call(broken);
  f.call(broken);
  EXPECT_EQ(CLOSED, f.breaker.state());
  f.call(ok);
  EXPECT_EQ(OPEN, f.breaker.state());
}

TEST(CircuitBreaker, TakesOnlyALongerCallForSlow) {
  auto config = small();
  config.failure_rate_threshold = 100;
  Fixture f{config};
  f.call(ok, 100ms);
  f.call(ok, 100ms);
  EXPECT_EQ(0, f.breaker.metrics(f.now).slow_calls);
  f.call(ok, 101ms);
  EXPECT_EQ(1, f.breaker.metrics(f.now).slow_calls);
}

TEST(CircuitBreaker, LetsNobodyThroughUntilStrictlyAfterTheWait) {
  Fixture f;
  f.trip();
  f.now += 1s;
  EXPECT_FALSE(f.breaker.try_acquire(f.now));
  EXPECT_EQ(0ms, f.breaker.until_half_open(f.now));
  f.now += 1ns;
  EXPECT_TRUE(f.breaker.try_acquire(f.now));
  EXPECT_EQ("NOT_PERMITTED,STATE_TRANSITION:OPEN>HALF_OPEN", f.told.take());
}

TEST(CircuitBreaker, PermitsOnlyTheConfiguredProbesWhenHalfOpen) {
  Fixture f;
  f.trip();
  f.now += 2s;
  auto first = f.breaker.try_acquire(f.now);
  auto second = f.breaker.try_acquire(f.now);
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(f.breaker.try_acquire(f.now));
  EXPECT_EQ(0, f.breaker.probes_left());
}

TEST(CircuitBreaker, GetsADroppedPermitBack) {
  Fixture f;
  f.trip();
  f.now += 2s;
  {
    const auto first = f.breaker.try_acquire(f.now);
    auto second = f.breaker.try_acquire(f.now);
    auto moved = std::move(second);
    EXPECT_EQ(0, f.breaker.probes_left());
  }
  EXPECT_EQ(2, f.breaker.probes_left());
}

TEST(CircuitBreaker, ClosesWhenTheProbesAreWellAndForgetsTheRest) {
  Fixture f;
  f.trip();
  f.now += 2s;
  f.call(ok);
  EXPECT_EQ(HALF_OPEN, f.breaker.state());
  f.call(ok);
  EXPECT_EQ(CLOSED, f.breaker.state());
  EXPECT_EQ(0, f.breaker.metrics(f.now).buffered_calls);
}

TEST(CircuitBreaker, WaitsLongerEachTimeItOpensAgainInARow) {
  auto config = small();
  config.enable_exponential_backoff = true;
  config.exponential_backoff_multiplier = 2;
  config.exponential_max_wait_duration_in_open_state = 3s;
  Fixture f{config};
  std::vector<Duration> waits;
  f.trip();
  for (int i = 0; i < 4; ++i) {
    waits.push_back(f.breaker.until_half_open(f.now));
    f.now += waits.back() + 1ms;
    f.trip();
  }
  EXPECT_THAT(waits, testing::ElementsAre(1s, 2s, 3s, 3s));
}

TEST(CircuitBreaker, BecomesHalfOpenByItselfWhenToldTo) {
  auto config = small();
  config.automatic_transition_from_open_to_half_open_enabled = true;
  Fixture f{config};
  f.trip();
  ASSERT_EQ(f.now + 1s, f.breaker.next_tick());
  f.breaker.tick(f.now + 999ms);
  EXPECT_EQ(OPEN, f.breaker.state());
  f.breaker.tick(f.now + 1s);
  EXPECT_EQ(HALF_OPEN, f.breaker.state());
  EXPECT_EQ(std::nullopt, f.breaker.next_tick());
}

TEST(CircuitBreaker, DoesNotStayHalfOpenLongerThanAllowed) {
  auto config = small();
  config.max_wait_duration_in_half_open_state = 500ms;
  for (const auto then : {OPEN, CLOSED}) {
    config.transition_to_state_after_wait_duration = then;
    Fixture f{config};
    f.trip();
    f.now += 2s;
    const auto probe = f.breaker.try_acquire(f.now);
    f.breaker.tick(f.now + 499ms);
    EXPECT_EQ(HALF_OPEN, f.breaker.state());
    f.breaker.tick(f.now + 500ms);
    EXPECT_EQ(then, f.breaker.state());
  }
}

TEST(CircuitBreaker, CountsALateResultWhileOpenButStaysAsItIs) {
  Fixture f;
  auto late = f.breaker.try_acquire(f.now);
  f.trip();
  late->record(broken, 10ms, f.now);
  EXPECT_EQ(3, f.breaker.metrics(f.now).failed_calls);
  EXPECT_EQ("ERROR", f.told.take());
}

TEST(CircuitBreaker, TakesOnlyProbesForProbes) {
  Fixture f;
  auto late = f.breaker.try_acquire(f.now);
  auto dropped = f.breaker.try_acquire(f.now);
  f.trip();
  f.now += 2s;
  f.call(ok);  // a probe
  late->record(broken, 10ms, f.now);
  dropped.reset();
  EXPECT_EQ(1, f.breaker.metrics(f.now).buffered_calls);
  EXPECT_EQ(1, f.breaker.probes_left());
  f.call(ok);
  EXPECT_EQ(CLOSED, f.breaker.state());
}

TEST(CircuitBreaker, GivesAnIgnoredProbeBackAndTakesTheUnrecordedForASuccess) {
  auto config = small();
  config.ignore_exceptions = {Failure::refused};
  config.record_exceptions = {Failure::timeout};
  Fixture f{config};
  f.call({Failure::timeout});
  f.call({Failure::timeout});
  f.now += 2s;
  f.told.take();
  f.call({Failure::refused});
  EXPECT_EQ(2, f.breaker.probes_left());
  f.call({Failure::server_error, 500});
  f.call({Failure::server_error, 500});
  EXPECT_EQ("STATE_TRANSITION:OPEN>HALF_OPEN,IGNORED_ERROR,SUCCESS,SUCCESS,STATE_TRANSITION:HALF_OPEN>CLOSED",
            f.told.take());
}

TEST(CircuitBreaker, CountsAndTellsNothingWhenDisabledOrForcedOpen) {
  Fixture f;
  ASSERT_TRUE(f.breaker.transition_to(DISABLED, f.now));
  for (int i = 0; i < 9; ++i) f.call(broken);
  EXPECT_EQ(0, f.breaker.metrics(f.now).buffered_calls);
  ASSERT_TRUE(f.breaker.transition_to(FORCED_OPEN, f.now));
  f.now += 3600s;
  EXPECT_FALSE(f.breaker.try_acquire(f.now));
  EXPECT_EQ(1, f.breaker.metrics(f.now).not_permitted_calls);
  EXPECT_EQ("STATE_TRANSITION:CLOSED>DISABLED,STATE_TRANSITION:DISABLED>FORCED_OPEN", f.told.take());
}

TEST(CircuitBreaker, OnlyTellsThatARateIsExceededAndOnceWhenMetricsOnly) {
  Fixture f;
  ASSERT_TRUE(f.breaker.transition_to(METRICS_ONLY, f.now));
  for (int i = 0; i < 3; ++i) f.call(broken);
  EXPECT_EQ(METRICS_ONLY, f.breaker.state());
  EXPECT_EQ("STATE_TRANSITION:CLOSED>METRICS_ONLY,ERROR,ERROR,FAILURE_RATE_EXCEEDED,ERROR", f.told.take());
}

TEST(CircuitBreaker, RefusesTheThreeIllegalTransitionsAndNoOther) {
  std::string refused;
  for (const auto from : {CLOSED, OPEN, HALF_OPEN, DISABLED, FORCED_OPEN, METRICS_ONLY}) {
    for (const auto to : {CLOSED, OPEN, HALF_OPEN, DISABLED, FORCED_OPEN, METRICS_ONLY}) {
      Fixture f;
      ASSERT_TRUE(f.breaker.transition_to(OPEN, f.now));  // from where everything can be reached
      ASSERT_TRUE(f.breaker.transition_to(from, f.now));
      f.told.take();
      using boost::describe::enum_to_string;
      if (!f.breaker.transition_to(to, f.now)) {
        refused += std::string{enum_to_string(from, "")} + ">" + enum_to_string(to, "") + " ";
        EXPECT_EQ(from, f.breaker.state());
        EXPECT_EQ("", f.told.take());
      } else {
        EXPECT_EQ(to, f.breaker.state());
        EXPECT_EQ(from == to, f.told.take().empty());
      }
    }
  }
  EXPECT_EQ("CLOSED>HALF_OPEN METRICS_ONLY>OPEN METRICS_ONLY>HALF_OPEN ", refused);
}

TEST(CircuitBreaker, OpensByHandForAGivenTimeWithoutCountingIt) {
  auto config = small();
  config.enable_exponential_backoff = true;
  config.exponential_backoff_multiplier = 10;
  Fixture f{config};
  ASSERT_TRUE(f.breaker.open_for(7s, f.now));
  EXPECT_EQ(7s, f.breaker.until_half_open(f.now));
  f.now += 8s;
  f.trip();
  EXPECT_EQ(1s, f.breaker.until_half_open(f.now));
}

TEST(CircuitBreaker, ForgetsCallsOlderThanItsSeconds) {
  auto config = small();
  config.sliding_window_type = SlidingWindowType::TIME_BASED;
  config.sliding_window_size = 2;
  config.failure_rate_threshold = 100;
  Fixture f{config};
  f.call(ok);
  f.call(broken);
  f.now += 1s;
  f.call(ok);
  EXPECT_EQ(3, f.breaker.metrics(f.now).buffered_calls);
  f.now += 1s;
  EXPECT_EQ(1, f.breaker.metrics(f.now).buffered_calls);
  f.now += 100s;
  EXPECT_EQ(0, f.breaker.metrics(f.now).buffered_calls);
}

}  // namespace
}  // namespace sharecar::resilience
