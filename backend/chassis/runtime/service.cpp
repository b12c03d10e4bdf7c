#include "chassis/runtime/service.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "chassis/http/router.hpp"
#include "chassis/kafka/left_behind.hpp"
#include "chassis/runtime/spawn.hpp"
#include "chassis/telemetry/log.hpp"

extern char** environ;

namespace sharecar {
namespace {

namespace bj = boost::json;

const Log log{"runtime"};

bj::object info_of(const std::string& name, const std::string& instance) {
  return {{"build", {{"name", "sharecar-" + name}, {"version", platform_version}}},
          {"instance", {{"id", instance}, {"pid", getpid()}}},
          {"startedAt", to_rfc3339(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()))}};
}

net::awaitable<void> call(std::function<void()> task) {
  task();
  co_return;
}

net::awaitable<http::Reply> answer_at_once(http::Reply reply) { co_return reply; }

// Runs blocking code on a thread of its own while the reactor goes on.
net::awaitable<void> blocking(net::thread_pool& pool, std::function<void()> task) {
  auto work = call(std::move(task));
  co_await net::co_spawn(pool, std::move(work), net::use_awaitable);
}

void register_process_metrics(telemetry::Metrics& metrics, std::chrono::steady_clock::time_point started) {
  auto& cpu = metrics.counter("process_cpu_seconds_total", "User and system CPU time of the process");
  auto& resident = metrics.gauge("process_resident_memory_bytes", "Resident memory");
  auto& uptime = metrics.gauge("process_uptime_seconds", "Time since the process started");
  std::map<LogLevel, telemetry::Counter*> lines;
  for (const auto& [level, count] : logging::counts()) {
    std::string name{logging::level_name(level)};
    for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    lines[level] = &metrics.counter("logback_events_total", "Log lines written", {{"level", name}});
  }
  metrics.on_scrape([&cpu, &resident, &uptime, lines, started] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) {
      return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    cpu.Increment(seconds(usage.ru_utime) + seconds(usage.ru_stime) - cpu.Value());
    long pages = 0;
    long ignored = 0;
    std::ifstream statm{"/proc/self/statm"};
    if (statm >> ignored >> pages) resident.Set(static_cast<double>(pages * sysconf(_SC_PAGESIZE)));
    uptime.Set(std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
    for (const auto& [level, count] : logging::counts()) {
      auto& counter = *lines.at(level);
      counter.Increment(static_cast<double>(count) - counter.Value());
    }
  });
}

}  // namespace

Service::Service(std::string name, ServiceConfig config, std::vector<Property> properties)
    : name_(std::move(name)),
      config_(std::move(config)),
      metrics_(name_),
      properties_(std::move(properties)),
      actuator_(reactor_, {name_, config_.instance_id}, health_, metrics_, faults_, properties_,
                info_of(name_, config_.instance_id)) {
  logging::configure(name_, logging::parse_level(config_.log.level).value_or(LogLevel::info),
                     config_.log.format != "text");
  config_.server.port = config_.port;
  http::UpstreamConfig collector;
  collector.url = config_.tracing.url;
  collector.max_idle_connections = 1;
  collector_ = std::make_unique<http::Upstream>(reactor_, "tracing", collector, metrics_);
  telemetry::ReporterConfig reporter;
  reporter.service = name_;
  reporter.instance = config_.instance_id;
  reporter.port = config_.port;
  reporter.flush_interval = std::chrono::milliseconds{config_.tracing.flush_ms};
  reporter.max_queued_spans = static_cast<std::size_t>(config_.tracing.max_queued_spans);
  reporter_ = std::make_unique<telemetry::ZipkinReporter>(reactor_, reporter, *collector_, metrics_);
  tracer_ = std::make_unique<telemetry::Tracer>(*reporter_, sampling_of(config_.tracing));
  register_process_metrics(metrics_, started_at_);
  faults_.on_change([this](const FaultChange&) {
    if (server_) server_->refuse(faults_.plan().refuses());
  });
}

Service::~Service() {
  reactor_.abandon();
  server_.reset();
  parts_.clear();
  while (!owned_.empty()) owned_.pop_back();
}

http::Upstream& Service::upstream(const std::string& name, const http::UpstreamConfig& config) {
  try {
    resilience::check(config.guard());
  } catch (const std::invalid_argument& wrong) {
    throw ConfigError(name + '.' + wrong.what());
  }
  upstreams_.push_back(std::make_unique<http::Upstream>(reactor_, name, config, metrics_));
  auto effective = json::parse(json::encode(config.guard()));
  actuator_.guarded(*upstreams_.back(), settings_of(name, *effective, properties_));
  return *upstreams_.back();
}

void Service::serve(http::Routes routes) {
  for (auto& route : routes) {
    route.handler = when_ready(faults_.around(route));
    routes_.push_back(std::move(route));
  }
}

void Service::at_start(std::string what, std::function<void()> task) {
  start_tasks_.emplace_back(std::move(what), std::move(task));
}

void Service::every(std::string what, Round round) { workers_.emplace_back(std::move(what), std::move(round)); }

http::Handler Service::when_ready(http::Handler handler) {
  return [this, inner = std::move(handler)](Context& context, http::Request request) {
    if (ready_) return inner(context, std::move(request));
    Problem problem{.code = Errc::unavailable, .detail = "The service is starting."};
    problem.retry_after = std::chrono::seconds{1};
    http::Reply reply{std::move(problem)};
    reply.headers.set(http::not_served_header, "starting");
    return answer_at_once(std::move(reply));
  };
}

