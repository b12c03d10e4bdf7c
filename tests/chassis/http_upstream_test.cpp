// Calls to another service, against our own server and against peers that misbehave on purpose.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include "chassis/http/upstream.hpp"
#include "http_support.hpp"

namespace sharecar::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Outcome = boost::system::result<Response, CallError>;
using Peer = ScriptedPeer;

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

net::awaitable<void> call_one(Upstream& upstream, Context& context, Call call, Outcome& outcome) {
  outcome = co_await upstream.send(context, std::move(call));
}

UpstreamConfig within(std::chrono::milliseconds limit) {
  UpstreamConfig config;
  config.time_limiter.timeout_duration = limit;
  return config;
}

// "200 ok" or "timeout: connect: ...".
std::string text(const Outcome& outcome) {
  if (outcome) return std::to_string(outcome->status) + ' ' + outcome->body;
  return std::string{boost::describe::enum_to_string(outcome.error().kind, "?")} + ": " + outcome.error().text;
}

class HttpUpstream : public ::testing::Test {
 protected:
  void connect_to(const std::string& address, UpstreamConfig config = {}) {
    config.url = "http://" + address;
    host.on_reactor([&] { upstream = std::make_unique<Upstream>(host.reactor(), "payment", config, host.metrics()); });
  }
  void connect_to(int port, UpstreamConfig config = {}) {
    connect_to("127.0.0.1:" + std::to_string(port), std::move(config));
  }
  void TearDown() override {
    host.on_reactor([&] { upstream.reset(); });
  }

  Outcome send(Call call, std::chrono::milliseconds limit = 5s, std::optional<OrderId> order = {}) {
    Context context{host.tracer().start("test", telemetry::SpanKind::local), std::chrono::steady_clock::now() + limit};
    if (order) context.order(*order);
    Outcome outcome = CallError{};
    net::co_spawn(host.reactor(), call_one(*upstream, context, std::move(call), outcome), net::use_future).get();
    order_after = context.order();
    return outcome;
  }
  Outcome get(std::chrono::milliseconds limit = 5s) {
    return send({.method = Method::get, .target = "/payments/7?x=y", .route = "/payments/{id}"}, limit);
  }
  Outcome post() { return send({.method = Method::post, .target = "/payments", .route = "/payments", .body = "{}"}); }

  Host host;
  std::unique_ptr<Upstream> upstream;
  std::optional<OrderId> order_after;
};

net::awaitable<Reply> echo_headers(Context& context, Request request) {
  std::string out;
  for (const auto& [name, value] : request.headers) out += name + "\n";
  if (const auto order = context.order()) out += "order " + to_string(*order) + "\n";
  out += context.remaining() < 3s ? "short" : "long";
  co_return Reply(200, text_type, out + ' ' + request.body);
}

net::awaitable<Reply> name_order(Context& context, Request) {
  context.order(OrderId(99));
  co_return Reply(503, text_type, "busy");
}

TEST_F(HttpUpstream, TalksToOurServerInOneTrace) {
  host.serve({route_to(Method::put, "/payments/{id}", echo_headers)});
  connect_to(host.port());
  const auto outcome = send({.method = Method::put,
                             .target = "/payments/7?q=1",
                             .route = "/payments/{id}",
                             .headers = {{"X-Mine", "1"}, {"b3", "0"}, {"X-B3-Sampled", "0"}, {"TE", "trailers"}},
                             .body = "{}"},
                            1s, OrderId{7});
  EXPECT_EQ(text(outcome),
            "200 Host\nX-Mine\nContent-Type\nContent-Length\nb3\ntraceparent\nbaggage\nx-deadline-remaining-ms\n"
            "order 7\nshort {}");
  EXPECT_EQ(span_tree(host.sink().all()),
            "local test order.id=7\n"
            "  client PUT /payments/{id} ->payment breaker.name=payment breaker.state=CLOSED http.method=PUT "
            "http.path=/payments/7 http.route=/payments/{id} http.status_code=200 order.id=7\n"
            "    server PUT /payments/{id} http.method=PUT http.path=/payments/7 http.route=/payments/{id} "
            "http.status_code=200 order.id=7\n");
}

