#include "launcher/process.hpp"

extern "C" {  // glibc 2.36 forgot to say so in this header
#include <sys/pidfd.h>
}

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <utility>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

const std::string& boot_id() {
  static const std::string id = [] {
    std::string line;
    std::ifstream in{"/proc/sys/kernel/random/boot_id"};
    std::getline(in, line);
    return line;
  }();
  return id;
}

/// Everything the child needs between fork and exec, prepared before: afterwards only async-signal-safe calls are
/// allowed, because other threads of ours may hold any lock.
struct Launch {
  explicit Launch(const ProcessSpec& spec) : words{spec.argv}, cwd{spec.cwd.string()} {
    for (char** entry = environ; *entry != nullptr; ++entry) {
      const std::string text = *entry;
      if (!spec.environment.contains(text.substr(0, text.find('=')))) variables.push_back(text);
    }
    for (const auto& [key, value] : spec.environment) variables.push_back(key + "=" + value);
    for (auto& word : words) argv.push_back(word.data());
    for (auto& variable : variables) env.push_back(variable.data());
    argv.push_back(nullptr);
    env.push_back(nullptr);
    if (spec.user.empty()) return;
    const passwd* entry = ::getpwnam(spec.user.c_str());
    if (entry == nullptr) {
      throw Problem{"there is no user " + spec.user + " to run " + spec.name,
                    "apt-get install --reinstall postgresql-common"};
    }
    change_user = true;
    uid = entry->pw_uid;
    gid = entry->pw_gid;
  }

  std::vector<std::string> words;
  std::vector<std::string> variables;
  std::vector<char*> argv;
  std::vector<char*> env;
  std::string cwd;
  bool change_user = false;
  uid_t uid = 0;
  gid_t gid = 0;
};

[[noreturn]] void become(const Launch& launch, int gate, int failure, int log) {
  char go = 0;
  if (::read(gate, &go, 1) != 1) ::_exit(127);  // our parent died before it wrote us down
  const int null = ::open("/dev/null", O_RDONLY);
  bool ready = null >= 0 && ::dup2(null, 0) == 0 && ::dup2(log, 1) == 1 && ::dup2(log, 2) == 2;
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (const int number : {SIGPIPE, SIGHUP, SIGINT, SIGTERM, SIGCHLD}) ::signal(number, SIG_DFL);
  ready = ready && ::setsid() >= 0;
  if (launch.change_user) {
    ready = ready && ::setgroups(0, nullptr) == 0 && ::setgid(launch.gid) == 0 && ::setuid(launch.uid) == 0;
  }
  ready = ready && ::chdir(launch.cwd.c_str()) == 0;
  if (ready) ::execve(launch.argv[0], launch.argv.data(), launch.env.data());
  const int why = errno;
  if (::write(failure, &why, sizeof why) < 0) ::_exit(126);
  ::_exit(127);
}

std::array<int, 2> pipe_pair() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw Problem{fmt::format("no pipe: {}", std::strerror(errno))};
  return ends;
}

std::uint64_t pss_of(pid_t pid) {
  std::ifstream in{fmt::format("/proc/{}/smaps_rollup", pid)};
  std::string line;
  while (std::getline(in, line)) {
    if (line.starts_with("Pss:")) return std::stoull(line.substr(4)) * 1024;
  }
  return 0;
}

}  // namespace

std::optional<StatLine> parse_stat(const std::string& line) {
  const auto close = line.rfind(')');
  if (close == std::string::npos) return std::nullopt;
  std::istringstream rest{line.substr(close + 1)};
  StatLine stat;
  rest >> stat.state;
  std::string skipped;
  for (int field = 4; field < 22; ++field) rest >> skipped;
  rest >> stat.started;
  if (!rest) return std::nullopt;
  return stat;
}

std::optional<ProcessIdentity> identity_of(pid_t pid) {
  const auto line = read_text(fmt::format("/proc/{}/stat", pid));
  if (!line) return std::nullopt;
  const auto stat = parse_stat(*line);
  if (!stat || stat->state == 'Z' || stat->state == 'X') return std::nullopt;
  return ProcessIdentity{pid, stat->started, boot_id()};
}

std::string ProcessSpec::fingerprint() const {
  std::string text = user + "\n" + cwd.string();
  for (const auto& word : argv) text += "\n" + word;
  for (const auto& [key, value] : environment) text += "\n" + key + "=" + value;
  struct stat file {};
  if (!argv.empty() && ::stat(argv.front().c_str(), &file) == 0) {
    text += fmt::format("\n{} {} {}.{}", file.st_ino, file.st_size, file.st_mtim.tv_sec, file.st_mtim.tv_nsec);
  }
  return short_hash(text);
}

