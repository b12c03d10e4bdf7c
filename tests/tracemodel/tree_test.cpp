#include "tracemodel/tree.hpp"

#include <gtest/gtest.h>

#include "tracemodel/check.hpp"
#include "tracemodel/spans.hpp"

namespace sharecar::tracemodel {
namespace {

using Spans = std::vector<Span>;

// One line per node in preorder: its short id with the service, indented by its depth, and its place if that is not
// simply below its parent.
std::string shape(const Tree& tree) {
  std::string text;
  for (const Tree::Index at : tree.preorder()) {
    const Tree::Node& node = tree.nodes()[at];
    const Span* span = tree.span_of(node);
    text += std::string(node.depth, ' ');
    text += span == nullptr ? "-" : span->id.substr(span->id.find_first_not_of('0'));
    if (span != nullptr && !span->local.service_name.empty()) text += '@' + span->local.service_name;
    if (node.place == Place::extra_root) text += " extra root";
    if (node.place == Place::orphan) text += " orphan";
    if (node.place == Place::duplicate) text += " duplicate";
    if (node.place == Place::cycle) text += " cycle";
    text += '\n';
  }
  return text;
}

std::string shape(Spans spans) { return shape(Tree{std::move(spans)}); }

TEST(Tree, OfNothingIsEmpty) {
  const Tree tree{Spans{}};
  EXPECT_TRUE(tree.empty());
  EXPECT_FALSE(tree.headless());
  EXPECT_TRUE(tree.preorder().empty());
}

TEST(Tree, DoesNotDependOnTheOrderOfTheReports) {
  const std::string expected = "a\n b\n  c\n   d\n";
  EXPECT_EQ(shape({span("a", ""), span("b", "a"), span("c", "b"), span("d", "c")}), expected);
  EXPECT_EQ(shape({span("d", "c"), span("b", "a"), span("c", "b"), span("a", "")}), expected);
}

TEST(Tree, LiesInBreadthFirstOrderWithChildrenAsNeighbours) {
  const Tree tree{{span("a", ""), span("b", "a"), span("c", "a"), span("d", "b"), span("e", "b"), span("f", "c")}};
  std::string ids;
  for (const Tree::Node& node : tree.nodes()) ids += tree.span_of(node)->id.back();
  EXPECT_EQ(ids, "abcdef");
  for (const Tree::Node& node : tree.nodes()) {
    for (const Tree::Node& child : tree.children_of(node)) {
      EXPECT_EQ(child.parent, tree.index_of(node));
      EXPECT_EQ(child.depth, node.depth + 1);
    }
  }
}

TEST(Tree, CanBeCopiedAndMoved) {
  Tree tree{{span("a", ""), span("b", "a")}};
  const Tree copy = tree;
  const Tree moved = std::move(tree);
  EXPECT_EQ(shape(copy), "a\n b\n");
  EXPECT_EQ(shape(moved), "a\n b\n");
}

TEST(Tree, ShowsRepeatedReportsOnce) {
  EXPECT_EQ(shape({span("a", ""), span("b", "a"), span("a", ""), span("b", "a")}), "a\n b\n");
}

TEST(Tree, PutsASharedServerBelowItsClient) {
  EXPECT_EQ(shape({span("a", ""), span("b", "a", Kind::client, "x"), shared(span("b", "a", Kind::server, "y")),
                   span("c", "b", Kind::none, "y")}),
            "a\n b@x\n  b@y\n   c@y\n");
}

TEST(Tree, FindsTheServerOnTheChildsOwnEndpointWhenSeveralShareAnId) {
  EXPECT_EQ(shape({span("a", ""), span("b", "a"), shared(span("b", "a", Kind::none, "foo")),
                   shared(span("b", "a", Kind::none, "bar")), span("c", "b", Kind::none, "bar"),
                   span("d", "b", Kind::none, "foo"), span("e", "b", Kind::none, "elsewhere")}),
            "a\n b\n  b@bar\n   c@bar\n  b@foo\n   d@foo\n  e@elsewhere\n");
}

TEST(Tree, OrdersSiblingsByTimestampWithAbsentOnesFirst) {
  EXPECT_EQ(shape({span("1", ""), at(span("a", "1"), 2), at(span("b", "1"), 1), span("c", "1")}), "1\n c\n b\n a\n");
}

TEST(Tree, PutsFurtherRootsAndOrphansBelowTheRoot) {
  EXPECT_EQ(shape({span("b", ""), span("c", "b"), span("d", ""), span("e", "99"), span("f", "e")}),
            "b\n c\n d extra root\n e orphan\n  f\n");
}

TEST(Tree, HasASyntheticRootWhenEverySpanNamesAParent) {
  const Tree tree{{span("b", "a"), span("c", "a"), span("d", "c")}};
  EXPECT_TRUE(tree.headless());
  EXPECT_EQ(shape(tree), "-\n b orphan\n c orphan\n  d\n");
}

TEST(Tree, CutsACycleAboveItsEarliestSpan) {
  EXPECT_EQ(shape({at(span("b", "d"), 30), at(span("c", "b"), 10), at(span("d", "c"), 20), at(span("e", "d"), 40)}),
            "-\n c cycle\n  d\n   b\n   e\n");
  EXPECT_EQ(shape({span("a", ""), span("b", "c"), span("c", "b")}), "a\n b cycle\n  c\n");
}

TEST(Tree, KeepsSpansWhoseIdAnotherSpanHolds) {
  EXPECT_EQ(shape({span("a", ""), span("b", "a", Kind::none, "x"), span("b", "a", Kind::none, "y"), span("c", "b")}),
            "a\n b@y\n  c\n b@x duplicate\n");
  EXPECT_EQ(shape({span("a", "", Kind::none, "x"), span("a", "", Kind::none, "y"), span("b", "a")}),
            "a@x\n a@y duplicate\n  b\n");
}

TEST(Check, OfAConnectedTraceFindsNothing) {
  const Report report = check(Spans{span("a", ""), span("b", "a"), span("c", "b")});
  EXPECT_TRUE(report.connected());
  EXPECT_EQ(report.summary(), "connected");
  EXPECT_EQ(report.spans, 3U);
}

TEST(Check, CountsASharedServerAsConnectedWithItsClient) {
  EXPECT_EQ(check(Spans{span("a", "", Kind::client, "x"), shared(span("a", "", Kind::server, "y"))}).summary(),
            "connected");
}

TEST(Check, NamesTheParentThatIsMissing) {
  const Report report = check(Spans{span("a", ""), span("c", "b", Kind::server, "payment", "post /charges")});
  EXPECT_FALSE(report.connected());
  EXPECT_EQ(report.summary(), "1 orphan (payment: post /charges lacks its parent 000000000000000b)");
  ASSERT_EQ(report.orphans.size(), 1U);
  EXPECT_EQ(report.orphans[0], (Report::Orphan{"000000000000000c", "000000000000000b", "payment", "post /charges"}));
}

TEST(Check, TellsEverythingThatKeepsATraceFromBeingOneTree) {
  Spans spans{span("a", ""),
              span("b", ""),
              span("c", "99"),
              span("d", "98"),
              span("e", "f"),
              span("f", "e"),
              span("1", "a", Kind::none, "x"),
              span("1", "a", Kind::none, "y")};
  spans.back().trace_id = "00000000000000ff";
  EXPECT_EQ(check(spans).summary(),
            "2 trace ids, 2 roots, 2 orphans (first ?: ? lacks its parent 0000000000000099), 1 duplicate id, 1 cycle");
  EXPECT_EQ(check(Spans{span("a", "9")}).summary(), "0 roots, 1 orphan (?: ? lacks its parent 0000000000000009)");
  EXPECT_EQ(check(Spans{}).summary(), "no spans");
}

}  // namespace
}  // namespace sharecar::tracemodel
