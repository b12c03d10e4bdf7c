#include "tracemodel/merge.hpp"

#include <gtest/gtest.h>

#include "tracemodel/spans.hpp"

namespace sharecar::tracemodel {
namespace {

using Spans = std::vector<Span>;

void expect_merged(const Spans& reported, const Spans& meant) { EXPECT_EQ(to_json(merge(reported)), to_json(meant)); }

TEST(Merge, OfNothingIsNothing) { EXPECT_TRUE(merge({}).empty()); }

TEST(Merge, OrdersByIdWithClientsFirstAndSharedSpansLast) {
  const Span a = span("a", "", Kind::server, "web");
  const Span client = span("b", "a", Kind::client, "web");
  const Span server = shared(span("b", "a", Kind::server, "app"));
  const Span c = span("c", "b", Kind::none, "app");
  expect_merged({c, server, client, a}, {a, client, server, c});
}

TEST(Merge, JoinsThePiecesOfASpanAndTheFirstValueOfAFieldWins) {
  Span first = at(span("a", "", Kind::client, "web", "get"), 5);
  first.annotations = {{9, "late"}, {7, "early"}};
  first.tags = {{"k", "old"}, {"only", "first"}};
  Span second = at(to(span("a", "b", Kind::server, "web", "post"), "app"), 6, 10);
  second.annotations = {{7, "early"}, {8, "middle"}};
  second.tags = {{"k", "new"}};
  second.debug = true;

  Span both = at(to(span("a", "b", Kind::client, "web", "get"), "app"), 5, 10);
  both.annotations = {{7, "early"}, {8, "middle"}, {9, "late"}};
  both.tags = {{"k", "new"}, {"only", "first"}};
  both.debug = true;
  expect_merged({first, second}, {both});
}

TEST(Merge, JoinsEndpointsThatWereSentInPieces) {
  expect_merged({span("a", ""), span("b", "a", Kind::client, "front"), ip(span("b", "a", Kind::client), "1.2.3.4"),
                 ip(shared(span("b", "a", Kind::server)), "1.2.3.5"), shared(span("b", "a", Kind::server, "back"))},
                {span("a", ""), ip(span("b", "a", Kind::client, "front"), "1.2.3.4"),
                 ip(shared(span("b", "a", Kind::server, "back")), "1.2.3.5")});
}

TEST(Merge, KeepsServersApartThatAnsweredOneClientFromDifferentAddresses) {
  const Span one = ip(shared(span("b", "a", Kind::server, "back")), "1.2.3.4");
  const Span two = ip(shared(span("b", "a", Kind::server, "back")), "1.2.3.5");
  const Span client = span("b", "a", Kind::client, "front");
  expect_merged({at(client, 1), two, one, at(client, 0, 10)}, {at(client, 1, 10), one, two});
}

TEST(Merge, GivesLateDataWithoutEndpointToTheFirstSpanOfItsId) {
  expect_merged(
      {span("b", "a", Kind::client), at(span("b", "a", Kind::none, "front"), 1),
       ip(shared(span("b", "a", Kind::server, "back")), "1.2.3.4"), at(span("b", ""), 0, 10)},
      {at(span("b", "a", Kind::client, "front"), 1, 10), ip(shared(span("b", "a", Kind::server, "back")), "1.2.3.4")});
}

TEST(Merge, MarksAServerThatFollowsItsClientAsShared) {
  expect_merged(
      {ip(span("b", "a", Kind::server, "back"), "5.6.7.8"), ip(span("b", "a", Kind::client, "front"), "1.2.3.4")},
      {ip(span("b", "a", Kind::client, "front"), "1.2.3.4"),
       ip(shared(span("b", "a", Kind::server, "back")), "5.6.7.8")});
}

TEST(Merge, GivesASharedServerItsClientsParent) {
  expect_merged({span("b", "a", Kind::client, "front"), shared(span("b", "", Kind::server, "back"))},
                {span("b", "a", Kind::client, "front"), shared(span("b", "a", Kind::server, "back"))});
}

TEST(Merge, ChoosesTheLongestTraceIdForAllSpans) {
  Spans spans{span("a", ""), span("b", "a"), span("c", "a")};
  spans[0].trace_id = "216a2aea45d08fc9";
  spans[1].trace_id = "7180c278b62e8f6a216a2aea45d08fc9";
  spans[2].trace_id = "216a2aea45d08fc9";
  for (const Span& merged : merge(spans)) EXPECT_EQ(merged.trace_id, "7180c278b62e8f6a216a2aea45d08fc9");
}

TEST(Merge, MendsSpansThatContradictThemselves) {
  Span own_parent = at(shared(span("a", "a", Kind::client, "web")), -5, -7);
  expect_merged({own_parent}, {span("a", "", Kind::client, "web")});
}

TEST(Merge, DoesNotChangeWhatIsAlreadyMerged) {
  const Spans once = merge({span("b", "a", Kind::server, "x"), span("b", "a", Kind::client, "y"), span("a", "a")});
  EXPECT_EQ(merge(once), once);
}

}  // namespace
}  // namespace sharecar::tracemodel
