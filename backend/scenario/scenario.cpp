#include "scenario/scenario.hpp"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>

#include "chassis/json/decode.hpp"
#include "chassis/runtime/yaml.hpp"

namespace sharecar::scenario {
namespace {

void require(bool sound, const std::string& place, const std::string& what) {
  if (!sound) throw BadScenario{place + ": " + what};
}

void check_expectation(const Expectation& expect, const std::string& place) {
  const bool number = expect.at_most.has_value() || expect.at_least.has_value();
  require(number != expect.is.has_value(), place, "expect needs is, or atMost and atLeast");
  require(!(expect.within_s && expect.over_s), place, "expect takes withinS or overS, not both");
}

void check_step(const Step& step, const std::string& place) {
  require(!step.says.en.empty() && !step.says.ko.empty(), place, "says needs en and ko");
  const int things = int{step.fault.has_value()} + int{step.heal.has_value()} + int{step.stop.has_value()} +
                     int{step.start.has_value()} + int{step.pause.has_value()} + int{step.resume.has_value()} +
                     int{step.load.has_value()} + int{step.rest.has_value()} + int{step.book.has_value()} +
                     int{step.car.has_value()} + int{step.expect.has_value()};
  require(things == 1, place, "a step does exactly one thing");
  require(!step.fault || !step.fault->refuse, place, "what refuses connections cannot be healed: stop it");
  if (step.expect) check_expectation(*step.expect, place);
}

}  // namespace

Scenario parse(const std::string& name, const std::string& yaml) {
  const auto document = [&] {
    try {
      return parse_yaml(yaml);
    } catch (const YAML::Exception& error) {
      throw BadScenario{name + ": " + error.what()};
    }
  }();
  auto read = json::decode<Scenario>(document, json::strict_config);
  if (!read) {
    const Violation violation = read.error().violations.at(0);
    throw BadScenario{fmt::format("{}: {} must be {}", name, violation.pointer, violation.rule)};
  }
  Scenario scenario = std::move(*read);
  scenario.name = name;
  require(!scenario.explains.en.empty() && !scenario.explains.ko.empty(), name, "explains needs en and ko");
  for (std::size_t i = 0; i < scenario.steps.size(); ++i) {
    check_step(scenario.steps[i], fmt::format("{}: step {}", name, i + 1));
  }
  return scenario;
}

const char* unit_of(Observable what) {
  switch (what) {
    case Observable::booking_p99_ms:
    case Observable::unpublished_ms:
      return " ms";
    case Observable::answered_percent:
      return " %";
    default:
      return "";
  }
}

std::string limit_words(const Expectation& expect) {
  const char* unit = unit_of(expect.see);
  std::string out;
  if (expect.is) out = *expect.is;
  if (expect.at_least && expect.at_least == expect.at_most) {
    out = fmt::format("{}{}", *expect.at_least, unit);
  } else {
    if (expect.at_least) out = fmt::format("at least {}{}", *expect.at_least, unit);
    if (expect.at_most) out += fmt::format("{}at most {}{}", out.empty() ? "" : ", ", *expect.at_most, unit);
  }
  if (expect.within_s) out += fmt::format(" within {} s", *expect.within_s);
  if (expect.over_s) out += fmt::format(" over {} s", *expect.over_s);
  return out;
}

contracts::ScenarioInfo info_of(const Scenario& scenario) {
  contracts::ScenarioInfo out{scenario.name, scenario.explains, scenario.breaks, {}};
  for (const auto& step : scenario.steps) {
    if (step.expect) out.checks.push_back({step.says, limit_words(*step.expect)});
  }
  return out;
}

}  // namespace sharecar::scenario
