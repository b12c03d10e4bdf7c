// What goes through the gateway, both ways, on real sockets.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>

#include "running_gateway.hpp"
#include "support/eventually.hpp"

namespace sharecar::gateway::test {
namespace {

using namespace std::chrono_literals;
using sharecar::test::eventually;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;
using Peer = http::testing::ScriptedPeer;

TEST(Proxy, LeadsEachPathToItsService) {
  const RunningGateway gateway;
  const std::map<std::string, std::string> expected{
      {"GET /orders", "order\nGET /orders\n"},
      {"GET /cars?zone=a&page=0", "order\nGET /cars?zone=a&page=0\n"},
      {"POST /quotes", "order\nPOST /quotes\n"},
      {"PUT /orders/3", "order\nPUT /orders/3\n"},
      {"OPTIONS /orders/3", "order\nOPTIONS /orders/3\n"},
      {"GET /reservations/3", "reservation\nGET /reservations/3\n"},
      {"GET /cancellations", "reservation\nGET /cancellations\n"},
      {"GET /paymentHistories", "payment\nGET /paymentHistories\n"},
      {"GET /mypages/3", "customer\nGET /mypages/3\n"},
      {"GET /myPages/search/findByOrderId?orderId=3", "customer\nGET /myPages/search/findByOrderId?orderId=3\n"},
      {"GET /admin/orders?q=3", "order\nGET /admin/orders?q=3\n"},
      {"PATCH /admin/cars/1002", "reservation\nPATCH /admin/cars/1002\n"},
  };
  for (const auto& [request, answer] : expected) {
    const Answer got = gateway.ask(request);
    EXPECT_EQ(200, got.status) << request;
    EXPECT_THAT(got.body, StartsWith(answer)) << request;
  }
}

TEST(Proxy, AsksTheCollectorForTracesWithoutItsOwnPrefix) {
  RunningGateway gateway;
  gateway.tracing.play([](const http::Request& request) { return http::Reply{200, http::text_type, request.target}; });
  EXPECT_EQ("/api/v2/traces?limit=3&serviceName=a%20b",
            gateway.ask("GET /admin/traces/api/v2/traces?limit=3&serviceName=a%20b").body);
  EXPECT_EQ(405, gateway.ask("POST /admin/traces/api/v2/spans", {}, "[]").status);
}

TEST(Proxy, PassesPathQueryBodyAndFieldsOnAsTheyAre) {
  const RunningGateway gateway;
  const std::string target = "/orders/%ED%95%9C%20x;v=1?q=%2F..%2f&empty&a=b+c&a=2";
  const std::string body = "{\"a\":\"\xED\x95\x9C\"}\r\n";
  const auto answer = gateway.ask("POST " + target,
                                  {"Content-Type: application/json", "Authorization: Bearer t", "Accept: text/html",
                                   "Idempotency-Key: 7", "Cookie: a=1", "Connection: x-mine", "X-Mine: 1",
                                   "TE: trailers", "X-Forwarded-For: 6.6.6.6", "X-Forwarded-Host: evil.example"},
                                  body);
  EXPECT_THAT(answer.body, StartsWith("order\nPOST " + target + '\n'));
  EXPECT_THAT(answer.body, ::testing::EndsWith("\n\n" + body));
  for (const char* there :
       {"\nContent-Type: application/json\n", "\nAuthorization: Bearer t\n", "\nAccept: text/html\n",
        "\nIdempotency-Key: 7\n", "\nCookie: a=1\n", "\nX-Forwarded-For: 127.0.0.1\n", "\nX-Forwarded-Proto: http\n",
        "\nX-Forwarded-Host: localhost:8088\n", "\nX-Forwarded-Port: 8088\n"}) {
    EXPECT_THAT(answer.body, HasSubstr(there));
  }
  for (const char* gone : {"X-Mine", "TE:", "6.6.6.6", "evil", "Host: localhost:8088\nContent"}) {
    EXPECT_THAT(answer.body, Not(HasSubstr(gone)));
  }
}

TEST(Proxy, PassesAChunkedBodyOn) {
  const RunningGateway gateway;
  RawClient client{gateway.port()};
  client.send(request_text("POST /orders", {"Transfer-Encoding: chunked"}) +
              "3\r\nabc\r\n2\r\nde\r\n0\r\nX-Late: 1\r\n\r\n");
  const Answer answer = client.receive();
  EXPECT_THAT(answer.body, ::testing::EndsWith("\n\nabcde"));
  EXPECT_THAT(answer.body, HasSubstr("\nContent-Length: 5\n"));
  EXPECT_THAT(answer.body, Not(HasSubstr("X-Late")));
}

TEST(Proxy, GivesAnswersBackAsTheyAre) {
  RunningGateway gateway;
  const std::string problem = R"({"code":"card_declined","status":402})";
  gateway.order.play([&](const http::Request& request) {
    http::Reply reply{402, http::problem_type, problem};
    reply.headers.set("Location", request.base_url() + "/orders/7");
    reply.headers.set("Retry-After", "3");
    reply.headers.set("x-order-id", "7");
    reply.headers.add("Set-Cookie", "a=1");
    reply.headers.add("Set-Cookie", "b=2");
    reply.headers.add("Access-Control-Allow-Origin", "https://wrong.example");
    reply.headers.add("Proxy-Authenticate", "x");
    return reply;
  });
  const Answer answer = gateway.ask("POST /orders", {"Origin: http://page.example"}, "{}");
  EXPECT_EQ(402, answer.status);
  EXPECT_EQ(problem, answer.body);
  EXPECT_EQ(http::problem_type, answer.field("Content-Type"));
  EXPECT_EQ("http://localhost:8088/orders/7", answer.field("Location")) << "links name the gateway";
  EXPECT_EQ("3", answer.field("Retry-After"));
  EXPECT_EQ("7", answer.field("x-order-id"));
  EXPECT_EQ(32u, answer.field("x-b3-traceid").size());
  EXPECT_THAT(answer.head, HasSubstr("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"));
  EXPECT_THAT(answer.head, Not(HasSubstr("wrong.example")));
  EXPECT_THAT(answer.head, Not(HasSubstr("Proxy-Authenticate")));
}

TEST(Proxy, PassesAnswersWithoutABodyOn) {
  RunningGateway gateway;
  gateway.order.play([](const http::Request& request) {
    return request.method == http::Method::delete_ ? http::Reply{204, "", ""}
                                                   : http::Reply{200, http::text_type, "12345"};
  });
  const Answer gone = gateway.ask("DELETE /orders/3");
  EXPECT_EQ(204, gone.status);
  EXPECT_EQ("", gone.field("Content-Length"));
  const Answer head = gateway.ask("HEAD /orders/3");
  EXPECT_EQ(200, head.status);
  EXPECT_EQ("5", head.field("Content-Length"));
}

TEST(Proxy, SaysWhichServiceCannotBeReached) {
  const RunningGateway gateway{[](GatewayConfig& config) { config.payment.url = nowhere(); }};
  const Answer answer = gateway.ask("GET /payments/3", {"Origin: http://page.example"});
  EXPECT_EQ(503, answer.status);
  EXPECT_EQ("1", answer.field("Retry-After"));
  EXPECT_EQ(http::problem_type, answer.field("Content-Type"));
  EXPECT_EQ("http://page.example", answer.field("Access-Control-Allow-Origin"));
  EXPECT_THAT(answer.body,
              HasSubstr(R"("detail":"payment cannot be reached","instance":"/payments/3","code":"unavailable")"));
  EXPECT_EQ(200, gateway.ask("GET /orders/3").status) << "the others are not touched";
}

TEST(Proxy, ShowsTheLastKnownMyPageWhileCustomerDoesNotAnswer) {
  RunningGateway gateway;
  gateway.customer.play([](const http::Request&) { return http::Reply{200, http::hal_type, R"({"statusCode":2})"}; });
  const Answer before = gateway.ask("GET /mypages/3");
  EXPECT_EQ("", before.field("Warning"));
  gateway.customer.play([](const http::Request&) { return http::Reply{503, http::text_type, "starting"}; });
  const Answer answer = gateway.ask("GET /mypages/3");
  EXPECT_EQ(200, answer.status);
  EXPECT_EQ(R"(110 - "Response is Stale")", answer.field("Warning"));
  EXPECT_EQ(http::hal_type, answer.field("Content-Type"));
  EXPECT_THAT(answer.body, MatchesRegex(R"(\{"statusCode":2,"fallback":\{"of":"customer","instead":"last_known",)"
                                        R"("asOf":"[^"]+","ageMs":[0-9]+\}\})"));
  EXPECT_EQ(503, gateway.ask("GET /mypages/4").status) << "nothing is known of that one";
  EXPECT_EQ(503, gateway.ask("GET /mypages/3", {"Host: other.example"}).status) << "its links are another host's";
}

TEST(Proxy, DoesNotWaitForASlowServiceLongerThanItsLimit) {
  RunningGateway gateway{[](GatewayConfig& config) { config.order.time_limiter.timeout_duration = 100ms; }};
  gateway.order.slow_down(2s);
  const auto start = std::chrono::steady_clock::now();
  const Answer answer = gateway.ask("POST /orders", {}, "{}");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1500ms);
  EXPECT_EQ(504, answer.status);
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"upstream_timeout")"));
}

