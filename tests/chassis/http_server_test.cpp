// The server on a real socket, spoken to in bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>

#include "chassis/sql/session.hpp"
#include "http_support.hpp"
#include "support/eventually.hpp"

namespace sharecar::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// Handlers. A request that comes with `x: stop` and so on is answered by its name.

net::awaitable<Reply> hello(Context&, Request) { co_return Reply(200, text_type, "hello"); }

std::string describe(const Request& request) {
  std::string out{to_string(request.method)};
  out += " path=" + request.path + " query=" + request.query + " route=" + request.route;
  for (const auto& [name, value] : request.captures) out += " {" + name + "}=" + value;
  for (const auto& [name, value] : request.headers) out += " " + name + "=" + value;
  out += " peer=" + request.peer + " body=" + request.body;
  return out;
}

net::awaitable<Reply> echo(Context&, Request request) { co_return Reply(200, text_type, describe(request)); }

net::awaitable<Reply> order(Context& context, Request request) {
  if (request.captures.front().second == "7") context.order(OrderId(7));
  const auto known = context.order();
  co_return Reply(200, text_type, known ? to_string(*known) : "none");
}

net::awaitable<Reply> remaining(Context& context, Request) {
  const auto left = context.remaining();
  const char* text = left > 5s ? "long" : left > 100ms ? "short" : "none";
  co_return Reply(200, text_type, text);
}

Problem taken() {
  Problem problem;
  problem.code = Errc::slot_taken;
  problem.detail = "taken";
  return problem;
}

net::awaitable<Reply> fail(Context&, Request request) {
  const auto how = request.query;
  if (how == "database") throw sql::Unavailable("password=hunter2 refused");
  if (how == "unexpected") throw UnexpectedProblem(taken());
  if (how == "exception") throw std::runtime_error("secret");
  if (how == "anything") throw 42;
  if (how == "500") co_return Reply(500, text_type, "own words");
  co_return taken();
}

net::awaitable<Reply> headers(Context&, Request) {
  Reply reply{200, text_type, "x"};
  reply.headers.add("X-Good", "1");
  reply.headers.add("X-Bad", "1\r\nX-Injected: 1");
  reply.headers.add("Bad Name", "1");
  reply.headers.add("Connection", "upgrade");
  reply.headers.add("Content-Length", "99");
  reply.headers.add("Transfer-Encoding", "chunked");
  co_return reply;
}

net::awaitable<Reply> empty(Context&, Request request) {
  co_return Reply(std::stoi(request.captures.front().second), "", "");
}

// Holds requests until the test lets them go.
struct Gate {
  std::atomic<int> waiting{0};
  std::atomic<bool> open{false};

  void await_waiting(int count) const {
    ASSERT_TRUE(test::eventually([&] { return waiting == count; }));
  }
};

net::awaitable<Reply> wait_for(std::shared_ptr<Gate> gate, Request) {
  ++gate->waiting;
  net::steady_timer timer{co_await net::this_coro::executor};
  while (!gate->open) {
    timer.expires_after(2ms);
    co_await timer.async_wait(net::use_awaitable);
  }
  co_return Reply(200, text_type, "at last");
}

Handler gated(std::shared_ptr<Gate> gate) {
  return [gate](Context&, Request request) { return wait_for(gate, std::move(request)); };
}

Routes routes() {
  Routes all{
      route_to(Method::get, "/hello", hello),         route_to(Method::get, "/echo/{name}", echo),
      route_to(Method::post, "/echo", echo),          route_to(Method::get, "/orders/{id}", order),
      route_to(Method::get, "/remaining", remaining), route_to(Method::get, "/fail", fail),
      route_to(Method::get, "/headers", headers),     route_to(Method::get, "/empty/{status}", empty),
      route_to(Method::get, "/probe", hello),         route_to(Method::get, "/admin", hello),
  };
  all[8].quiet = true;
  all[9].loopback_only = true;
  return all;
}

