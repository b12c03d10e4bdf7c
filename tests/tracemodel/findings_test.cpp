// Each rule with a trace in which it fires and one in which it just does not.
#include "tracemodel/findings.hpp"

#include <gtest/gtest.h>

#include "tracemodel/spans.hpp"

namespace sharecar::tracemodel {
namespace {

using Spans = std::vector<Span>;

// One line per finding: "rule: text".
std::string found(const Spans& spans) {
  const Tree tree{spans};
  std::string text;
  for (const Finding& finding : findings(tree, Timeline{tree})) {
    EXPECT_FALSE(finding.nodes.empty());
    text += std::string{to_string(finding.rule)} + ": " + finding.text + "\n";
  }
  return text;
}

Span root(std::int64_t duration) { return at(span("1", "", Kind::server, "order", "post /orders"), 1'000, duration); }

Spans calls(int count, int failures, std::int64_t each) {
  Spans spans{root(100 * each)};
  for (int i = 0; i < count; ++i) {
    Span call = at(span(std::to_string(10 + i), "1", Kind::client, "order", "pg find"), 1'000 + i * each, each);
    spans.push_back(i < failures ? failed(call, "away") : call);
  }
  return spans;
}

TEST(Findings, TellOfOneCallForEachOfManyThings) {
  EXPECT_EQ(found(calls(5, 1, 1'000)),
            "n-plus-one: order: pg find was called 5 times, one after the other, below order: post /orders, in "
            "5.00 ms: one call for all of them would do (from 5 on)\n");
  EXPECT_EQ(found(calls(4, 1, 1'000)), "");
}

TEST(Findings, DoNotTakeCallsSideBySideForASequence) {
  Spans spans = calls(6, 0, 1'000);
  for (Span& one : spans) one.timestamp = 1'000;
  EXPECT_EQ(found(spans), "");
}

TEST(Findings, TellOfACallThatIsRepeatedAlthoughItFails) {
  EXPECT_EQ(found(calls(3, 2, 1'000)),
            "retry-storm: order: pg find was called 3 times, 2 of them failed: it is repeated although it fails (from "
            "3 calls with 2 errors on)\n");
  EXPECT_EQ(found(calls(3, 1, 1'000)), "");
  EXPECT_EQ(found(calls(2, 2, 1'000)), "");
}

TEST(Findings, TellOfASlowChildWhereTheTimeReallyGoes) {
  const Span call = at(span("2", "1", Kind::client, "order", "put /charges"), 2'000, 15'000);
  const Span server = at(span("3", "2", Kind::server, "cardnet", "put /charges"), 3'000, 12'000);
  EXPECT_EQ(found({root(20'000), call, server}),
            "slow-child: cardnet: put /charges takes 12.0 ms, 60 % of order: post /orders (from 50 % and 10 ms on)\n");
  EXPECT_EQ(found({root(40'000), call}), "");
  EXPECT_EQ(found({root(12'000), at(call, 2'000, 9'999)}), "");
}

TEST(Findings, DoNotBlameWhatNobodyWaitsFor) {
  EXPECT_EQ(found({root(20'000), at(span("2", "1", Kind::consumer, "customer", "process"), 2'000, 17'000)}), "");
}

TEST(Findings, TellOfTimeInWhichNothingRuns) {
  const auto later = [](std::int64_t start) {
    return at(span("2", "1", Kind::consumer, "customer", "order.events process"), start, 5'000);
  };
  EXPECT_EQ(found({root(5'000), later(9'000)}),
            "gap: nothing runs for 3.00 ms, 23 % of the trace, until customer: order.events process begins: something "
            "waited (from 20 % on)\n");
  EXPECT_EQ(found({root(5'000), later(8'000)}), "");
}

TEST(Findings, TellOfASpanWhoseParentIsMissing) {
  EXPECT_EQ(found({root(5'000), at(span("2", "9", Kind::server, "payment", "put"), 2'000, 1'000)}),
            "missing-parent: payment: put lacks its parent 0000000000000009: that span was not reported, is not "
            "reported yet, or was dropped\n");
  EXPECT_EQ(found({root(5'000), at(span("2", "1", Kind::server, "payment", "put"), 2'000, 1'000)}), "");
}

TEST(Findings, DoNotMissACallerThatReportsElsewhere) {
  const Span entry = at(span("2", "9", Kind::server, "gateway", "post /orders"), 2'000, 1'000);
  EXPECT_EQ(found({entry}), "");
  EXPECT_NE(found({entry, at(span("3", "9", Kind::server, "gateway", "get /orders"), 2'000, 1'000)}), "");
}

TEST(Findings, TellOfAClockThatIsBehind) {
  EXPECT_EQ(found(read_spans(SHARECAR_RECORDINGS_HERE "/zipkin/skew.json")).substr(0, 11), "clock-skew:");
  EXPECT_EQ(found({ip(at(span("1", "", Kind::client, "a", "call"), 20, 20), "10.0.0.1"),
                   ip(at(span("2", "1", Kind::server, "b", "call"), 10, 10), "10.0.0.2")}),
            "clock-skew: b: call claims to begin before its client: b's clock is taken to be 15 µs behind, its spans "
            "are shifted\n");
  EXPECT_EQ(found({ip(at(span("1", "", Kind::client, "a", "call"), 20, 20), "10.0.0.1"),
                   ip(at(span("2", "1", Kind::server, "b", "call"), 30, 10), "10.0.0.2")}),
            "");
}

TEST(Findings, ShowNothingThatATerminalWouldObey) {
  Span evil = at(span("2", "9", Kind::client, "\x1b[31m", "\x07"), 2'000, 1'000);
  EXPECT_EQ(found({root(5'000), evil}).find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace sharecar::tracemodel