TEST(Proxy, PassesTheRemainingTimeOnAndKeepsToIt) {
  RunningGateway gateway;
  gateway.order.play([](const http::Request& request) {
    return http::Reply{200, http::text_type, std::string{request.header(http::deadline_header)}};
  });
  const int left = std::stoi(gateway.ask("GET /orders/3", {"x-deadline-remaining-ms: 900"}).body);
  EXPECT_GT(left, 0);
  EXPECT_LE(left, 900);
  gateway.order.slow_down(2s);
  EXPECT_EQ(504, gateway.ask("GET /orders/3", {"x-deadline-remaining-ms: 80"}).status);
}

TEST(Proxy, CallsAnswersThatAreNoneABadGateway) {
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: ";
  const std::vector<std::pair<std::string, Peer::Script>> cases{
      {"garbage", {Peer::read(), Peer::send("\x16\x03\x01 nonsense\r\n\r\n"), Peer::close()}},
      {"half a head", {Peer::read(), Peer::send("HTTP/1.1 200 OK\r\nConte"), Peer::close()}},
      {"half a body", {Peer::read(), Peer::send(head + "10\r\n\r\nabc"), Peer::close()}},
      {"a bad length", {Peer::read(), Peer::send(head + "-3\r\n\r\n"), Peer::close()}},
      {"nothing", {Peer::read(), Peer::close()}},
      {"a reset", {Peer::read(), Peer::reset()}},
      {"a switch of protocols", {Peer::read(), Peer::send("HTTP/1.1 101 Switching Protocols\r\n\r\n"), Peer::close()}},
      {"too much", {Peer::read(), Peer::send(head + "99999999999\r\n\r\n"), Peer::close()}},
  };
  for (const auto& [name, script] : cases) {
    const Peer peer{{script}};
    const RunningGateway gateway{
        [&](GatewayConfig& config) { config.order.url = "http://127.0.0.1:" + std::to_string(peer.port()); }};
    const Answer answer = gateway.ask("POST /orders", {}, "{}");
    EXPECT_EQ(502, answer.status) << name;
    EXPECT_THAT(answer.body, HasSubstr(R"("code":"upstream_failed")")) << name;
  }
}

