#include "scenario/scenario.hpp"

#include <gtest/gtest.h>

#include "chassis/json/encode.hpp"

namespace sharecar::scenario {
namespace {

constexpr const char* whole = R"(
explains: {en: "Payment stops.", ko: "결제가 멈춥니다."}
breaks: [{service: order, breaker: payment}]
steps:
  - says: {en: slow, ko: "느림"}
    fault: {service: payment, route: "PUT /internal/payments/{orderId}", delayMs: 560, jitterMs: 40}
  - says: {en: it opens, ko: "열림"}
    expect: {see: breaker, of: order/payment, is: OPEN, withinS: 5}
  - says: {en: fast, ko: "빠름"}
    expect: {see: booking_p99_ms, atMost: 300, overS: 5}
  - says: {en: one, ko: "하나"}
    expect: {see: orders, atLeast: 1, atMost: 1}
)";

std::string refusal(const std::string& yaml) {
  try {
    parse("test", yaml);
  } catch (const BadScenario& bad) {
    return bad.what();
  }
  return "none";
}

std::string with_step(const std::string& step) {
  return "explains: {en: a, ko: b}\nsteps:\n  - says: {en: a, ko: b}\n    " + step + "\n";
}

TEST(Scenario, IsReadFromYaml) {
  const auto scenario = parse("slow", whole);
  EXPECT_EQ(scenario.name, "slow");
  const auto& fault = scenario.steps.at(0).fault.value();
  EXPECT_EQ(fault.service + " " + fault.route, "payment PUT /internal/payments/{orderId}");
  EXPECT_EQ(fault.delay_ms + fault.jitter_ms, 600);
}

TEST(Scenario, TellsItsChecksWithTheirLimits) {
  EXPECT_EQ(json::encode(info_of(parse("slow", whole))),
            R"({"name":"slow","explains":{"en":"Payment stops.","ko":"결제가 멈춥니다."},)"
            R"("breaks":[{"service":"order","breaker":"payment"}],"checks":[)"
            R"({"says":{"en":"it opens","ko":"열림"},"limit":"OPEN within 5 s"},)"
            R"({"says":{"en":"fast","ko":"빠름"},"limit":"at most 300 ms over 5 s"},)"
            R"({"says":{"en":"one","ko":"하나"},"limit":"1"}]})");
}

TEST(Scenario, NamesThePlaceOfAMistake) {
  EXPECT_EQ(refusal(with_step("stop: payment\n    start: payment")), "test: step 1: a step does exactly one thing");
  EXPECT_EQ(refusal(with_step("wait: 3")), "test: /steps/0/wait must be unknown");
  EXPECT_EQ(refusal(with_step("expect: {see: orders}")), "test: step 1: expect needs is, or atMost and atLeast");
  EXPECT_EQ(refusal(with_step("expect: {see: orders, atMost: 1, withinS: 1, overS: 1}")),
            "test: step 1: expect takes withinS or overS, not both");
  EXPECT_EQ(refusal("steps: []"), "test: explains needs en and ko");
  EXPECT_EQ(refusal("steps: ["), "test: yaml-cpp: error at line 1, column 1: end of sequence flow not found");
}

}  // namespace
}  // namespace sharecar::scenario
