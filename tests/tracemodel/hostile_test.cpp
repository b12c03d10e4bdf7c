// Shapes that nobody sends by accident. Each must be handled in one go, without deep stacks and quadratic times: the
// time limit of the test program is the judge of the latter.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>

#include "tracemodel/check.hpp"
#include "tracemodel/critical_path.hpp"
#include "tracemodel/findings.hpp"
#include "tracemodel/merge.hpp"
#include "tracemodel/spans.hpp"
#include "tracemodel/text.hpp"

namespace sharecar::tracemodel {
namespace {

using Spans = std::vector<Span>;

constexpr int depth = 50'000;

std::string hex(std::uint64_t number) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
  return text;
}

// Everything there is to do with a trace; each span must be in the tree once.
Tree handle(const Spans& spans) {
  Tree tree{spans};
  std::vector<int> seen(tree.spans().size(), 0);
  for (const Tree::Node& node : tree.nodes()) {
    if (node.span != Tree::none) ++seen[node.span];
  }
  EXPECT_EQ(std::ranges::count(seen, 1), std::ssize(seen));
  EXPECT_EQ(tree.preorder().size(), tree.nodes().size());

  const auto lines = static_cast<std::ptrdiff_t>(tree.nodes().size());
  EXPECT_EQ(std::ranges::count(render(tree), '\n'), lines);
  EXPECT_EQ(std::ranges::count(outline(tree), '\n'), lines);
  EXPECT_EQ(std::ranges::count(outline(tree, {.siblings_by_text = true}), '\n'), lines);
  DependencyLinker linker;
  linker.add(tree);
  EXPECT_EQ(check(tree).spans, tree.spans().size());
  const Timeline timeline{tree};
  EXPECT_LE(path_to_answer(tree, timeline).size(), 2 * tree.nodes().size());
  EXPECT_LE(path_to_last_effect(tree, timeline).size(), 3 * tree.nodes().size());
  EXPECT_EQ(findings(tree, timeline), findings(tree, Timeline{tree}));
  return tree;
}

TEST(HostileTraces, MayBeEmpty) { EXPECT_TRUE(handle({}).empty()); }

TEST(HostileTraces, MayBeFiftyThousandSpansDeep) {
  Spans spans;
  for (int i = 1; i <= depth; ++i)
    spans.push_back(at(span(hex(i), i == 1 ? "" : hex(i - 1), Kind::none, "s", "n"), i, 1));
  std::ranges::reverse(spans);
  const Tree tree = handle(spans);
  EXPECT_EQ(tree.nodes().back().depth, static_cast<Tree::Index>(depth - 1));
  EXPECT_TRUE(check(tree).connected());
  EXPECT_TRUE(outline(tree).ends_with("(depth 49999) s: LOCAL n\n"));
}

TEST(HostileTraces, MayBeACombOfDepthAndWidth) {
  Spans spans{span("1", "", Kind::client, "s")};
  for (int i = 2; i <= depth; ++i) spans.push_back(span(hex(i), hex(i / 2 * 2 - 1), Kind::client, "s"));
  EXPECT_TRUE(check(handle(spans)).connected());
}

TEST(HostileTraces, MayHaveTenThousandSiblings) {
  Spans spans{span("1", "", Kind::server, "s")};
  for (int i = 2; i <= 10'001; ++i) spans.push_back(at(span(hex(i), "1", Kind::client, "s"), 20'000 - i));
  const Tree tree = handle(spans);
  EXPECT_EQ(tree.nodes().front().child_count, 10'000U);
  EXPECT_EQ(tree.span_of(tree.nodes()[1])->id, hex(10'001));
}

TEST(HostileTraces, MayBeACycleOfFiftyThousandSpans) {
  Spans spans;
  for (int i = 1; i <= depth; ++i) spans.push_back(span(hex(i), hex(i == 1 ? depth : i - 1)));
  const Report report = check(handle(spans));
  EXPECT_EQ(report.cycles, 1U);
  EXPECT_FALSE(report.connected());
}

TEST(HostileTraces, MayBeTenThousandCycles) {
  Spans spans;
  for (int i = 1; i <= 10'000; ++i) {
    spans.push_back(span(hex(2 * i), hex(2 * i + 1)));
    spans.push_back(span(hex(2 * i + 1), hex(2 * i)));
  }
  EXPECT_EQ(check(handle(spans)).cycles, 10'000U);
}

TEST(HostileTraces, MayHaveOneIdInAllSpans) {
  Spans same;
  Spans elsewhere;
  Spans servers;
  for (int i = 0; i < 10'000; ++i) {
    same.push_back(failed(at(span("1", "2", Kind::client, "s"), i), hex(i)));
    same.back().annotations = {{i, "x"}};
    elsewhere.push_back(span("1", "2", Kind::none, hex(i)));
    servers.push_back(shared(span("1", "2", Kind::server, hex(i))));
  }
  const Tree one = handle(same);
  EXPECT_EQ(one.spans().size(), 1U);
  EXPECT_EQ(one.spans().front().annotations.size(), 10'000U);
  EXPECT_EQ(check(handle(elsewhere)).duplicates, 9'999U);
  EXPECT_EQ(check(handle(servers)).orphans.size(), 10'000U);
}

TEST(HostileTraces, MayHaveRootsAndOrphansOnly) {
  Spans roots;
  Spans orphans;
  for (int i = 1; i <= 10'000; ++i) {
    roots.push_back(span(hex(i), ""));
    orphans.push_back(span(hex(i), hex(i + 100'000)));
  }
  EXPECT_EQ(check(handle(roots)).roots, 10'000U);
  EXPECT_EQ(check(handle(orphans)).orphans.size(), 10'000U);
}

TEST(HostileTraces, MayHaveAbsurdTimesAndEmptyIds) {
  Span first = at(span("1", ""), INT64_MAX, INT64_MAX);
  Span second = at(span("2", "1"), 1, INT64_MAX);
  Span third = at(span("3", "1"), INT64_MIN, INT64_MIN);
  Span nobody;
  Span server_of_nobody = shared(Span{});
  handle({first, second, third, nobody, server_of_nobody, shared(nobody), at(span("4", "3"), 0, 7)});
}

TEST(HostileTraces, NeverLoseASpanWhateverTheirShape) {
  std::mt19937 random{20'240'607};
  const auto below = [&random](unsigned limit) { return static_cast<int>(random() % limit); };
  const std::array<std::string, 4> services{"", "x", "y", "z"};
  for (int round = 0; round < 2'000; ++round) {
    Spans spans;
    for (int i = 1 + below(12); i > 0; --i) {
      Span one = at(span(hex(1 + below(6)), below(4) == 0 ? "" : hex(1 + below(7)), static_cast<Kind>(below(5)),
                         services[below(4)]),
                    below(5), below(5));
      one.shared = below(3) == 0;
      spans.push_back(below(4) == 0 ? failed(one) : one);
    }
    handle(spans);
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace sharecar::tracemodel
