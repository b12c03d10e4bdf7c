#pragma once

#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "launcher/files.hpp"

namespace sharecar::launcher {

using std::chrono::milliseconds;

/// Which process exactly. A pid alone is used again after a while; together with the time it started (clock ticks
/// since boot, field 22 of /proc/PID/stat) and the boot it names one process for ever.
struct ProcessIdentity {
  pid_t pid = 0;
  std::uint64_t started = 0;
  std::string boot;

  friend bool operator==(const ProcessIdentity&, const ProcessIdentity&) = default;
};

/// The identity of the process that has this pid now; nothing when there is none or it is a zombie.
std::optional<ProcessIdentity> identity_of(pid_t pid);

/// Pulls state and start time out of a line of /proc/PID/stat, whose second field may hold spaces and brackets.
struct StatLine {
  char state = '?';
  std::uint64_t started = 0;
};
std::optional<StatLine> parse_stat(const std::string& line);

/// What to run. The child gets its own session, /dev/null as input and `log` (appended) as output.
struct ProcessSpec {
  std::string name;
  std::vector<std::string> argv;                   // argv[0] is an absolute path
  std::map<std::string, std::string> environment;  // added to ours
  fs::path cwd = "/";
  fs::path log;
  std::string user;                  // run as this user; empty = as we are
  int stop_signal = SIGTERM;         // asks it to finish
  milliseconds stop_within{10'000};  // after that SIGKILL

  /// Changes when anything changes that a running process would have to be started anew for: command line,
  /// environment, user, or the program file itself.
  std::string fingerprint() const;
};

/// One running process, our child or one that an earlier launcher left. Holds a pidfd, so signals can never reach
/// another process that got the same pid. Movable, not thread-safe; dropping it leaves the process alone.
class Process {
 public:
  /// Starts it. `record` is called with the identity before the program runs: should we be killed in between, the
  /// child leaves by itself, so no process exists that nobody wrote down. Throws Problem.
  static Process spawn(const ProcessSpec& spec, const std::function<void(const ProcessIdentity&)>& record = {});

  /// Takes over a process that runs already; nothing when exactly that one no longer does.
  static std::optional<Process> attach(const ProcessIdentity& identity);

  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();

  const ProcessIdentity& identity() const noexcept { return identity_; }
  int descriptor() const noexcept { return pidfd_; }  // becomes readable when it ends
  bool running() const;
  bool wait_exit(milliseconds limit) const;
  void signal(int number) const noexcept;

  /// How it ended, as a phrase: "exit 1", "killed by signal 9"; "ended" when it was not our child.
  std::string reap();

  /// `spec.stop_signal`, then SIGKILL after `spec.stop_within`. Returns when it is gone.
  void stop(int stop_signal, milliseconds within);

 private:
  Process(ProcessIdentity identity, int pidfd, bool child)
      : identity_{std::move(identity)}, pidfd_{pidfd}, child_{child} {}

  ProcessIdentity identity_;
  int pidfd_ = -1;
  bool child_ = false;
};

/// Runs a helper program to its end with its output in `spec.log` (started afresh). Throws Problem with the last
/// lines of that log when it fails or takes longer than `limit`.
void run_to_end(const ProcessSpec& spec, milliseconds limit, const std::string& mend = {});

/// Proportional set size of a process and all its descendants, in bytes (smaps_rollup); 0 when not readable.
std::uint64_t pss_of_tree(pid_t root);

}  // namespace sharecar::launcher
