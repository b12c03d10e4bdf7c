// States set by hand, and how they end.
#include "services/turbine/override.hpp"

#include <gtest/gtest.h>

namespace sharecar::turbine {
namespace {

using namespace std::chrono_literals;
using contracts::Breaker;
using contracts::ChangeBreaker;

constexpr Timestamp start{std::chrono::seconds{1'000'000}};
const BreakerKey key{"order", "order-1", "payment"};

Breaker breaker(const std::string& state) {
  Breaker out;
  out.service = key.service;
  out.instance = key.instance;
  out.name = key.name;
  out.state = state;
  return out;
}

Change change(const std::string& id, const std::string& to, std::optional<std::int64_t> revert_after_s = {},
              const std::string& from = "CLOSED", const std::optional<Change>& before = {}) {
  return plan({to, "because", revert_after_s}, breaker(from), before, id, start);
}

/// "a CLOSED>FORCED_OPEN base CLOSED reverts 60 IN_FORCE", "... over 5 by undo"
std::string text(const std::optional<Change>& it) {
  if (!it) return "none";
  const auto seconds = [](Timestamp at) { return std::to_string((at - start) / 1s); };
  std::string out = it->change_id + ' ' + it->from + '>' + it->to + " base " + it->base;
  if (it->reverts_at) out += " reverts " + seconds(*it->reverts_at);
  if (it->reverted_at) out += " over " + seconds(*it->reverted_at) + " by " + *it->reverted_by;
  return out + ' ' + boost::describe::enum_to_string(it->phase, "?");
}

std::string text(const std::vector<Change>& all) {
  std::string out;
  for (const auto& one : all) out += one.change_id + '(' + one.revert_as + ") ";
  return out;
}

std::string refusal(const ChangeBreaker& wanted) {
  const auto problem = objection(wanted);
  if (!problem) return "";
  const auto& violation = problem->violations.at(0);
  return violation.pointer + ' ' + violation.rule;
}

TEST(Override, IsRefusedWithTheFieldThatIsWrong) {
  EXPECT_EQ(refusal({"FORCED_OPEN", "drill", 60}), "");
  EXPECT_EQ(refusal({"DISABLED", "drill", {}}), "");
  EXPECT_EQ(refusal({"CLOSED", "drill", {}}), "");
  EXPECT_EQ(refusal({"RESET", "drill", {}}), "");
  for (const char* state : {"", "OPEN", "HALF_OPEN", "METRICS_ONLY", "forced_open"}) {
    EXPECT_EQ(refusal({state, "drill", {}}), "/state enum:FORCED_OPEN,CLOSED,DISABLED,RESET") << state;
  }
  EXPECT_EQ(refusal({"DISABLED", " \t\n", {}}), "/reason min_length:1");
}

TEST(Override, GoesBackToWhatItWasBeforeAnyoneTookAHand) {
  EXPECT_EQ(text(change("a", "FORCED_OPEN", 60)), "a CLOSED>FORCED_OPEN base CLOSED reverts 60 REQUESTED");
  EXPECT_EQ(text(change("a", "FORCED_OPEN", {}, "HALF_OPEN")), "a HALF_OPEN>FORCED_OPEN base CLOSED REQUESTED");
  EXPECT_EQ(text(change("a", "FORCED_OPEN", 60, "DISABLED")),
            "a DISABLED>FORCED_OPEN base DISABLED reverts 60 REQUESTED")
      << "disabled by its configuration";
  const auto first = change("a", "DISABLED", 60);
  EXPECT_EQ(text(change("b", "FORCED_OPEN", 5, "DISABLED", first)),
            "b DISABLED>FORCED_OPEN base CLOSED reverts 5 REQUESTED");
}

TEST(Override, OfAStateThatDoesNotStayHasNothingToRevert) {
  EXPECT_EQ(text(change("a", "CLOSED", 60, "OPEN")), "a OPEN>CLOSED base CLOSED REQUESTED");
  EXPECT_EQ(text(change("a", "RESET", 60)), "a CLOSED>RESET base CLOSED REQUESTED");
}

TEST(Overrides, HoldOneChangeForEachBreaker) {
  Overrides overrides;
  EXPECT_EQ(text(overrides.begin(change("a", "FORCED_OPEN", 60), start)), "none");
  EXPECT_EQ(text(overrides.begin(change("b", "DISABLED", 5), start + 1s)),
            "a CLOSED>FORCED_OPEN base CLOSED reverts 60 over 1 by b OVER");
  EXPECT_EQ(overrides.find(std::string{"a"}), nullptr);
  EXPECT_EQ(text(*overrides.find(key)), "b CLOSED>DISABLED base CLOSED reverts 5 IN_FORCE");
  EXPECT_EQ(text(overrides.begin(change("c", "RESET"), start + 2s)),
            "b CLOSED>DISABLED base CLOSED reverts 5 over 2 by c OVER");
  EXPECT_EQ(overrides.find(key), nullptr) << "a breaker that was reset goes on by itself";
}

TEST(Overrides, AreDueWhenTheirTimeHasComeOrSomebodyUndoesThem) {
  Overrides overrides;
  overrides.begin(change("a", "FORCED_OPEN", 60), start);
  auto other = change("b", "DISABLED");
  other.name = "customer";
  overrides.begin(other, start);
  EXPECT_EQ(text(overrides.due(start + 59s)), "");
  EXPECT_EQ(text(overrides.due(start + 60s)), "a(time) ");
  EXPECT_TRUE(overrides.schedule("b", "undo", start + 61s));
  EXPECT_FALSE(overrides.schedule("nobody", "undo", start));
  EXPECT_EQ(text(overrides.due(start + 61s)), "b(undo) a(time) ");
  EXPECT_EQ(text(overrides.end("a", "time", start + 62s)),
            "a CLOSED>FORCED_OPEN base CLOSED reverts 60 over 62 by time OVER");
  EXPECT_EQ(text(overrides.end("a", "time", start + 63s)), "none");
}

TEST(Overrides, EndWhenTheBreakerLeavesItsStateByItself) {
  Overrides overrides;
  overrides.begin(change("a", "FORCED_OPEN", 60), start);
  EXPECT_EQ(overrides.seen(breaker("CLOSED")), std::nullopt) << "that was before";
  EXPECT_EQ(overrides.seen(breaker("FORCED_OPEN")), std::nullopt);
  EXPECT_EQ(overrides.seen(breaker("CLOSED")), "a");
}

TEST(Overrides, BelieveAStreamThatOpensAnew) {
  Overrides overrides;
  overrides.begin(change("a", "FORCED_OPEN", 60), start);
  overrides.opened("order-2");
  EXPECT_EQ(overrides.seen(breaker("CLOSED")), std::nullopt);
  overrides.opened("order-1");
  EXPECT_EQ(overrides.seen(breaker("CLOSED")), "a") << "its process started anew";
}

TEST(Overrides, TakeTurnsAndAreNotSurprisedMeanwhile) {
  Overrides overrides;
  overrides.begin(change("a", "FORCED_OPEN", 60), start);
  overrides.seen(breaker("FORCED_OPEN"));
  EXPECT_TRUE(overrides.take(key));
  EXPECT_FALSE(overrides.take(key));
  EXPECT_EQ(overrides.seen(breaker("CLOSED")), std::nullopt) << "it is just being set back";
  overrides.give(key);
  EXPECT_TRUE(overrides.take(key));
}

TEST(Overrides, AreShownOnTheBreaker) {
  Overrides overrides;
  EXPECT_EQ(overrides.shown(breaker("CLOSED")), breaker("CLOSED"));
  overrides.begin(change("a", "FORCED_OPEN", 60), start);
  EXPECT_EQ(overrides.shown(breaker("FORCED_OPEN")).set_by_hand,
            (contracts::Override{"a", "because", start, start + 60s}));
}

}  // namespace
}  // namespace sharecar::turbine
