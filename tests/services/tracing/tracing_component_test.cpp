// The collector and its queries over HTTP, with the real span store.

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <thread>

#include "spanwire/recordings.hpp"
#include "services/tracing/tracing_service.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::tracing {
namespace {

using namespace std::chrono_literals;
using test::HttpAnswer;

std::int64_t now_micros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string hex(std::int64_t number) {
  std::ostringstream out;
  out << std::hex << number;
  const auto digits = out.str();
  return std::string(16 - digits.size(), '0') + digits;
}

// A trace of one span that ended a second before `age` ms ago.
std::string span(std::int64_t trace, const std::string& service, const std::string& more = {}, std::int64_t age = 0) {
  return R"({"traceId":")" + hex(trace) + R"(","id":")" + hex(trace) + R"(","name":"post /orders","timestamp":)" +
         std::to_string(now_micros() - 1'000'000 - age * 1000) +
         R"(,"duration":1500,"localEndpoint":{"serviceName":")" + service + "\"}" + more + '}';
}

std::string tagged(const std::string& key, const std::string& value) {
  return R"(,"tags":{")" + key + R"(":")" + value + "\"}";
}

class Tracing : public ::testing::Test {
 protected:
  using Running = test::RunningService<CollectorConfig>;

  void SetUp() override { start(); }
  void start() {
    config.data_dir = folder.path().string();
    running = std::make_unique<Running>("tracing", config, set_up);
  }
  HttpAnswer post(const std::string& body) { return running->call("POST", "/api/v2/spans", body); }
  std::string get(const std::string& target) { return running->get(target).body; }
  /// The trace ids that a search finds, in its order, as numbers.
  std::string found(const std::string& query) {
    std::string out;
    const auto answer = running->get("/api/v2/traces?" + query).json();
    for (const auto& trace : answer.as_array()) {
      const auto id = trace.at(0).at("traceId").as_string();
      out += (out.empty() ? "" : " ") + std::to_string(std::stoll(std::string{id}, nullptr, 16));
    }
    return out;
  }
  double metric(const std::string& name) {
    const auto text = running->service().metrics().text();
    const auto at = text.find('\n' + name + '{');
    if (at == std::string::npos) return -1;
    return std::stod(text.substr(text.find("} ", at) + 2));
  }

  test::TemporaryFolder folder;
  CollectorConfig config;
  std::unique_ptr<Running> running;
};

TEST_F(Tracing, AnswersEveryRecordingAsZipkinDoes) {
  for (const auto& recording : spanwire::recordings(".normalized.json")) {
    const auto accepted = post(recording.posted);
    EXPECT_EQ(accepted.status, 202);
    EXPECT_EQ(accepted.body, "");
    const auto id = boost::json::parse(recording.recorded).at(0).at("traceId").as_string();
    EXPECT_EQ(get("/api/v2/trace/" + std::string{id}), recording.recorded) << recording.name;
    EXPECT_EQ(get("/zipkin/api/v2/trace/" + std::string{id}), recording.recorded) << recording.name;
  }
}

TEST_F(Tracing, CountsTheLinksOfARecordingAsZipkinDoes) {
  int replayed = 0;
  for (const auto& recording : spanwire::recordings(".deps.json")) {
    running->stop();
    std::filesystem::remove_all(folder.path());
    start();
    ASSERT_EQ(post(recording.posted).status, 202);
    const auto answer = get("/api/v2/dependencies?endTs=4102444800000&lookback=4102444800000");
    if (recording.name.find("clashing") != std::string::npos) continue;  // they mix trace ids at random
    EXPECT_EQ(answer, recording.recorded) << recording.name;
    ++replayed;
  }
  EXPECT_GE(replayed, 3);
}

TEST_F(Tracing, TakesAnEmptyListAndRefusesNonsense) {
  EXPECT_EQ(post("").status, 202);
  EXPECT_EQ(post("[]").status, 202);
  const auto refused = post("{}");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.body, "Expected a JSON_V2 encoded list\n");
  EXPECT_EQ(refused.field("Content-Type"), "text/plain;charset=utf-8");
  EXPECT_EQ(post(R"([{"traceId":"Z","id":"1"}])").body,
            "Z should be lower-hex encoded with no prefix reading List<Span> from json");
  const auto half = "[" + span(1, "order") + R"(,{"traceId":"1"}])";
  EXPECT_EQ(post(half).status, 400);
  EXPECT_EQ(running->get("/api/v2/trace/1").status, 404) << "a refused list leaves nothing";
  EXPECT_EQ(running->call("POST", "/api/v2/spans", "x", {{"Content-Type", "application/x-protobuf"}}).body,
            "Expected a PROTO3 encoded list\n");
  const auto not_zipped = running->call("POST", "/api/v2/spans", "x", {{"Content-Encoding", "gzip"}});
  EXPECT_EQ(std::to_string(not_zipped.status) + ' ' + not_zipped.body, "400 Cannot gunzip spans");
  EXPECT_EQ(metric("zipkin_collector_messages_dropped_total"), 5);
}

