#include "launcher/span_json.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace sharecar::launcher {
namespace {

TEST(SpanJson, ReadsEveryFieldOfZipkinsForm) {
  const auto spans = spans_from_json(boost::json::parse(R"([{
    "traceId":"0af7651916cd43dd8448eb211c80319c","parentId":"b7ad6b7169203331","id":"b7ad6b7169203332","kind":"CLIENT",
    "name":"put /charges/{key}","timestamp":1700000000000001,"duration":1234,"debug":true,"shared":true,
    "localEndpoint":{"serviceName":"payment","ipv4":"127.0.0.1","port":8083},"remoteEndpoint":{"serviceName":"cardnet"},
    "annotations":[{"timestamp":1700000000000002,"value":"retry"}],"tags":{"order.id":"7","error":"timed out"}}])"));
  tracemodel::Span wanted;
  wanted.trace_id = "0af7651916cd43dd8448eb211c80319c";
  wanted.parent_id = "b7ad6b7169203331";
  wanted.id = "b7ad6b7169203332";
  wanted.kind = tracemodel::Kind::client;
  wanted.name = "put /charges/{key}";
  wanted.timestamp = 1'700'000'000'000'001;
  wanted.duration = 1'234;
  wanted.debug = true;
  wanted.shared = true;
  wanted.local = {"payment", "127.0.0.1", "", 8083};
  wanted.remote = {"cardnet", "", "", 0};
  wanted.annotations = {{1'700'000'000'000'002, "retry"}};
  wanted.tags = {{"error", "timed out"}, {"order.id", "7"}};
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_TRUE(spans.front() == wanted);
}

TEST(SpanJson, LeavesOutWhatIsMissingOrOfAnotherType) {
  const auto spans = spans_from_json(boost::json::parse(R"([{"id":"1","duration":"long","tags":{"n":1}}, 7, null])"));
  tracemodel::Span wanted;
  wanted.id = "1";
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_TRUE(spans.front() == wanted);
  EXPECT_TRUE(spans_from_json(boost::json::value{}).empty());
}

}  // namespace
}  // namespace sharecar::launcher
