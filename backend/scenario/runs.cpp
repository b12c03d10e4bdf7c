#include "scenario/runs.hpp"

#include <algorithm>
#include <fstream>

#include "chassis/crypto/seal.hpp"
#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"
#include "scenario/player.hpp"

namespace sharecar::scenario {
namespace {

using contracts::RunInfo;

constexpr std::size_t most_remembered = 100;

/// What is left of a run of an earlier process.
std::vector<RunEvent> events_of(const RunInfo& info) {
  std::vector<RunEvent> out;
  for (const auto& check : info.checks) out.push_back({"check", json::encode(check)});
  if (info.end) out.push_back({"verdict", json::encode(*info.end)});
  return out;
}

}  // namespace

Runs::Runs(std::vector<Scenario> scenarios, std::filesystem::path history, MakeWorld make_world)
    : scenarios_(std::move(scenarios)), history_(std::move(history)), make_world_(std::move(make_world)) {
  read_history();
}

Runs::~Runs() {
  heal_all();
  if (thread_.joinable()) thread_.join();
}

std::vector<contracts::ScenarioInfo> Runs::scenarios() const {
  std::vector<contracts::ScenarioInfo> out;
  for (const auto& scenario : scenarios_) out.push_back(info_of(scenario));
  return out;
}

std::optional<std::string> Runs::start(const std::string& name) {
  const auto scenario = std::ranges::find(scenarios_, name, &Scenario::name);
  if (scenario == scenarios_.end()) return std::nullopt;
  const std::lock_guard lock{mutex_};
  if (!runs_.empty() && !runs_.back()->info.end) throw Busy{runs_.back()->info.run_id + " is not over yet"};
  if (thread_.joinable()) thread_.join();
  auto& run = *runs_.emplace_back(std::make_unique<Run>());
  run.info.run_id = name + "-" + crypto::random_hex(4);
  run.info.scenario = name;
  run.info.started_at = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  thread_ = std::thread{[this, &scenario = *scenario, &run] { play_in_thread(scenario, run); }};
  return run.info.run_id;
}

void Runs::play_in_thread(const Scenario& scenario, Run& run) {
  const Listener listener{.step =
                              [&](const contracts::RunStep& step) {
                                const std::lock_guard lock{mutex_};
                                run.events.push_back({"step", json::encode(step)});
                              },
                          .check =
                              [&](const contracts::RunCheck& check) {
                                const std::lock_guard lock{mutex_};
                                run.info.checks.push_back(check);
                                run.events.push_back({"check", json::encode(check)});
                              }};
  const auto world = make_world_(run.info.run_id, run.stop.get_token());
  const auto end = play(scenario, *world, listener, run.stop.get_token());
  const std::lock_guard lock{mutex_};
  run.events.push_back({"verdict", json::encode(end)});
  run.info.end = end;
  keep(run.info);
  ended_.notify_all();
}

std::vector<RunInfo> Runs::all() const {
  const std::lock_guard lock{mutex_};
  std::vector<RunInfo> out;
  for (const auto& run : runs_) out.push_back(run->info);
  std::ranges::reverse(out);
  return out;
}

std::optional<RunInfo> Runs::find(const std::string& run_id) const {
  const std::lock_guard lock{mutex_};
  const auto* run = at(run_id);
  return run != nullptr ? std::optional{run->info} : std::nullopt;
}

std::optional<RunEvents> Runs::events(const std::string& run_id, std::size_t skip) const {
  const std::lock_guard lock{mutex_};
  const auto* run = at(run_id);
  if (run == nullptr) return std::nullopt;
  const auto from = run->events.begin() + static_cast<std::ptrdiff_t>(std::min(skip, run->events.size()));
  return RunEvents{{from, run->events.end()}, run->info.end.has_value()};
}

bool Runs::heal(const std::string& run_id) {
  std::unique_lock lock{mutex_};
  auto* run = at(run_id);
  if (run == nullptr) return false;
  run->stop.request_stop();
  ended_.wait(lock, [&] { return run->info.end.has_value(); });
  return true;
}

void Runs::heal_all() {
  for (const auto& run : all()) {
    if (!run.end) heal(run.run_id);
  }
}

Runs::Run* Runs::at(const std::string& run_id) const {
  const auto found = std::ranges::find_if(runs_, [&](const auto& run) { return run->info.run_id == run_id; });
  return found == runs_.end() ? nullptr : found->get();
}

void Runs::read_history() {
  std::ifstream file{history_};
  for (std::string line; std::getline(file, line);) {
    auto info = json::decode_text<RunInfo>(line, {json::Unknown::ignore, json::Missing::keep_default});
    if (!info || !info->end) continue;  // a line that was cut by a crash
    auto& run = *runs_.emplace_back(std::make_unique<Run>());
    run.events = events_of(*info);
    run.info = std::move(*info);
  }
  if (runs_.size() > most_remembered) runs_.erase(runs_.begin(), runs_.end() - most_remembered);
}

void Runs::keep(const RunInfo& info) const {
  std::ofstream{history_, std::ios::app} << json::encode(info) << '\n';
}

}  // namespace sharecar::scenario
