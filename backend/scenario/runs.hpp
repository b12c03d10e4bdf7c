/// Runs of scenarios: one at a time, each on a thread of its own, with what happened in it kept in a file.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "scenario/world.hpp"

namespace sharecar::scenario {

/// Another run goes on.
struct Busy : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// As a server-sent event: `data` is JSON of RunStep, RunCheck or RunEnd.
struct RunEvent {
  std::string name;  ///< step, check, verdict
  std::string data;
};

struct RunEvents {
  std::vector<RunEvent> events;
  bool over = false;  ///< none will follow
};

/// Thread-safe.
class Runs {
 public:
  using MakeWorld = std::function<std::unique_ptr<World>(const std::string& run_id, std::stop_token stop)>;

  /// `history`: a JSON line for each run that has ended; the newest 100 of them are known again at the next start.
  Runs(std::vector<Scenario> scenarios, std::filesystem::path history, MakeWorld make_world);
  /// Heals what goes on.
  ~Runs();
  Runs(const Runs&) = delete;
  Runs& operator=(const Runs&) = delete;

  std::vector<contracts::ScenarioInfo> scenarios() const;
  /// The id of the new run; nothing when there is no such scenario. Throws Busy.
  std::optional<std::string> start(const std::string& scenario);
  /// Newest first.
  std::vector<contracts::RunInfo> all() const;
  std::optional<contracts::RunInfo> find(const std::string& run_id) const;
  /// Those after the first `skip`; nothing when there is no such run. Does not wait.
  std::optional<RunEvents> events(const std::string& run_id, std::size_t skip) const;
  /// Ends it early, and returns when all is healed. False when there is no such run.
  bool heal(const std::string& run_id);
  /// The same for whatever goes on.
  void heal_all();

 private:
  struct Run {
    contracts::RunInfo info;
    std::vector<RunEvent> events;
    std::stop_source stop;
  };

  Run* at(const std::string& run_id) const;
  void play_in_thread(const Scenario& scenario, Run& run);
  void read_history();
  void keep(const contracts::RunInfo& info) const;

  std::vector<Scenario> scenarios_;
  std::filesystem::path history_;
  MakeWorld make_world_;
  mutable std::mutex mutex_;  // guards runs_
  std::condition_variable ended_;
  std::vector<std::unique_ptr<Run>> runs_;  // oldest first
  std::thread thread_;                      // of the last one
};

}  // namespace sharecar::scenario
