// Breakers that operators set: what the instance is told, how it is taken back, what is written down.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "running_turbine.hpp"

namespace sharecar::turbine::test {
namespace {

using sharecar::test::eventually;
using sharecar::test::HttpAnswer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// order-1 with the breaker payment, watched.
class Control : public ::testing::Test {
 protected:
  Control() {
    order.breaker("payment");
    turbine.list({&order});
    EXPECT_BECOMES(turbine.breakers(), "order-1/payment CLOSED\n");
  }

  HttpAnswer set(const std::string& state, const std::string& rest = "", const std::string& breaker = "payment") {
    return turbine.call("POST", "/breakers/order/order-1/" + breaker + "/changes",
                        R"({"state":")" + state + R"(","reason":"a drill")" + rest + '}');
  }
  HttpAnswer undo(const HttpAnswer& made) {
    return turbine.call("DELETE", "/breakers/order/order-1/payment/changes/" + id_of(made));
  }
  static std::string id_of(const HttpAnswer& made) { return std::string{made.json().at("changeId").as_string()}; }
  static std::string code(const HttpAnswer& answer) {
    return std::to_string(answer.status) + ' ' + std::string{answer.json().at("code").as_string()};
  }

  PlayedInstance order{"order", "order-1"};
  RunningTurbine turbine;
};

TEST_F(Control, SetsAStateSaysWhoDidAndTakesItBack) {
  EXPECT_BECOMES(turbine.breakers(), "order-1/payment CLOSED\n");
  Ear ear{turbine.port(), "breakers"};
  const auto made = set("FORCED_OPEN");
  EXPECT_EQ(made.status, 201);
  EXPECT_THAT(made.body, HasSubstr(R"("service":"order","instance":"order-1","name":"payment","from":"CLOSED",)"
                                   R"("to":"FORCED_OPEN","reason":"a drill")"));
  EXPECT_EQ(order.state("payment"), "FORCED_OPEN");
  EXPECT_EQ(turbine.breakers(), "order-1/payment FORCED_OPEN by hand\n");
  EXPECT_THAT(turbine.get("/breakers/order/order-1/payment").body,
              HasSubstr(R"("setByHand":{"changeId":")" + id_of(made) + R"(","reason":"a drill","at":)"));
  EXPECT_EQ(ear.next(), "breaker.event order-1/payment STATE_TRANSITION CLOSED>FORCED_OPEN");
  EXPECT_EQ(turbine.journal(), "1 order-1/payment CLOSED>FORCED_OPEN\n");

  const auto undone = undo(made);
  EXPECT_EQ(undone.status, 200);
  EXPECT_THAT(undone.body, HasSubstr(R"("revertedBy":"undo")"));
  EXPECT_EQ(order.state("payment"), "CLOSED");
  EXPECT_BECOMES(turbine.breakers(), "order-1/payment CLOSED\n");
  EXPECT_EQ(turbine.journal(), "1 order-1/payment CLOSED>FORCED_OPEN reverts over by undo\n");
  EXPECT_EQ(undo(made).body, undone.body) << "twice is once";
  EXPECT_THAT(order.updates(), ElementsAre("payment FORCE_OPEN", "payment CLOSE"));
}

TEST_F(Control, TakesItBackByItselfWhenItsTimeHasCome) {
  const auto made = set("DISABLED", R"(,"revertAfterS":1)");
  EXPECT_THAT(made.body, HasSubstr(R"("revertsAt":)"));
  EXPECT_EQ(turbine.breakers(), "order-1/payment DISABLED by hand\n");
  EXPECT_BECOMES(turbine.journal(), "1 order-1/payment CLOSED>DISABLED reverts over by time\n");
  EXPECT_EQ(order.state("payment"), "CLOSED");
  EXPECT_THAT(order.updates(), ElementsAre("payment DISABLE", "payment CLOSE"));
}

TEST_F(Control, TakesItBackAfterItsOwnRestart) {
  set("FORCED_OPEN", R"(,"revertAfterS":1)");
  turbine.stop();
  turbine.start();
  EXPECT_BECOMES(turbine.journal(), "1 order-1/payment CLOSED>FORCED_OPEN reverts over by time\n");
  EXPECT_EQ(order.state("payment"), "CLOSED");
}

TEST_F(Control, TakesItBackWhenTheInstanceCanBeReachedAgain) {
  const auto made = set("FORCED_OPEN");
  order.refuse(500);
  const auto undone = undo(made);
  EXPECT_EQ(undone.status, 202) << "it will be";
  EXPECT_THAT(undone.body, ::testing::Not(HasSubstr("revertedBy")));
  EXPECT_EQ(order.state("payment"), "FORCED_OPEN");
  order.refuse({});
  EXPECT_BECOMES(turbine.journal(), "1 order-1/payment CLOSED>FORCED_OPEN reverts over by undo\n");
  EXPECT_EQ(order.state("payment"), "CLOSED");
}

TEST_F(Control, KnowsThatARestartedInstanceHasForgotten) {
  set("FORCED_OPEN", R"(,"revertAfterS":3600)");
  order.go();
  EXPECT_BECOMES(turbine.instances(), "order-1 silent UNKNOWN\n");
  EXPECT_EQ(turbine.breakers(), "order-1/payment FORCED_OPEN by hand\n");
  order.come();
  EXPECT_BECOMES(turbine.breakers(), "order-1/payment CLOSED\n");
  EXPECT_BECOMES(turbine.journal(), "1 order-1/payment CLOSED>FORCED_OPEN reverts over by instance\n");
  EXPECT_THAT(order.updates(), ElementsAre("payment FORCE_OPEN"));
}

TEST_F(Control, ReplacesAnOlderChange) {
  set("FORCED_OPEN", R"(,"revertAfterS":3600)");
  const auto second = set("DISABLED");
  EXPECT_EQ(turbine.journal(),
            "1 order-1/payment CLOSED>FORCED_OPEN reverts over by 2\n"
            "2 order-1/payment FORCED_OPEN>DISABLED\n");
  EXPECT_EQ(undo(second).status, 200);
  EXPECT_EQ(order.state("payment"), "CLOSED") << "not back to what the first change made of it";
  set("FORCED_OPEN");
  const auto reset = set("RESET");
  EXPECT_EQ(reset.status, 201);
  EXPECT_BECOMES(turbine.breakers(), "order-1/payment CLOSED\n");
  EXPECT_EQ(undo(reset).body, reset.body) << "there is nothing to take back";
  EXPECT_EQ(turbine.journal(),
            "1 order-1/payment CLOSED>FORCED_OPEN reverts over by 2\n"
            "2 order-1/payment FORCED_OPEN>DISABLED reverts over by undo\n"
            "3 order-1/payment CLOSED>FORCED_OPEN over by 4\n"
            "4 order-1/payment FORCED_OPEN>RESET\n");
}

TEST_F(Control, RefusesWhatMakesNoSense) {
  EXPECT_EQ(code(set("OPEN")), "400 invalid_request");
  EXPECT_EQ(code(set("FORCED_OPEN", R"(,"revertAfterS":0)")), "400 invalid_request");
  EXPECT_EQ(code(set("FORCED_OPEN", R"(,"revertAfterS":86401)")), "400 invalid_request");
  EXPECT_EQ(code(set("FORCED_OPEN", "", "nobody")), "404 not_found");
  const std::string target = "/breakers/order/order-1/payment/changes";
  EXPECT_EQ(code(turbine.call("POST", target, R"({"state":"FORCED_OPEN"})")), "400 invalid_request");
  EXPECT_EQ(code(turbine.call("POST", target, R"({"state":"FORCED_OPEN","reason":" "})")), "400 invalid_request");
  EXPECT_EQ(code(turbine.call("DELETE", target + "/1234")), "404 not_found");
  const auto made = set("FORCED_OPEN");
  EXPECT_EQ(code(turbine.call("DELETE", "/breakers/order/order-1/customer/changes/" + id_of(made))), "404 not_found");
  EXPECT_EQ(turbine.journal(), "1 order-1/payment CLOSED>FORCED_OPEN\n");
}

TEST_F(Control, ChangesNothingWhenTheInstanceIsSilentOrRefuses) {
  order.refuse(400);
  EXPECT_EQ(code(set("FORCED_OPEN")), "502 upstream_failed");
  EXPECT_EQ(turbine.journal(), "");
  order.go();
  EXPECT_BECOMES(turbine.instances(), "order-1 silent UNKNOWN\n");
  EXPECT_EQ(code(set("FORCED_OPEN")), "503 unavailable");
  EXPECT_EQ(turbine.journal(), "");
}

TEST_F(Control, TakesBackWhatItDoesNotKnowToBeMade) {
  order.refuse(0);
  EXPECT_EQ(code(set("FORCED_OPEN")), "504 upstream_timeout");
  EXPECT_BECOMES(turbine.journal(), "1 order-1/payment CLOSED>FORCED_OPEN reverts over by failure\n");
  EXPECT_THAT(order.updates(), ElementsAre("payment FORCE_OPEN")) << "it is not in that state";
}

TEST_F(Control, MakesOneChangeOfABreakerAtATime) {
  order.refuse(0);
  std::thread first{[&] { set("FORCED_OPEN"); }};
  EXPECT_TRUE(eventually([&] { return !order.updates().empty(); }));
  EXPECT_EQ(code(set("DISABLED")), "409 request_running");
  first.join();
}

}  // namespace
}  // namespace sharecar::turbine::test
