// What else a Zipkin does: gzip, sampling, ids that are not strict, OTLP, and what it tells about itself.

#include <gtest/gtest.h>

#include "services/tracing/gzip.hpp"
#include "services/tracing/tracing_service.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::tracing {
namespace {

using test::Fields;
using test::HttpAnswer;

class ZipkinFace : public ::testing::Test {
 protected:
  void start() {
    config.data_dir = folder.path().string();
    running = std::make_unique<test::RunningService<CollectorConfig>>("tracing", config, set_up);
  }
  HttpAnswer post(const std::string& body, const Fields& fields = {}) {
    return running->call("POST", "/api/v2/spans", body, fields);
  }
  /// "status body"
  std::string said(const HttpAnswer& answer) { return std::to_string(answer.status) + ' ' + answer.body; }
  std::string get(const std::string& target) { return said(running->get(target)); }
  double count(const std::string& name) {
    return running->get("/metrics").json().at("counter.zipkin_collector." + name + ".http").as_double();
  }

  test::TemporaryFolder folder;
  CollectorConfig config;
  std::unique_ptr<test::RunningService<CollectorConfig>> running;
};

TEST_F(ZipkinFace, ReadsAndWritesGzip) {
  start();
  const Fields zipped{{"Content-Encoding", "gzip"}, {"Content-Type", "application/json"}};
  const std::string big(5000, 'x');
  EXPECT_EQ(post(gzip(R"([{"traceId":"a","id":"b","tags":{"t":")" + big + "\"}}]"), zipped).status, 202);
  const auto plain = running->get("/api/v2/trace/a");
  EXPECT_EQ(plain.field("Content-Encoding"), "");
  const auto small = running->call("GET", "/api/v2/trace/a", "", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(small.field("Content-Encoding"), "gzip");
  EXPECT_LT(small.body.size(), 500u);
  EXPECT_EQ(gunzip(small.body, 10'000).text, plain.body);
}

TEST_F(ZipkinFace, IsNotBlownUpByABomb) {
  config.max_inflated_mib = 1;
  start();
  const Fields zipped{{"Content-Encoding", "gzip"}};
  const auto bomb = gzip("[" + std::string(8'000'000, ' ') + "]");
  EXPECT_LT(bomb.size(), 50'000u);
  EXPECT_EQ(said(post(bomb, zipped)), "413 The gunzipped spans are larger than 1048576 bytes");
  EXPECT_EQ(said(post(bomb.substr(0, bomb.size() / 100), zipped)), "400 Cannot gunzip spans");
  EXPECT_EQ(post("[]").status, 202) << "alive";
}

TEST_F(ZipkinFace, SamplesByTheLowBitsOfTheTraceId) {
  config.sample_rate = 0.5;
  start();
  EXPECT_EQ(post(R"([{"traceId":"3fffffffffffffff","id":"1"},{"traceId":"4fffffffffffffff","id":"1"},)"
                 R"({"traceId":"5fffffffffffffff","id":"1","debug":true}])")
                .status,
            202);
  EXPECT_EQ(running->get("/api/v2/trace/3fffffffffffffff").status, 200);
  EXPECT_EQ(running->get("/api/v2/trace/4fffffffffffffff").status, 404);
  EXPECT_EQ(running->get("/api/v2/trace/5fffffffffffffff").status, 200) << "debug spans are always kept";
  EXPECT_EQ(count("spans"), 3);
  EXPECT_EQ(count("spans_dropped"), 1);
}

TEST_F(ZipkinFace, JoinsIdsOf64And128BitsWhenTheyAreNotStrict) {
  config.strict_trace_id = false;
  start();
  post(R"([{"traceId":"1000000000000000000000000000000a","id":"1"},{"traceId":"000000000000000a","id":"2"}])");
  EXPECT_EQ(running->get("/api/v2/trace/a").json().as_array().size(), 2u);
  EXPECT_EQ(running->get("/api/v2/trace/2000000000000000000000000000000a").json().as_array().size(), 2u);
  EXPECT_EQ(running->get("/api/v2/traceMany?traceIds=a,b").json().as_array().size(), 1u);
}

TEST_F(ZipkinFace, AnswersForManyTraces) {
  start();
  post(R"([{"traceId":"a","id":"1"},{"traceId":"b","id":"2"},{"traceId":"c","id":"3"}])");
  EXPECT_EQ(get("/zipkin/api/v2/traceMany?traceIds=c,d,a"),
            R"(200 [[{"traceId":"000000000000000c","id":"0000000000000003"}],)"
            R"([{"traceId":"000000000000000a","id":"0000000000000001"}]])");
  EXPECT_EQ(get("/api/v2/traceMany?traceIds=a,a"), "400 redundant traceId: a");
  EXPECT_EQ(get("/api/v2/traceMany?traceIds=a"), "400 Use /api/v2/trace/{traceId} endpoint to retrieve a single trace");
}

TEST_F(ZipkinFace, OffersTheValuesOfChosenTags) {
  config.autocomplete_keys = {"env", "zone"};
  start();
  post(R"([{"traceId":"a","id":"1","tags":{"env":"prod","other":"x"}},{"traceId":"a","id":"2","tags":{"env":"dev"}}])");
  EXPECT_EQ(get("/api/v2/autocompleteKeys"), R"(200 ["env","zone"])");
  EXPECT_EQ(get("/api/v2/autocompleteValues?key=env"), R"(200 ["dev","prod"])");
  EXPECT_EQ(get("/api/v2/autocompleteValues?key=other"), "200 []");
  EXPECT_EQ(get("/api/v2/autocompleteValues"), "400 Mandatory parameter/header/attribute is missing: key");
  running->stop();
  start();
  EXPECT_EQ(get("/api/v2/autocompleteValues?key=env"), R"(200 ["dev","prod"])") << "also after a restart";
}

TEST_F(ZipkinFace, TakesSpansOfOpenTelemetry) {
  start();
  const std::string span =
      R"({"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174","parentSpanId":"","name":"Pay","kind":3,)"
      R"("startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000000","status":{"code":2},)"
      R"("attributes":[{"key":"server.address","value":{"stringValue":"Cardnet"}},{"key":"n","value":{"intValue":"7"}},)"
      R"({"key":"l","value":{"arrayValue":{"values":[{"boolValue":true},{"stringValue":"x"}]}}}],)"
      R"("events":[{"timeUnixNano":"1544712660500000000","name":"e","attributes":[{"key":"k","value":{"doubleValue":1.5}}]}]})";
  const std::string request =
      R"({"resourceSpans":[{"scopeSpans":[{"spans":[)" + span +
      R"(]}],"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"Shop"}}]}}]})";
  EXPECT_EQ(said(running->call("POST", "/v1/traces", request)), "200 {}");
  EXPECT_EQ(
      get("/api/v2/trace/5b8efff798038103d269b633813fc60c"),
      R"(200 [{"traceId":"5b8efff798038103d269b633813fc60c","id":"eee19b7ec3c1b174","kind":"CLIENT","name":"pay",)"
      R"("timestamp":1544712660000000,"duration":1000000,"localEndpoint":{"serviceName":"shop"},)"
      R"("remoteEndpoint":{"serviceName":"cardnet"},)"
      R"("annotations":[{"timestamp":1544712660500000,"value":"\"e\":{\"k\":1.5}"}],)"
      R"("tags":{"error":"","l":"[true,\"x\"]","n":"7","otel.status_code":"ERROR","server.address":"Cardnet"}}])");
  const auto refused = running->call("POST", "/v1/traces", R"({"resourceSpans":[{"scopeSpans":[{"spans":[{}]}]}]})");
  EXPECT_EQ(said(refused), R"(400 {"code":3,"message":"traceId is empty"})");
  const auto torn = running->call("POST", "/v1/traces", "\x0a\x7f", {{"Content-Type", "application/x-protobuf"}});
  EXPECT_EQ(torn.status, 400);
  EXPECT_EQ(running->call("POST", "/v1/traces", "x", {{"Content-Type", "text/plain"}}).status, 415);
}