TEST_F(HttpUpstream, SendsTheSameSpanInBothTraceFormats) {
  Peer peer{{{Peer::read(), Peer::send(ok)}}};
  connect_to(peer.port());
  EXPECT_EQ(text(get()), "200 ok");
  const auto client = host.sink().named("GET /payments/{id}").at(0).context;
  const auto request = peer.requests().at(0);
  EXPECT_THAT(request, StartsWith("GET /payments/7?x=y HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(peer.port())));
  EXPECT_THAT(request, HasSubstr("\r\nb3: " + telemetry::to_b3(client) + "\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\ntraceparent: " + telemetry::to_traceparent(client) + "\r\n"));
  EXPECT_THAT(request, ::testing::Not(HasSubstr("baggage")));
  EXPECT_THAT(request, ::testing::ContainsRegex("\r\nx-deadline-remaining-ms: 1[0-9][0-9][0-9]\r\n"));
}

TEST_F(HttpUpstream, LearnsTheOrderFromTheAnswerAndTakesA5xxAsAnAnswer) {
  host.serve({route_to(Method::get, "/payments/{id}", name_order)});
  connect_to(host.port());
  EXPECT_EQ(text(get()), "503 busy");
  EXPECT_EQ(order_after, OrderId{99});
  EXPECT_THAT(span_tree(host.sink().all()),
              HasSubstr("client GET /payments/{id} ->payment breaker.name=payment breaker.state=CLOSED error=503 "
                        "http.method=GET http.path=/payments/7 http.route=/payments/{id} http.status_code=503 "
                        "order.id=99\n"));
}

TEST_F(HttpUpstream, KeepsConnections) {
  Peer peer{{{Peer::read(), Peer::send(ok), Peer::read(), Peer::send(ok), Peer::read(), Peer::send(ok)}}};
  connect_to(peer.port());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(text(post()), "200 ok");
  EXPECT_EQ(peer.connections(), 1);
}

TEST_F(HttpUpstream, DoesNotKeepWhatCannotBeUsedAgain) {
  const std::vector<std::string> answers{"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                                         "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                                         "HTTP/1.1 200 OK\r\n\r\nok",  // until the end of the stream
                                         ok + "and more"};
  std::vector<Peer::Script> scripts;
  for (const auto& answer : answers) scripts.push_back({Peer::read(), Peer::send(answer)});
  Peer peer{scripts};
  connect_to(peer.port());
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(text(get()), "200 ok") << answers[i];
  EXPECT_EQ(peer.connections(), 4);
}

TEST_F(HttpUpstream, ReadsEveryKindOfAnswer) {
  const std::string chunked =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Order-Id: 5\r\n\r\n";
  Peer peer{{{Peer::read(), Peer::send(chunked), Peer::read(), Peer::send("HTTP/1.1 103 Early Hints\r\n\r\n" + ok),
              Peer::read(), Peer::send("HTTP/1.1 204 No Content\r\n\r\n"), Peer::read(),
              Peer::send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"), Peer::read(),
              Peer::send("HTTP/1.1 200 OK\r\nContent-Len"), Peer::wait(20), Peer::send("gth: 2\r\n\r\no"),
              Peer::wait(20), Peer::send("k")}}};
  connect_to(peer.port());
  EXPECT_EQ(text(get()), "200 ok");
  EXPECT_EQ(order_after, std::nullopt) << "taken from a trailer";
  EXPECT_EQ(text(get()), "200 ok");
  EXPECT_EQ(text(get()), "204 ");
  EXPECT_EQ(text(send({.method = Method::head, .target = "/", .route = "/"})), "200 ");
  EXPECT_EQ(text(get()), "200 ok");
  EXPECT_EQ(peer.connections(), 1);
}

TEST_F(HttpUpstream, NamesEveryWayToFail) {
  struct Case {
    Peer::Script script;
    std::string expected;
  };
  const std::vector<Case> cases{
      {{Peer::read(), Peer::close()}, "reset: receive: end of stream"},
      {{Peer::read(), Peer::reset()}, "reset: receive: Connection reset by peer"},
      {{Peer::read(), Peer::send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok"), Peer::close()},
       "reset: receive: partial message"},
      {{Peer::read(), Peer::send("HTTP/1.1 200"), Peer::close()}, "reset: receive: partial message"},
      {{Peer::read(), Peer::send("SSH-2.0-OpenSSH\r\n\r\n")}, "protocol: receive: bad version"},
      {{Peer::read(), Peer::send("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n")},
       "protocol: receive: bad Content-Length"},
      {{Peer::read(), Peer::send("HTTP/1.1 200 OK\r\nContent-Length: 2001\r\n\r\n")},
       "too_large: receive: body limit exceeded"},
      {{Peer::read(), Peer::send("HTTP/1.1 200 OK\r\n\r\n" + std::string(2001, 'x'))},
       "too_large: receive: body limit exceeded"},
      {{Peer::read(), Peer::send("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x'))},
       "too_large: receive: header limit exceeded"},
      {{Peer::read(), Peer::send("HTTP/1.1 101 Switching Protocols\r\n\r\n")}, "protocol: no final answer"},
  };
  for (const auto& [script, expected] : cases) {
    Peer peer{{script}};
    connect_to(peer.port(), {.max_response_bytes = 2000});
    EXPECT_EQ(text(get()), expected);
    EXPECT_EQ(peer.connections(), 1);
  }
  connect_to(free_port());
  EXPECT_EQ(text(get()), "refused: connect: Connection refused");
  EXPECT_EQ(text(send({.method = Method::get, .target = "/a b\r\nX: y", .route = "/"})), "protocol: malformed target");
  EXPECT_EQ(host.metric("http_client_failures_total"),
            "http_client_failures_total{application=\"test\",client=\"payment\",kind=\"protocol\"} 4\n"
            "http_client_failures_total{application=\"test\",client=\"payment\",kind=\"refused\"} 1\n"
            "http_client_failures_total{application=\"test\",client=\"payment\",kind=\"reset\"} 4\n"
            "http_client_failures_total{application=\"test\",client=\"payment\",kind=\"too_large\"} 3\n");
}

TEST_F(HttpUpstream, WaitsNoLongerThanItsOwnLimitAndTheCallers) {
  Peer slow{{{Peer::read(), Peer::wait(300)}, {Peer::read(), Peer::wait(300)}}};
  connect_to(slow.port(), within(50ms));
  const auto started = std::chrono::steady_clock::now();
  EXPECT_THAT(text(get()), StartsWith("timeout: receive: "));
  connect_to(slow.port(), within(5s));
  EXPECT_THAT(text(get(50ms)), StartsWith("timeout: receive: "));
  EXPECT_LT(std::chrono::steady_clock::now() - started, 2s);
  EXPECT_THAT(span_tree(host.sink().all()),
              StartsWith("local test\n  client GET /payments/{id} ->payment breaker.name=payment breaker.state=CLOSED "
                         "error=timeout http.method=GET http.path=/payments/7 http.route=/payments/{id}\n"));
}

TEST_F(HttpUpstream, SendsNothingWhenNoTimeIsLeft) {
  Peer peer{{{Peer::read(), Peer::send(ok)}}};
  connect_to(peer.port());
  EXPECT_EQ(text(get(0ms)), "timeout: no time left before sending");
  EXPECT_EQ(peer.connections(), 0);
}

TEST_F(HttpUpstream, NoticesThatAKeptConnectionWasClosed) {
  Peer peer{{{Peer::read(), Peer::send(ok), Peer::close()}, {Peer::read(), Peer::send(ok)}}};
  connect_to(peer.port());
  EXPECT_EQ(text(post()), "200 ok");
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(text(post()), "200 ok");
  EXPECT_EQ(peer.connections(), 2);
  EXPECT_EQ(host.metric("http_client_stale_connections_total"),
            "http_client_stale_connections_total{application=\"test\",client=\"payment\"} 0\n");
}

// The kept connection dies while the request is on its way.
TEST_F(HttpUpstream, SendsAnIdempotentRequestAgainOnAFreshConnection) {
  Peer peer{{{Peer::read(), Peer::send(ok), Peer::read(), Peer::reset()}, {Peer::read(), Peer::send(ok)}}};
  connect_to(peer.port());
  EXPECT_EQ(text(get()), "200 ok");
  EXPECT_EQ(text(get()), "200 ok");
  EXPECT_EQ(peer.connections(), 2);
  EXPECT_EQ(peer.requests().size(), 3U);
  EXPECT_EQ(host.metric("http_client_stale_connections_total"),
            "http_client_stale_connections_total{application=\"test\",client=\"payment\"} 1\n");
  EXPECT_THAT(span_tree(host.sink().all()), HasSubstr("[stale connection, sent again]"));
}

TEST_F(HttpUpstream, NeverRepeatsWhatMayHaveBeenDone) {
  const std::vector<Peer::Script> half{
      {Peer::read(), Peer::send(ok), Peer::read(), Peer::send("HTTP/1.1 2"), Peer::reset()}, {Peer::read()}};
  const std::vector<Peer::Script> after_post{{Peer::read(), Peer::send(ok), Peer::read(), Peer::reset()},
                                             {Peer::read()}};
  Peer answering{half};
  connect_to(answering.port());
  EXPECT_EQ(text(get()), "200 ok");
  EXPECT_THAT(text(get()), StartsWith("reset: "));
  EXPECT_EQ(answering.connections(), 1);
  Peer posted{after_post};
  connect_to(posted.port());
  EXPECT_EQ(text(post()), "200 ok");
  EXPECT_THAT(text(post()), StartsWith("reset: "));
  EXPECT_EQ(posted.connections(), 1);
}

TEST_F(HttpUpstream, ResolvesNames) {
  Peer peer{{{Peer::read(), Peer::send(ok)}}};
  connect_to("localhost:" + std::to_string(peer.port()));
  EXPECT_EQ(text(get()), "200 ok");
  EXPECT_THAT(peer.requests().at(0), HasSubstr("\r\nHost: localhost:" + std::to_string(peer.port()) + "\r\n"));
  connect_to("no-such-host.invalid:80", within(3s));
  EXPECT_THAT(text(get()), ::testing::AnyOf(StartsWith("refused: connect: "), StartsWith("timeout: connect: ")));
}

TEST_F(HttpUpstream, MeasuresAsMicrometerDoes) {
  Peer peer{{{Peer::read(), Peer::send(ok), Peer::read(),
              Peer::send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")}}};
  connect_to(peer.port());
  get();
  get();
  get();
  EXPECT_EQ(host.metric("http_client_requests_seconds_count"),
            "http_client_requests_seconds_count{application=\"test\",client=\"payment\",method=\"GET\","
            "outcome=\"CLIENT_ERROR\",status=\"404\",uri=\"/payments/{id}\"} 1\n"
            "http_client_requests_seconds_count{application=\"test\",client=\"payment\",method=\"GET\","
            "outcome=\"SUCCESS\",status=\"200\",uri=\"/payments/{id}\"} 1\n"
            "http_client_requests_seconds_count{application=\"test\",client=\"payment\",method=\"GET\","
            "outcome=\"UNKNOWN\",status=\"IO_ERROR\",uri=\"/payments/{id}\"} 1\n");
}

TEST_F(HttpUpstream, RefusesAddressesItCannotCall) {
  for (const char* url : {"", "127.0.0.1:80", "https://a", "http://", "http://a/base", "http://a?x", "ftp://a"}) {
    UpstreamConfig config;
    config.url = url;
    EXPECT_THROW((Upstream{host.reactor(), "x", config, host.metrics()}), std::invalid_argument) << url;
  }
}

TEST(ToProblem, TellsTheCallerWhetherToTryAgain) {
  const auto summary = [](CallFailure kind) {
    const auto problem = to_problem("payment", {kind, "connect: x", {}});
    return std::to_string(problem.status()) + ' ' + problem.detail + (problem.retry_after ? ", again" : "") + " | " +
           problem.log_detail;
  };
  EXPECT_EQ(summary(CallFailure::timeout), "504 payment did not answer in time | payment: connect: x");
  EXPECT_EQ(summary(CallFailure::refused), "503 payment cannot be reached, again | payment: connect: x");
  EXPECT_EQ(summary(CallFailure::circuit_open),
            "503 payment failed too often lately and is left alone for a moment, again | payment: connect: x");
  EXPECT_EQ(summary(CallFailure::bulkhead_full),
            "503 too much is asked of payment at this moment, again | payment: connect: x");
  EXPECT_EQ(summary(CallFailure::reset), "502 payment gave no usable answer | payment: connect: x");
  EXPECT_EQ(summary(CallFailure::protocol), "502 payment gave no usable answer | payment: connect: x");
  EXPECT_EQ(summary(CallFailure::too_large), "502 payment gave no usable answer | payment: connect: x");
}

}  // namespace
}  // namespace sharecar::http