Process Process::spawn(const ProcessSpec& spec, const std::function<void(const ProcessIdentity&)>& record) {
  Launch launch{spec};
  const int log = ::open(spec.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (log < 0) throw Problem{fmt::format("cannot write {}: {}", spec.log.string(), std::strerror(errno))};
  const auto gate = pipe_pair();
  const auto failure = pipe_pair();
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::close(gate[1]);
    become(launch, gate[0], failure[1], log);
  }
  for (const int end : {log, gate[0], failure[1]}) ::close(end);
  auto give_up = [&](const std::string& why) {
    ::close(gate[1]);
    ::close(failure[0]);
    if (pid > 0) ::waitpid(pid, nullptr, 0);
    return Problem{fmt::format("cannot start {} ({}): {}", spec.name, spec.argv.front(), why)};
  };
  if (pid < 0) throw give_up(std::strerror(errno));
  const int pidfd = ::pidfd_open(pid, 0);
  const auto identity = identity_of(pid);
  if (pidfd < 0 || !identity) throw give_up("the kernel does not show it");
  Process process{*identity, pidfd, true};
  try {
    if (record) record(*identity);
  } catch (const std::exception& error) {
    throw give_up(error.what());
  }
  const char go = 1;
  if (::write(gate[1], &go, 1) != 1) throw give_up("it left too early");
  int why = 0;
  if (::read(failure[0], &why, sizeof why) == sizeof why) throw give_up(std::strerror(why));
  ::close(gate[1]);
  ::close(failure[0]);
  return process;
}

std::optional<Process> Process::attach(const ProcessIdentity& identity) {
  const int pidfd = ::pidfd_open(identity.pid, 0);
  if (pidfd < 0) return std::nullopt;
  Process process{identity, pidfd, false};  // compared after opening: from here on the descriptor cannot be reused
  if (identity_of(identity.pid) != identity) return std::nullopt;
  return process;
}

Process::Process(Process&& other) noexcept
    : identity_{std::move(other.identity_)}, pidfd_{std::exchange(other.pidfd_, -1)}, child_{other.child_} {}

Process& Process::operator=(Process&& other) noexcept {
  std::swap(identity_, other.identity_);
  std::swap(pidfd_, other.pidfd_);
  std::swap(child_, other.child_);
  return *this;
}

Process::~Process() {
  if (pidfd_ >= 0) ::close(pidfd_);
}

bool Process::running() const { return !wait_exit(milliseconds{0}); }

bool Process::wait_exit(milliseconds limit) const {
  pollfd wanted{pidfd_, POLLIN, 0};
  const auto end = std::chrono::steady_clock::now() + limit;
  for (;;) {
    const auto left = std::chrono::duration_cast<milliseconds>(end - std::chrono::steady_clock::now());
    const int got = ::poll(&wanted, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
    if (got >= 0 || errno != EINTR) return got > 0;
  }
}

void Process::signal(int number) const noexcept { ::pidfd_send_signal(pidfd_, number, nullptr, 0); }

std::string Process::reap() {
  siginfo_t info{};
  if (!std::exchange(child_, false) || ::waitid(P_PIDFD, static_cast<id_t>(pidfd_), &info, WEXITED) != 0)
    return "ended";
  if (info.si_code == CLD_EXITED) return fmt::format("exit {}", info.si_status);
  return fmt::format("killed by signal {}", info.si_status);
}

void Process::stop(int stop_signal, milliseconds within) {
  signal(stop_signal);
  if (!wait_exit(within)) {
    signal(SIGKILL);
    wait_exit(milliseconds{5'000});
  }
  reap();
}

void run_to_end(const ProcessSpec& spec, milliseconds limit, const std::string& mend) {
  fs::remove(spec.log);
  auto process = Process::spawn(spec);
  if (!process.wait_exit(limit)) {
    process.stop(SIGTERM, milliseconds{1'000});
    throw Problem{fmt::format("{} did not finish within {} s", spec.name, limit.count() / 1000), mend,
                  last_lines(spec.log, 15)};
  }
  if (const auto end = process.reap(); end != "exit 0") {
    throw Problem{fmt::format("{} failed ({})", spec.name, end), mend, last_lines(spec.log, 15)};
  }
}

std::uint64_t pss_of_tree(pid_t root) {
  std::uint64_t sum = pss_of(root);
  std::error_code ignored;
  for (const auto& task : fs::directory_iterator{fmt::format("/proc/{}/task", root), ignored}) {
    std::ifstream children{task.path() / "children"};
    pid_t child = 0;
    while (children >> child) sum += pss_of_tree(child);
  }
  return sum;
}

}  // namespace sharecar::launcher
