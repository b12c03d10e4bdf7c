// The spans that the tracing benchmark sends are what they claim to be, and its page tells what was found.

#include "bench/made_spans.hpp"

#include <gtest/gtest.h>

#include <set>

#include "bench/tracing_bench.hpp"
#include "spanwire/span_codec.hpp"
#include "tracemodel/tree.hpp"

namespace sharecar::bench {
namespace {

constexpr std::int64_t start = 1'700'000'000'000'000;

std::vector<tracemodel::Span> spans_of(const SpanMessage& message) {
  return std::get<std::vector<tracemodel::Span>>(spanwire::decode_json(message.body));
}

TEST(MadeSpans, AreWholeTracesThatCanBeToldApart) {
  const auto message = traces(5, 3, start);
  const auto spans = spans_of(message);
  ASSERT_EQ(spans.size(), 3u * spans_of_trace);
  std::set<std::string> trace_ids;
  std::set<std::string> ids;
  for (const auto& span : spans) {
    trace_ids.insert(span.trace_id);
    ids.insert(span.id);
  }
  EXPECT_EQ(trace_ids.size(), 3u);
  EXPECT_EQ(ids.size(), spans.size());
  EXPECT_TRUE(trace_ids.contains(message.last_trace));
  const tracemodel::Tree tree{{spans.end() - spans_of_trace, spans.end()}};
  EXPECT_FALSE(tree.headless());
  for (const auto& node : tree.nodes()) EXPECT_NE(node.place, tracemodel::Place::orphan);
  EXPECT_EQ(spans_of(traces(7, 1, start)), (std::vector<tracemodel::Span>{spans.end() - spans_of_trace, spans.end()}));
}

TEST(MadeSpans, CanBeOneLongChain) {
  auto spans = spans_of(chain(0, 30, start));
  const auto rest = spans_of(chain(30, 30, start));
  spans.insert(spans.end(), rest.begin(), rest.end());
  const tracemodel::Tree tree{spans};
  ASSERT_EQ(tree.nodes().size(), 60u);
  EXPECT_EQ(tree.nodes().back().depth, 59u);
  EXPECT_EQ(spans.back().trace_id, chain_id());
}

TEST(TracingPage, ShowsBothColumnsAndTheGoals) {
  TracingResult result;
  result.machine = "a machine";
  result.spans = 1'000'000;
  result.spans_of_huge_trace = 50'000;
  result.ours = {60'000, 5.5, 150, 200, {{"the 10 latest traces", 3}}};
  result.goals = {{"CPU per span", 5.5, "<=", 10, "us", true}, {"memory", 150, "<=", 100, "MB", false}};
  result.no_zipkin = "there is no network";
  const auto alone = markdown(result);
  EXPECT_NE(alone.find("| spans taken in, per second | 60000 |  |"), std::string::npos) << alone;
  EXPECT_NE(alone.find("No Zipkin ran beside it: there is no network"), std::string::npos) << alone;
  EXPECT_NE(alone.find("| CPU per span | 5.50 | <= | 10.00 us | reached |"), std::string::npos) << alone;
  EXPECT_NE(alone.find("| memory | 150 | <= | 100 MB | **missed** |"), std::string::npos) << alone;
  result.zipkin = CollectorFigures{10'000, 30, 900, 1000, {{"the 10 latest traces", 30}}};
  EXPECT_NE(markdown(result).find("| the 10 latest traces, ms | 3.0 | 30.0 |"), std::string::npos) << markdown(result);
}

}  // namespace
}  // namespace sharecar::bench
