// Draining, limits, clients that go away, and garbage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "http_service.hpp"

namespace sharecar::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::HasSubstr;
using ::testing::StartsWith;

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

TEST_F(HttpServer, GoesOnAcceptingWhileItWindsDownButClosesAfterEachAnswer) {
  auto& server = host.serve(routes());
  RawClient kept{host.port()};
  kept.send(get("/hello"));
  EXPECT_EQ(kept.receive().field("Connection"), "keep-alive");
  host.on_reactor([&] { server.wind_down(); });
  RawClient fresh{host.port()};
  for (auto* client : {&kept, &fresh}) {
    client->send(get("/hello"));
    EXPECT_EQ(client->receive().field("Connection"), "close");
    EXPECT_TRUE(client->closed());
    EXPECT_FALSE(client->was_reset());
  }
}

TEST_F(HttpServer, AnswersWhoHasConnectedWhenTheDrainBegins) {
  host.serve(routes());
  std::vector<std::unique_ptr<RawClient>> clients;
  std::function<void()> drained;
  host.on_reactor([&] {  // nothing is accepted while the reactor is here
    for (int i = 0; i < 20; ++i) clients.push_back(std::make_unique<RawClient>(host.port()));
  });
  drained = host.start_drain();
  for (auto& client : clients) {
    client->send(get("/hello"));
    EXPECT_EQ(client->receive().status, 200);
    EXPECT_FALSE(client->was_reset());
    client->finish_sending();
  }
  drained();
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
