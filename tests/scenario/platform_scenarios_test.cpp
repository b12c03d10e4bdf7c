// Every scenario on a real platform, through the supervisor's API as clients use it.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "chassis/json/decode.hpp"
#include "launcher/http_call.hpp"
#include "launcher/scenario_api.hpp"
#include "support/eventually.hpp"
#include "support/test_platform.hpp"

namespace sharecar::scenario {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class PlatformScenarios : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    try {
      booted_ = std::make_unique<test::TestPlatform>();
    } catch (const std::exception& error) {
      FAIL() << error.what();
    }
    runs_ = launcher::make_runs(**booted_);
    api_ = std::make_unique<launcher::ApiServer>(0, "token", [](const launcher::ApiRequest& request) {
      return launcher::answer_scenarios(*runs_, request).value_or(launcher::ApiReply{404, "{}"});
    });
  }
  static void TearDownTestSuite() {
    api_.reset();
    runs_.reset();
    booted_.reset();
  }

  static launcher::HttpCall request(const std::string& method, const std::string& path) {
    return {.method = method,
            .url = "http://127.0.0.1:" + std::to_string(api_->port()) + path,
            .headers = {{"Authorization", "Bearer token"}},
            .limit = 120s};
  }
  static std::string started(const std::string& name) {
    const auto answer = launcher::call(request("POST", "/scenarios/" + name + "/runs"));
    EXPECT_EQ(answer.status, 202) << answer.body;
    return std::string{answer.json().at("runId").as_string()};
  }
  static contracts::RunInfo run_of(const std::string& id) {
    return json::decode_text<contracts::RunInfo>(launcher::call(request("GET", "/runs/" + id)).body).value();
  }
  /// What a client of the events sees of a whole run.
  static std::string played(const std::string& name) {
    std::string events;
    const auto id = started(name);
    launcher::call_stream(request("GET", "/runs/" + id + "/events"), [&](std::string_view text) { events += text; });
    return events;
  }
  static void passes(const std::string& name) {
    const auto events = played(name);
    EXPECT_NE(events.find(R"("verdict":"passed")"), std::string::npos) << events;
  }

  static inline std::unique_ptr<test::TestPlatform> booted_;
  static inline std::unique_ptr<Runs> runs_;
  static inline std::unique_ptr<launcher::ApiServer> api_;
};

TEST_F(PlatformScenarios, AreAllReadAndNoneIsLeftOut) {
  std::vector<std::string> names;
  for (const auto& one : runs_->scenarios()) names.push_back(one.name);
  EXPECT_EQ(names, (std::vector<std::string>{"broker-pause", "compensation", "duplicate-click", "payment-down",
                                             "payment-slow", "reservation-down", "retry-storm", "slot-race"}));
}

TEST_F(PlatformScenarios, BrokerPause) { passes("broker-pause"); }
TEST_F(PlatformScenarios, Compensation) { passes("compensation"); }
TEST_F(PlatformScenarios, DuplicateClick) { passes("duplicate-click"); }
TEST_F(PlatformScenarios, PaymentDown) { passes("payment-down"); }
TEST_F(PlatformScenarios, PaymentSlow) { passes("payment-slow"); }
TEST_F(PlatformScenarios, ReservationDown) { passes("reservation-down"); }
TEST_F(PlatformScenarios, RetryStorm) { passes("retry-storm"); }
TEST_F(PlatformScenarios, SlotRace) { passes("slot-race"); }

TEST_F(PlatformScenarios, HealAtOnceWhenTheyAreAskedTo) {
  const auto id = started("reservation-down");
  ASSERT_TRUE(test::eventually([] {
    return (*booted_)->process("reservation").state == launcher::SupervisedStatus::State::stopped;
  }));
  EXPECT_EQ(launcher::call(request("POST", "/scenarios/slot-race/runs")).status, 409) << "one at a time";
  EXPECT_EQ(launcher::call(request("DELETE", "/runs/" + id)).status, 200);
  EXPECT_EQ(run_of(id).end.value().verdict, contracts::RunVerdict::healed);
  (*booted_)->wait_ready("reservation", 1s);
}

}  // namespace
}  // namespace sharecar::scenario
