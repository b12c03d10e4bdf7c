// A hand in a breaker of the running platform: what operators see, what customers notice, how it is taken back.

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "chassis/http_support.hpp"
#include "launcher/booking.hpp"
#include "launcher/http_call.hpp"
#include "support/eventually.hpp"
#include "support/test_platform.hpp"

namespace sharecar {
namespace {

using namespace std::chrono_literals;
using http::testing::RawClient;
using launcher::BookingClient;
using test::eventually;

/// Boots once for all tests of this program and leaves nothing behind.
class Breakers : public ::testing::Test {
 protected:
  static constexpr const char* breaker = "/breakers/order/order-1/payment";

  static void SetUpTestSuite() {
    try {
      booted_ = std::make_unique<test::TestPlatform>();
      platform_ = &**booted_;
      client_ = std::make_unique<BookingClient>(platform_->url("gateway"));
    } catch (const std::exception& error) {
      FAIL() << error.what();
    }
  }
  static void TearDownTestSuite() {
    client_.reset();
    booted_.reset();
  }
  void SetUp() override {
    ASSERT_TRUE(eventually([] { return state() == "CLOSED"; }, 40s)) << state();
  }

  static launcher::HttpAnswer call(const std::string& method, const std::string& target, const std::string& body = "") {
    launcher::HttpCall call{.method = method, .url = platform_->url("gateway") + "/admin" + target};
    if (!body.empty()) call.headers["Content-Type"] = "application/json";
    call.body = body;
    return launcher::call(call);
  }
  static std::string text(const launcher::HttpAnswer& answer, const char* name) {
    const auto body = answer.json();
    const auto* found = body.is_object() ? body.get_object().if_contains(name) : nullptr;
    return found && found->is_string() ? std::string{found->get_string()} : "";
  }
  static std::string state() { return text(call("GET", breaker), "state"); }
  static launcher::HttpAnswer force_open(int revert_after_s) {
    return call("POST", breaker + std::string{"/changes"},
                R"({"state":"FORCED_OPEN","reason":"the system test","revertAfterS":)" +
                    std::to_string(revert_after_s) + '}');
  }
  static std::string reverted_by(const std::string& change) {
    const auto journal = call("GET", "/breakers/changes").json();
    for (const auto& one : journal.as_array()) {
      if (one.at("changeId").as_string() != change) continue;
      const auto* by = one.as_object().if_contains("revertedBy");
      return by ? std::string{by->as_string()} : "";
    }
    return "unknown";
  }

  static inline std::unique_ptr<test::TestPlatform> booted_;
  static inline launcher::Platform* platform_ = nullptr;
  static inline std::unique_ptr<BookingClient> client_;
};

/// Waits for order's breaker for payment in that state on a stream of events; how long that took.
std::chrono::milliseconds heard(RawClient& stream, const std::string& state,
                                std::chrono::steady_clock::time_point since) {
  const std::string data = R"("instance":"order-1","name":"payment","state":")" + state + '"';
  std::string block;
  do {
    block = stream.receive_until("\n\n");
  } while (!block.empty() && (block.find("event: breaker.changed\n") == block.npos || block.find(data) == block.npos));
  EXPECT_NE(block, "") << "the stream ended";
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - since);
}

TEST_F(Breakers, AreForcedOpenSeenSoFeltAndSetBack) {
  RawClient stream{platform_->port("gateway")};
  stream.send("GET /events?topics=breakers HTTP/1.1\r\nHost: localhost\r\n\r\n");
  stream.receive_until("\n\n");

  auto begun = std::chrono::steady_clock::now();
  const auto made = force_open(600);
  ASSERT_EQ(made.status, 201) << made.body;
  const auto opened = heard(stream, "FORCED_OPEN", begun);
  const auto booked = client_->book({.car = 4001, .customer = "breaker"}, 0ms);
  EXPECT_EQ(booked.http_status, 202) << "pay later";

  begun = std::chrono::steady_clock::now();
  const auto change = text(made, "changeId");
  EXPECT_EQ(call("DELETE", breaker + ("/changes/" + change)).status, 200);
  const auto closed = heard(stream, "CLOSED", begun);
  EXPECT_EQ(reverted_by(change), "undo");
  EXPECT_TRUE(eventually(
      [&] {
        const auto page = client_->mypage(booked.order.order_id.value);
        return page && page->status == OrderState::CONFIRMED;
      },
      40s));
  const auto timeline = call("GET", "/breakers/timeline").body;
  EXPECT_NE(timeline.find(R"("name":"payment","from":"CLOSED","to":"FORCED_OPEN")"), timeline.npos) << timeline;

  RecordProperty("forced_open_heard_ms", static_cast<int>(opened.count()));
  RecordProperty("set_back_heard_ms", static_cast<int>(closed.count()));
  std::cout << "heard after " << opened.count() << " ms, set back after " << closed.count() << " ms\n";
  EXPECT_LT(opened, 2s) << "200 ms on a machine that does nothing else";
  EXPECT_LT(closed, 2s);
}

TEST_F(Breakers, AreSetBackInTimeAlthoughTurbineDied) {
  const auto made = force_open(3);
  ASSERT_EQ(made.status, 201) << made.body;
  platform_->kill("turbine");
  platform_->wait_ready("turbine", 20s);
  EXPECT_TRUE(eventually([&] { return reverted_by(text(made, "changeId")) == "time"; }, 20s));
  EXPECT_EQ(state(), "CLOSED");
}

TEST_F(Breakers, OfARestartedProcessAreNotHeldToBeOpen) {
  const auto made = force_open(600);
  ASSERT_EQ(made.status, 201) << made.body;
  platform_->kill("order");
  platform_->wait_ready("order", 20s);
  EXPECT_TRUE(eventually([&] { return reverted_by(text(made, "changeId")) == "instance"; }, 20s));
  EXPECT_EQ(state(), "CLOSED");
}

TEST_F(Breakers, AreWatchedAtEveryInstance) {
  const auto watched = call("GET", "/breakers/instances").json();
  std::string all;
  for (const auto& one : watched.as_array()) {
    all += std::string{one.at("instance").as_string()} + ' ' + std::string{one.at("watched").as_string()} + '\n';
  }
  EXPECT_EQ(all,
            "cardnet-1 live\ncustomer-1 live\ngateway-1 live\norder-1 live\npayment-1 live\nreservation-1 live\n"
            "tracing-1 live\n");
}

}  // namespace
}  // namespace sharecar