std::string get(const std::string& target, const std::string& fields = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

std::string post(const std::string& fields, const std::string& body) {
  return "POST /echo HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

class HttpServer : public ::testing::Test {
 protected:
  void start(ServerConfig config = {}, const std::function<void(Server&)>& prepare = {}) {
    host.serve(routes(), std::move(config), prepare);
  }
  Answer ask(const std::string& request, bool has_body = true) {
    RawClient client{host.port()};
    client.send(request);
    return client.receive(has_body);
  }

  Host host;
};

TEST_F(HttpServer, AnswersOneRequestAfterAnotherOnOneConnection) {
  start();
  RawClient client{host.port()};
  for (int i = 0; i < 3; ++i) {
    client.send(get("/hello"));
    const auto answer = client.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "hello");
    EXPECT_EQ(answer.field("Connection"), "keep-alive");
    EXPECT_EQ(answer.field("Content-Type"), "text/plain;charset=utf-8");
    EXPECT_THAT(answer.field("Date"), ::testing::MatchesRegex("[A-Z][a-z]+, [0-9]+ [A-Z][a-z]+ [0-9]+ .* GMT"));
    EXPECT_EQ(answer.field("x-b3-traceid").size(), 32U);
  }
}

TEST_F(HttpServer, AnswersPipelinedRequestsInOrder) {
  start();
  RawClient client{host.port()};
  std::string all;
  for (int i = 0; i < 50; ++i)
    all += i % 2 == 0 ? get("/echo/" + std::to_string(i)) : post("Content-Length: 2\r\n", "ab");
  client.send(all);
  for (int i = 0; i < 50; ++i) {
    const auto answer = client.receive();
    ASSERT_EQ(answer.status, 200);
    EXPECT_THAT(answer.body, HasSubstr(i % 2 == 0 ? "{name}=" + std::to_string(i) + " " : "body=ab"));
  }
}

TEST_F(HttpServer, AcceptsAHeadInSinglePiecesAndForgivesOneEmptyLine) {
  start();
  RawClient client{host.port()};
  for (const char c : "\r\n" + get("/hello")) client.send(std::string(1, c));
  EXPECT_EQ(client.receive().body, "hello");
  client.send("\r");
  std::this_thread::sleep_for(20ms);
  client.send("\n" + get("/hello"));
  EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(HttpServer, HandsTheWholeRequestToTheHandler) {
  start();
  EXPECT_EQ(
      ask(get("/echo/a%2Fb?x=%41", "X-One: 1\r\nx-one: 2\r\n")).body,
      "GET path=/echo/a%2Fb query=x=%41 route=/echo/{name} {name}=a/b Host=a X-One=1 x-one=2 peer=127.0.0.1 body=");
  EXPECT_EQ(ask("GET http://b:80/echo/x?y HTTP/1.1\r\nHost: a\r\n\r\n").body,
            "GET path=/echo/x query=y route=/echo/{name} {name}=x Host=b:80 peer=127.0.0.1 body=");
}

TEST_F(HttpServer, AnswersHeadWithTheLengthOfTheBodyButWithoutIt) {
  start();
  RawClient client{host.port()};
  client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n" + get("/hello"));
  const auto head = client.receive(false);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.field("Content-Length"), "5");
  EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(HttpServer, WritesNoLengthWhereNoBodyCanBe) {
  start();
  RawClient client{host.port()};
  client.send(get("/empty/204") + get("/empty/304") + get("/empty/200"));
  const auto none = client.receive();
  EXPECT_EQ(none.status, 204);
  EXPECT_EQ(none.field("Content-Length"), "");
  EXPECT_EQ(client.receive().field("Content-Length"), "");
  EXPECT_EQ(client.receive().field("Content-Length"), "0");
}

TEST_F(HttpServer, KeepsItsOwnHeadersAndLeavesOutThoseThatWouldBreakTheHead) {
  start();
  const auto answer = ask(get("/headers"));
  EXPECT_EQ(answer.field("X-Good"), "1");
  EXPECT_EQ(answer.field("X-Bad"), "");
  EXPECT_EQ(answer.field("X-Injected"), "");
  EXPECT_EQ(answer.field("Connection"), "keep-alive");
  EXPECT_EQ(answer.field("Content-Length"), "1");
  EXPECT_EQ(answer.field("Transfer-Encoding"), "");
}

TEST_F(HttpServer, ClosesWhenTheClientWantsIt) {
  start();
  for (const auto& request : {get("/hello", "Connection: close\r\n"), std::string{"GET /hello HTTP/1.0\r\n\r\n"},
                              get("/hello", "Connection: x, Close\r\n")}) {
    RawClient client{host.port()};
    client.send(request);
    EXPECT_EQ(client.receive().field("Connection"), "close");
    EXPECT_TRUE(client.closed());
    EXPECT_FALSE(client.was_reset());
  }
  RawClient old{host.port()};
  old.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /hello HTTP/1.0\r\n\r\n");
  EXPECT_EQ(old.receive().field("Connection"), "keep-alive");
  EXPECT_EQ(old.receive().field("Connection"), "close");
}

TEST_F(HttpServer, ReadsChunkedBodiesAndDropsTrailers) {
  start();
  RawClient client{host.port()};
  client.send(post("Transfer-Encoding: chunked\r\nTrailer: b3\r\n",
                   "3;ext=1\r\nabc\r\nA\r\n0123456789\r\n0\r\nX-Order: 9\r\nb3: 0\r\n\r\n") +
              get("/hello"));
  EXPECT_EQ(client.receive().body,
            "POST path=/echo query= route=/echo Host=a Transfer-Encoding=chunked Trailer=b3 peer=127.0.0.1 "
            "body=abc0123456789");
  EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(HttpServer, RefusesBrokenChunks) {
  start();
  const std::string last = "0\r\n\r\n";
  for (const std::string& chunk : std::vector<std::string>{
           "x\r\nabc\r\n", "-1\r\n", "+1\r\na\r\n", "0x1\r\na\r\n", " 1\r\na\r\n", "1 \r\na\r\n", "3\r\nabcd\r\n",
           "3\nabc\n", "3\r\nabc\n", "3\r\nab\r\n", "ffffffffffffffffff\r\n", "3;\nx\r\nabc\r\n", "\r\n"}) {
    RawClient client{host.port()};
    client.send(post("Transfer-Encoding: chunked\r\n", chunk + last + get("/hello")));
    client.finish_sending();
    EXPECT_THAT(client.receive_all(), StartsWith("HTTP/1.1 400")) << ::testing::PrintToString(chunk);
  }
}

TEST_F(HttpServer, BoundsAChunkLineThatNeverEnds) {
  start();
  RawClient client{host.port()};
  client.send(post("Transfer-Encoding: chunked\r\n", "3;" + std::string(300'000, 'x')));
  EXPECT_EQ(client.receive().status, 400);
}

TEST_F(HttpServer, AsksForTheBodyOnlyWhenItWillTakeIt) {
  start({.max_body_bytes = 10});
  RawClient client{host.port()};
  client.send(post("Content-Length: 3\r\nExpect: 100-continue\r\n", ""));
  const auto interim = client.receive();
  EXPECT_EQ(interim.head, "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  EXPECT_THAT(client.receive().body, HasSubstr("body=abc"));
  client.send(post("Content-Length: 11\r\nExpect: 100-continue\r\n", ""));
  EXPECT_EQ(client.receive().status, 413);
  EXPECT_EQ(ask(post("Content-Length: 3\r\nExpect: a-miracle\r\n", "abc")).status, 417);
}

TEST_F(HttpServer, RefusesLargeBodiesSoThatTheClientCanReadWhy) {
  start({.max_body_bytes = 100'000});
  const std::string body(8'000'000, 'x');
  RawClient declared{host.port()};
  EXPECT_TRUE(declared.send(post("Content-Length: 8000000\r\n", body)));
  const auto answer = declared.receive();
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(answer.field("Connection"), "close");
  EXPECT_THAT(answer.body, HasSubstr(R"("code":"payload_too_large")"));
  EXPECT_THAT(answer.body, HasSubstr(R"("path":"/echo")"));
  declared.finish_sending();
  EXPECT_TRUE(declared.closed());
  EXPECT_FALSE(declared.was_reset());

  RawClient chunked{host.port()};
  EXPECT_TRUE(chunked.send(post("Transfer-Encoding: chunked\r\n", "7a1200\r\n" + body)));
  EXPECT_EQ(chunked.receive().status, 413);
}

TEST_F(HttpServer, BoundsTheHead) {
  start({.max_head_bytes = 1000, .max_headers = 5});
  EXPECT_EQ(ask(get("/" + std::string(2000, 'x'))).status, 414);
  EXPECT_EQ(ask(get("/hello", "X: " + std::string(2000, 'x') + "\r\n")).status, 431);
  EXPECT_EQ(ask(get("/hello", "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\n")).status, 431);
  EXPECT_EQ(ask(get("/hello", "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n")).status, 200);
}

TEST_F(HttpServer, RefusesUnsoundHeadsAndCountsWhy) {
  start();
  EXPECT_EQ(ask("GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").status, 400);
  EXPECT_EQ(ask(post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")).status, 400);
  EXPECT_EQ(ask(post("Transfer-Encoding: gzip\r\n", "")).status, 501);
  EXPECT_EQ(ask("GET /hello HTTP/3.0\r\n\r\n").status, 505);
  EXPECT_EQ(ask("PROPFIND /hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 501);
  EXPECT_EQ(ask("\x16\x03\x01\x02").status, 400);
  const auto answer = ask("GET /hello HTTP/1.1\n\n");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.field("Connection"), "close");
  EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
  EXPECT_THAT(answer.body, HasSubstr(R"("detail":"line without CRLF")"));
  EXPECT_EQ(host.metric("http_server_rejected_heads_total"),
            "http_server_rejected_heads_total{application=\"test\",reason=\"framing\"} 2\n"
            "http_server_rejected_heads_total{application=\"test\",reason=\"host\"} 1\n"
            "http_server_rejected_heads_total{application=\"test\",reason=\"method\"} 1\n"
            "http_server_rejected_heads_total{application=\"test\",reason=\"syntax\"} 2\n"
            "http_server_rejected_heads_total{application=\"test\",reason=\"version\"} 1\n");
}

TEST_F(HttpServer, AnswersNothingAfterAnUnsoundHead) {
  start();
  RawClient client{host.port()};
  client.send(post("Content-Length: 6\r\nContent-Length: 0\r\n", get("/hello")));
  client.finish_sending();
  const auto all = client.receive_all();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 400 "));
  EXPECT_EQ(all.find("HTTP/1.1", 8), std::string::npos);
}

TEST_F(HttpServer, ClosesOnSlowHeadsAndSlowBodies) {
  start({.head_timeout_ms = 100, .body_timeout_ms = 100});
  RawClient silent{host.port()};
  RawClient head{host.port()};
  RawClient dripping{host.port()};
  RawClient body{host.port()};
  head.send("GET /hello HTT");
  body.send(post("Content-Length: 3\r\n", "a"));
  const auto started = std::chrono::steady_clock::now();
  for (int i = 0; i < 100 && dripping.send("G"); ++i) std::this_thread::sleep_for(10ms);
  EXPECT_TRUE(head.closed());
  EXPECT_TRUE(body.closed());
  EXPECT_TRUE(silent.closed());
  EXPECT_LT(std::chrono::steady_clock::now() - started, 2s);
}

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
            "server GET unmatched http.method=GET http.path=/nothing http.status_code=404\n"
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

TEST_F(HttpServer, DrainsWithARequestInFlight) {
  auto gate = std::make_shared<Gate>();
  auto all = routes();
  all.push_back(route_to(Method::get, "/slow", gated(gate)));
  host.serve(std::move(all));
  RawClient idle{host.port()};
  idle.send(get("/hello"));
  EXPECT_EQ(idle.receive().status, 200);
  RawClient busy{host.port()};
  busy.send(get("/slow") + get("/hello"));
  gate->await_waiting(1);
  RawClient starting{host.port()};
  starting.send("GET /hello HTTP/1.1\r\n");
  std::this_thread::sleep_for(50ms);

  const auto drained = host.start_drain();
  EXPECT_TRUE(idle.closed());
  EXPECT_THROW(RawClient{host.port()}, std::runtime_error);
  starting.send("Host: a\r\n\r\n");
  EXPECT_EQ(starting.receive().field("Connection"), "close");
  gate->open = true;
  const auto answer = busy.receive();
  EXPECT_EQ(answer.body, "at last");
  EXPECT_EQ(answer.field("Connection"), "close");
  busy.finish_sending();
  starting.finish_sending();
  drained();
  EXPECT_EQ(busy.receive_all(), "");
  EXPECT_EQ(host.metric("http_server_connections"), "http_server_connections{application=\"test\"} 0\n");
}

TEST_F(HttpServer, GivesUpDrainingAfterItsLimit) {
  auto gate = std::make_shared<Gate>();
  auto all = routes();
  all.push_back(route_to(Method::get, "/slow", gated(gate)));
  host.serve(std::move(all), {.drain_ms = 50});
  RawClient busy{host.port()};
  busy.send(get("/slow"));
  gate->await_waiting(1);
  const auto started = std::chrono::steady_clock::now();
  host.start_drain()();
  EXPECT_LT(std::chrono::steady_clock::now() - started, 3s);
  EXPECT_TRUE(busy.closed());
  gate->open = true;
}

TEST_F(HttpServer, TurnsAwayConnectionsOverItsLimit) {
  start({.max_connections = 2});
  RawClient first{host.port()};
  RawClient second{host.port()};
  first.send(get("/hello"));
  second.send(get("/hello"));
  EXPECT_EQ(first.receive().status, 200);
  EXPECT_EQ(second.receive().status, 200);
  {
    RawClient third{host.port()};
    const auto answer = third.receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.field("Retry-After"), "1");
    EXPECT_TRUE(third.closed());
  }
  EXPECT_EQ(host.metric("http_server_refused_connections_total"),
            "http_server_refused_connections_total{application=\"test\"} 1\n");
  EXPECT_EQ(host.metric("http_server_connections"), "http_server_connections{application=\"test\"} 2\n");
}

TEST_F(HttpServer, SurvivesClientsThatGoAwayAtAnyMoment) {
  auto gate = std::make_shared<Gate>();
  auto all = routes();
  all.push_back(route_to(Method::get, "/slow", gated(gate)));
  host.serve(std::move(all));
  for (const auto& sent : {std::string{}, std::string{"GET /he"}, get("/hello"), post("Content-Length: 9\r\n", "abc"),
                           get("/hello") + get("/hello") + "GET", get("/slow"), get("/slow") + get("/hello")}) {
    RawClient client{host.port()};
    client.send(sent);
    std::this_thread::sleep_for(5ms);
    client.reset();
  }
  gate->open = true;
  EXPECT_EQ(ask(get("/hello")).body, "hello");
}

TEST_F(HttpServer, SaysWhichAddressItCannotListenOn) {
  start();
  Host other;
  ServerConfig config;
  config.port = host.port();
  try {
    other.serve(routes(), config);
    ADD_FAILURE() << "two servers on one port";
  } catch (const boost::system::system_error& error) {
    EXPECT_THAT(error.what(), StartsWith("listen on 127.0.0.1:" + std::to_string(host.port())));
  }
}

TEST_F(HttpServer, StopsInTheMiddleOfRequests) {
  auto gate = std::make_shared<Gate>();
  auto all = routes();
  all.push_back(route_to(Method::get, "/slow", gated(gate)));
  host.serve(std::move(all));
  RawClient busy{host.port()};
  RawClient idle{host.port()};
  busy.send(get("/slow"));
  gate->await_waiting(1);
  host.stop();
  EXPECT_TRUE(busy.closed());
  EXPECT_TRUE(idle.closed());
}

// Random bytes, and sound requests with a few bytes changed, cut or repeated. Whatever comes back, the server answers
// the next client.
std::string garbage(std::mt19937& random) {
  const auto below = [&](std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random);
  };
  const std::vector<std::string> sound{get("/hello"),
                                       get("/echo/x%20y?a=b", "X: y\r\n"),
                                       post("Content-Length: 5\r\n", "hello"),
                                       post("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\nT: 1\r\n\r\n"),
                                       "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                                       get("/fail?exception")};
  std::string text;
  if (below(4) == 0) {
    text.resize(below(300));
    for (auto& c : text) c = static_cast<char>(below(256));
    return text;
  }
  for (std::size_t i = 0; i <= below(3); ++i) text += sound[below(sound.size())];
  for (std::size_t changes = below(6); changes > 0; --changes) {
    const auto at = below(text.size());
    constexpr std::string_view nasty{
        "\r\n\0 :%/\t,;\x7f\xff"
        "0aZ",
        15};
    switch (below(4)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text[at] = nasty[below(nasty.size())];
        break;
      case 2:
        text.insert(at, text.substr(at, below(20)));
        break;
      default:
        text.erase(at, below(10));
        break;
    }
    if (text.empty()) break;
  }
  return text;
}

TEST_F(HttpServer, StaysAliveWhateverItIsSent) {
  start({.max_head_bytes = 2000, .head_timeout_ms = 200, .body_timeout_ms = 200});
  std::mt19937 random{20261121};
  for (int i = 0; i < 1500; ++i) {
    RawClient client{host.port()};
    const auto text = garbage(random);
    client.send(text);
    client.finish_sending();
    if (i % 7 == 0) {
      client.reset();
      continue;
    }
    const auto answers = client.receive_all();
    if (!answers.empty()) {
      EXPECT_THAT(answers, StartsWith("HTTP/1.1 ")) << ::testing::PrintToString(text);
    }
  }
  EXPECT_EQ(ask(get("/hello")).body, "hello");
  EXPECT_EQ(host.metric("http_server_active_requests"), "http_server_active_requests{application=\"test\"} 0\n");
}

}  // namespace
}  // namespace sharecar::http
