#include "scenario/player.hpp"

#include <algorithm>

namespace sharecar::scenario {
namespace {

using contracts::RunCheck;
using contracts::RunEnd;
using contracts::RunVerdict;
using std::chrono::milliseconds;

constexpr milliseconds look_every{100};

milliseconds since(const World& world, Moment begin) {
  return std::chrono::duration_cast<milliseconds>(world.now() - begin);
}

bool as_expected(const Observed& seen, const Expectation& expect) {
  if (expect.is) return seen.text == *expect.is;
  if (!seen.number) return false;
  return (!expect.at_most || *seen.number <= *expect.at_most) && (!expect.at_least || *seen.number >= *expect.at_least);
}

/// What cannot be seen now may be seen later: a service that starts does not answer yet.
Observed look(World& world, const Expectation& expect, Moment begin) {
  try {
    return world.observe(expect, begin);
  } catch (const std::exception& error) {
    return {error.what()};
  }
}

RunCheck checked(World& world, const Step& step, int number, const std::stop_token& stop) {
  const Expectation& expect = *step.expect;
  const Moment begin = world.now();
  const milliseconds limit = std::chrono::seconds{expect.within_s.value_or(0)};
  if (expect.over_s) world.sleep(std::chrono::seconds{*expect.over_s});
  auto seen = look(world, expect, begin);
  while (!as_expected(seen, expect) && since(world, begin) < limit && !stop.stop_requested()) {
    world.sleep(std::min(look_every, limit - since(world, begin)));
    seen = look(world, expect, begin);
  }
  return {.at = world.wall_clock(),
          .step = number,
          .says = step.says,
          .observed = seen.text,
          .limit = limit_words(expect),
          .ok = as_expected(seen, expect),
          .after_ms = since(world, begin).count()};
}

/// "" when every step went as it should.
std::string went_wrong(const Scenario& scenario, World& world, const Listener& listener, const std::stop_token& stop) {
  const int of = static_cast<int>(scenario.steps.size());
  for (int number = 1; number <= of && !stop.stop_requested(); ++number) {
    const Step& step = scenario.steps[static_cast<std::size_t>(number) - 1];
    listener.step({world.wall_clock(), number, of, step.says});
    if (!step.expect) {
      world.perform(step);
      continue;
    }
    const auto check = checked(world, step, number, stop);
    if (!check.ok && stop.stop_requested()) break;
    listener.check(check);
    if (!check.ok) return step.says.en + ": " + check.observed + ", not " + check.limit;
  }
  return {};
}

}  // namespace

RunEnd play(const Scenario& scenario, World& world, const Listener& listener, const std::stop_token& stop) {
  const Moment begin = world.now();
  RunEnd end;
  try {
    end.why = went_wrong(scenario, world, listener, stop);
    end.verdict = end.why.empty() ? RunVerdict::passed : RunVerdict::failed;
    if (end.why.empty() && stop.stop_requested()) end.verdict = RunVerdict::healed;
  } catch (const std::exception& error) {
    end.why = error.what();
    end.verdict = stop.stop_requested() ? RunVerdict::healed : RunVerdict::failed;
  }
  try {
    world.heal();
  } catch (const std::exception& error) {
    end.why += (end.why.empty() ? "" : "; ") + std::string{"not all is healed: "} + error.what();
    end.verdict = RunVerdict::failed;
  }
  if (end.verdict == RunVerdict::healed && end.why.empty()) end.why = "ended early";
  end.at = world.wall_clock();
  end.took_ms = since(world, begin).count();
  return end;
}

}  // namespace sharecar::scenario
