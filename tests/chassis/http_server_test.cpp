// HTTP/1.1 as the server speaks it: heads, bodies, connections. On a real socket, in bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_service.hpp"

namespace sharecar::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::HasSubstr;
using ::testing::StartsWith;

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

}  // namespace
}  // namespace sharecar::http
