#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "launcher/process.hpp"
#include "launcher/record.hpp"

namespace sharecar::launcher {

using SteadyTime = std::chrono::steady_clock::time_point;

/// What the supervisor knows about one process.
struct SupervisedStatus {
  enum class State { stopped, running, waiting };  // waiting: it ended and starts again soon
  std::string name;
  State state = State::stopped;
  pid_t pid = 0;
  std::int64_t started_at = 0;  // Unix seconds
  int restarts = 0;
  std::string last_end;  // "killed by signal 9"
};

/// Keeps processes alive: one thread waits for all of them (pidfds) and starts again what ended by itself, after 0.2 s,
/// doubling to 5 s while it keeps ending within 10 s. Every process is written down, so that a later supervisor takes
/// over those that run with an unchanged command line and replaces the others.
///
/// Thread-safe. Dropping it leaves the processes alone; `stop` ends them.
class Supervisor {
 public:
  Supervisor(ProcessRecords records, bool restart);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  /// Starts it or takes it over, and keeps it running. When it runs with another command line, replaces it.
  /// Returns whether it was left running as it was. Throws Problem when it cannot be started.
  bool start(const ProcessSpec& spec);
  /// Starts again what `stop` stopped.
  void start(const std::string& name);
  /// Asks each to finish, all at once, and returns when they are gone. They stay stopped.
  void stop(const std::vector<std::string>& names);
  /// SIGKILL; it starts again as after any other death.
  void kill(const std::string& name);
  void restart(const std::string& name);

  bool knows(const std::string& name) const;
  SupervisedStatus status(const std::string& name) const;
  std::vector<SupervisedStatus> status() const;

 private:
  struct Watched {
    ProcessSpec spec;
    std::optional<Process> process;
    std::string fingerprint;
    bool wanted = false;
    SteadyTime started{};
    SteadyTime kill_at = SteadyTime::max();
    SteadyTime start_at = SteadyTime::max();
    milliseconds backoff{0};
    SupervisedStatus status;
  };

  Watched& at(const std::string& name);
  const Watched& at(const std::string& name) const;
  void launch(Watched& watched);
  void ask_to_finish(Watched& watched);
  void gone(Watched& watched);
  void watch();
  void wake() const;

  ProcessRecords records_;
  bool restart_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Watched> watched_;
  bool leaving_ = false;
  int wake_ = -1;
  std::thread watcher_;
};

/// Stops the processes that `records` names and `which` selects (all when empty) and that still run, whoever started
/// them.
void stop_recorded(const ProcessRecords& records, const std::function<bool(const ProcessRecord&)>& which = {});

}  // namespace sharecar::launcher
