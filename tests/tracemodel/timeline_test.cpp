#include "tracemodel/timeline.hpp"

#include <gtest/gtest.h>

#include "tracemodel/spans.hpp"
#include "tracemodel/times.hpp"

namespace sharecar::tracemodel {
namespace {

using Spans = std::vector<Span>;

Span client(std::string_view id, std::string_view parent, std::int64_t start, std::int64_t duration) {
  return ip(at(span(id, parent, Kind::client, "frontend", "call"), start, duration), "172.17.0.13");
}

Span server(std::string_view id, std::string_view parent, std::int64_t start, std::int64_t duration) {
  return ip(at(span(id, parent, Kind::server, "backend", "call"), start, duration), "172.17.0.9");
}

// By breadth-first order.
std::vector<std::int64_t> shifts(const Spans& spans) {
  const Tree tree{spans};
  const Timeline timeline{tree};
  std::vector<std::int64_t> result;
  for (Tree::Index at = 0; at < tree.nodes().size(); ++at) result.push_back(timeline.shift_of(at));
  return result;
}

using Shifts = std::vector<std::int64_t>;

TEST(ClockSkew, PutsTheServerIntoTheMiddleOfItsClient) {
  EXPECT_EQ(shifts({client("1", "", 20, 20), server("2", "1", 10, 10)}), (Shifts{0, 15}));
}

TEST(ClockSkew, IsSeenOnlyWhereTheServerBeginsFirst) {
  EXPECT_EQ(shifts({client("1", "", 20, 20), server("2", "1", 30, 10)}), (Shifts{0, 0}));
}

TEST(ClockSkew, IsNotSeenOnOneHostOrWithoutAddresses) {
  EXPECT_EQ(shifts({client("1", "", 20, 20), ip(server("2", "1", 10, 10), "172.17.0.13")}), (Shifts{0, 0}));
  EXPECT_EQ(shifts({ip(client("1", "", 20, 20), ""), ip(server("2", "1", 10, 10), "")}), (Shifts{0, 0}));
}

TEST(ClockSkew, PutsTheServerOneMicrosecondAfterACallerThatDoesNotWait) {
  EXPECT_EQ(shifts({client("1", "", 20, 0), server("2", "1", 10, 0)}), (Shifts{0, 11}));
  EXPECT_EQ(shifts({client("1", "", 20, 5), server("2", "1", 10, 10)}), (Shifts{0, 11}));
}

TEST(ClockSkew, ShiftsEverythingBelowOnTheSameHost) {
  const Span local = ip(at(span("3", "2", Kind::none, "backend"), 12, 3), "172.17.0.9");
  const Span elsewhere = ip(at(span("4", "3", Kind::server, "third"), 40, 3), "172.17.0.1");
  EXPECT_EQ(shifts({client("1", "", 20, 20), server("2", "1", 10, 10), local, elsewhere}), (Shifts{0, 15, 15, 0}));
}

TEST(ClockSkew, IsLeftAloneWithoutTheOneRoot) {
  EXPECT_EQ(shifts({client("1", "9", 20, 20), server("2", "1", 10, 10)}), (Shifts{0, 0, 0}));
  EXPECT_EQ(shifts({client("1", "", 20, 20), server("2", "1", 10, 10), span("3", "")}), (Shifts{0, 0, 0}));
}

TEST(ClockSkew, OfTheRecordedTraceIsCorrectedAsZipkinLensDoes) {
  const Tree tree{read_spans(SHARECAR_RECORDINGS_HERE "/zipkin/skew.json")};
  const Timeline timeline{tree};
  const std::int64_t shift = 1470150004074202 + (94539 - 93577) / 2 - 1470150004008761;
  EXPECT_EQ(shifts(read_spans(SHARECAR_RECORDINGS_HERE "/zipkin/skew.json")), (Shifts{0, 0, shift, shift}));
  for (const Tree::Node& node : tree.nodes()) {
    if (node.parent == Tree::none) continue;
    EXPECT_GT(timeline.of(tree.index_of(node))->start, timeline.of(node.parent)->start);
  }
}

TEST(Timeline, TakesMissingTimesFromBelow) {
  const Tree tree{{span("1", ""), at(span("2", "1"), 100, 50), at(span("3", "1"), 200), at(span("4", "3"), 210, 30),
                   at(span("5", "3", Kind::producer), 220, 90), span("6", "1")}};
  const Timeline timeline{tree};
  EXPECT_EQ(timeline.of(0), (Interval{100, 240}));
  std::vector<std::optional<Interval>> children;
  for (Tree::Index at = 1; at <= 3; ++at) children.push_back(timeline.of(at));
  EXPECT_EQ(children, (std::vector<std::optional<Interval>>{std::nullopt, Interval{100, 150}, Interval{200, 240}}));
  EXPECT_EQ(timeline.window(), (Interval{100, 310}));
  EXPECT_EQ(Timeline{Tree{Spans{span("1", "")}}}.window(), std::nullopt);
}

TEST(Timeline, CountsSelfTimeWithoutTheUnionOfTheChildren) {
  const Tree tree{{at(span("1", ""), 100, 100), at(span("2", "1"), 90, 20), at(span("3", "1"), 105, 15),
                   at(span("4", "1"), 150, 10), at(span("5", "1", Kind::consumer), 190, 500)}};
  EXPECT_EQ(Timeline{tree}.self_time_of(0), 100 - 20 - 10 - 10);
}

TEST(Timeline, KnowsWhenNothingRuns) {
  const Tree tree{{at(span("1", ""), 100, 50), at(span("2", "1", Kind::producer), 200, 10),
                   at(span("3", "2", Kind::consumer), 205, 20), at(span("4", "3"), 300, 10)}};
  EXPECT_EQ(Timeline{tree}.gaps(), (std::vector<Interval>{{150, 200}, {225, 300}}));
}

// A booking in small: 1 waits for 2 (the statement) and 3 (the call); 4 is published after 2 and consumed by 5.
Spans booking() {
  return {at(span("1", "", Kind::server), 1000, 100),   at(span("2", "1", Kind::client), 1010, 10),
          at(span("3", "1", Kind::client), 1025, 60),   at(span("4", "1", Kind::producer), 1030, 5),
          at(span("5", "4", Kind::consumer), 1110, 30), at(span("6", "5", Kind::client), 1115, 20)};
}

TEST(CriticalPath, ToTheAnswerGoesThroughWhatTheRootWaitedFor) {
  EXPECT_EQ(answer_of(Tree{booking()}), "1 0-10, 2 10-20, 1 20-25, 3 25-85, 1 85-100");
}

TEST(CriticalPath, ToTheLastEffectGoesThroughTheMessageAndItsWait) {
  EXPECT_EQ(effect_of(Tree{booking()}),
            "1 0-10, 2 10-20, 1 20-30, 4 30-35, wait 5 35-110, 5 110-115, 6 115-135, 5 135-140");
}

TEST(CriticalPath, IsTheSameTwiceWhenNothingOutlivesTheRoot) {
  Spans spans = booking();
  spans.resize(4);
  EXPECT_EQ(effect_of(Tree{spans}), answer_of(Tree{spans}));
}

TEST(CriticalPath, LeavesOutWhatRanBesideAndCutsWhatOutlivesItsParent) {
  EXPECT_EQ(answer_of(Tree{{at(span("1", "", Kind::client), 1000, 100), at(span("2", "1", Kind::server), 1050, 51),
                            at(span("3", "1"), 1020, 40), at(span("4", "1"), 1010, 20)}}),
            "1 0-10, 4 10-30, 1 30-50, 2 50-100");
}

TEST(CriticalPath, StartsWithTheRootWhateverTheChildrenClaim) {
  EXPECT_EQ(answer_of(Tree{{at(span("1", ""), 1000, 10), at(span("2", "1"), 900, 105)}}), "2 0-5, 1 5-10");
  EXPECT_EQ(effect_of(Tree{{at(span("1", ""), 1000, 10), at(span("2", "1", Kind::consumer), 900, 205)}}), "2 0-105");
  EXPECT_EQ(Timeline{Tree{}}.window(), std::nullopt);
  EXPECT_EQ(path_to_answer(Tree{}, Timeline{Tree{}}), CriticalPath{});
  EXPECT_EQ(path_to_last_effect(Tree{}, Timeline{Tree{}}), CriticalPath{});
}

}  // namespace
}  // namespace sharecar::tracemodel
