// What goes onto the timeline.
#include "services/turbine/timeline.hpp"

#include <gtest/gtest.h>

namespace sharecar::turbine {
namespace {

using namespace std::chrono_literals;
using contracts::Breaker;
using contracts::BreakerEvent;
using contracts::TimelineEntry;

constexpr Timestamp start{std::chrono::seconds{1'000'000}};
const Listed order{"order", "order-1", "http://order"};

BreakerEvent transition(const std::string& from, const std::string& to) {
  BreakerEvent out;
  out.service = "order";
  out.instance = "order-1";
  out.name = "payment";
  out.type = "STATE_TRANSITION";
  out.at = start + 1s;
  out.from = from;
  out.to = to;
  out.trace_id = "abc";
  return out;
}

Breaker breaker(const std::string& state) {
  Breaker out;
  out.service = "order";
  out.instance = "order-1";
  out.name = "payment";
  out.state = state;
  out.since = start + 7s;
  return out;
}

std::string text(const TimelineEntry& entry) {
  return std::to_string((entry.at - start) / 1s) + ' ' + entry.kind + ' ' + entry.service + '/' + entry.instance + '/' +
         entry.name + ' ' + entry.from + '>' + entry.to + ' ' + entry.trace_id.value_or("-");
}
std::string text(const std::optional<TimelineEntry>& entry) { return entry ? text(*entry) : "none"; }
std::string text(const std::vector<TimelineEntry>& entries) {
  std::string out;
  for (const auto& entry : entries) out += text(entry) + '\n';
  return out;
}

TEST(Timeline, TellsTransitionsWithTheTraceThatCausedThem) {
  Timeline timeline{1000};
  EXPECT_EQ(text(timeline.happened(transition("CLOSED", "OPEN"))),
            "1 transition order/order-1/payment CLOSED>OPEN abc");
  auto other = transition("CLOSED", "OPEN");
  other.type = "ERROR";
  EXPECT_EQ(text(timeline.happened(other)), "none");
}

TEST(Timeline, FindsTransitionsThatNobodyTold) {
  Timeline timeline{1000};
  EXPECT_EQ(text(timeline.found(breaker("CLOSED"))), "none") << "nothing was known of it";
  EXPECT_EQ(text(timeline.found(breaker("OPEN"))), "7 transition order/order-1/payment CLOSED>OPEN -");
  timeline.happened(transition("OPEN", "HALF_OPEN"));
  EXPECT_EQ(text(timeline.found(breaker("HALF_OPEN"))), "none");
}

TEST(Timeline, TellsFaultsThatComeAndGo) {
  Timeline timeline{1000};
  EXPECT_EQ(text(timeline.faults(order, {}, start)), "");
  EXPECT_EQ(text(timeline.faults(order, {"slow", "wrong"}, start + 1s)),
            "1 fault order/order-1/slow off>on -\n"
            "1 fault order/order-1/wrong off>on -\n");
  EXPECT_EQ(text(timeline.faults(order, {"slow"}, start + 2s)), "2 fault order/order-1/wrong on>off -\n");
  EXPECT_EQ(text(timeline.faults(order, {"slow"}, start + 3s)), "");
}

TEST(Timeline, TellsWhenLagBeginsAndWhenItIsOver) {
  Timeline timeline{1000};
  EXPECT_EQ(text(timeline.lag(order, "outbox", 999, start)), "none");
  EXPECT_EQ(text(timeline.lag(order, "outbox", 1000, start)), "0 lag order/order-1/outbox 0>1000 -");
  EXPECT_EQ(text(timeline.lag(order, "outbox", 5000, start)), "none");
  EXPECT_EQ(text(timeline.lag(order, "outbox", 500, start)), "none") << "it is not over while it hovers there";
  EXPECT_EQ(text(timeline.lag(order, "outbox", 499, start)), "0 lag order/order-1/outbox 1000>499 -");
  EXPECT_EQ(text(timeline.lag(order, "consumer", 2000, start)), "0 lag order/order-1/consumer 0>2000 -");
}

TEST(Timeline, GoesOnWhereAnEarlierProcessEnded) {
  Timeline before{1000};
  Timeline after{1000};
  after.remember(*before.happened(transition("CLOSED", "OPEN")));
  for (const auto& entry : before.faults(order, {"slow"}, start)) after.remember(entry);
  after.remember(*before.lag(order, "outbox", 3000, start));
  EXPECT_EQ(text(after.found(breaker("CLOSED"))), "7 transition order/order-1/payment OPEN>CLOSED -");
  EXPECT_EQ(text(after.faults(order, {}, start)), "0 fault order/order-1/slow on>off -\n");
  EXPECT_EQ(text(after.lag(order, "outbox", 0, start)), "0 lag order/order-1/outbox 3000>0 -");
}

}  // namespace
}  // namespace sharecar::turbine
