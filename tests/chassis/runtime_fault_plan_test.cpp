#include <gtest/gtest.h>

#include "chassis/json/encode.hpp"
#include "chassis/runtime/fault_plan.hpp"
#include "contracts/time.hpp"

namespace sharecar {
namespace {

using namespace std::chrono_literals;

const Timestamp noon = *parse_rfc3339("2030-01-31T12:00:00Z");
const std::vector<std::string> routes{"GET /charges/{key}", "PUT /charges/{key}"};

Fault slow(std::string route, std::int64_t delay_ms = 400) {
  Fault fault;
  fault.route = std::move(route);
  fault.delay_ms = delay_ms;
  return fault;
}

std::string struck(const FaultPlan& plan, const std::string& route, Timestamp now = noon, double chance = 0.5) {
  const auto it = plan.strike(route, now, [&] { return chance; });
  return it == plan.all().end() ? "" : it->first;
}

TEST(FaultPlan, MeetsRequestsOfItsRouteOrOfAll) {
  FaultPlan plan;
  plan.set("one", slow("PUT /charges/{key}"), noon, {});
  EXPECT_EQ(struck(plan, "PUT /charges/{key}"), "one");
  EXPECT_EQ(struck(plan, "GET /charges/{key}"), "");
  plan.set("two", slow("*"), noon, {});
  EXPECT_EQ(struck(plan, "GET /charges/{key}"), "two");
  EXPECT_EQ(struck(plan, "PUT /charges/{key}"), "one");
}

TEST(FaultPlan, MeetsThePartOfTheRequestsThatItsProbabilitySays) {
  FaultPlan plan;
  Fault some = slow("*");
  some.probability = 0.3;
  plan.set("some", some, noon, {});
  EXPECT_EQ(struck(plan, "GET /x", noon, 0.29), "some");
  EXPECT_EQ(struck(plan, "GET /x", noon, 0.30), "");
}

TEST(FaultPlan, EndsWhenItsTimeIsOver) {
  FaultPlan plan;
  plan.set("for ever", slow("GET /charges/{key}"), noon, {});
  plan.set("short", slow("PUT /charges/{key}"), noon, 30s);
  EXPECT_EQ(plan.next_expiry(), noon + 30s);
  EXPECT_EQ(plan.expire(noon + 29s).size(), 0u);
  EXPECT_EQ(struck(plan, "PUT /charges/{key}", noon + 29s), "short");
  EXPECT_EQ(struck(plan, "PUT /charges/{key}", noon + 30s), "");
  const auto ended = plan.expire(noon + 30s);
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended.begin()->first, "short");
  EXPECT_EQ(plan.next_expiry(), std::nullopt);
  EXPECT_EQ(plan.all().size(), 1u);
}

TEST(FaultPlan, RefusesConnectionsAsLongAsOneFaultSaysSo) {
  FaultPlan plan;
  Fault closed;
  closed.route = "*";
  closed.refuse = true;
  EXPECT_FALSE(plan.refuses());
  plan.set("closed", closed, noon, 10s);
  EXPECT_TRUE(plan.refuses());
  EXPECT_EQ(struck(plan, "GET /x"), "") << "who is connected all the same is served";
  EXPECT_EQ(plan.clear("closed")->expires_at, noon + 10s);
  EXPECT_FALSE(plan.refuses());
  EXPECT_EQ(plan.clear("closed"), std::nullopt);
}

TEST(FaultPlan, NamesEveryFieldThatIsWrong) {
  const auto text = [](const Fault& fault, std::optional<std::chrono::seconds> lasts = {}) {
    std::string out;
    for (const auto& one : violations_of(fault, lasts, routes)) out += one.pointer + " " + one.rule + "; ";
    return out;
  };
  EXPECT_EQ(text(slow("*")), "");
  EXPECT_EQ(text(slow("PUT /charge/{key}")), "/route enum:*,GET /charges/{key},PUT /charges/{key}; ");
  EXPECT_EQ(text(slow("*", 0)), " one of delayMs, jitterMs, answerDelayMs, status, hang, reset and refuse; ");
  Fault fault = slow("*");
  fault.status = 99;
  fault.probability = 1.5;
  fault.hang = true;
  EXPECT_EQ(text(fault),
            "/status range:200..599; /probability range:0..1;  one of status, hang, reset and refuse; ");
  Fault closed = slow("PUT /charges/{key}");
  closed.refuse = true;
  EXPECT_EQ(text(closed),
            "/route * where connections are refused; /expiresInS range:1..600 where connections are refused; ");
  closed.route = "*";
  EXPECT_EQ(text(closed, 601s), "/expiresInS range:1..600 where connections are refused; ");
  EXPECT_EQ(text(closed, 600s), "");
}

}  // namespace
}  // namespace sharecar
