#include "launcher/scenario_api.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "chassis/http/server_sent_events.hpp"
#include "chassis/json/encode.hpp"
#include "launcher/platform_world.hpp"

namespace sharecar::launcher {

namespace {

namespace bj = boost::json;

ApiReply failed(int status, const std::string& problem, const std::string& mend) {
  return {status, bj::serialize(bj::value{{"problem", problem}, {"mend", mend}})};
}

ApiReply no_such_run(const std::string& id) {
  return failed(404, "there is no run " + id, "./sharecar scenario list");
}

/// "/runs/x/events" as {"runs", "x", "events"}.
std::vector<std::string> segments_of(const std::string& path) {
  std::vector<std::string> out;
  for (std::size_t at = 1; at <= path.size();) {
    const auto slash = std::min(path.find('/', at), path.size());
    out.push_back(path.substr(at, slash - at));
    at = slash + 1;
  }
  return out;
}

ApiReply start(scenario::Runs& runs, const std::string& name) {
  try {
    const auto id = runs.start(name);
    if (!id) return failed(404, "there is no scenario " + name, "./sharecar scenario list");
    return {202, json::encode(contracts::RunStarted{*id})};
  } catch (const scenario::Busy& busy) {
    return failed(409, busy.what(), "wait for it, or end it with Ctrl-C where it was started");
  }
}

/// The events of a run from the one after `skip` on, in the form of a stream, until the run is over.
ApiReply events(scenario::Runs& runs, const std::string& id, const std::string& last_event_id) {
  if (!runs.find(id)) return no_such_run(id);
  std::size_t skip = 0;
  std::from_chars(last_event_id.data(), last_event_id.data() + last_event_id.size(), skip);
  ApiReply reply;
  reply.stream = [&runs, id, skip]() mutable -> std::optional<std::string> {
    const auto seen = runs.events(id, skip);
    if (!seen || (seen->over && seen->events.empty())) return std::nullopt;
    std::string text;
    for (const auto& event : seen->events) {
      text += http::sse::event(std::to_string(++skip), event.name, event.data);
    }
    return text;
  };
  return reply;
}

}  // namespace

std::vector<scenario::Scenario> scenarios_in(const fs::path& source) {
  std::vector<scenario::Scenario> out;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator{source / "backend/launcher/scenarios", missing}) {
    if (entry.path().extension() != ".yaml") continue;
    try {
      out.push_back(scenario::parse(entry.path().stem().string(), read_text(entry.path()).value_or("")));
    } catch (const scenario::BadScenario& bad) {
      spdlog::error("a scenario is left out: {}", bad.what());
    }
  }
  std::ranges::sort(out, {}, &scenario::Scenario::name);
  return out;
}

std::unique_ptr<scenario::Runs> make_runs(Platform& platform) {
  const auto& options = platform.options();
  return std::make_unique<scenario::Runs>(
      scenarios_in(options.source), options.run / "scenario-runs.jsonl",
      [&platform](const std::string& run_id, std::stop_token stop) {
        return std::make_unique<PlatformWorld>(platform, run_id, std::move(stop));
      });
}

std::optional<ApiReply> answer_scenarios(scenario::Runs& runs, const ApiRequest& request) {
  const auto path = segments_of(request.path);
  const bool get = request.method == "GET";
  if (path.size() == 1 && path[0] == "scenarios" && get) return ApiReply{200, json::encode(runs.scenarios())};
  if (path.size() == 3 && path[0] == "scenarios" && path[2] == "runs" && request.method == "POST")
    return start(runs, path[1]);
  if (path.empty() || path[0] != "runs") return std::nullopt;
  if (path.size() == 1 && get) return ApiReply{200, json::encode(runs.all())};
  if (path.size() == 3 && path[2] == "events" && get) return events(runs, path[1], request.last_event_id);
  if (path.size() != 2) return std::nullopt;
  if (request.method == "DELETE" && !runs.heal(path[1])) return no_such_run(path[1]);
  if (request.method != "DELETE" && !get) return std::nullopt;
  const auto run = runs.find(path[1]);
  return run ? ApiReply{200, json::encode(*run)} : no_such_run(path[1]);
}

}  // namespace sharecar::launcher
