// What happens between head and reply: problems, spans, deadlines, metrics, interceptors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include "chassis/http/dispatcher.hpp"
#include "http_service.hpp"

namespace sharecar::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST_F(HttpServer, WritesProblemsForWhatIsNotThere) {
  start();
  const auto missing = ask(get("/nothing?card=4111"));
  EXPECT_EQ(missing.status, 404);
  EXPECT_THAT(missing.body, StartsWith(R"({"type":"/problems/not_found","title":"Not Found","status":404,)"
                                       R"("detail":"nothing is served at this path","instance":"/nothing",)"
                                       R"("code":"not_found","timestamp":")"));
  EXPECT_EQ(missing.body.find("4111"), std::string::npos);
  const auto method = ask("DELETE /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.field("Allow"), "GET, HEAD, OPTIONS");
  const auto options = ask("OPTIONS /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(options.status, 200);
  EXPECT_EQ(options.field("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(options.body, "");
}

TEST_F(HttpServer, TurnsExceptionsIntoProblemsThatSayNothingPrivate) {
  start();
  const std::vector<std::tuple<std::string, int, std::string>> cases{
      {"database", 503, "unavailable"},    {"unexpected", 500, "internal_error"}, {"exception", 500, "internal_error"},
      {"anything", 500, "internal_error"}, {"problem", 409, "slot_taken"},
  };
  for (const auto& [how, status, code] : cases) {
    const auto answer = ask(get("/fail?" + how));
    EXPECT_EQ(answer.status, status) << how;
    EXPECT_THAT(answer.body, HasSubstr("\"code\":\"" + code + '"')) << how;
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    EXPECT_EQ(answer.body.find("hunter2"), std::string::npos);
    EXPECT_EQ(answer.field("Retry-After"), how == "database" ? "1" : "") << how;
  }
}

TEST_F(HttpServer, MakesASpanOfEveryRequest) {
  start();
  ask(get("/hello?q=secret"));
  ask("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n", false);
  ask(get("/nothing"));
  ask(get("/fail?database"));
  ask(get("/fail?500"));
  ask(get("/fail?problem"));
  ask(get("/orders/7"));
  EXPECT_EQ(span_tree(host.sink().all()),
            "server GET /hello http.method=GET http.path=/hello http.route=/hello http.status_code=200\n"
            "server HEAD /hello http.method=HEAD http.path=/hello http.route=/hello http.status_code=200\n"
            "server GET unmatched http.method=GET http.status_code=404\n"
            "server GET /fail error=unavailable http.method=GET http.path=/fail http.route=/fail "
            "http.status_code=503\n"
            "server GET /fail error=500 http.method=GET http.path=/fail http.route=/fail http.status_code=500\n"
            "server GET /fail http.method=GET http.path=/fail http.route=/fail http.status_code=409\n"
            "server GET /orders/{id} http.method=GET http.path=/orders/7 http.route=/orders/{id} "
            "http.status_code=200 order.id=7\n");
  const auto span = host.sink().all().front();
  ASSERT_TRUE(span.remote);
  EXPECT_EQ(span.remote->ipv4, "127.0.0.1");
}

TEST_F(HttpServer, ContinuesTheCallersTraceAndNamesItInTheAnswer) {
  start();
  const auto answer = ask(get("/hello", "b3: 80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1\r\n"));
  EXPECT_EQ(answer.field("x-b3-traceid"), "80f198ee56343ba864fe8b2a57d3eff7");
  const auto spans = host.sink().all();
  ASSERT_EQ(spans.size(), 1U);
  EXPECT_EQ(spans[0].context.parent, 0xe457b5a2e4d86bd1U);
  EXPECT_NE(spans[0].context.span, 0xe457b5a2e4d86bd1U);
  ask(get("/hello", "b3: 0\r\n"));
  EXPECT_EQ(host.sink().all().size(), 1U);
}

TEST_F(HttpServer, LearnsTheOrderFromBaggageAndNamesItInTheAnswer) {
  start();
  EXPECT_EQ(ask(get("/orders/1")).field("x-order-id"), "");
  EXPECT_EQ(ask(get("/orders/7")).field("x-order-id"), "7");
  EXPECT_EQ(ask(get("/orders/1", "baggage: a=b;p=1, order.id=42;x=y ,c=d\r\n")).field("x-order-id"), "42");
  for (const char* bad : {"order.id=", "order.id=-1", "order.id=1x", "order.id=99999999999999999999", "xorder.id=1"}) {
    EXPECT_EQ(ask(get("/orders/1", std::string{"baggage: "} + bad + "\r\n")).body, "none") << bad;
  }
}

TEST_F(HttpServer, TakesTheShorterDeadline) {
  start();
  const std::vector<std::pair<std::string, std::string>> cases{
      {"", "long"},
      {"x-deadline-remaining-ms: 2000\r\n", "short"},
      {"x-deadline-remaining-ms: 0\r\n", "none"},
      {"x-deadline-remaining-ms: 99999999999999\r\n", "long"},
      {"x-deadline-remaining-ms: -5\r\n", "long"},
      {"x-deadline-remaining-ms: soon\r\n", "long"},
  };
  for (const auto& [field, expected] : cases) EXPECT_EQ(ask(get("/remaining", field)).body, expected) << field;
}

TEST_F(HttpServer, LeavesQuietRoutesOutOfTraces) {
  start();
  const auto answer = ask(get("/probe", "b3: 80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1\r\n"));
  EXPECT_EQ(answer.body, "hello");
  EXPECT_EQ(answer.field("x-b3-traceid"), "");
  ask(get("/probe"));
  EXPECT_EQ(span_tree(host.sink().all()), "");
}

TEST_F(HttpServer, MeasuresAsMicrometerDoes) {
  start();
  ask(get("/hello"));
  ask(get("/hello"));
  ask(get("/orders/1"));
  ask(get("/orders/2"));
  ask(get("/fail?database"));
  ask(get("/a"));
  ask(get("/b"));
  ask(get("/empty/304"));
  EXPECT_EQ(host.metric("http_server_requests_seconds_count"),
            "http_server_requests_seconds_count{application=\"test\",method=\"GET\",outcome=\"CLIENT_ERROR\","
            "status=\"404\",uri=\"UNKNOWN\"} 2\n"
            "http_server_requests_seconds_count{application=\"test\",method=\"GET\",outcome=\"REDIRECTION\","
            "status=\"304\",uri=\"/empty/{status}\"} 1\n"
            "http_server_requests_seconds_count{application=\"test\",method=\"GET\",outcome=\"SERVER_ERROR\","
            "status=\"503\",uri=\"/fail\"} 1\n"
            "http_server_requests_seconds_count{application=\"test\",method=\"GET\",outcome=\"SUCCESS\","
            "status=\"200\",uri=\"/hello\"} 2\n"
            "http_server_requests_seconds_count{application=\"test\",method=\"GET\",outcome=\"SUCCESS\","
            "status=\"200\",uri=\"/orders/{id}\"} 2\n");
  EXPECT_EQ(host.metric("http_server_active_requests"), "http_server_active_requests{application=\"test\"} 0\n");
}

net::awaitable<void> answer_one(Dispatcher& dispatcher, Request request, Reply& reply) {
  reply = co_await dispatcher.answer(std::move(request));
}

TEST_F(HttpServer, ServesSomeRoutesToThisMachineOnly) {
  start();
  EXPECT_EQ(ask(get("/admin")).body, "hello");
  Dispatcher dispatcher{Router{routes()}, host.tracer(), host.metrics(), 1s};
  Request request;
  request.path = "/admin";
  request.peer = "192.0.2.1";
  request.peer_is_loopback = false;
  Reply reply;
  net::co_spawn(host.reactor(), answer_one(dispatcher, request, reply), net::use_future).get();
  EXPECT_EQ(reply.status, 403);
  EXPECT_THAT(reply.body, HasSubstr(R"("code":"forbidden")"));
}

// A reply before the handler for requests with `x-stop`, even where no route matches.
net::awaitable<std::optional<Reply>> stop_if_asked(Context& context, const Request& request) {
  if (!request.headers.has("x-stop")) co_return std::nullopt;
  context.span().tag("stopped", "yes");
  std::optional<Reply> reply{std::in_place, 299, text_type, "stopped " + request.route};
  co_return reply;
}

TEST_F(HttpServer, LetsInterceptorsAnswerFirstAndFinishersLast) {
  start({}, [](Server& server) {
    server.before_handler(stop_if_asked);
    server.before_send([](const Request& request, Reply& reply) {
      reply.headers.set("X-Finished", request.path + " " + std::to_string(reply.status));
    });
    server.before_send([](const Request&, Reply&) { throw std::runtime_error("a finisher's mistake"); });
  });
  EXPECT_EQ(ask(get("/hello")).field("X-Finished"), "/hello 200");
  const auto stopped = ask(get("/orders/1", "x-stop: 1\r\n"));
  EXPECT_EQ(stopped.status, 299);
  EXPECT_EQ(stopped.body, "stopped /orders/{id}");
  const auto preflight = ask("OPTIONS /nothing HTTP/1.1\r\nHost: a\r\nx-stop: 1\r\n\r\n");
  EXPECT_EQ(preflight.status, 299);
  EXPECT_EQ(preflight.field("X-Finished"), "/nothing 299");
  EXPECT_EQ(ask(get("/nothing")).field("X-Finished"), "/nothing 404");
}

}  // namespace
}  // namespace sharecar::http
