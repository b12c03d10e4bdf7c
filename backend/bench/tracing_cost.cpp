#include "bench/tracing_cost.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <thread>

#include "bench/processes.hpp"
#include "launcher/booking.hpp"
#include "launcher/http_call.hpp"
#include "launcher/metric_samples.hpp"
#include "launcher/problem.hpp"
#include "load/run.hpp"

namespace sharecar::bench {
namespace {

using launcher::milliseconds;
using launcher::Platform;
using launcher::Problem;
using namespace std::chrono_literals;

struct Plan {
  milliseconds warm{20'000};
  milliseconds search{10'000};
  milliseconds run{20'000};
  int rounds = 5;
};
const Plan thorough{};
const Plan quick{1'000ms, 2'000ms, 2'000ms, 1};

constexpr int clients = 16;
constexpr auto sent_limit = 30s;

/// What is done to the collector while a load runs; undone when it ends.
class Condition {
 public:
  virtual ~Condition() = default;
};

class Away final : public Condition {
 public:
  explicit Away(Platform& platform) : platform_(platform) { platform_.stop("tracing"); }
  ~Away() override {
    try {
      platform_.start("tracing");
    } catch (const std::exception&) {  // the next measurement waits for it, and says so
    }
  }

 private:
  Platform& platform_;
};

class Slow final : public Condition {
 public:
  explicit Slow(Platform& platform) : url_(platform.url("tracing") + "/actuator/faults/bench") {
    const auto answer = launcher::call({.method = "PUT",
                                        .url = url_,
                                        .headers = {{"content-type", "application/json"}},
                                        .body = R"({"route":"POST /api/v2/spans","delayMs":1000})"});
    if (!answer.ok()) throw Problem{"tracing takes no fault: " + answer.failure + answer.body};
  }
  ~Slow() override { launcher::call({.method = "DELETE", .url = url_}); }

 private:
  std::string url_;
};

class Hanging final : public Condition {
 public:
  explicit Hanging(Platform& platform) : pid_(platform.process("tracing").pid) { ::kill(pid_, SIGSTOP); }
  ~Hanging() override { ::kill(pid_, SIGCONT); }

 private:
  pid_t pid_;
};

struct Kind {
  const char* name;
  bool traced;
  std::unique_ptr<Condition> (*make)(Platform&);
};

std::unique_ptr<Condition> none(Platform&) { return nullptr; }
template <class T>
std::unique_ptr<Condition> one(Platform& platform) {
  return std::make_unique<T>(platform);
}

// The first is what the second is compared with, and the second what the others are.
const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{{"not traced", false, none},
                                     {"traced", true, none},
                                     {"traced, the collector away", true, one<Away>},
                                     {"traced, the collector a second late", true, one<Slow>},
                                     {"traced, the collector hanging", true, one<Hanging>}};
  return all;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

class Course {
 public:
  Course(const TracingCostOptions& options, std::stop_token stop)
      : options_(options), plan_(options.quick ? quick : thorough), stop_(std::move(stop)), platform_(options.platform) {}
  ~Course() { platform_.down(); }
  Course(const Course&) = delete;
  Course& operator=(const Course&) = delete;

  TracingCost run() {
    say("starting a platform");
    platform_.up();
    launcher::BookingClient{platform_.url("gateway")}.await_fleet();
    TracingCost out;
    out.rounds = plan_.rounds;
    say("warming up, and looking for the maximum");
    closed_loop(plan_.warm);
    out.rate = closed_loop(plan_.search).converged_per_second / 2;
    std::map<std::string, std::vector<BookingUnder>> runs;
    for (int round = 0; round < plan_.rounds; ++round) {
      for (const auto& kind : kinds()) {
        say(fmt::format("round {} of {}: {}", round + 1, plan_.rounds, kind.name));
        runs[kind.name].push_back(measure(kind, out.rate));
      }
    }
    for (const auto& kind : kinds()) out.conditions.push_back(middle(runs.at(kind.name)));
    return out;
  }

 private:
  void say(const std::string& what) {
    if (stop_.stop_requested()) throw Problem{"the benchmark was interrupted"};
    options_.say(what);
  }

  load::Report load(load::Options options) {
    options.url = platform_.url("gateway");
    auto report = load::run(options, stop_);
    if (!report) throw Problem{"the load did not start: " + report.error().detail};
    if (report->converged < report->sent) {
      throw Problem{fmt::format("of {} bookings {} converged: no benchmark of that", report->sent, report->converged)};
    }
    return std::move(*report);
  }

  load::Report closed_loop(milliseconds duration) {
    load::Options options;
    options.clients = clients;
    options.await_shown = true;
    options.duration = duration;
    return load(options);
  }

  BookingUnder measure(const Kind& kind, double rate) {
    load::Options options;
    options.rate = rate;
    options.duration = plan_.run;
    options.traced = kind.traced;
    await_sent();
    const auto condition = kind.make(platform_);
    const auto before = cpu_seconds(platform_);
    const auto report = load(options);
    const auto after = cpu_seconds(platform_);
    BookingUnder out;
    out.condition = kind.name;
    out.latency_p50_ms = static_cast<double>(report.latency.p50_us) / 1000;
    out.latency_p99_ms = static_cast<double>(report.latency.p99_us) / 1000;
    for (const auto& service : launcher::services()) {
      const auto found = after.find(service.name);
      if (service.name == "cardnet" || found == after.end()) continue;
      const auto earlier = before.find(service.name);
      const double spent = found->second - (earlier == before.end() ? 0 : earlier->second);
      auto& sum = service.name == "tracing" ? out.collector_cpu_per_1000 : out.services_cpu_per_1000;
      sum += spent * 1000 / static_cast<double>(report.converged);
    }
    return out;
  }

  /// What an earlier condition kept from the collector would cost the next one.
  void await_sent() const {
    platform_.wait_ready("tracing");
    const auto give_up = std::chrono::steady_clock::now() + sent_limit;
    while (waiting_spans() > 0) {
      if (std::chrono::steady_clock::now() > give_up) throw Problem{"spans still wait for the collector"};
      std::this_thread::sleep_for(100ms);
    }
  }

  double waiting_spans() const {
    double waiting = 0;
    for (const auto& service : launcher::services()) {
      const auto text = launcher::call({.url = platform_.url(service.name) + "/actuator/prometheus"}).body;
      for (const auto& [series, value] : launcher::metric_samples(text)) {
        if (series.starts_with("sharecar_spans_waiting{")) waiting += value;
      }
    }
    return waiting;
  }

  static BookingUnder middle(const std::vector<BookingUnder>& rounds) {
    const auto of = [&](double BookingUnder::*figure) {
      std::vector<double> values;
      for (const auto& round : rounds) values.push_back(round.*figure);
      return median(std::move(values));
    };
    return {rounds.front().condition, of(&BookingUnder::latency_p50_ms), of(&BookingUnder::latency_p99_ms),
            of(&BookingUnder::services_cpu_per_1000), of(&BookingUnder::collector_cpu_per_1000)};
  }

  const TracingCostOptions& options_;
  const Plan& plan_;
  const std::stop_token stop_;
  Platform platform_;
};

double percent_more(double figure, double than) { return than > 0 ? (figure / than - 1) * 100 : 0; }

}  // namespace

TracingCost tracing_cost(const TracingCostOptions& options, std::stop_token stop) {
  launcher::PostgresServer::erase(options.platform.run / "postgres");
  launcher::fs::remove_all(options.platform.run);
  auto result = Course{options, std::move(stop)}.run();
  launcher::PostgresServer::erase(options.platform.run / "postgres");
  launcher::fs::remove_all(options.platform.run);
  return result;
}

std::vector<Goal> goals_of(const TracingCost& cost) {
  std::vector<Goal> out;
  const auto add = [&](const std::string& what, double figure, double goal) {
    out.push_back({what, figure, "<=", goal, "%", figure <= goal});
  };
  for (std::size_t i = 1; i < cost.conditions.size(); ++i) {
    const auto& it = cost.conditions[i];
    const auto& base = cost.conditions[i == 1 ? 0 : 1];
    const double goal = i == 1 ? 3 : 1;
    add(fmt::format("booking {}: p50 more than {}", it.condition, base.condition),
        percent_more(it.latency_p50_ms, base.latency_p50_ms), goal);
    add(fmt::format("booking {}: the services' CPU more than {}", it.condition, base.condition),
        percent_more(it.services_cpu_per_1000, base.services_cpu_per_1000), goal);
  }
  return out;
}

std::string markdown(const TracingCost& cost) {
  std::string out = fmt::format(
      "\nA booking at {:.0f} per second, half of the maximum; medians of {} rounds that took turns. CPU is for 1,000 "
      "bookings, the services' without the collector's.\n\n",
      cost.rate, cost.rounds);
  out += "| | p50, ms | p99, ms | services' CPU, s | collector's CPU, s |\n| --- | ---: | ---: | ---: | ---: |\n";
  for (const auto& it : cost.conditions) {
    out += fmt::format("| {} | {:.2f} | {:.2f} | {:.3f} | {:.3f} |\n", it.condition, it.latency_p50_ms,
                       it.latency_p99_ms, it.services_cpu_per_1000, it.collector_cpu_per_1000);
  }
  return out;
}

}  // namespace sharecar::bench
