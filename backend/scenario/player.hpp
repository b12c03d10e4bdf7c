/// Plays a scenario step by step. Blocks; the world's clock is the only one.
#pragma once

#include <functional>
#include <stop_token>

#include "scenario/world.hpp"

namespace sharecar::scenario {

struct Listener {
  std::function<void(const contracts::RunStep&)> step = [](const auto&) {};
  std::function<void(const contracts::RunCheck&)> check = [](const auto&) {};
};

/// Ends at the first check that is not as expected, at the first step that cannot be done, or when `stop` is
/// requested. Whatever happened, the world is healed when this returns; if that fails the verdict is `failed`.
contracts::RunEnd play(const Scenario& scenario, World& world, const Listener& listener, const std::stop_token& stop);

}  // namespace sharecar::scenario