TEST_F(ZipkinFace, ForgetsWhatIsTooOld) {
  config.max_age_hours = 0;
  start();
  post(R"([{"traceId":"a","id":"1"}])");
  EXPECT_TRUE(test::eventually([&] { return running->get("/api/v2/trace/a").status == 404; }));
}

TEST_F(ZipkinFace, TellsAboutItself) {
  start();
  post(R"([{"traceId":"a","id":"1"}])");
  EXPECT_EQ(get("/info"), R"(200 {"zipkin":{"version":"0.1.0"}})");
  EXPECT_EQ(count("messages"), 1);
  EXPECT_EQ(count("spans"), 1);
  EXPECT_EQ(running->get("/zipkin/config.json").json().at("defaultLookback").as_int64(), 900'000);
  EXPECT_EQ(test::complaints_of_promtool(running->get("/prometheus").body), "");
  EXPECT_EQ(running->get("/").field("Location"), "/zipkin/");
  EXPECT_EQ(running->call("TRACE", "/api/v2/services").status, 405);
}

TEST_F(ZipkinFace, LetsAnyPageAskAndSend) {
  start();
  const Fields from_page{{"Origin", "http://shop.example"},
                         {"Access-Control-Request-Method", "POST"},
                         {"Access-Control-Request-Headers", "content-type"}};
  const auto preflight = running->call("OPTIONS", "/api/v2/spans", "", from_page);
  EXPECT_EQ(preflight.status, 200);
  EXPECT_EQ(preflight.field("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(preflight.field("Access-Control-Allow-Methods"), "GET,POST");
  EXPECT_EQ(preflight.field("Access-Control-Allow-Headers"), "content-type");
  const auto asked = running->call("GET", "/api/v2/services", "", {{"Origin", "http://shop.example"}});
  EXPECT_EQ(asked.field("Access-Control-Allow-Origin"), "*");
}

}  // namespace
}  // namespace sharecar::tracing
