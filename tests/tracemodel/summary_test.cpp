#include "tracemodel/summary.hpp"

#include <gtest/gtest.h>

#include "tracemodel/spans.hpp"

namespace sharecar::tracemodel {
namespace {

// "service: name start+answer/effect, spans, errors, services, order" of a trace.
std::string line(const std::vector<Span>& spans) {
  const Summary summary = summary_of(spans);
  std::string out = summary.service + ": " + summary.name + ' ' + std::to_string(summary.start) + '+' +
                    std::to_string(summary.to_answer) + '/' + std::to_string(summary.to_last_effect) + ", " +
                    std::to_string(summary.spans) + " spans, " + std::to_string(summary.errors) + " errors,";
  for (const auto& [service, count] : summary.services) out += ' ' + service + '*' + std::to_string(count);
  return out + (summary.order_id.empty() ? "" : " #" + summary.order_id);
}

TEST(TraceSummary, OfNothingIsNothing) { EXPECT_EQ(summary_of({}), Summary{}); }

TEST(TraceSummary, TellsTheRootBothTimesAndWhoTookPart) {
  const auto root = at(span("a", "", Kind::server, "gateway", "post /orders"), 1000, 40);
  auto child = failed(at(span("b", "a", Kind::client, "order"), 1010, 20));
  child.tags["order.id"] = "7";
  const auto consumer = at(span("c", "b", Kind::consumer, "customer"), 1100, 50);
  const auto another = at(span("d", "b", Kind::client, "order"), 1015, 5);
  EXPECT_EQ(line({child, consumer, another, root}),
            "gateway: post /orders 1000+40/150, 4 spans, 1 errors, order*2 customer*1 gateway*1 #7");
}

TEST(TraceSummary, WithoutARootStartsAtTheEarliestWhoseParentIsMissing) {
  EXPECT_EQ(line({at(span("c", "b", Kind::client, "x"), 5, 1), at(span("b", "gone", Kind::server, "y"), 7, 9),
                  at(span("d", "lost", Kind::server, "z"), 6, 2)}),
            "z:  5+2/11, 3 spans, 0 errors, x*1 y*1 z*1");
}

TEST(TraceSummary, OfACycleOrOfAbsurdTimesStillIsOne) {
  EXPECT_EQ(line({span("a", "b", Kind::client, "x"), span("b", "a", Kind::client, "y")}),
            "x:  0+0/0, 2 spans, 0 errors, x*1 y*1");
  EXPECT_EQ(line({at(span("a", "", Kind::client, "x"), INT64_MAX, INT64_MAX)}).substr(0, 4), "x:  ");
  EXPECT_EQ(line({at(span("a", "", Kind::client, "x"), 10, -5)}), "x:  10+0/0, 1 spans, 0 errors, x*1");
}

}  // namespace
}  // namespace sharecar::tracemodel
