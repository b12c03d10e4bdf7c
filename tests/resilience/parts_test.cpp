// Retry, bulkhead, rate limiter, time limiter, interval, and the five together.
#include <gmock/gmock.h>

#include <vector>

#include "chassis/resilience/guard.hpp"
#include "told.hpp"

namespace sharecar::resilience {
namespace {

constexpr Outcome ok{};
constexpr Outcome broken{Failure::server_error, 500};
constexpr Instant never = Instant::max();

std::vector<std::int64_t> first_waits(const Interval& interval, double chance = 0.5) {
  std::vector<std::int64_t> out;
  for (int attempt = 1; attempt <= 5; ++attempt) {
    out.push_back(interval.of(attempt, [chance] { return chance; }) / 1ms);
  }
  return out;
}

TEST(Interval, IsConstantUnlessItGrows) {
  EXPECT_THAT(first_waits({.initial = 500ms}), testing::ElementsAre(500, 500, 500, 500, 500));
  EXPECT_THAT(first_waits({.initial = 500ms, .multiplier = 1.5}), testing::ElementsAre(500, 750, 1125, 1687, 2530));
}

TEST(Interval, IsCutToWholeMillisecondsAtEachStep) {
  EXPECT_THAT(first_waits({.initial = 3ms, .multiplier = 1.5}), testing::ElementsAre(3, 4, 6, 9, 13));
}

TEST(Interval, IsSpreadBetweenHalfAndOneAndAHalfAndCappedLast) {
  EXPECT_EQ(50, first_waits({.initial = 100ms, .randomized = 0.5}, 0.0)[0]);
  EXPECT_EQ(150, first_waits({.initial = 100ms, .randomized = 0.5}, 0.9999)[0]);
  EXPECT_EQ(120, first_waits({.initial = 100ms, .randomized = 0.5, .longest = 120ms}, 0.9999)[0]);
  EXPECT_EQ(1, first_waits({.initial = 0ms, .randomized = 0.5}, 0.0)[0]);
}

TEST(Interval, DoesNotOverflow) { EXPECT_GT((Interval{.initial = 1h, .multiplier = 10}.of(10'000, no_chance)), 1h); }

// Attempts until it gives up or succeeds; `results` says what comes of each.
int attempts_of(Retry& retry, std::vector<Outcome> results, bool repeatable = true, Instant deadline = never) {
  auto call = retry.begin();
  for (std::size_t i = 0; call.again(results.at(i), repeatable, at_ms(0), deadline); ++i) continue;
  return call.attempts();
}

RetryConfig generous() {
  RetryConfig config;
  config.budget_percent = 100'000;
  return config;
}

TEST(Retry, TriesAsOftenAsAllowedTheFirstCallAmongThem) {
  Told told;
  Retry retry{generous(), no_chance, told.sink()};
  EXPECT_EQ(3, attempts_of(retry, {broken, broken, broken}));
  EXPECT_EQ("RETRY,RETRY,ERROR", told.take());
  EXPECT_EQ(2, attempts_of(retry, {broken, ok}));
  EXPECT_EQ("RETRY,SUCCESS", told.take());
  EXPECT_EQ(1, attempts_of(retry, {ok}));
  EXPECT_EQ("", told.take());
  const auto counts = retry.counts();
  EXPECT_EQ(1, counts.failed_with_retry);
  EXPECT_EQ(1, counts.successful_with_retry);
  EXPECT_EQ(1, counts.successful_without_retry);
  EXPECT_EQ(0, counts.failed_without_retry);
}

TEST(Retry, LeavesAloneWhatMustNotBeRepeatedAndWhatIsNotListed) {
  auto config = generous();
  config.retry_exceptions = {Failure::refused};
  Told told;
  Retry retry{config, no_chance, told.sink()};
  EXPECT_EQ(1, attempts_of(retry, {broken}));
  EXPECT_EQ(1, attempts_of(retry, {Outcome{Failure::refused}}, false));
  EXPECT_EQ("IGNORED_ERROR,IGNORED_ERROR", told.take());
  EXPECT_EQ(2, retry.counts().failed_without_retry);
}

TEST(Retry, BeginsNoWaitThatWouldPassTheDeadline) {
  Retry retry{generous(), no_chance, {}};
  EXPECT_EQ(1, attempts_of(retry, {broken}, true, at_ms(500)));
  EXPECT_EQ(2, attempts_of(retry, {broken, ok}, true, at_ms(501)));
}

TEST(Retry, StaysWithinItsBudgetWhateverHappens) {
  for (unsigned seed = 1; seed <= 50; ++seed) {
    std::mt19937 random{seed};
    RetryConfig config;
    config.max_attempts = 2 + static_cast<int>(random() % 9);
    Retry retry{config, no_chance, {}};
    int calls = 0;
    int retries = 0;
    for (; calls < 1000;) {
      ++calls;
      auto call = retry.begin();
      const unsigned bad = random() % 100;
      while (call.again(random() % 100 < bad ? broken : ok, true, at_ms(0), never)) ++retries;
      ASSERT_LE(retries * 5, calls) << "seed " << seed;
    }
  }
}

TEST(Retry, SavesUpAFewRetriesOnly) {
  RetryConfig config;
  config.max_attempts = 1000;
  Retry retry{config, no_chance, {}};
  for (int i = 0; i < 10'000; ++i) attempts_of(retry, {ok});
  EXPECT_EQ(1 + Retry::most_saved, attempts_of(retry, std::vector<Outcome>(100, broken)));
}

TEST(Bulkhead, HasAsManySlotsAsConfigured) {
  Told told;
  Bulkhead bulkhead{{.max_concurrent_calls = 2}, told.sink()};
  auto first = bulkhead.try_enter(at_ms(0));
  auto second = bulkhead.try_enter(at_ms(0));
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(bulkhead.try_enter(at_ms(0)));
  first->finish(at_ms(1));
  EXPECT_EQ(1, bulkhead.available());
  EXPECT_EQ("CALL_PERMITTED,CALL_PERMITTED,CALL_REJECTED,CALL_FINISHED", told.take());
}

TEST(Bulkhead, HandsASlotToWhoWaitsLongest) {
  Bulkhead bulkhead{{.max_concurrent_calls = 1, .max_wait_duration = 1s}, {}};
  auto running = bulkhead.try_enter(at_ms(0));
  ASSERT_FALSE(bulkhead.try_enter(at_ms(0)));
  std::string woken;
  auto first = bulkhead.queue([&] { woken += '1'; });
  auto second = bulkhead.queue([&] { woken += '2'; });
  running.reset();
  EXPECT_EQ("1", woken);
  EXPECT_FALSE(bulkhead.try_enter(at_ms(0)));  // it was never free
  auto slot = first.claim(at_ms(1));
  ASSERT_TRUE(slot);
  slot.reset();
  EXPECT_EQ("12", woken);
}

TEST(Bulkhead, LosesNoSlotWhenAWaitingCallerGivesUp) {
  Told told;
  Bulkhead bulkhead{{.max_concurrent_calls = 1, .max_wait_duration = 1s}, told.sink()};
  auto running = bulkhead.try_enter(at_ms(0));
  {
    auto granted = bulkhead.queue([] {});
    auto impatient = bulkhead.queue([] {});
    EXPECT_FALSE(impatient.claim(at_ms(1)));
    running.reset();  // handed to `granted`, which is dropped unclaimed
  }
  EXPECT_EQ(0, bulkhead.waiting());
  EXPECT_EQ(1, bulkhead.available());
  EXPECT_EQ("CALL_PERMITTED,CALL_REJECTED", told.take());
}

TEST(RateLimiter, GivesPermissionsPeriodByPeriodAndReservesAhead) {
  RateLimiter limiter{{.limit_for_period = 2, .limit_refresh_period = 100ms, .timeout_duration = 250ms}, at_ms(0), {}};
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 7; ++i) {
    const auto reserved = limiter.reserve(at_ms(10), 1h);
    waits.push_back(reserved.granted ? reserved.wait / 1ms : -1);
  }
  EXPECT_THAT(waits, testing::ElementsAre(0, 0, 90, 90, 190, 190, -1));
  EXPECT_EQ(-4, limiter.available(at_ms(10)));
  EXPECT_EQ(-2, limiter.available(at_ms(110)));
  EXPECT_EQ(2, limiter.available(at_ms(100'000)));
}

TEST(RateLimiter, ReservesNothingForACallerWithoutTheTime) {
  RateLimiter limiter{{.limit_for_period = 1, .limit_refresh_period = 1s}, at_ms(0), {}};
  EXPECT_TRUE(limiter.reserve(at_ms(0), 10ms).granted);
  EXPECT_FALSE(limiter.reserve(at_ms(0), 999ms).granted);
  EXPECT_EQ(0, limiter.available(at_ms(0)));
}

TEST(RateLimiter, NeverLetsMoreStartInAPeriodThanTheLimit) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    std::mt19937 random{seed};
    const int limit = 1 + static_cast<int>(random() % 5);
    RateLimiter limiter{
        {.limit_for_period = limit, .limit_refresh_period = 50ms, .timeout_duration = 200ms}, at_ms(0), {}};
    std::map<std::int64_t, int> started;
    Instant now = at_ms(0);
    for (int i = 0; i < 500; ++i) {
      now += std::chrono::milliseconds{random() % 20};
      const auto reserved = limiter.reserve(now, 1h);
      if (!reserved.granted) continue;
      ASSERT_LE(++started[(now + reserved.wait - at_ms(0)) / 50ms], limit) << "seed " << seed;
    }
  }
}

TEST(TimeLimiter, BoundsAnAttemptByItsOwnLimitAndTheDeadline) {
  Told told;
  TimeLimiter limiter{{.timeout_duration = 610ms}, told.sink()};
  EXPECT_EQ(at_ms(610), limiter.limit(at_ms(0), never));
  EXPECT_EQ(at_ms(300), limiter.limit(at_ms(0), at_ms(300)));
  limiter.record(ok, 1ms, at_ms(1));
  limiter.record(broken, 1ms, at_ms(1));
  limiter.record({Failure::timeout}, 610ms, at_ms(610));
  EXPECT_EQ("SUCCESS,ERROR,TIMEOUT", told.take());
}

std::string story_of(Guard& guard, PartKind part) {
  std::string out;
  for (const auto& entry : guard.journal(part).entries()) out += (out.empty() ? "" : ",") + told(entry.event);
  return out;
}

TEST(Guard, AsksThePartsFromTheOutsideInwards) {
  GuardConfig config;
  config.bulkhead.max_concurrent_calls = 1;
  config.circuit_breaker.sliding_window_size = 2;
  config.circuit_breaker.minimum_number_of_calls = 2;
  Guard guard{"payment", config, at_ms(0)};

  auto running = guard.start({1, 2}, at_ms(0), at_ms(5000));
  running.enter(at_ms(0));
  EXPECT_EQ(Failure::none, running.refusal());
  EXPECT_EQ(at_ms(1000), running.deadline());
  auto crowded = guard.start({3, 4}, at_ms(1), at_ms(5000));
  crowded.enter(at_ms(1));
  EXPECT_EQ(Failure::bulkhead_full, crowded.refusal());
  crowded.finish({crowded.refusal()}, at_ms(1));
  running.finish(broken, at_ms(10));
  auto refused = guard.start({5, 6}, at_ms(11), at_ms(5000));
  EXPECT_EQ(Failure::circuit_open, refused.refusal());

  EXPECT_EQ("ERROR,ERROR,FAILURE_RATE_EXCEEDED,STATE_TRANSITION:CLOSED>OPEN,NOT_PERMITTED",
            story_of(guard, PartKind::circuit_breaker));
  EXPECT_EQ("CALL_PERMITTED,CALL_REJECTED,CALL_FINISHED", story_of(guard, PartKind::bulkhead));
  EXPECT_EQ("ERROR,ERROR", story_of(guard, PartKind::time_limiter));
  EXPECT_EQ("SUCCESSFUL_ACQUIRE,SUCCESSFUL_ACQUIRE", story_of(guard, PartKind::rate_limiter));
}

TEST(Guard, KnowsTheTraceThatTrippedTheBreaker) {
  GuardConfig config;
  config.circuit_breaker.sliding_window_size = 1;
  config.circuit_breaker.minimum_number_of_calls = 1;
  Guard guard{"payment", config, at_ms(0)};
  auto first = guard.start({1, 1}, at_ms(0), never);
  auto second = guard.start({2, 2}, at_ms(0), never);
  first.finish(broken, at_ms(1));
  second.finish(broken, at_ms(2));
  const auto entries = guard.journal(PartKind::circuit_breaker).entries();
  ASSERT_EQ(4u, entries.size());
  EXPECT_EQ(EventType::STATE_TRANSITION, entries[2].event.type);
  EXPECT_EQ((TraceId{1, 1}), entries[2].trace);
  EXPECT_EQ((TraceId{2, 2}), entries[3].trace);
}

TEST(Guard, HasEverythingBackAfterADroppedAttempt) {
  GuardConfig config;
  config.circuit_breaker.permitted_number_of_calls_in_half_open_state = 1;
  Guard guard{"payment", config, at_ms(0)};
  ASSERT_TRUE(guard.transition_to(BreakerState::OPEN, {}, at_ms(0)));
  ASSERT_TRUE(guard.transition_to(BreakerState::HALF_OPEN, {}, at_ms(0)));
  {
    auto dropped = guard.start({}, at_ms(0), never);
    dropped.enter(at_ms(0));
    EXPECT_EQ(0, guard.breaker().probes_left());
    EXPECT_EQ(1, guard.bulkhead().running());
  }
  EXPECT_EQ(1, guard.breaker().probes_left());
  EXPECT_EQ(0, guard.bulkhead().running());
}

TEST(Guard, RefusesSettingsThatCannotWorkAndNamesTheKey) {
  GuardConfig config;
  config.circuit_breaker.failure_rate_threshold = 0;
  try {
    Guard guard{"payment", config, at_ms(0)};
    FAIL() << "accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ("circuitBreaker.failureRateThreshold must be above 0 and at most 100", error.what());
  }
}

TEST(Journal, KeepsTheLastEventsOldestFirst) {
  Journal journal{3};
  for (int i = 1; i <= 5; ++i) journal.add({.at = at_ms(i)}, {});
  std::vector<std::int64_t> times;
  for (const auto& entry : journal.entries()) times.push_back(entry.event.at.time_since_epoch() / 1ms);
  EXPECT_THAT(times, testing::ElementsAre(3, 4, 5));
}

TEST(RecentCalls, CountsTenSecondsAndMeasuresAMinute) {
  RecentCalls recent;
  recent.add(CallKind::success, 10ms, at_ms(1000));
  recent.add(CallKind::short_circuited, 0ms, at_ms(1000));
  recent.add(CallKind::timeout, 30ms, at_ms(9000));
  recent.add(CallKind::fallback, 0ms, at_ms(9000));
  EXPECT_THAT(recent.counts(at_ms(10'999)), testing::ElementsAre(1, 0, 1, 1, 0, 1));
  EXPECT_THAT(recent.counts(at_ms(11'000)), testing::ElementsAre(0, 0, 1, 0, 0, 1));
  EXPECT_THAT(recent.durations(at_ms(61'000)), testing::ElementsAre(10ms, 30ms));
  EXPECT_THAT(recent.durations(at_ms(61'001)), testing::ElementsAre(30ms));
}

TEST(RecentCalls, TakesPercentilesByNearestRank) {
  const std::vector<Duration> sorted{1ms, 2ms, 3ms, 4ms};
  EXPECT_EQ(1ms, percentile(sorted, 0));
  EXPECT_EQ(2ms, percentile(sorted, 50));
  EXPECT_EQ(4ms, percentile(sorted, 99));
  EXPECT_EQ(0ms, percentile({}, 50));
}

}  // namespace
}  // namespace sharecar::resilience
