// Breakers and changes as a person reads them in a terminal.
#include "launcher/breaker_table.hpp"

#include <gtest/gtest.h>

namespace sharecar::launcher {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp start{std::chrono::seconds{1'700'000'000}};

contracts::Breaker breaker(const std::string& state) {
  contracts::Breaker out;
  out.service = "order";
  out.instance = "order-1";
  out.name = "payment";
  out.state = state;
  out.since = start;
  out.server_now = start + 5s;
  return out;
}

TEST(BreakerTable, TellsRatesWithTheirThresholdsAndWhatComesNext) {
  auto open = breaker("OPEN");
  open.failure_rate = 62.5;
  open.slow_call_rate = 100;
  open.slow_call_rate_threshold = 80;
  open.buffered_calls = 20;
  open.not_permitted_calls = 7;
  open.recent.p50_ms = 610.25;
  open.recent.p99_ms = 1200;
  open.half_open_in_ms = 2'000;
  auto waiting = breaker("OPEN");
  waiting.half_open_in_ms = 0;
  auto probing = breaker("HALF_OPEN");
  probing.probes_left = 3;
  auto forced = breaker("FORCED_OPEN");
  forced.set_by_hand = contracts::Override{"a1", "a drill", start, start + 65s};
  EXPECT_EQ(breaker_table({open, waiting, probing, forced, breaker("CLOSED")}),
            "  instance  breaker  state          for  failures       slow           calls  refused      p50      p99\n"
            "  order-1   payment  OPEN         5.0 s  62.5 % of 50   100 % of 80       20        7   610 ms  1200 ms"
            "  probes in 2.0 s\n"
            "  order-1   payment  OPEN         5.0 s  too few calls  too few calls      0        0  0.00 ms  0.00 ms"
            "  waits for a call to probe with\n"
            "  order-1   payment  HALF_OPEN    5.0 s  too few calls  too few calls      0        0  0.00 ms  0.00 ms"
            "  3 probes left\n"
            "  order-1   payment  FORCED_OPEN  5.0 s  too few calls  too few calls      0        0  0.00 ms  0.00 ms"
            "  by hand: a drill, reverts in 1 min  undo a1\n"
            "  order-1   payment  CLOSED       5.0 s  too few calls  too few calls      0        0  0.00 ms  0.00 ms\n");
}

TEST(ChangeTable, TellsHowEachChangeEndedOrWill) {
  contracts::BreakerChange change;
  change.change_id = "a1";
  change.instance = "order-1";
  change.name = "payment";
  change.from = "CLOSED";
  change.to = "FORCED_OPEN";
  change.reason = "a drill";
  change.at = start;
  auto timed = change;
  timed.reverts_at = start + 60s;
  auto over = timed;
  over.reverted_at = start + 7s;
  over.reverted_by = "undo";
  auto reset = change;
  reset.to = "RESET";
  EXPECT_EQ(change_table({change, timed, over, reset}, start + 5s),
            "  change  at                    instance  breaker  from    to           reason\n"
            "  a1      2023-11-14T22:13:20Z  order-1   payment  CLOSED  FORCED_OPEN  a drill  until it is undone\n"
            "  a1      2023-11-14T22:13:20Z  order-1   payment  CLOSED  FORCED_OPEN  a drill  reverts in 55.0 s\n"
            "  a1      2023-11-14T22:13:20Z  order-1   payment  CLOSED  FORCED_OPEN  a drill  over by undo after 7.0 s\n"
            "  a1      2023-11-14T22:13:20Z  order-1   payment  CLOSED  RESET        a drill\n");
}

}  // namespace
}  // namespace sharecar::launcher
