// GET /events through the gateway: a stream that another service writes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "chassis/http/server_sent_events.hpp"
#include "running_gateway.hpp"

namespace sharecar::gateway::test {
namespace {

using http::testing::ScriptedPeer;
using ::testing::HasSubstr;

const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
const std::string event = http::sse::event("e-1", "mypage.changed", R"({"orderId":7})");
const std::string asked =
    request_text("GET /events?customerId=kim", {"Last-Event-ID: e-0", "Origin: http://a.example"});

/// Customer, as a script; listens through a gateway.
struct Stream {
  explicit Stream(ScriptedPeer::Script script)
      : customer({std::move(script)}), gateway([this](GatewayConfig& config) {
          config.customer.url = "http://127.0.0.1:" + std::to_string(customer.port());
        }) {}

  ScriptedPeer customer;
  RunningGateway gateway;
};

TEST(Live, ComesThroughAsItIsWritten) {
  Stream stream{{ScriptedPeer::read(), ScriptedPeer::send(head + http::sse::comment),
                 ScriptedPeer::send(event + http::sse::bye), ScriptedPeer::close()}};
  RawClient client{stream.gateway.port()};
  client.send(asked);
  const auto answer = client.receive_until("\r\n\r\n");
  EXPECT_THAT(answer, HasSubstr("Content-Type: text/event-stream\r\n"));
  EXPECT_THAT(answer, HasSubstr("Access-Control-Allow-Origin: http://a.example\r\n"));
  EXPECT_EQ(client.receive_all(), http::sse::comment + event + http::sse::bye);
  const auto request = stream.customer.requests().at(0);
  EXPECT_THAT(request, HasSubstr("GET /events?customerId=kim HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("Last-Event-ID: e-0\r\n"));
}

TEST(Live, EndsWithAGoodbyeAfterTheLastWholeEventWhenCustomerBreaksOff) {
  Stream stream{
      {ScriptedPeer::read(), ScriptedPeer::send(head + event + "id: e-2\nevent: mypage.cha"), ScriptedPeer::reset()}};
  RawClient client{stream.gateway.port()};
  client.send(asked);
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive_all(), event + http::sse::bye);
}

TEST(Live, EndsWithAGoodbyeWhenTheGatewayStops) {
  Stream stream{{ScriptedPeer::read(), ScriptedPeer::send(head + event), ScriptedPeer::wait(2000)}};
  RawClient client{stream.gateway.port()};
  client.send(asked);
  client.receive_until("\r\n\r\n");
  EXPECT_EQ(client.receive_until("\n\n"), event);
  std::thread stopping{[&] { stream.gateway.stop(); }};
  EXPECT_EQ(client.receive_all(), http::sse::bye);
  client.finish_sending();
  stopping.join();
}

TEST(Live, HandsARefusalOn) {
  RunningGateway gateway;
  gateway.customer.play([](const http::Request&) -> http::Reply {
    return Problem{.code = Errc::invalid_request, .detail = "no such topic"};
  });
  const auto answer = gateway.ask("GET /events?customerId=kim&topics=weather");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
  EXPECT_THAT(answer.body, HasSubstr("no such topic"));
}

TEST(Live, IsUnavailableWithoutCustomer) {
  const RunningGateway gateway{[](GatewayConfig& config) { config.customer.url = nowhere(); }};
  const auto answer = gateway.ask("GET /events?customerId=kim");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.field("Retry-After"), "1");
}

TEST(Live, KeepsEverybodysEventsForCallersOnThisMachine) {
  const RunningGateway gateway;
  for (const char* field : {"Host: elsewhere.example", "X-Forwarded-For: 10.1.2.3"}) {
    EXPECT_EQ(gateway.ask("GET /events", {field}).status, 403) << field;
    EXPECT_EQ(gateway.ask("GET /events?customerId=kim", {field}).status, 200) << field;
  }
  EXPECT_EQ(gateway.ask("GET /events", {"Origin: http://page.example"}).status, 403);
}

}  // namespace
}  // namespace sharecar::gateway::test