http::Routes Service::all_routes() {
  http::Routes routes = routes_;
  http::Route description;
  description.method = http::Method::get;
  description.path = "/openapi.json";
  description.summary = "This description";
  description.quiet = true;
  const auto document = bj::serialize(http::openapi("ShareCar " + name_, platform_version, routes_));
  struct Describe {  // a named coroutine: nothing is captured by it
    static net::awaitable<http::Reply> reply(std::string text) {
      co_return http::Reply{200, http::json_type, std::move(text)};
    }
  };
  description.handler = [document](Context&, http::Request) { return Describe::reply(document); };
  routes.push_back(std::move(description));
  for (auto& route : actuator_.routes()) routes.push_back(std::move(route));
  return routes;
}

int Service::run() {
  signal(SIGPIPE, SIG_IGN);
  server_ = std::make_unique<http::Server>(reactor_, config_.server, http::Router{all_routes()}, *tracer_, metrics_);
  for (auto& interceptor : interceptors_) server_->before_handler(interceptor);
  for (auto& finisher : finishers_) server_->before_send(finisher);
  server_->listen();
  port_ = server_->port();

  net::signal_set signals{reactor_, SIGTERM, SIGINT};
  signals.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) stop();
  });
  spawn(reactor_.get_executor(), "span reporter", reporter_->run());
  spawn(reactor_.get_executor(), "start", start());
  log.info("listening", {{"port", port_.load()},
                         {"instance", config_.instance_id},
                         {"note", "loopback only; management and admin routes answer loopback callers only"}});
  reactor_.run();
  return exit_status_;
}

net::awaitable<void> Service::start() {
  net::thread_pool pool{1};
  try {
    for (const auto& [what, task] : start_tasks_) {
      const auto begun = std::chrono::steady_clock::now();
      auto copy = task;
      co_await blocking(pool, std::move(copy));
      const auto took = std::chrono::steady_clock::now() - begun;
      log.info("done at start", {{"task", what}, {"ms", took / std::chrono::milliseconds{1}}});
    }
    for (const auto& part : parts_) {
      std::function<void()> start_part = [part] { part->start(); };
      co_await blocking(pool, std::move(start_part));
    }
  } catch (const std::exception& error) {
    log.error("cannot start", {{"error", error.what()}});
    exit_status_ = 1;
    stop();
    co_return;
  }
  if (stopping_) co_return;
  ready_ = true;
  health_.ready(true);
  for (const auto& [what, round] : workers_) spawn(reactor_.get_executor(), "worker", work(what, round));
  const auto took = std::chrono::steady_clock::now() - started_at_;
  log.info("ready", {{"ms", took / std::chrono::milliseconds{1}}});
}

net::awaitable<void> Service::work(std::string what, Round round) {
  net::steady_timer timer{reactor_};
  worker_timers_.push_back(&timer);
  ++working_;
  while (!stopping_) {
    std::chrono::milliseconds pause{1000};
    try {
      Context context{tracer_->start(what, telemetry::SpanKind::local, telemetry::Extracted{{}, false}),
                      std::chrono::steady_clock::now() + std::chrono::seconds{30}};
      pause = co_await round(context);
    } catch (const std::exception& error) {
      log.warn("a worker's round failed; it is repeated", {{"worker", what}, {"error", error.what()}});
    }
    if (stopping_) break;
    timer.expires_after(pause);
    boost::system::error_code ignored;
    co_await timer.async_wait(net::redirect_error(net::use_awaitable, ignored));
  }
  --working_;
  std::erase(worker_timers_, &timer);
}

void Service::stop() {
  net::post(reactor_, [this] {
    if (stopping_) return;
    stopping_ = true;
    health_.ready(false);
    for (auto* timer : worker_timers_) timer->cancel();
    for (const auto& task : stop_tasks_) task();
    faults_.release();
    spawn(reactor_.get_executor(), "shutdown", shut_down());
  });
}

net::awaitable<void> Service::shut_down() {
  log.info("stopping: callers are told to go elsewhere, what is in flight is finished");
  server_->wind_down();
  net::steady_timer timer{reactor_, std::chrono::milliseconds{ready_ ? config_.server.drain_delay_ms : 0}};
  co_await timer.async_wait(net::use_awaitable);
  co_await server_->drain();
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{5};
  while (working_ > 0 && std::chrono::steady_clock::now() < patience) {
    timer.expires_after(std::chrono::milliseconds{5});
    co_await timer.async_wait(net::use_awaitable);
  }
  net::thread_pool pool{1};
  for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
    std::function<void()> stop_part = [one = *part] { one->stop(); };
    co_await blocking(pool, std::move(stop_part));
  }
  co_await reporter_->flush(std::chrono::milliseconds{1500});
  log.info("stopped");
  reactor_.stop();
}

CommandLine parse_command_line(const std::string& service, int argc, char** argv) {
  CommandLine out;
  CLI::App app{"ShareCar " + service + ". Every key can also be set as SHARECAR_<SERVICE>__<KEY>.",
               "sharecar-" + service};
  app.add_option("--config", out.config_file, "YAML file with the configuration")->check(CLI::ExistingFile);
  app.set_version_flag("--version", platform_version);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error));
  }
  return out;
}

std::vector<std::string> process_environment() {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) out.emplace_back(*entry);
  return out;
}

int end_process(int status) {
  if (!kafka::left_behind()) return status;
  std::fflush(nullptr);
  std::quick_exit(status);
}

int refuse_to_start(const std::string& service, const std::exception& error) {
  std::cerr << "sharecar-" << service << ": " << error.what() << '\n';
  return 1;
}

}  // namespace sharecar
