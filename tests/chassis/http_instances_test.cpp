// Calls to a service of several instances: who is asked, and what is sent to another one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include "chassis/http/upstream.hpp"
#include "http_support.hpp"
#include "support/eventually.hpp"

namespace sharecar::http {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::HasSubstr;
using Outcome = boost::system::result<Response, CallError>;
using Peer = ScriptedPeer;

constexpr int never = 3'600'000;  // checks that would take part in a script

std::string answer(const std::string& status, const std::string& body, const std::string& fields = {}) {
  return "HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
const std::string not_served = "x-not-served: starting\r\n";

Peer::Script answers(const std::string& text, int times = 1) {
  Peer::Script script;
  for (int i = 0; i < times; ++i) {
    script.push_back(Peer::read());
    script.push_back(Peer::send(text));
  }
  return script;
}

std::string url(int port) { return "http://127.0.0.1:" + std::to_string(port); }

class HttpInstances : public ::testing::Test {
 protected:
  void connect_to(const std::vector<int>& ports, int check_ms = never) {
    UpstreamConfig config;
    for (const int port : ports) config.urls.push_back(url(port));
    config.check_ms = check_ms;
    config.time_limiter.timeout_duration = 500ms;
    host.on_reactor([&] { upstream = std::make_unique<Upstream>(host.reactor(), "order", config, host.metrics()); });
  }
  void TearDown() override {
    host.on_reactor([&] { upstream.reset(); });
  }

  /// "200 ok", or the way it failed.
  std::string send(Call call) {
    Context context{host.tracer().start("test", telemetry::SpanKind::local), std::chrono::steady_clock::now() + 5s};
    Outcome outcome = CallError{};
    net::co_spawn(host.reactor(), call_one(*upstream, context, std::move(call), outcome), net::use_future).get();
    if (outcome) return std::to_string(outcome->status) + ' ' + outcome->body;
    return boost::describe::enum_to_string(outcome.error().kind, "?");
  }
  std::string post(const std::string& pin = {}) {
    return send({.method = Method::post, .target = "/orders", .route = "/orders", .body = "{}", .pin = pin});
  }
  std::string elsewhere() {
    const auto text = host.metric("sharecar_upstream_elsewhere_total");
    return text.empty() ? "" : text.substr(text.find("reason="));
  }

  Host host;
  std::unique_ptr<Upstream> upstream;

 private:
  static net::awaitable<void> call_one(Upstream& to, Context& context, Call call, Outcome& outcome) {
    outcome = co_await to.send(context, std::move(call));
  }
};

TEST_F(HttpInstances, TakeTurns) {
  Peer one{{answers(answer("200 OK", "one"), 2)}};
  Peer two{{answers(answer("200 OK", "two"), 2)}};
  connect_to({one.port(), two.port()});
  std::multiset<std::string> heard{post(), post(), post(), post()};
  EXPECT_EQ(heard, (std::multiset<std::string>{"200 one", "200 one", "200 two", "200 two"}));
}

TEST_F(HttpInstances, GetWhatAnotherOneRefused) {
  Peer two{{answers(answer("200 OK", "two"), 5)}};
  connect_to({free_port(), two.port()});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(post(), "200 two");
  EXPECT_EQ(elsewhere(), "reason=\"refused\"} 1\n") << "then it was known not to be ready";
  EXPECT_THAT(span_tree(host.sink().all()), HasSubstr(", sent elsewhere]"));
  EXPECT_THAT(host.metric("sharecar_upstream_ready"), HasSubstr("} 0\n"));
}

TEST_F(HttpInstances, GetWhatAnotherOneDidNotServe) {
  Peer one{{answers(answer("503 Service Unavailable", "soon", not_served))}};
  Peer two{{answers(answer("200 OK", "two"))}};
  connect_to({one.port(), two.port()});
  EXPECT_EQ(post(), "200 two");
  EXPECT_EQ(elsewhere(), "reason=\"not served\"} 1\n");
}

TEST_F(HttpInstances, AreTriedTwiceAndNotMore) {
  const auto script = answers(answer("503 Service Unavailable", "soon", not_served), 2);
  Peer one{{script}};
  Peer two{{script}};
  Peer three{{script}};
  connect_to({one.port(), two.port(), three.port()});
  EXPECT_EQ(post(), "503 soon");
  long posts = 0;
  for (const auto* peer : {&one, &two, &three}) {
    const auto requests = peer->requests();
    posts += std::count_if(requests.begin(), requests.end(), [](const auto& text) { return text.starts_with("POST"); });
  }
  EXPECT_EQ(posts, 2);
}

TEST_F(HttpInstances, NeverGetWhatMayHaveHadAnEffect) {
  const std::vector<std::pair<Peer::Script, std::string>> cases{
      {answers(answer("500 Internal Server Error", "x", not_served)), "500 x"},
      {answers(answer("503 Service Unavailable", "x")), "503 x"},
      {{Peer::read(), Peer::reset()}, "reset"},
      {{Peer::read(), Peer::close()}, "reset"},
      {{Peer::read(), Peer::wait(700)}, "timeout"},
      {{Peer::read(), Peer::send("nonsense\r\n\r\n")}, "protocol"},
  };
  Peer two{{answers(answer("200 OK", "two"))}};
  for (const auto& [script, expected] : cases) {
    Peer one{{script}};
    connect_to({one.port(), two.port()});
    EXPECT_EQ(post(), expected);
  }
  EXPECT_EQ(two.connections(), 0);
  EXPECT_EQ(elsewhere(), "");
}

/// An instance whose readiness the test decides.
struct Switched {
  explicit Switched(std::string name) {
    Route ready = route_to(Method::get, "/actuator/health/readiness",
                           [this](Context&, Request) { return give(is_ready ? 200 : 503, "x"); });
    Route work = route_to(Method::post, "/orders", [name](Context&, Request) { return give(200, name); });
    host.serve({ready, work});
  }
  static net::awaitable<Reply> give(int status, std::string text) { co_return Reply(status, text_type, text); }

  std::atomic<bool> is_ready{true};
  Host host{0.0};
};

TEST_F(HttpInstances, KeepTheirPins) {
  Switched one{"one"};
  Switched two{"two"};
  connect_to({one.host.port(), two.host.port()});
  std::set<std::string> used;
  for (int customer = 0; customer < 10; ++customer) {
    const auto pin = "customer " + std::to_string(customer);
    const auto first = post(pin);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(post(pin), first);
    used.insert(first);
  }
  EXPECT_EQ(used, (std::set<std::string>{"200 one", "200 two"}));
}

TEST_F(HttpInstances, CanBeAskedByAddress) {
  Switched one{"one"};
  Switched two{"two"};
  connect_to({one.host.port(), two.host.port()});
  for (const auto* instance : {&one, &one, &two, &one}) {
    const auto address = url(instance->host.port());
    EXPECT_EQ(send({.method = Method::post, .target = "/orders", .route = "/orders", .address = address}),
              instance == &one ? "200 one" : "200 two");
  }
  EXPECT_EQ(send({.target = "/", .route = "/", .address = "http://127.0.0.1:1"}), "protocol");
}

TEST_F(HttpInstances, AreLeftAloneWhileTheySayThatTheyAreNotReady) {
  Switched one{"one"};
  Switched two{"two"};
  connect_to({one.host.port(), two.host.port()}, 5);
  const auto hears = [&](std::set<std::string> wanted) {
    return test::eventually([&] {
      std::set<std::string> heard;
      for (int i = 0; i < 6; ++i) heard.insert(post());
      return heard == wanted;
    });
  };
  EXPECT_TRUE(hears({"200 one", "200 two"}));
  one.is_ready = false;
  EXPECT_TRUE(hears({"200 two"}));
  two.is_ready = false;
  EXPECT_TRUE(hears({"200 one", "200 two"})) << "none is ready: all are tried";
  one.is_ready = true;
  EXPECT_TRUE(hears({"200 one"}));
}

}  // namespace
}  // namespace sharecar::http
