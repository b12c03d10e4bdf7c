#include "launcher/daemon.hpp"

#include <fcntl.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <condition_variable>
#include <thread>

#include "launcher/api_server.hpp"
#include "launcher/launcher_file.hpp"
#include "launcher/problem.hpp"
#include "launcher/scenario_api.hpp"

namespace sharecar::launcher {

namespace {

namespace json = boost::json;

/// How the supervisor is going: what it does now, and how it will leave.
class Course {
 public:
  enum class Phase { starting, ready, failed, stopping };
  enum class Way { stay, leave, down };

  void set(Phase phase) {
    const std::lock_guard lock{mutex_};
    phase_ = phase;
  }
  void fail(const Problem& problem) {
    const std::lock_guard lock{mutex_};
    phase_ = Phase::failed;
    problem_ = json::value{{"what", problem.what()}, {"mend", problem.mend()}, {"evidence", problem.evidence()}};
  }
  void go(Way way) {
    const std::lock_guard lock{mutex_};
    way_ = std::max(way_, way);
    changed_.notify_all();
  }
  Way wait() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return way_ != Way::stay; });
    return way_;
  }
  void describe(json::object& into) const {
    const std::lock_guard lock{mutex_};
    into["phase"] = std::array{"starting", "ready", "failed", "stopping"}.at(static_cast<std::size_t>(phase_));
    if (!problem_.is_null()) into["problem"] = problem_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  Phase phase_ = Phase::starting;
  Way way_ = Way::stay;
  json::value problem_;
};

std::string state_name(const PartStatus& part) {
  using State = SupervisedStatus::State;
  switch (part.process.state) {
    case State::stopped:
      return "stopped";
    case State::waiting:
      return "restarting";
    case State::running:
      return part.ready ? "ready" : "starting";
  }
  return "?";
}

json::object describe(const Platform& platform, const Course& course) {
  json::object out;
  course.describe(out);
  auto& steps = (out["steps"] = json::array{}).as_array();
  for (const auto& step : platform.steps()) {
    steps.push_back({{"what", step.what}, {"ms", step.took.count()}, {"note", step.note}});
  }
  auto& notes = (out["notes"] = json::array{}).as_array();
  for (const auto& note : platform.notes()) notes.emplace_back(note);
  auto& parts = (out["parts"] = json::array{}).as_array();
  for (const auto& part : platform.status()) {
    parts.push_back({{"name", part.process.name},
                     {"pid", part.process.pid},
                     {"port", part.port},
                     {"state", state_name(part)},
                     {"startedAt", part.process.started_at},
                     {"restarts", part.process.restarts},
                     {"lastEnd", part.process.last_end},
                     {"memory", part.memory}});
  }
  return out;
}

ApiReply no_such(const ApiRequest& request) {
  return {404, json::serialize(json::value{{"problem", "there is no " + request.method + " " + request.path},
                                           {"mend", "./sharecar --help"}})};
}

ApiReply command(Platform& platform, const ApiRequest& request) {
  constexpr std::string_view prefix = "/services/";
  const auto slash = request.path.rfind('/');
  if (!request.path.starts_with(prefix) || slash <= prefix.size()) return no_such(request);
  const auto part = request.path.substr(prefix.size(), slash - prefix.size());
  const auto verb = request.path.substr(slash + 1);
  if (verb == "start") {
    platform.start(part);
  } else if (verb == "stop") {
    platform.stop(part);
  } else if (verb == "kill") {
    platform.kill(part);
  } else if (verb == "restart") {
    platform.restart(part);
  } else {
    return no_such(request);
  }
  spdlog::info("{} {}: asked through the API", verb, part);
  return {200, "{}"};
}

ApiReply answer(Platform& platform, scenario::Runs& runs, Course& course, const ApiRequest& request) {
  if (auto reply = answer_scenarios(runs, request)) return std::move(*reply);
  if (request.method == "GET" && request.path == "/status") return {200, json::serialize(describe(platform, course))};
  if (request.method != "POST") return no_such(request);
  if (request.path == "/leave") {
    course.go(Course::Way::leave);
    return {202, "{}"};
  }
  if (request.path == "/down") {
    course.set(Course::Phase::stopping);
    course.go(Course::Way::down);
    return {202, "{}"};
  }
  if (request.path == "/refresh") {
    json::array renewed;
    for (const auto& name : platform.refresh()) renewed.emplace_back(name);
    return {200, json::serialize(json::value{{"renewed", renewed}})};
  }
  return command(platform, request);
}

/// One supervisor per folder. The lock ends with the process, however it ends.
class FolderLock {
 public:
  explicit FolderLock(const fs::path& run)
      : file_{::open((run / "launcher.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)} {
    if (file_ < 0 || ::flock(file_, LOCK_EX | LOCK_NB) != 0) {
      throw Problem{"another supervisor runs in " + run.string(), "./sharecar status"};
    }
  }
  ~FolderLock() { ::close(file_); }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_;
};

/// Waits for SIGTERM and SIGINT, which every thread of ours blocks, and turns them into "down".
class SignalWaiter {
 public:
  explicit SignalWaiter(Course& course) {
    ::sigemptyset(&set_);
    for (const int number : {SIGTERM, SIGINT, SIGUSR1}) ::sigaddset(&set_, number);
    ::pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    thread_ = std::thread{[this, &course] {
      int number = 0;
      ::sigwait(&set_, &number);
      if (number != SIGUSR1) course.go(Course::Way::down);
    }};
  }
  ~SignalWaiter() {
    ::pthread_kill(thread_.native_handle(), SIGUSR1);
    thread_.join();
  }
  SignalWaiter(const SignalWaiter&) = delete;
  SignalWaiter& operator=(const SignalWaiter&) = delete;

 private:
  sigset_t set_{};
  std::thread thread_;
};

}  // namespace

int run_daemon(PlatformOptions options, const std::string& fingerprint) {
  ::signal(SIGHUP, SIG_IGN);
  ::signal(SIGPIPE, SIG_IGN);
  spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  spdlog::flush_on(spdlog::level::info);
  Course course;
  const SignalWaiter signals{course};
  const auto run = options.run;
  const FolderLock lock{run};
  Platform platform{std::move(options)};
  const auto token = random_hex(24);
  auto runs = make_runs(platform);
  const ApiServer server{0, token, [&](const ApiRequest& request) { return answer(platform, *runs, course, request); }};
  const auto known = [&](const auto& what) {
    try {
      return what();
    } catch (const Problem&) {
      return std::string{};
    }
  };
  LauncherFile{identity_of(::getpid()).value(),
               "http://127.0.0.1:" + std::to_string(server.port()),
               token,
               fingerprint,
               known([&] { return platform.url("gateway"); }),
               known([&] { return platform.bootstrap(); })}
      .write(run);

  std::thread bring_up{[&] {
    try {
      platform.up();
      course.set(Course::Phase::ready);
      spdlog::info("everything is ready");
    } catch (const Problem& problem) {
      spdlog::error("{}", problem.what());
      course.fail(problem);
    } catch (const std::exception& error) {
      spdlog::error("{}", error.what());
      course.fail(Problem{error.what(), "./sharecar logs launcher"});
    }
  }};
  const auto way = course.wait();
  runs->heal_all();
  platform.abandon();
  if (way == Course::Way::down) platform.down();  // what is starting meanwhile fails at once, and bring_up ends
  bring_up.join();
  if (way == Course::Way::down) platform.down();
  std::error_code ignored;
  fs::remove(run / "launcher.json", ignored);
  spdlog::info("the supervisor leaves");
  return 0;
}

}  // namespace sharecar::launcher
