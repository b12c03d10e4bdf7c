// Injected faults as callers meet them: a service of one route over HTTP.
#include <gtest/gtest.h>

#include <atomic>

#include "chassis/json/decode.hpp"
#include "support/service_fixture.hpp"

namespace sharecar {
namespace {

using namespace std::chrono_literals;
using test::eventually;
using test::HttpAnswer;

std::atomic<int> handled{0};

std::mutex mutex;
std::vector<std::string> changes;  // guarded by mutex

std::vector<std::string> told() {
  const std::lock_guard lock{mutex};
  return changes;
}

void note(const FaultChange& change) {
  constexpr std::array words{"set ", "cleared ", "expired "};
  const std::lock_guard lock{mutex};
  changes.push_back(words.at(static_cast<std::size_t>(change.what)) + change.name);
}

class Api {
 public:
  http::net::awaitable<http::Reply> show(Context&, http::Request, http::Nothing) {
    ++handled;
    co_return http::Reply{200, http::json_type, R"({"is":"here"})"};
  }
};

void set_up(Service& service, const ServiceConfig&) {
  auto& api = service.own<Api>();
  service.faults().on_change(note);
  service.serve({http::route<http::Nothing, http::Nothing>(http::Method::get, "/thing", "A thing", api, &Api::show)});
}

class InjectedFaults : public ::testing::Test {
 protected:
  InjectedFaults() {
    handled = 0;
    const std::lock_guard lock{mutex};
    changes.clear();
  }

  HttpAnswer set(const std::string& body, const std::string& name = "f") {
    return running.call("PUT", "/actuator/faults/" + name, body);
  }
  HttpAnswer get() { return running.get("/thing"); }

  test::RunningService<ServiceConfig> running{"thing", {}, set_up};
};

TEST_F(InjectedFaults, AnswerWithAStatusInPlaceOfTheHandlerAndSayThatItIsOnPurpose) {
  ASSERT_EQ(set(R"({"route":"GET /thing","status":503})").status, 200);
  const auto answer = get();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer.field("x-fault-injected"), "f");
  EXPECT_EQ(answer.json().at("fault.injected"), true);
  EXPECT_EQ(answer.json().at("code"), "unavailable");
  EXPECT_EQ(answer.json().at("path"), "/thing");
  EXPECT_EQ(handled, 0);
  EXPECT_EQ(running.call("DELETE", "/actuator/faults/f").status, 204);
  EXPECT_EQ(get().body, R"({"is":"here"})");
  EXPECT_EQ(get().field("x-fault-injected"), "");
}

TEST_F(InjectedFaults, WaitBeforeTheHandlerAsTheSeedsPaymentDoes) {
  ASSERT_EQ(set(R"({"route":"*","delayMs":40,"jitterMs":22})").status, 200);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(get().status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, 40ms);
}

TEST_F(InjectedFaults, CutTheConnectionBeforeTheHandlerOrInTheMiddleOfItsAnswer) {
  ASSERT_EQ(set(R"({"route":"*","reset":"before"})").status, 200);
  EXPECT_EQ(get().status, 0);
  EXPECT_EQ(handled, 0);
  ASSERT_EQ(set(R"({"route":"*","reset":"mid_answer"})").status, 200);
  const auto half = get();
  EXPECT_EQ(half.body.find(R"("here")"), std::string::npos);
  EXPECT_EQ(handled, 1);
}

TEST_F(InjectedFaults, RefuseConnectionsUntilTheyExpire) {
  ASSERT_EQ(set(R"({"route":"*","refuse":true,"expiresInS":1})").status, 200);
  EXPECT_EQ(get().status, 0);
  EXPECT_TRUE(eventually([&] { return get().status == 200; }));
}

TEST_F(InjectedFaults, AreToldToWhoListensWhenTheyAreSetClearedAndExpired) {
  set(R"({"route":"*","delayMs":1})", "a");
  set(R"({"route":"*","delayMs":1,"expiresInS":1})", "b");
  EXPECT_EQ(running.call("DELETE", "/actuator/faults/a").status, 204);
  EXPECT_TRUE(eventually([&] { return told().size() == 4; }));
  EXPECT_EQ(told(), (std::vector<std::string>{"set a", "set b", "cleared a", "expired b"}));
}

TEST_F(InjectedFaults, ThatCannotBeAreRefusedWithTheNameOfTheField) {
  const auto refused = [&](const std::string& body) {
    const auto answer = set(body);
    return std::to_string(answer.status) + " " +
           std::string{answer.json().at("violations").at(0).at("pointer").as_string()};
  };
  EXPECT_EQ(refused(R"({"route":"GET /thin","delayMs":1})"), "400 /route");
  EXPECT_EQ(refused(R"({"route":"*","delayMs":-1})"), "400 /delayMs");
  EXPECT_EQ(refused(R"({"route":"*","delayMs":1,"expiresInS":0})"), "400 /expiresInS");
  EXPECT_EQ(refused(R"({"route":"*","reset":"later"})"), "400 /reset");
  EXPECT_EQ(refused(R"({"route":"*","refuse":true})"), "400 /expiresInS");
  EXPECT_EQ(running.get("/actuator/faults").body, R"({"faults":{}})");
}

}  // namespace
}  // namespace sharecar
