#include "services/tracing/span_pieces.hpp"

#include <gtest/gtest.h>

namespace sharecar::tracing {
namespace {

tracemodel::Span span(const std::string& id, const std::string& service, std::int64_t timestamp, std::int64_t duration,
                      const std::string& order) {
  tracemodel::Span out;
  out.trace_id = "000000000000002a";
  out.id = id;
  out.timestamp = timestamp;
  out.duration = duration;
  out.local.service_name = service;
  out.tags = {{"order.id", order}};
  return out;
}

TEST(Pieces, OfOneTraceAreMergedIntoWhatTheyWereHadTheyComeTogether) {
  const std::vector<std::string> indexed{"order.id"};
  const std::vector<tracemodel::Span> all{span("0000000000000001", "gateway", 5'000, 70, "1"),
                                          span("0000000000000002", "order", 2'000, 90, "1"),
                                          span("0000000000000003", "payment", 9'000, 10, "2")};
  const auto together = cut(all, indexed);
  ASSERT_EQ(together.size(), 1u);
  auto merged = cut({all.begin(), 1}, indexed).front();
  merge(merged, cut({all.begin() + 1, 2}, indexed).front());
  EXPECT_EQ(merged.low, together[0].low);
  EXPECT_EQ(merged.lines, together[0].lines);
  EXPECT_EQ(merged.spans, together[0].spans);
  EXPECT_EQ(merged.first_ms, together[0].first_ms);
  EXPECT_EQ(merged.last_ms, together[0].last_ms);
  EXPECT_EQ(merged.max_duration, together[0].max_duration);
  EXPECT_EQ(merged.services, together[0].services);
  EXPECT_EQ(merged.tags, together[0].tags);
}

TEST(AllStartedWithin, LooksAtEverySpan) {
  const std::string lines = "5000\t{}\n7999\t{}\n6000\t{}\n";
  EXPECT_TRUE(all_started_within(lines, 5, 7));
  EXPECT_FALSE(all_started_within(lines, 6, 7));
  EXPECT_FALSE(all_started_within(lines, 5, 6));
  EXPECT_FALSE(all_started_within("0\t{}\n", 1, 7)) << "a span without a time";
}

}  // namespace
}  // namespace sharecar::tracing
