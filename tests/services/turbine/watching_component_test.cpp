// Turbine among instances that come, go, hang and talk nonsense.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "running_turbine.hpp"

namespace sharecar::turbine::test {
namespace {

using sharecar::test::eventually;
using ::testing::HasSubstr;

TEST(Watching, ShowsTheBreakersOfEveryInstance) {
  PlayedInstance order{"order", "order-1"};
  PlayedInstance second{"order", "order-2"};
  order.breaker("payment");
  order.breaker("customer", "OPEN");
  second.breaker("payment", "HALF_OPEN");
  RunningTurbine turbine;
  EXPECT_EQ(turbine.breakers(), "");
  turbine.list({&order, &second});
  EXPECT_BECOMES(turbine.breakers(), "order-1/customer OPEN\norder-1/payment CLOSED\norder-2/payment HALF_OPEN\n");
  EXPECT_BECOMES(turbine.instances(), "order-1 live UP\norder-2 live UP\n");
  EXPECT_THAT(turbine.get("/breakers?instance=order-2").body, HasSubstr(R"("instance":"order-2","name":"payment")"));
  EXPECT_EQ(turbine.get("/breakers?state=DISABLED").body, "[]");
  EXPECT_THAT(turbine.get("/breakers/order/order-1/customer").body, HasSubstr(R"("state":"OPEN")"));
  EXPECT_EQ(turbine.get("/breakers/order/order-1/nobody").status, 404);
}

TEST(Watching, FollowsTheListAsInstancesComeAndGo) {
  PlayedInstance order{"order", "order-1"};
  PlayedInstance payment{"payment", "payment-1"};
  order.breaker("payment");
  payment.breaker("cardnet");
  RunningTurbine turbine;
  turbine.list({&order, &payment});
  EXPECT_BECOMES(turbine.breakers(), "order-1/payment CLOSED\npayment-1/cardnet CLOSED\n");
  EXPECT_BECOMES(turbine.instances(), "order-1 live UP\npayment-1 live UP\n");
  Ear ear{turbine.port(), "health"};
  turbine.list({&order});
  EXPECT_EQ(ear.next(), "health.changed payment-1 gone UNKNOWN");
  EXPECT_EQ(turbine.breakers(), "order-1/payment CLOSED\n");
  EXPECT_EQ(turbine.instances(), "order-1 live UP\n");
  for (const char* nonsense : {"", "{}", "[{}]", "null"}) {
    turbine.write_list(nonsense);
    EXPECT_EQ(turbine.breakers(), "order-1/payment CLOSED\n") << "a list that cannot be read changes nothing";
  }
  turbine.list({&order, &payment});
  EXPECT_BECOMES(turbine.breakers(), "order-1/payment CLOSED\npayment-1/cardnet CLOSED\n");
}

TEST(Watching, SaysWhoIsSilentAndComesBackToThem) {
  PlayedInstance order{"order", "order-1"};
  order.breaker("payment", "OPEN");
  RunningTurbine turbine;
  turbine.list({&order});
  EXPECT_BECOMES(turbine.instances(), "order-1 live UP\n");
  order.go();
  EXPECT_BECOMES(turbine.instances(), "order-1 silent UNKNOWN\n");
  EXPECT_EQ(turbine.breakers(), "order-1/payment OPEN\n") << "as it was when it was last heard of";
  EXPECT_BECOMES(turbine.metric("sharecar_turbine_silent_instances"), 1);
  order.come();
  EXPECT_BECOMES(turbine.instances(), "order-1 live UP\n");
  EXPECT_BECOMES(turbine.breakers(), "order-1/payment CLOSED\n");
}

TEST(Watching, IsNotHeldUpByInstancesThatHangOrTalkNonsense) {
  PlayedInstance order{"order", "order-1"};
  PlayedInstance hanging{"payment", "payment-1"};
  PlayedInstance silly{"customer", "customer-1"};
  order.breaker("payment");
  hanging.hang(true);
  silly.condition("<html>", "nonsense");
  RunningTurbine turbine;
  turbine.list({&order, &hanging, &silly});
  EXPECT_BECOMES(turbine.instances(), "customer-1 live UNKNOWN\norder-1 live UP\npayment-1 connecting UP\n");
  for (const char* data : {"nonsense", "{}", "[]", R"({"name":7})", R"({"name":"x","slowCalls":"many"})"}) {
    silly.tell("breaker.changed", data);
    silly.tell("breaker.event", data);
  }
  silly.tell("faults.changed", "[]");
  silly.tell("something.else", "{}");
  silly.breaker("order", "OPEN");
  EXPECT_BECOMES(turbine.breakers(), "customer-1/order OPEN\norder-1/payment CLOSED\n");
  EXPECT_EQ(turbine.metric("sharecar_turbine_unreadable_total", "customer-1"), 11);
  order.breaker("payment", "OPEN");
  EXPECT_BECOMES(turbine.breakers(), "customer-1/order OPEN\norder-1/payment OPEN\n");
}

TEST(Watching, TellsAStateAtOnceAndCallsNotAtAll) {
  PlayedInstance order{"order", "order-1"};
  order.breaker("payment");
  RunningTurbine turbine;
  turbine.list({&order});
  EXPECT_BECOMES(turbine.breakers(), "order-1/payment CLOSED\n");
  Ear ear{turbine.port(), "breakers"};
  order.tell("breaker.event", R"({"name":"payment","type":"ERROR","at":"2026-01-01T00:00:00Z"})");
  order.breaker("payment", "OPEN", "abc");
  EXPECT_EQ(ear.next(), "breaker.event order-1/payment STATE_TRANSITION CLOSED>OPEN");
  EXPECT_EQ(ear.next(), "breaker.changed order-1/payment OPEN");
  const auto events = turbine.get("/breakers/order/order-1/payment/events").body;
  EXPECT_THAT(events, HasSubstr(R"("type":"ERROR")"));
  EXPECT_THAT(events, HasSubstr(R"("from":"CLOSED","to":"OPEN","traceId":"abc")"));
  EXPECT_EQ(turbine.get("/breakers/order/order-1/payment/events?limit=1").json().as_array().size(), 1u);
  EXPECT_EQ(turbine.get("/breakers/order/order-1/payment/events?limit=0").status, 400);
  EXPECT_EQ(turbine.get("/breakers/order/order-1/nobody/events").status, 404);
}

TEST(Watching, GoesOnWhereAListenerLeft) {
  PlayedInstance order{"order", "order-1"};
  order.breaker("payment");
  RunningTurbine turbine;
  turbine.list({&order});
  EXPECT_BECOMES(turbine.breakers(), "order-1/payment CLOSED\n");
  std::string left_at;
  {
    Ear ear{turbine.port(), "breakers"};
    left_at = ear.last_id();
  }
  order.breaker("payment", "OPEN");
  Ear back{turbine.port(), "breakers", left_at};
  EXPECT_EQ(back.next(), "breaker.event order-1/payment STATE_TRANSITION CLOSED>OPEN");
  Ear stranger{turbine.port(), "breakers,health", "1-1"};
  EXPECT_EQ(stranger.next(), "reset");
  EXPECT_EQ(turbine.get("/breakers/stream?topics=weather").status, 400);
}

TEST(Watching, KeepsATimelineThatOutlivesIt) {
  PlayedInstance order{"order", "order-1"};
  order.breaker("payment");
  RunningTurbine turbine;
  turbine.list({&order});
  EXPECT_BECOMES(turbine.breakers(), "order-1/payment CLOSED\n");
  order.breaker("payment", "OPEN", "abc");
  order.tell("faults.changed", R"({"faults":{"slow":{"route":"*"}}})");
  order.condition(R"({"status":"UP","components":{"consumer":{"details":{"lagMs":"20"}}}})",
                  R"({"relays":[{"oldestSeconds":2.5}]})");
  const std::string before =
      "transition order-1/payment CLOSED>OPEN abc\n"
      "fault order-1/slow off>on\n"
      "lag order-1/outbox 0>2500\n";
  EXPECT_BECOMES(turbine.timeline(), before);
  turbine.stop();
  order.breaker("payment", "CLOSED");
  order.condition(R"({"status":"UP"})", R"({"relays":[{"oldestSeconds":0}]})");
  turbine.start();
  const std::string after = before + "transition order-1/payment OPEN>CLOSED\n";
  eventually([&] { return turbine.timeline().size() >= (after + "lag order-1/outbox 2500>0\n").size(); });
  EXPECT_THAT(turbine.timeline(), HasSubstr(after));
  EXPECT_THAT(turbine.timeline(), HasSubstr("lag order-1/outbox 2500>0\n"));
  EXPECT_EQ(turbine.get("/breakers/timeline?to=2026-01-01T00:00:00Z").body, "[]");
  EXPECT_EQ(turbine.get("/breakers/timeline?from=yesterday").status, 400);
}

/// What comes down a /turbine.stream, message by message; deletions and pings too.
class Dashboard {
 public:
  Dashboard(int port, const std::string& query) : client_(port) {
    client_.send("GET /turbine.stream" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    head = client_.receive_until("\r\n\r\n");
  }
  std::string next() { return client_.receive_until("\n\n"); }
  bool shows(const std::string& message) {
    return eventually([&] { return next() == "data: " + message + "\n\n"; });
  }
  std::string head;

 private:
  http::testing::RawClient client_;
};

TEST(Hystrix, IsOneStreamForEachClusterAndOneForAll) {
  PlayedInstance order{"order", "order-1"};
  PlayedInstance second{"order", "order-2"};
  PlayedInstance gateway{"gateway", "gateway-1"};
  RunningTurbine turbine;
  turbine.list({&order, &second, &gateway});
  EXPECT_BECOMES(turbine.instances(), "gateway-1 live UP\norder-1 live UP\norder-2 live UP\n");
  const auto base = "http://localhost:" + std::to_string(turbine.port()) + "/turbine.stream?cluster=";
  EXPECT_EQ(turbine.get("/clusters").body, R"([{"name":"default","link":")" + base +
                                               R"(default"},{"name":"GATEWAY","link":")" + base +
                                               R"(GATEWAY"},{"name":"ORDER","link":")" + base + R"(ORDER"}])");
  EXPECT_EQ(turbine.get("/turbine.stream?cluster=weather").status, 404);

