#include "launcher/trace_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "launcher/span_json.hpp"

namespace sharecar::launcher {
namespace {

namespace bj = boost::json;

// A request that fails at its payment, and a message that is processed after the answer.
TraceSource::Trace trace() {
  return spans_from_json(bj::parse(R"([
    {"traceId":"000000000000000a","id":"0000000000000001","kind":"SERVER","name":"post /orders","timestamp":1000,
     "duration":20000,"localEndpoint":{"serviceName":"order"},"tags":{"http.status_code":"202"}},
    {"traceId":"000000000000000a","parentId":"0000000000000001","id":"0000000000000002","kind":"CLIENT",
     "name":"put /payments","timestamp":3000,"duration":15000,"localEndpoint":{"serviceName":"order"},
     "tags":{"error":"timeout"}},
    {"traceId":"000000000000000a","parentId":"0000000000000001","id":"0000000000000003","kind":"CONSUMER",
     "name":"order.events process","timestamp":41000,"duration":1000,"localEndpoint":{"serviceName":"customer"}}])"));
}

TEST(TraceText, TellsTheTreeBothPathsAndWhatStandsOut) {
  EXPECT_EQ(trace_text(trace(), false),
            "trace 000000000000000a  order: post /orders\n"
            "  20.0 ms until the answer, 41.0 ms until the last effect; 3 spans of order, customer\n"
            "  1 span failed\n"
            "\n"
            "● post /orders             order     SERVER       0 µs  20.0 ms  ████████████\n"
            "● ├─ put /payments         order     CLIENT    2.00 ms  15.0 ms   █████████                ✗ timeout\n"
            "○ └─ order.events process  customer  CONSUMER  40.0 ms  1.00 ms                         █\n"
            "\n"
            "● To the answer, 20.0 ms\n"
            "   5.00 ms   25 %  order: post /orders\n"
            "   15.0 ms   75 %  order: put /payments\n"
            "\n"
            "○ To the last effect, 41.0 ms\n"
            "   5.00 ms   12 %  order: post /orders\n"
            "   15.0 ms   37 %  order: put /payments\n"
            "   20.0 ms   49 %  waiting until it begins: customer: order.events process\n"
            "   1.00 ms    2 %  customer: order.events process\n"
            "\n"
            "Findings\n"
            "  gap             nothing runs for 20.0 ms, 49 % of the trace, until customer: order.events process "
            "begins: something waited (from 20 % on)\n"
            "  slow-child      order: put /payments takes 15.0 ms, 75 % of order: post /orders (from 50 % and 10 ms "
            "on)\n");
}

TEST(TraceText, SaysWhenATraceIsNotOneTreeOrNothingStandsOut) {
  auto spans = trace();
  spans.erase(spans.begin());
  EXPECT_THAT(trace_text(spans, false), testing::HasSubstr("not one tree: 0 roots, 2 orphans"));
  spans = trace();
  spans.resize(1);
  EXPECT_TRUE(trace_text(spans, false).ends_with("\nNothing stands out.\n"));
  EXPECT_EQ(trace_text({}, false), "");
}

TEST(TraceText, ColoursOnlyWhenAsked) {
  EXPECT_EQ(trace_text(trace(), false).find('\x1b'), std::string::npos);
  EXPECT_THAT(trace_text(trace(), true), testing::HasSubstr("\x1b[31m1 span failed\x1b[0m"));
}

TEST(TraceJson, HasTheSpansAsZipkinHasThemAndWhatWasReadOfThem) {
  const auto json = trace_json(trace());
  EXPECT_EQ(spans_from_json(json.at("spans")), trace());
  EXPECT_EQ(bj::serialize(json.at("tree").at(2)),
            R"({"spanId":"0000000000000003","depth":1,"place":"child","start":40000,"duration":1000,"selfTime":1000,)"
            R"("clockShift":0,"onPathToAnswer":false,"onPathToLastEffect":true})");
  EXPECT_EQ(bj::serialize(json.at("pathToLastEffect").at(3)),
            R"({"spanId":"0000000000000003","what":"customer: order.events process","start":20000,"duration":20000,)"
            R"("waiting":true})");
  EXPECT_EQ(bj::serialize(json.at("gaps")), R"([{"start":20000,"duration":20000}])");
  EXPECT_EQ(json.at("findings").at(0).at("rule"), "gap");
  EXPECT_EQ(json.at("untilAnswer"), 20000);
  EXPECT_EQ(json.at("untilLastEffect"), 41000);
  EXPECT_EQ(json.at("connected"), true);
}

}  // namespace
}  // namespace sharecar::launcher