TEST_F(Tracing, AnswersForOneTrace) {
  post("[" + span(0xab, "order") + "]");
  EXPECT_EQ(running->get("/api/v2/trace/ab").status, 200);
  EXPECT_EQ(running->get("/api/v2/trace/00000000000000000000000000000000000ab").body, "traceId.length > 32");
  const auto unknown = running->get("/api/v2/trace/cd");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.body, "00000000000000cd not found");
  const auto bad = running->get("/api/v2/trace/AB");
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(bad.body, "AB should be lower-hex encoded with no prefix");
}

TEST_F(Tracing, KeepsTracesApartThatShareTheirLowBits) {
  post(R"([{"traceId":"1000000000000000000000000000000a","id":"1"},{"traceId":"000000000000000a","id":"2"}])");
  EXPECT_EQ(get("/api/v2/trace/a"), R"([{"traceId":"000000000000000a","id":"0000000000000002"}])");
  EXPECT_EQ(get("/api/v2/trace/1000000000000000000000000000000a"),
            R"([{"traceId":"1000000000000000000000000000000a","id":"0000000000000001"}])");
  EXPECT_EQ(running->get("/api/v2/trace/2000000000000000000000000000000a").status, 404);
}

TEST_F(Tracing, KeepsASpanOnceHoweverOftenItIsSent) {
  const auto body = "[" + span(7, "order") + "," + span(7, "payment") + "]";
  post(body);
  post(body);
  EXPECT_EQ(running->get("/api/v2/trace/7").json().as_array().size(), 2u);
}

TEST_F(Tracing, FindsTraces) {
  post("[" + span(1, "order", tagged("order.id", "42"), 3000) + "," + span(2, "payment", "", 2000) + "]");
  post("[" + span(3, "order", tagged("order.id", "420"), 1000) + "," + span(4, "order", tagged("error", "")) + "]");
  EXPECT_EQ(found(""), "4 3 2 1") << "newest first";
  EXPECT_EQ(found("limit=2"), "4 3");
  EXPECT_EQ(found("serviceName=order"), "4 3 1");
  EXPECT_EQ(found("serviceName=Payment"), "2");
  EXPECT_EQ(found("serviceName=nobody"), "");
  EXPECT_EQ(found("annotationQuery=order.id=42"), "1");
  EXPECT_EQ(found("annotationQuery=order.id%3D420"), "3");
  EXPECT_EQ(found("annotationQuery=order.id"), "3 1");
  EXPECT_EQ(found("annotationQuery=error"), "4");
  post("[" + span(5, "order", R"(,"annotations":[{"timestamp":1,"value":"error"}])", 4000) + "]");
  EXPECT_EQ(found("annotationQuery=error"), "4 5") << "an annotation counts as well";
  EXPECT_EQ(found("serviceName=payment&annotationQuery=order.id=42"), "");
  EXPECT_EQ(found("spanName=POST%20/orders&limit=1"), "4");
  EXPECT_EQ(found("spanName=get"), "");
  EXPECT_EQ(found("minDuration=1500"), "4 3 2 1 5");
  EXPECT_EQ(found("minDuration=1501"), "");
  const auto ago = [](int ms) { return std::to_string(now_micros() / 1000 - ms); };
  EXPECT_EQ(found("endTs=" + ago(2500)), "2 1 5");
  EXPECT_EQ(found("lookback=2500"), "4 3");
  const auto refused = running->get("/api/v2/traces?limit=0");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.body, "limit <= 0");
}

TEST_F(Tracing, SearchesThroughManyTraces) {
  std::string body = "[";
  for (int i = 1; i <= 1000; ++i) {
    if (i > 1) body += ',';
    body += span(i, i == 3 ? "rare" : "common", tagged("n", std::to_string(i)), 1000 - i);
  }
  EXPECT_EQ(post(body + "]").status, 202);
  EXPECT_EQ(found("annotationQuery=n=5"), "5");
  EXPECT_EQ(found("serviceName=rare"), "3");
  EXPECT_EQ(found("limit=3"), "1000 999 998");
  EXPECT_EQ(running->get("/api/v2/traces?limit=100000").json().as_array().size(), 1000u);
}

