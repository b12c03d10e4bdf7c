// What the gateway answers itself: explain, instances, the clients' spans, /info.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "running_gateway.hpp"

namespace sharecar::gateway::test {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
namespace bj = boost::json;

PlayedService::Play always(int status, const char* type, std::string body) {
  return [=](const http::Request&) { return http::Reply{status, type, body}; };
}

http::Reply order_and_its_traces(const http::Request& request) {
  if (request.path == "/orders/7/trace") return {200, http::json_type, R"([[{"id":"1"}]])"};
  return {200, http::json_type, R"({"status":"PAID"})"};
}

const char* unknown_here = R"({"code":"not_found","detail":"no such order"})";

TEST(Explain, JoinsWhatEachServiceKnows) {
  RunningGateway gateway;
  gateway.order.play(order_and_its_traces);
  gateway.payment.play(always(200, http::json_type, R"({"state":"APPROVED"})"));
  gateway.reservation.play(always(200, http::json_type, R"({"state":"CONFIRMED"})"));
  gateway.customer.play(always(200, http::json_type, R"({"statusCode":3})"));
  const Answer answer = gateway.ask("GET /admin/orders/7");
  EXPECT_EQ(200, answer.status);
  EXPECT_EQ(
      R"({"orderId":7,"order":{"status":"PAID"},"payment":{"state":"APPROVED"},)"
      R"("reservation":{"state":"CONFIRMED"},"customer":{"statusCode":3},"stillToCome":[],"traces":[[{"id":"1"}]]})",
      answer.body);
  EXPECT_EQ("/actuator/saga/7", gateway.payment.requests().front().target);
}

TEST(Explain, ShowsWhyAPartIsMissing) {
  RunningGateway gateway{[](GatewayConfig& config) {
    config.payment.url = nowhere();
    config.customer.time_limiter.timeout_duration = 50ms;
  }};
  gateway.order.play(order_and_its_traces);
  gateway.reservation.play(always(404, http::problem_type, unknown_here));
  gateway.customer.slow_down(1s);
  EXPECT_EQ(R"({"orderId":7,"order":{"status":"PAID"},)"
            R"("payment":{"error":"unavailable","detail":"payment cannot be reached"},)"
            R"("reservation":{"error":"not_found","detail":"reservation answered 404: no such order"},)"
            R"("customer":{"error":"upstream_timeout","detail":"customer did not answer in time"},)"
            R"("stillToCome":["What MyPage shows is not known: customer does not answer now."],)"
            R"("traces":[[{"id":"1"}]]})",
            gateway.ask("GET /admin/orders/7").body);
}

TEST(Explain, StaysJsonWhenAServiceAnswersSomethingElse) {
  RunningGateway gateway;
  gateway.order.play(always(200, http::text_type, "{\"open\":"));
  gateway.payment.play(always(500, http::text_type, "<html>"));
  gateway.reservation.play(always(200, http::json_type, ""));
  gateway.customer.play(always(200, http::json_type, "null"));
  EXPECT_EQ(
      R"({"orderId":7,"order":{"error":"upstream_failed","detail":"order gave no usable answer"},)"
      R"("payment":{"error":"upstream_failed","detail":"payment answered 500"},)"
      R"("reservation":{"error":"upstream_failed","detail":"reservation gave no usable answer"},)"
      R"("customer":null,"stillToCome":[],"traces":{"error":"upstream_failed","detail":"order gave no usable answer"}})",
      gateway.ask("GET /admin/orders/7").body);
}

TEST(Explain, SaysSoWhenNobodyKnowsTheOrder) {
  RunningGateway gateway;
  for (auto* service : {&gateway.order, &gateway.payment, &gateway.reservation, &gateway.customer}) {
    service->play(always(404, http::problem_type, unknown_here));
  }
  const Answer answer = gateway.ask("GET /admin/orders/7");
  EXPECT_EQ(404, answer.status);
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"order_unknown")"));
  EXPECT_EQ(400, gateway.ask("GET /admin/orders/seven").status);
  EXPECT_EQ(400, gateway.ask("GET /admin/orders/99999999999999999999").status);
}

