#include "scenario/player.hpp"

#include <gtest/gtest.h>

#include "played_world.hpp"

namespace sharecar::scenario {
namespace {

using testing::PlayedWorld;

Step stopping(const std::string& part) {
  Step step;
  step.says = {"stop " + part, "-"};
  step.stop = part;
  return step;
}

Step expecting(Expectation expect) {
  Step step;
  step.says = {"it opens", "-"};
  step.expect = std::move(expect);
  return step;
}

Expectation open_within(int seconds) {
  Expectation expect;
  expect.see = Observable::breaker;
  expect.is = "OPEN";
  expect.within_s = seconds;
  return expect;
}

/// Plays and tells: "1 2 [OPEN ok 100] passed".
class Player : public ::testing::Test {
 protected:
  std::string play(std::vector<Step> steps) {
    std::string told;
    const Listener listener{
        .step = [&](const contracts::RunStep& step) { told += std::to_string(step.number) + " "; },
        .check =
            [&](const contracts::RunCheck& check) {
              told += "[" + check.observed + (check.ok ? " ok " : " no ") + std::to_string(check.after_ms) + "] ";
            }};
    const auto end =
        scenario::play({"test", {}, {}, std::move(steps)}, world, listener, stop.get_token());
    told += boost::describe::enum_to_string(end.verdict, "");
    return told + (end.why.empty() ? "" : ": " + end.why);
  }

  PlayedWorld world;
  std::stop_source stop;
};

TEST_F(Player, LooksAgainUntilItIsAsExpected) {
  world.sights = {{"CLOSED"}, {"CLOSED"}, {"OPEN"}};
  EXPECT_EQ(play({stopping("payment"), expecting(open_within(5))}), "1 2 [OPEN ok 200] passed");
  EXPECT_EQ(world.done, (std::vector<std::string>{"stop payment", "heal"}));
}

TEST_F(Player, EndsAtTheFirstCheckThatIsNotAsExpectedInTimeAndHeals) {
  world.sights = {{"CLOSED"}};
  EXPECT_EQ(play({expecting(open_within(2)), stopping("payment")}),
            "1 [CLOSED no 2000] failed: it opens: CLOSED, not OPEN within 2 s");
  EXPECT_EQ(world.done, (std::vector<std::string>{"heal"}));
}

TEST_F(Player, TakesWhatCannotBeSeenForNotYet) {
  EXPECT_EQ(play({expecting(open_within(1))}),
            "1 [nothing is to be seen no 1000] failed: it opens: nothing is to be seen, not OPEN within 1 s");
}

TEST_F(Player, ComparesNumbersWithBothLimits) {
  Expectation between;
  between.see = Observable::orders;
  between.at_least = 1;
  between.at_most = 2;
  for (const auto& [seen, verdict] : {std::pair{0.0, "failed"}, {1.0, "passed"}, {2.0, "passed"}, {3.0, "failed"}}) {
    world.sights = {{std::to_string(seen), seen}};
    EXPECT_NE(play({expecting(between)}).find(verdict), std::string::npos) << seen;
  }
  world.sights = {{"a word"}};
  EXPECT_NE(play({expecting(between)}).find("failed"), std::string::npos);
}

TEST_F(Player, MeasuresOverATimeAndLooksOnce) {
  Expectation over;
  over.see = Observable::booking_p99_ms;
  over.at_most = 300;
  over.over_s = 5;
  world.sights = {{"14 ms", 14.0}};
  EXPECT_EQ(play({expecting(over)}), "1 [14 ms ok 5000] passed");
}

TEST_F(Player, HealsWhenAStepCannotBeDone) {
  EXPECT_EQ(play({stopping("nothing"), stopping("payment")}), "1 failed: there is no part named nothing");
  EXPECT_EQ(world.done, (std::vector<std::string>{"stop nothing", "heal"}));
}

TEST_F(Player, HealsWhenItIsAskedToEndEarly) {
  world.sights = {{"CLOSED"}};
  world.asleep = [this] { stop.request_stop(); };
  EXPECT_EQ(play({stopping("payment"), expecting(open_within(5)), stopping("order")}), "1 2 healed: ended early");
  EXPECT_EQ(world.done, (std::vector<std::string>{"stop payment", "heal"}));
}

TEST_F(Player, FailsWhenItCannotHeal) {
  world.cannot_heal = true;
  EXPECT_EQ(play({stopping("payment")}), "1 failed: not all is healed: payment does not start");
}

}  // namespace
}  // namespace sharecar::scenario
