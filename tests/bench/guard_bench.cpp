// What a guarded call costs on top of the call: at most 100 ns.
#include <benchmark/benchmark.h>

#include "chassis/resilience/guard.hpp"

namespace sharecar::resilience {
namespace {

Instant read_clock() { return std::chrono::steady_clock::now(); }

// Retry(CircuitBreaker(RateLimiter(TimeLimiter(Bulkhead(nothing))))), events and counters included; time is handed in,
// as the caller has it anyway.
void guarded_call(benchmark::State& state) {
  Guard guard{"payment", GuardConfig{}, read_clock()};
  Instant now = read_clock();
  for (auto _ : state) {
    now += 1us;
    auto call = guard.call();
    auto attempt = guard.start({1, 2}, now, now + 1s);
    attempt.enter(now);
    benchmark::DoNotOptimize(attempt.refusal());
    attempt.finish({}, now);
    benchmark::DoNotOptimize(guard.again(call, {1, 2}, {}, true, now, now + 1s));
  }
}
BENCHMARK(guarded_call);

void guarded_call_with_its_own_clock(benchmark::State& state) {
  Guard guard{"payment", GuardConfig{}, read_clock()};
  for (auto _ : state) {
    const Instant began = read_clock();
    auto call = guard.call();
    auto attempt = guard.start({1, 2}, began, began + 1s);
    attempt.enter(began);
    benchmark::DoNotOptimize(attempt.refusal());
    const Instant ended = read_clock();
    attempt.finish({}, ended);
    benchmark::DoNotOptimize(guard.again(call, {1, 2}, {}, true, ended, began + 1s));
  }
}
BENCHMARK(guarded_call_with_its_own_clock);

void refused_call(benchmark::State& state) {
  Guard guard{"payment", GuardConfig{}, read_clock()};
  Instant now = read_clock();
  if (!guard.transition_to(BreakerState::OPEN, {}, now)) state.SkipWithError("cannot open");
  for (auto _ : state) {
    auto attempt = guard.start({1, 2}, now, now + 1s);
    benchmark::DoNotOptimize(attempt.refusal());
  }
}
BENCHMARK(refused_call);

void breaker_alone(benchmark::State& state) {
  Instant now = read_clock();
  CircuitBreaker breaker{CircuitBreakerConfig{}, now, [] { return 0.5; }, [](const Event&) {}};
  for (auto _ : state) {
    now += 1us;
    breaker.try_acquire(now)->record({}, 1us, now);
  }
}
BENCHMARK(breaker_alone);

}  // namespace
}  // namespace sharecar::resilience
