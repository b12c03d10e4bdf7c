#include "tracemodel/compare.hpp"

#include <gtest/gtest.h>

#include "tracemodel/spans.hpp"
#include "tracemodel/statistics.hpp"
#include "tracemodel/usual.hpp"

namespace sharecar::tracemodel {
namespace {

using Spans = std::vector<Span>;

Span call(std::string_view id, std::string_view parent, std::string_view name, std::int64_t start = 1,
          std::int64_t duration = 1) {
  return at(span(id, parent, Kind::client, "order", name), start, duration);
}

// "left=right" by name, indented; - for none.
std::string paired(const Spans& left, const Spans& right) {
  const Tree one{left};
  const Tree two{right};
  const auto name = [](const Tree& tree, Tree::Index at) {
    return at == Tree::none ? std::string{"-"} : tree.spans()[tree.nodes()[at].span].id.substr(15);
  };
  std::string text;
  for (const Pair& pair : pair_up(one, two)) {
    text += std::string(pair.depth, ' ') + name(one, pair.left) + '=' + name(two, pair.right) + '\n';
  }
  return text;
}

TEST(PairUp, PairsTheNthChildOfANameWithTheNth) {
  const Spans left{call("1", "", "root"), call("2", "1", "a", 2), call("3", "1", "b", 3), call("4", "1", "a", 4)};
  const Spans right{call("5", "", "other"), call("6", "5", "b", 2), call("7", "5", "a", 3), call("8", "5", "c", 4)};
  EXPECT_EQ(paired(left, right), "1=5\n 2=7\n 3=6\n 4=-\n -=8\n");
}

TEST(PairUp, PairsWhatFailedWithWhatFailedWhereItCan) {
  const Spans left{call("1", "", "root"), failed(call("2", "1", "a", 2)), call("3", "1", "a", 3)};
  EXPECT_EQ(paired(left, {call("4", "", "root"), call("5", "4", "a", 2)}), "1=4\n 2=-\n 3=5\n");
  EXPECT_EQ(paired({left[0], left[1]}, {call("4", "", "root"), call("5", "4", "a", 2)}), "1=4\n 2=5\n");
}

TEST(PairUp, KeepsWhatOnlyOneHasWithAllBelowIt) {
  const Spans left{call("1", "", "root"), call("2", "1", "a"), call("3", "2", "b")};
  EXPECT_EQ(paired(left, {call("4", "", "root")}), "1=4\n 2=-\n  3=-\n");
  EXPECT_EQ(paired({}, left), "-=1\n -=2\n  -=3\n");
  EXPECT_EQ(paired({}, {}), "");
}

TEST(PairUp, TakesDepthAndWidthAlike) {
  Spans deep{call("1", "", "root")};
  Spans wide = deep;
  for (int i = 2; i <= 20'000; ++i) {
    deep.push_back(call(std::to_string(i), std::to_string(i - 1), "x"));
    wide.push_back(call(std::to_string(i), "1", "x"));
  }
  EXPECT_EQ(pair_up(Tree{deep}, Tree{deep}).size(), 20'000U);
  EXPECT_EQ(pair_up(Tree{wide}, Tree{wide}).size(), 20'000U);
  EXPECT_EQ(pair_up(Tree{deep}, Tree{wide}).size(), 39'998U);
}

TEST(Shares, SumSelfTimesAndUniteTotals) {
  const Tree tree{{call("1", "", "root", 1, 100), call("2", "1", "a", 11, 40), failed(call("3", "1", "a", 31, 40)),
                   span("4", "1", Kind::client, "order", "a")}};
  const Timeline timeline{tree};
  EXPECT_EQ(shares(tree, timeline, GroupBy::operation),
            (std::vector<Share>{{"order", "a", 3, 1, 80, 60, 40}, {"order", "root", 1, 0, 40, 100, 100}}));
  EXPECT_EQ(shares(tree, timeline, GroupBy::service), (std::vector<Share>{{"order", "", 4, 1, 120, 100, 100}}));
}

TEST(Usual, IsTheNearestRankOfWhatWasReported) {
  std::vector<Spans> traces;
  for (int i = 1; i <= 20; ++i) traces.push_back({call("1", "", "a", 1, i * 10), span("2", "1", Kind::client, "order", "b")});
  const auto usual = UsualTimes::of(traces);
  ASSERT_NE(usual.find("order", "a"), nullptr);
  EXPECT_EQ(*usual.find("order", "a"), (Usual{100, 190, 20}));
  EXPECT_EQ(usual.find("order", "b"), nullptr);
  EXPECT_EQ(usual.find("payment", "a"), nullptr);
}

TEST(Usual, TellsTheWorstFirstAndOnlyWhatIsBeyondTheOrdinary) {
  const std::vector<Spans> traces(5, {call("1", "", "a", 1, 100), call("2", "1", "b", 1, 10)});
  const auto usual = UsualTimes::of(traces);
  const Tree tree{{call("1", "", "a", 1, 250), call("2", "1", "b", 1, 90), call("3", "1", "b", 2, 19)}};
  std::vector<double> times;
  for (const auto& slower : slower_spans(tree, usual)) times.push_back(slower.times);
  EXPECT_EQ(times, (std::vector<double>{9, 2.5}));
}

}  // namespace
}  // namespace sharecar::tracemodel
