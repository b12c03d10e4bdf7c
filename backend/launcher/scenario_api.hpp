#pragma once

#include <optional>

#include "launcher/api_server.hpp"
#include "launcher/platform.hpp"
#include "scenario/runs.hpp"

namespace sharecar::launcher {

/// The scenarios of a checkout: backend/launcher/scenarios/*.yaml by name. What cannot be read is logged and left out.
std::vector<scenario::Scenario> scenarios_in(const fs::path& source);

/// Its runs on a platform, kept in scenario-runs.jsonl of the platform's folder. The platform outlives them.
std::unique_ptr<scenario::Runs> make_runs(Platform& platform);

/// What contracts/scenario.hpp lists; nothing for any other request.
std::optional<ApiReply> answer_scenarios(scenario::Runs& runs, const ApiRequest& request);

}  // namespace sharecar::launcher
