#include "launcher/supervisor.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <future>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

constexpr milliseconds first_backoff{200};
constexpr milliseconds longest_backoff{5'000};
constexpr milliseconds orphan_limit{15'000};  // to finish by itself, then it is killed
constexpr milliseconds steady_after{10'000};  // having run that long, it starts with the first backoff again

}  // namespace

Supervisor::Supervisor(ProcessRecords records, bool restart)
    : records_{std::move(records)}, restart_{restart}, wake_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
  watcher_ = std::thread{[this] { watch(); }};
}

Supervisor::~Supervisor() {
  {
    const std::lock_guard lock{mutex_};
    leaving_ = true;
  }
  wake();
  watcher_.join();
  ::close(wake_);
}

bool Supervisor::start(const ProcessSpec& spec) {
  const auto fingerprint = spec.fingerprint();
  {
    const std::lock_guard lock{mutex_};
    auto& watched = watched_[spec.name];
    watched.status.name = spec.name;
    if (!watched.process) {
      if (const auto record = records_.find(spec.name)) {
        watched.process = Process::attach(record->identity);
        watched.fingerprint = record->fingerprint;
        watched.status.started_at = record->started_at;
        if (watched.process) {
          watched.status.pid = record->identity.pid;
          watched.status.state = SupervisedStatus::State::running;
        }
      }
    }
    if (watched.process && watched.fingerprint == fingerprint) {
      watched.spec = spec;
      watched.wanted = true;
      wake();
      return true;
    }
    if (!watched.process) {
      watched.spec = spec;
      launch(watched);
      return false;
    }
  }
  stop({spec.name});
  const std::lock_guard lock{mutex_};
  auto& watched = at(spec.name);
  watched.spec = spec;
  launch(watched);
  return false;
}

void Supervisor::start(const std::string& name) {
  const std::lock_guard lock{mutex_};
  auto& watched = at(name);
  if (!watched.process) launch(watched);
}

void Supervisor::stop(const std::vector<std::string>& names) {
  std::unique_lock lock{mutex_};
  for (const auto& name : names) ask_to_finish(at(name));
  wake();
  changed_.wait(lock, [&] {
    return std::ranges::none_of(names, [&](const auto& name) { return at(name).process.has_value(); });
  });
}

void Supervisor::kill(const std::string& name) {
  const std::lock_guard lock{mutex_};
  const auto& watched = at(name);
  if (!watched.process) throw Problem{name + " does not run", "./sharecar start " + name};
  watched.process->signal(SIGKILL);
}

void Supervisor::restart(const std::string& name) {
  stop({name});
  start(name);
}

bool Supervisor::knows(const std::string& name) const {
  const std::lock_guard lock{mutex_};
  return watched_.contains(name);
}

SupervisedStatus Supervisor::status(const std::string& name) const {
  const std::lock_guard lock{mutex_};
  return at(name).status;
}

std::vector<SupervisedStatus> Supervisor::status() const {
  const std::lock_guard lock{mutex_};
  std::vector<SupervisedStatus> all;
  for (const auto& [name, watched] : watched_) all.push_back(watched.status);
  return all;
}

Supervisor::Watched& Supervisor::at(const std::string& name) {
  return const_cast<Watched&>(std::as_const(*this).at(name));
}

const Supervisor::Watched& Supervisor::at(const std::string& name) const {
  const auto found = watched_.find(name);
  if (found == watched_.end()) throw Problem{"there is no part named " + name, "./sharecar status"};
  return found->second;
}

void Supervisor::launch(Watched& watched) {
  watched.wanted = true;
  watched.start_at = SteadyTime::max();
  watched.fingerprint = watched.spec.fingerprint();
  watched.process = spawn_recorded(watched.spec, records_);
  watched.started = std::chrono::steady_clock::now();
  watched.status.state = SupervisedStatus::State::running;
  watched.status.pid = watched.process->identity().pid;
  watched.status.started_at = static_cast<std::int64_t>(std::time(nullptr));
  spdlog::info("{} started (pid {})", watched.spec.name, watched.status.pid);
  wake();
}

void Supervisor::ask_to_finish(Watched& watched) {
  watched.wanted = false;
  watched.start_at = SteadyTime::max();
  watched.backoff = {};
  if (watched.process) {
    watched.process->signal(watched.spec.stop_signal);
    watched.kill_at = std::chrono::steady_clock::now() + watched.spec.stop_within;
  } else {
    watched.status.state = SupervisedStatus::State::stopped;
  }
}

void Supervisor::gone(Watched& watched) {
  const auto now = std::chrono::steady_clock::now();
  watched.status.last_end = watched.process->reap();
  watched.status.pid = 0;
  watched.process.reset();
  watched.kill_at = SteadyTime::max();
  records_.forget(watched.spec.name);
  if (!watched.wanted || !restart_) {
    watched.status.state = SupervisedStatus::State::stopped;
    spdlog::info("{} ended ({})", watched.spec.name, watched.status.last_end);
    return;
  }
  const bool steady = now - watched.started > steady_after;
  watched.backoff =
      steady || watched.backoff.count() == 0 ? first_backoff : std::min(2 * watched.backoff, longest_backoff);
  watched.start_at = now + watched.backoff;
  watched.status.state = SupervisedStatus::State::waiting;
  spdlog::warn("{} ended ({}): starts again in {} ms", watched.spec.name, watched.status.last_end,
               watched.backoff.count());
}

void Supervisor::watch() {
  std::unique_lock lock{mutex_};
  while (!leaving_) {
    const auto now = std::chrono::steady_clock::now();
    auto next = SteadyTime::max();
    std::vector<pollfd> waited{{wake_, POLLIN, 0}};
    for (auto& [name, watched] : watched_) {
      if (watched.process && !watched.process->running()) {
        gone(watched);
        changed_.notify_all();
      }
      if (watched.process && watched.kill_at <= now) {
        spdlog::warn("{} did not finish in time: killed", name);
        watched.process->signal(SIGKILL);
        watched.kill_at = SteadyTime::max();
      }
      if (watched.start_at <= now) {
        try {
          ++watched.status.restarts;
          launch(watched);
        } catch (const std::exception& error) {
          spdlog::error("{}", error.what());
          watched.start_at = now + longest_backoff;
        }
      }
      if (watched.process) waited.push_back({watched.process->descriptor(), POLLIN, 0});
      next = std::min({next, watched.kill_at, watched.start_at});
    }
    const auto limit = next == SteadyTime::max()
                           ? -1
                           : static_cast<int>(std::max<std::int64_t>(
                                 0, std::chrono::ceil<milliseconds>(next - std::chrono::steady_clock::now()).count()));
    lock.unlock();
    ::poll(waited.data(), waited.size(), limit);
    std::uint64_t drained = 0;
    [[maybe_unused]] const auto got = ::read(wake_, &drained, sizeof drained);
    lock.lock();
  }
}

void Supervisor::wake() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto put = ::write(wake_, &one, sizeof one);
}

void stop_recorded(const ProcessRecords& records, const std::function<bool(const ProcessRecord&)>& which) {
  std::vector<std::future<void>> stops;
  for (const auto& record : records.all()) {
    if (which && !which(record)) continue;
    stops.push_back(std::async(std::launch::async, [&records, record] {
      if (auto process = Process::attach(record.identity)) process->stop(record.stop_signal, orphan_limit);
      records.forget(record.name);
    }));
  }
  for (auto& stop : stops) stop.get();
}

}  // namespace sharecar::launcher