http::Reply management(const http::Request& request) {
  if (request.path == "/actuator/health") {
    return {
        503, http::json_type,
        R"({"status":"DOWN","components":{"consumer":{"status":"UP","details":{"lagMs":"12"}},"disk":{"status":"DOWN"}}})"};
  }
  if (request.path == "/actuator/info") {
    return {200, http::json_type,
            R"({"build":{"version":"0.1.0"},"instance":{"id":"order-1"},"startedAt":"2026-01-01T00:00:00Z"})"};
  }
  if (request.path == "/actuator/outbox") {
    return {200, http::json_type, R"({"relays":[{"pending":1,"oldestSeconds":0.25},{"oldestSeconds":1.5}]})"};
  }
  return {200, http::json_type, R"({"faults":{"slow":{"route":"POST /orders","delayMs":400}}})"};
}

TEST(Instances, ShowEveryProcessAndThoseThatAreSilent) {
  RunningGateway gateway{[](GatewayConfig& config) {
    config.instance_timeout_ms = 200;
    config.reservation.url = nowhere();
  }};
  gateway.order.play(management);
  gateway.payment.slow_down(3s);
  const auto start = std::chrono::steady_clock::now();
  const Answer answer = gateway.ask("GET /admin/instances");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
  ASSERT_EQ(200, answer.status);
  const auto rows = bj::parse(answer.body).as_array();
  ASSERT_EQ(6u, rows.size());
  EXPECT_EQ("gateway", rows[0].at("service").as_string());
  EXPECT_EQ("UP", rows[0].at("health").as_string()) << answer.body;
  EXPECT_EQ(R"({"service":"order","id":"order-1","url":")" + gateway.order.url() +
                R"(","version":"0.1.0","startedAt":"2026-01-01T00:00:00Z","health":"DOWN","outboxOldestMs":1500,)"
                R"("lagMs":12,"faults":[{"name":"slow","route":"POST /orders","delayMs":400}],"error":null})",
            bj::serialize(rows[1]));
  EXPECT_EQ("DOWN", rows[2].at("health").as_string());
  EXPECT_EQ("reservation cannot be reached", rows[2].at("error").as_string());
  EXPECT_EQ("payment did not answer in time", rows[3].at("error").as_string());
  EXPECT_EQ("UNKNOWN", rows[4].at("health").as_string()) << "an answer that tells nothing";
  EXPECT_TRUE(rows[4].at("id").is_null());
}

std::string spans(int count, std::size_t padding = 0) {
  std::string out = "[";
  for (int i = 0; i < count; ++i) {
    out += std::string(i == 0 ? "" : ",") + R"({"traceId":"0000000000000001","id":"000000000000000)" +
           "123456789abcdef"[i % 15] + R"(","localEndpoint":{"serviceName":"order","ipv4":"10.0.0.1"},"name":")" +
           (i == 0 ? std::string(padding, 'x') : "") + "\"}";
  }
  return out + ']';
}

std::string taken(const RunningGateway& gateway) {
  for (const auto& request : gateway.tracing.requests()) {
    if (request.body.find("desktop") != std::string::npos) return request.body;
  }
  return {};
}

TEST(SpanIntake, PassesSpansOnAsTheDesktopsOwn) {
  const RunningGateway gateway;
  EXPECT_EQ(202, gateway
                     .ask("POST /telemetry/spans", {},
                          R"([{"traceId":"1","id":"2","localEndpoint":{"serviceName":"order"}},{"id":"3"}])")
                     .status);
  EXPECT_EQ(R"([{"traceId":"1","id":"2","localEndpoint":{"serviceName":"desktop"}},)"
            R"({"id":"3","localEndpoint":{"serviceName":"desktop"}}])",
            taken(gateway));
}

