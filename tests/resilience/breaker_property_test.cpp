// Random histories with many calls in flight, against a model that remembers every call and counts them anew each time.
#include <gmock/gmock.h>

#include <map>
#include <random>
#include <vector>

#include "chassis/resilience/circuit_breaker.hpp"
#include "told.hpp"

namespace sharecar::resilience {
namespace {

using enum BreakerState;

// Says the same in the simplest way that can be thought of.
class Model {
 public:
  explicit Model(CircuitBreakerConfig config) : config_(std::move(config)) {}

  // The era that the call belongs to; 0: not permitted.
  int acquire(Instant now) {
    tick(now);
    if (state == OPEN && now > open_until_) go(HALF_OPEN, now);
    const bool may = state == CLOSED || (state == HALF_OPEN && probes_out_ < probes());
    if (!may) return 0;
    if (state == HALF_OPEN) ++probes_out_;
    return era_;
  }
  void record(int era, bool failed, bool slow, Instant now) {
    tick(now);
    if (state == HALF_OPEN && era != era_) return;
    calls_.push_back({failed, slow, now});
    if (state == OPEN) return;
    const auto seen = counted(now);
    const int enough = std::min(config_.minimum_number_of_calls, limit());
    if (static_cast<int>(seen.size()) < enough) return;
    const bool trip = rate(seen, &Seen::failed) >= config_.failure_rate_threshold ||
                      rate(seen, &Seen::slow) >= config_.slow_call_rate_threshold;
    if (trip) {
      go(OPEN, now);
    } else if (state == HALF_OPEN) {
      go(CLOSED, now);
    }
  }
  void drop(int era) {
    if (state == HALF_OPEN && era == era_) --probes_out_;
  }
  void tick(Instant now) {
    if (state == OPEN && config_.automatic_transition_from_open_to_half_open_enabled && now >= open_until_) {
      go(HALF_OPEN, now);
    }
  }
  int buffered(Instant now) const { return static_cast<int>(counted(now).size()); }
  int probes_left() const { return state == HALF_OPEN ? probes() - probes_out_ : 0; }

  BreakerState state = CLOSED;

 private:
  struct Seen {
    bool failed;
    bool slow;
    Instant at;
  };
  int probes() const { return config_.permitted_number_of_calls_in_half_open_state; }
  bool by_time() const { return window_of_ == CLOSED && config_.sliding_window_type == SlidingWindowType::TIME_BASED; }
  int limit() const {
    if (by_time()) return config_.minimum_number_of_calls;
    return window_of_ == HALF_OPEN ? probes() : config_.sliding_window_size;
  }
  std::vector<Seen> counted(Instant now) const {
    std::vector<Seen> out;
    for (auto call = calls_.rbegin(); call != calls_.rend(); ++call) {
      const auto age = now.time_since_epoch() / 1s - call->at.time_since_epoch() / 1s;
      const bool in = by_time() ? age < config_.sliding_window_size : static_cast<int>(out.size()) < limit();
      if (in) out.push_back(*call);
    }
    return out;
  }
  static double rate(const std::vector<Seen>& seen, bool Seen::*what) {
    int count = 0;
    for (const auto& call : seen) count += call.*what ? 1 : 0;
    return 100.0 * count / static_cast<double>(seen.size());
  }
  void go(BreakerState to, Instant now) {
    state = to;
    ++era_;
    if (to == OPEN) {
      open_until_ = now + config_.wait_duration_in_open_state;
      return;
    }
    window_of_ = to;
    calls_.clear();
    probes_out_ = 0;
  }

  CircuitBreakerConfig config_;
  BreakerState window_of_ = CLOSED;
  int era_ = 1;
  int probes_out_ = 0;
  std::vector<Seen> calls_;
  Instant open_until_{};
};

CircuitBreakerConfig random_config(std::mt19937& random) {
  const auto upto = [&](int most) { return 1 + static_cast<int>(random() % static_cast<unsigned>(most)); };
  CircuitBreakerConfig config;
  config.sliding_window_type = random() % 2 == 0 ? SlidingWindowType::COUNT_BASED : SlidingWindowType::TIME_BASED;
  config.sliding_window_size = upto(8);
  config.minimum_number_of_calls = upto(8);
  config.failure_rate_threshold = 10 * upto(10);
  config.slow_call_rate_threshold = 10 * upto(10);
  config.slow_call_duration_threshold = 50ms;
  config.wait_duration_in_open_state = std::chrono::milliseconds{100 * upto(20)};
  config.permitted_number_of_calls_in_half_open_state = upto(5);
  config.automatic_transition_from_open_to_half_open_enabled = random() % 2 == 0;
  return config;
}

struct Running {
  CircuitBreaker::Permit permit;
  int era;
};

TEST(CircuitBreakerProperty, DoesWhatANaiveModelDoesWithManyCallsInFlight) {
  std::map<BreakerState, int> visited;
  for (unsigned seed = 1; seed <= 300; ++seed) {
    std::mt19937 random{seed};
    const auto config = random_config(random);
    const unsigned bad = random() % 100;
    Instant now = at_ms(1'000'000);
    CircuitBreaker breaker{config, now, no_chance, {}};
    Model model{config};
    std::vector<Running> running;
    for (int step = 0; step < 400; ++step) {
      const auto dice = random() % 10;
      if (dice < 4) {
        auto permit = breaker.try_acquire(now);
        const int era = model.acquire(now);
        ASSERT_EQ(era != 0, permit.has_value()) << "seed " << seed << " step " << step;
        if (permit) running.push_back({std::move(*permit), era});
      } else if (dice < 8 && !running.empty()) {
        const auto which = running.begin() + static_cast<std::ptrdiff_t>(random() % running.size());
        Running ended = std::move(*which);
        running.erase(which);
        const bool failed = random() % 100 < bad;
        const bool slow = random() % 100 < bad;
        if (dice == 7) {
          model.drop(ended.era);
        } else {
          ended.permit.record({failed ? Failure::reset : Failure::none}, slow ? 51ms : 50ms, now);
          model.record(ended.era, failed, slow, now);
        }
      } else {
        now += std::chrono::milliseconds{random() % 700};
        breaker.tick(now);
        model.tick(now);
      }
      ++visited[breaker.state()];
      ASSERT_EQ(model.state, breaker.state()) << "seed " << seed << " step " << step;
      ASSERT_EQ(model.buffered(now), breaker.metrics(now).buffered_calls) << "seed " << seed << " step " << step;
      ASSERT_EQ(model.probes_left(), breaker.probes_left()) << "seed " << seed << " step " << step;
      ASSERT_GE(breaker.probes_left(), 0);
    }
  }
  EXPECT_EQ(3u, visited.size()) << "the walks must reach CLOSED, OPEN and HALF_OPEN";
}

}  // namespace
}  // namespace sharecar::resilience