  Dashboard orders{turbine.port(), "?cluster=order"};
  Dashboard all{turbine.port(), ""};
  EXPECT_THAT(orders.head, HasSubstr("Content-Type: text/event-stream;charset=UTF-8\r\n"));
  EXPECT_EQ(orders.next(), "data: {\"type\":\"ping\"}\n\n");
  const auto told = [&](const char* open, const char* hosts) {
    return std::string{R"({"type":"HystrixCommand","name":"payment","isCircuitBreakerOpen":)"} + open +
           R"(,"reportingHosts":)" + hosts + '}';
  };
  const auto tell_all = [&] {
    order.hystrix(R"({"type":"HystrixCommand","name":"payment","isCircuitBreakerOpen":true})");
    second.hystrix(R"({"type":"HystrixCommand","name":"payment","isCircuitBreakerOpen":false})");
    gateway.hystrix(R"({"type":"HystrixCommand","name":"payment","isCircuitBreakerOpen":true})");
    return true;
  };
  EXPECT_TRUE(eventually([&] { return tell_all() && orders.next() == "data: " + told("1", "2") + "\n\n"; }));
  EXPECT_TRUE(eventually([&] { return tell_all() && all.next() == "data: " + told("2", "3") + "\n\n"; }));
  second.go();
  EXPECT_TRUE(orders.shows(told("1", "1")));
  turbine.list({&gateway});
  EXPECT_TRUE(
      orders.shows(R"({"deleteData":"true","type":"HystrixCommand","name":"payment","escapedName":"payment_0"})"));
}

TEST(Turbine, HasMetricsThatPromtoolLikes) {
  PlayedInstance order{"order", "order-1"};
  RunningTurbine turbine;
  turbine.list({&order});
  EXPECT_BECOMES(turbine.instances(), "order-1 live UP\n");
  EXPECT_EQ(sharecar::test::complaints_of_promtool(turbine.get("/actuator/prometheus").body), "");
}

}  // namespace
}  // namespace sharecar::turbine::test
