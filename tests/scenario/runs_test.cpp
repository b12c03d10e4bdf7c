#include "scenario/runs.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "played_world.hpp"
#include "support/service_fixture.hpp"

namespace sharecar::scenario {
namespace {

using namespace std::chrono_literals;
using testing::PlayedWorld;

Scenario waiting(const std::string& name) {
  Expectation open;
  open.see = Observable::breaker;
  open.is = "OPEN";
  open.within_s = 3600;
  Step step;
  step.says = {"it opens", "열립니다"};
  step.expect = open;
  return {name, {"waits", "기다립니다"}, {}, {step}};
}

class ScenarioRuns : public ::testing::Test {
 protected:
  std::unique_ptr<Runs> make() {
    return std::make_unique<Runs>(std::vector{waiting("wait"), waiting("other")}, folder.path() / "runs.jsonl",
                                  [this](const std::string&, const std::stop_token&) {
                                    auto world = std::make_unique<PlayedWorld>();
                                    world->sights = {{"CLOSED"}};
                                    world->asleep = [this, w = world.get()] {
                                      if (opens) w->sights = {{"OPEN"}};
                                      std::this_thread::sleep_for(1ms);
                                    };
                                    return world;
                                  });
  }
  static std::string names_of(const RunEvents& seen) {
    std::string names;
    for (const auto& event : seen.events) names += event.name + " ";
    return names + (seen.over ? "over" : "goes on");
  }

  std::atomic<bool> opens{false};
  test::TemporaryFolder folder;
};

TEST_F(ScenarioRuns, AreStartedFollowedAndKept) {
  auto runs = make();
  const auto id = runs->start("wait").value();
  EXPECT_TRUE(test::eventually([&] { return runs->events(id, 0)->events.size() == 1; }));
  EXPECT_EQ(names_of(*runs->events(id, 0)), "step goes on");
  opens = true;
  EXPECT_TRUE(test::eventually([&] { return runs->find(id)->end.has_value(); }));
  EXPECT_EQ(names_of(*runs->events(id, 0)), "step check verdict over");
  EXPECT_EQ(names_of(*runs->events(id, 2)), "verdict over");
  EXPECT_EQ(runs->find(id)->end->verdict, contracts::RunVerdict::passed);
  runs = make();
  EXPECT_EQ(runs->all().at(0).run_id, id) << "known again after a restart";
  EXPECT_EQ(names_of(*runs->events(id, 0)), "check verdict over");
}

TEST_F(ScenarioRuns, GoOnOneAtATime) {
  const auto runs = make();
  const auto id = runs->start("wait").value();
  EXPECT_THROW(runs->start("other"), Busy);
  EXPECT_TRUE(runs->heal(id));
  EXPECT_EQ(runs->find(id)->end->verdict, contracts::RunVerdict::healed);
  const auto next = runs->start("other").value();
  EXPECT_EQ(runs->all().at(0).run_id, next) << "newest first";
}

TEST_F(ScenarioRuns, OfNothingThatIsKnownAreNone) {
  const auto runs = make();
  EXPECT_EQ(runs->start("nonsense"), std::nullopt);
  EXPECT_FALSE(runs->heal("nonsense"));
  EXPECT_EQ(runs->find("nonsense").has_value(), false);
  EXPECT_EQ(runs->events("nonsense", 0).has_value(), false);
}

}  // namespace
}  // namespace sharecar::scenario