TEST_F(Tracing, ListsNames) {
  EXPECT_EQ(get("/api/v2/services"), "[]");
  post("[" + span(1, "order", R"(,"remoteEndpoint":{"serviceName":"Payment"})") + "]");
  EXPECT_EQ(get("/api/v2/services"), R"(["order"])");
  EXPECT_EQ(get("/api/v2/spans?serviceName=Order"), R"(["post /orders"])");
  EXPECT_EQ(get("/api/v2/remoteServices?serviceName=order"), R"(["payment"])");
  EXPECT_EQ(get("/api/v2/spans?serviceName=nobody"), "[]");
  EXPECT_EQ(running->get("/api/v2/spans").status, 400);
  EXPECT_EQ(running->get("/api/v2/services").field("Cache-Control"), "");
  post("[" + span(2, "a") + "," + span(3, "b") + "," + span(4, "c") + "]");
  EXPECT_EQ(running->get("/api/v2/services").field("Cache-Control"), "max-age=300, must-revalidate");
}

TEST_F(Tracing, RemembersEverythingAfterARestart) {
  post("[" + span(1, "order", tagged("order.id", "42")) + "]");
  EXPECT_EQ(running->stop(), 0) << "what is queued is written before the end";
  start();
  EXPECT_EQ(get("/api/v2/services"), R"(["order"])");
  EXPECT_EQ(found("annotationQuery=order.id=42"), "1");
  EXPECT_EQ(metric("sharecar_tracing_stored_spans"), 1);
}

TEST_F(Tracing, ForgetsTheOldestTracesWhenThereAreTooMany) {
  running->stop();
  config.max_spans = 300;
  start();
  for (int i = 1; i <= 1000; i += 100) {
    std::string body = "[";
    for (int n = i; n < i + 100; ++n) body += (n == i ? "" : ",") + span(n, "order", tagged("order.id", "7"));
    ASSERT_EQ(post(body + "]").status, 202);
    running->get("/api/v2/trace/1");  // one batch after the other
  }
  EXPECT_TRUE(test::eventually([&] { return metric("sharecar_tracing_stored_spans") <= 300; }));
  EXPECT_EQ(running->get("/api/v2/trace/1").status, 404);
  EXPECT_EQ(running->get("/api/v2/trace/" + hex(1000)).status, 200);
  EXPECT_GE(metric("sharecar_tracing_stored_spans"), 200);
}

TEST_F(Tracing, DropsAndCountsWhatDoesNotFitIntoTheQueue) {
  running->stop();
  config.max_queued_mib = 1;
  start();
  const auto big = "[" + span(1, "order", tagged("text", std::string(600'000, 'x'))) + "]";
  const auto larger = "[" + span(2, "order", tagged("text", std::string(2'000'000, 'x'))) + "]";
  EXPECT_EQ(post(big).status, 202);
  EXPECT_EQ(post(larger).status, 202);
  EXPECT_EQ(metric("zipkin_collector_spans_total"), 2);
  EXPECT_EQ(metric("zipkin_collector_spans_dropped_total"), 1);
  EXPECT_EQ(running->get("/api/v2/trace/1").status, 200);
  EXPECT_EQ(running->get("/api/v2/trace/2").status, 404);
}

TEST_F(Tracing, TakesSpansFromManyAtOnce) {
  std::vector<std::thread> reporters;
  for (int reporter = 0; reporter < 8; ++reporter) {
    reporters.emplace_back([this, reporter] {
      for (int i = 0; i < 25; ++i) {
        const auto trace = i + 1;
        const std::string one = R"({"traceId":")" + hex(trace) + R"(","id":")" + hex(1000 * (reporter + 1) + i) + "\"}";
        EXPECT_EQ(post("[" + one + "]").status, 202);
        const auto body = running->get("/api/v2/trace/" + hex(trace)).body;
        EXPECT_NE(body.find(one), std::string::npos) << "what was accepted can be read";
      }
    });
  }
  for (auto& reporter : reporters) reporter.join();
  EXPECT_EQ(metric("sharecar_tracing_stored_spans"), 200);
  EXPECT_EQ(running->get("/api/v2/trace/1").json().as_array().size(), 8u);
}

TEST_F(Tracing, RefusesABodyOverItsLimit) {
  const std::string large(17 * 1024 * 1024, ' ');
  const auto answer = post("[" + large + "]");
  EXPECT_TRUE(answer.status == 413 || answer.status == 0) << answer.status;
  EXPECT_EQ(post("[" + span(1, "order") + "]").status, 202) << "alive";
}

TEST_F(Tracing, IsHealthyAndHasMetricsThatPrometheusLikes) {
  post("[" + span(1, "order") + "]");
  found("");
  EXPECT_EQ(get("/health"), R"({"status":"UP","zipkin":{"status":"UP","details":{"SqliteStorage":{"status":"UP"}}}})");
  EXPECT_EQ(running->get("/actuator/health/readiness").status, 200);
  EXPECT_EQ(test::complaints_of_promtool(get("/actuator/prometheus")), "");
  EXPECT_EQ(running->get("/api/v2/services").field("x-b3-traceid"), "") << "it does not trace itself";
}

}  // namespace
}  // namespace sharecar::tracing