TEST(Proxy, SendsAPostOnlyOnce) {
  const Peer peer{
      {{Peer::read(), Peer::send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"), Peer::read(), Peer::close()}}};
  const RunningGateway gateway{
      [&](GatewayConfig& config) { config.order.url = "http://127.0.0.1:" + std::to_string(peer.port()); }};
  EXPECT_EQ(200, gateway.ask("GET /orders").status);
  EXPECT_EQ(502, gateway.ask("POST /orders", {}, "{}").status);
  EXPECT_EQ(2u, peer.requests().size());
}

TEST(Proxy, RefusesPathsThatAnotherServerCouldReadDifferently) {
  const RunningGateway gateway;
  for (const char* path : {"/orders/..", "/orders/../actuator/env", "/orders/%2e%2e/actuator/env",
                           "/orders/..;a/actuator", "/orders/a%2Fb", "/orders/a%5c", "/orders/%2E/x"}) {
    const Answer answer = gateway.ask(std::string{"GET "} + path);
    EXPECT_EQ(400, answer.status) << path;
    EXPECT_THAT(answer.body, HasSubstr(R"("code":"bad_request")")) << path;
  }
  EXPECT_EQ(0u, gateway.order.requests().size());
}

TEST(Proxy, LeadsNowhereElse) {
  const RunningGateway gateway;
  for (const char* path : {"/", "/actuator/saga/3", "/internal/payments/3", "/charges/3:1", "/api/v2/traces",
                           "/admin/traces/actuator/env", "/admin/nothing", "//orders", "/orders//actuator/env"}) {
    EXPECT_EQ(404, gateway.ask(std::string{"GET "} + path).status) << path;
  }
  for (const auto* service : {&gateway.order, &gateway.reservation, &gateway.payment, &gateway.customer}) {
    EXPECT_EQ(0u, service->requests().size());
  }
}

TEST(Proxy, LimitsBodies) {
  RunningGateway gateway{[](GatewayConfig& config) { config.server.max_body_bytes = 1000; }};
  gateway.order.play([](const http::Request& request) {
    return http::Reply{200, http::text_type, std::to_string(request.body.size())};
  });
  EXPECT_EQ("1000", gateway.ask("POST /orders", {}, std::string(1000, 'x')).body);
  const Answer answer = gateway.ask("POST /orders", {"Origin: http://page.example"}, std::string(1001, 'x'));
  EXPECT_EQ(413, answer.status);
  EXPECT_EQ("http://page.example", answer.field("Access-Control-Allow-Origin"));
  EXPECT_EQ(1u, gateway.order.requests().size());
}

TEST(Proxy, KeepsConnectionsOpen) {
  const RunningGateway gateway;
  RawClient client{gateway.port()};
  for (int i = 0; i < 50; ++i) {
    client.send(request_text("GET /orders/" + std::to_string(i)));
    EXPECT_THAT(client.receive().body, StartsWith("order\nGET /orders/" + std::to_string(i) + '\n'));
  }
}

TEST(Proxy, AnswersAHundredAtOnceEachItsOwn) {
  RunningGateway gateway;
  gateway.order.slow_down(50ms);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 100; ++i) {
    clients.push_back(std::make_unique<RawClient>(gateway.port()));
    clients.back()->send(request_text("POST /orders?n=" + std::to_string(i), {}, "body " + std::to_string(i)));
  }
  for (int i = 0; i < 100; ++i) {
    const auto body = clients[static_cast<std::size_t>(i)]->receive().body;
    EXPECT_THAT(body, StartsWith("order\nPOST /orders?n=" + std::to_string(i) + '\n'));
    EXPECT_THAT(body, ::testing::EndsWith("\n\nbody " + std::to_string(i)));
  }
}

TEST(Proxy, FinishesWhatIsUnderWayBeforeItStops) {
  RunningGateway gateway;
  gateway.order.slow_down(300ms);
  RawClient client{gateway.port()};
  client.send(request_text("GET /orders/3"));
  std::this_thread::sleep_for(50ms);
  gateway.stop();
  EXPECT_EQ(200, client.receive().status);
}

TEST(Proxy, NamesSpansAndMetricsByTemplateAndTellsTheOrder) {
  RunningGateway gateway;
  gateway.order.play([](const http::Request&) {
    http::Reply reply{200, http::json_type, "{}"};
    reply.headers.set("x-order-id", "7");
    return reply;
  });
  gateway.ask("POST /orders", {}, "{}");
  gateway.ask("GET /orders/7/trace");
  gateway.ask("GET /orders/7/else");
  gateway.ask("GET /mypages/7");
  gateway.ask("GET /admin/traces/api/v2/services");
  const std::string expected =
      "CLIENT GET /mypages/{orderId}\n"
      "CLIENT GET /orders/** order.id=7\n"
      "CLIENT GET /orders/{id}/trace order.id=7\n"
      "CLIENT POST /orders order.id=7\n"
      "SERVER GET /mypages/{orderId}\n"
      "SERVER GET /orders/** order.id=7\n"
      "SERVER GET /orders/{id}/trace order.id=7\n"
      "SERVER POST /orders order.id=7\n";
  eventually([&] { return gateway.tracing.spans().size() >= expected.size(); }, 5s);
  EXPECT_EQ(expected, gateway.tracing.spans());
  const auto metrics = gateway.ask("GET /actuator/prometheus").body;
  EXPECT_THAT(metrics, HasSubstr(R"(uri="/orders/{id}/trace")"));
  EXPECT_THAT(metrics, Not(HasSubstr("/orders/7")));
}

}  // namespace
}  // namespace sharecar::gateway::test