TEST(SpanIntake, TakesSixtyFourSpansAndThirtyTwoKilobytes) {
  const RunningGateway gateway;
  EXPECT_EQ(202, gateway.ask("POST /telemetry/spans", {}, spans(64)).status);
  EXPECT_EQ(413, gateway.ask("POST /telemetry/spans", {}, spans(65)).status);
  const std::size_t rest = 32 * 1024 - spans(1).size();
  EXPECT_EQ(202, gateway.ask("POST /telemetry/spans", {}, spans(1, rest)).status);
  EXPECT_EQ(413, gateway.ask("POST /telemetry/spans", {}, spans(1, rest + 1)).status);
  EXPECT_EQ(202, gateway.ask("POST /telemetry/spans", {}, "[]").status);
  for (const char* bad : {"{}", "[1]", "[{}", "null", "x", "[{},[]]"}) {
    EXPECT_EQ(400, gateway.ask("POST /telemetry/spans", {}, bad).status) << bad;
  }
}

TEST(SpanIntake, SaysWhenItTakesMore) {
  const RunningGateway gateway{[](GatewayConfig& config) {
    config.span_intake.burst = 2;
    config.span_intake.per_second = 1;
  }};
  EXPECT_EQ(202, gateway.ask("POST /telemetry/spans", {}, spans(1)).status);
  EXPECT_EQ(202, gateway.ask("POST /telemetry/spans", {}, spans(1)).status);
  const Answer answer = gateway.ask("POST /telemetry/spans", {}, spans(1));
  EXPECT_EQ(429, answer.status);
  EXPECT_EQ("1", answer.field("Retry-After"));
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"too_many_requests")"));
}

TEST(SpanIntake, ReportsTheCollectorsRefusalAndItsAbsence) {
  RunningGateway gateway;
  gateway.tracing.play(always(400, http::problem_type, R"({"code":"invalid_request"})"));
  EXPECT_EQ(400, gateway.ask("POST /telemetry/spans", {}, spans(1)).status);
  gateway.tracing.play(always(500, http::text_type, "inside"));
  const Answer failed = gateway.ask("POST /telemetry/spans", {}, spans(1));
  EXPECT_EQ(502, failed.status);
  EXPECT_THAT(failed.body, ::testing::Not(HasSubstr("inside")));
  const RunningGateway alone{[](GatewayConfig& config) { config.tracing.url = nowhere(); }};
  EXPECT_EQ(503, alone.ask("POST /telemetry/spans", {}, spans(1)).status);
}

TEST(Info, SaysWhatIsThere) {
  const RunningGateway gateway;
  EXPECT_EQ(R"({"environment":"development","version":"0.1.0","capabilities":{"booking":true,"live":true,)"
            R"("traces":true,"breakers":false,"scenarios":false,"identity":false}})",
            gateway.ask("GET /info").body);
  const RunningGateway watched{[](GatewayConfig& config) { config.turbine.url = nowhere(); }};
  EXPECT_THAT(watched.ask("GET /info").body, HasSubstr(R"("breakers":true)"));
}

TEST(Breakers, AreTurbinesForCallersOnThisMachine) {
  PlayedService turbine{"turbine"};
  const RunningGateway gateway{[&](GatewayConfig& config) { config.turbine.url = turbine.url(); }};
  const auto target = [&](const std::string& request) {
    const auto body = gateway.ask(request).body;
    return body.substr(0, body.find('\n', body.find('\n') + 1));
  };
  EXPECT_EQ(target("GET /admin/breakers?state=OPEN"), "turbine\nGET /breakers?state=OPEN");
  EXPECT_EQ(target("GET /admin/breakers/timeline"), "turbine\nGET /breakers/timeline");
  EXPECT_EQ(target("GET /admin/breakers/order/order-1/payment"), "turbine\nGET /breakers/order/order-1/payment");
  EXPECT_EQ(target("POST /admin/breakers/order/order-1/payment/changes"),
            "turbine\nPOST /breakers/order/order-1/payment/changes");
  EXPECT_EQ(target("DELETE /admin/breakers/order/order-1/payment/changes/a1"),
            "turbine\nDELETE /breakers/order/order-1/payment/changes/a1");
  EXPECT_EQ(gateway.ask("GET /admin/breakers", {"Host: elsewhere.example"}).status, 403);
  EXPECT_EQ(gateway.ask("GET /admin/breakers/stream").status, 404) << "events come by /events";
  EXPECT_EQ(RunningGateway{}.ask("GET /admin/breakers").status, 404);
}

}  // namespace
}  // namespace sharecar::gateway::test
