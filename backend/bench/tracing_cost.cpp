#include "bench/tracing_cost.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <thread>

#include "bench/fresh_run.hpp"
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
  milliseconds run{6'000};  // short, as the speed of a shared machine drifts: what is compared lies close together
  int rounds = 15;
};
const Plan thorough{};
const Plan quick{1'000ms, 2'000ms, 2'000ms, 1};

constexpr int clients = 16;
constexpr auto sent_limit = 30s;
constexpr auto quiet_look = 500ms;
constexpr double quiet_cpu = 0.02;  // seconds of it in a look

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
  const char* base;  // what it is compared with
  bool traced;
  std::unique_ptr<Condition> (*make)(Platform&);
};

std::unique_ptr<Condition> none(Platform&) { return nullptr; }
template <class T>
std::unique_ptr<Condition> one(Platform& platform) {
  return std::make_unique<T>(platform);
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {"not traced", "", false, none},
      {"traced", "not traced", true, none},
      {"traced, the collector away", "traced", true, one<Away>},
      {"traced, the collector a second late", "traced", true, one<Slow>},
      {"traced, the collector hanging", "traced", true, one<Hanging>}};
  return all;
}

double quantile(std::vector<double> values, double part) {
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1) + 0.5)];
}

using Rounds = std::vector<BookingUnder>;

std::vector<double> figures(const Rounds& rounds, double BookingUnder::*figure) {
  std::vector<double> out;
  for (const auto& round : rounds) out.push_back(round.*figure);
  return out;
}

// Each round is compared with the base of the same round, as the machine may be slower in the next one.
More more(const Rounds& rounds, const Rounds& base, double BookingUnder::*figure) {
  std::vector<double> percents;
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    percents.push_back((rounds[i].*figure / base[i].*figure - 1) * 100);
  }
  return {quantile(percents, 0.5), quantile(percents, 0.25), quantile(percents, 0.75)};
}

BookingUnder middle(const Rounds& rounds) {
  BookingUnder out;
  for (const auto figure : {&BookingUnder::latency_p50_ms, &BookingUnder::latency_p99_ms,
                            &BookingUnder::services_cpu_per_1000, &BookingUnder::collector_cpu_per_1000}) {
    out.*figure = quantile(figures(rounds, figure), 0.5);
  }
  return out;
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
    await_stored();
    std::map<std::string, Rounds> runs;
    for (int round = 0; round < plan_.rounds; ++round) {
      auto turn = kinds();
      if (round % 2 == 1) std::ranges::reverse(turn);
      say(fmt::format("round {} of {}", round + 1, plan_.rounds));
      for (const auto& kind : turn) runs[kind.name].push_back(measure(kind, out.rate));
    }
    for (const auto& kind : kinds()) {
      const auto& rounds = runs.at(kind.name);
      auto& under = out.conditions.emplace_back(middle(rounds));
      under.condition = kind.name;
      under.base = kind.base;
      if (under.base.empty()) continue;
      under.latency_p50_more = more(rounds, runs.at(under.base), &BookingUnder::latency_p50_ms);
      under.services_cpu_more = more(rounds, runs.at(under.base), &BookingUnder::services_cpu_per_1000);
    }
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
    say(std::string{"  "} + kind.name);
    load::Options options;
    options.rate = rate;
    options.duration = plan_.run;
    options.traced = kind.traced;
    BookingUnder out;
    double bookings = 0;
    const auto at_first = cpu_seconds(platform_);
    {
      const auto condition = kind.make(platform_);
      const auto before = cpu_seconds(platform_);
      const auto report = load(options);
      bookings = static_cast<double>(report.converged);
      out.latency_p50_ms = static_cast<double>(report.latency.p50_us) / 1000;
      out.latency_p99_ms = static_cast<double>(report.latency.p99_us) / 1000;
      out.services_cpu_per_1000 = services_cpu(before) * 1000 / bookings;
    }
    await_stored();
    out.collector_cpu_per_1000 = cpu_seconds_since(at_first, platform_)["tracing"] * 1000 / bookings;
    return out;
  }

  double services_cpu(const CpuSeconds& before) const {
    auto spent = cpu_seconds_since(before, platform_);
    double sum = 0;
    for (const auto& service : launcher::services()) {
      if (service.name != "cardnet" && service.name != "tracing") sum += spent[service.name];
    }
    return sum;
  }

  /// What one condition leaves to do would cost the next one.
  void await_stored() const {
    platform_.wait_ready("tracing");
    const auto give_up = std::chrono::steady_clock::now() + sent_limit;
    const auto check = [&] {
      if (std::chrono::steady_clock::now() > give_up) throw Problem{"the collector does not come to rest"};
    };
    for (; waiting_spans() > 0; check()) std::this_thread::sleep_for(100ms);
    for (double last = -1;; check()) {
      const double now = cpu_seconds(platform_)["tracing"];
      if (last >= 0 && now - last < quiet_cpu) return;
      last = now;
      std::this_thread::sleep_for(quiet_look);
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

  const TracingCostOptions& options_;
  const Plan& plan_;
  const std::stop_token stop_;
  Platform platform_;
};

}  // namespace

TracingCost tracing_cost(const TracingCostOptions& options, std::stop_token stop) {
  return in_fresh_run(options.platform.run, [&] { return Course{options, stop}.run(); });
}

std::vector<Goal> goals_of(const TracingCost& cost) {
  std::vector<Goal> out;
  const auto add = [&](const std::string& what, double figure, double goal) {
    out.push_back({what, figure, "<=", goal, "%", figure <= goal});
  };
  for (const auto& it : cost.conditions) {
    if (it.base.empty()) continue;
    const double goal = it.base == "traced" ? 1 : 3;
    add(fmt::format("booking {}: p50 more than {}", it.condition, it.base), it.latency_p50_more.median, goal);
    add(fmt::format("booking {}: the services' CPU more than {}", it.condition, it.base), it.services_cpu_more.median,
        goal);
  }
  return out;
}

std::string markdown(const TracingCost& cost) {
  std::string out = fmt::format(
      "\nA booking at {:.0f} per second, half of the maximum; medians of {} rounds that took turns, every second one "
      "backwards. More: than in the same round not traced, and for a collector that does not work than traced, with the "
      "quartiles. CPU is for 1,000 bookings, the services' without the collector's.\n\n",
      cost.rate, cost.rounds);
  out += "| | p50, ms | more, % | p99, ms | services' CPU, s | more, % | collector's CPU, s |\n"
         "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n";
  const auto text = [](const BookingUnder& it, const More& more) {
    if (it.base.empty()) return std::string{};
    return fmt::format("{:+.1f} ({:+.1f} to {:+.1f})", more.median, more.lower_quartile, more.upper_quartile);
  };
  for (const auto& it : cost.conditions) {
    out += fmt::format("| {} | {:.2f} | {} | {:.2f} | {:.3f} | {} | {:.3f} |\n", it.condition, it.latency_p50_ms,
                       text(it, it.latency_p50_more), it.latency_p99_ms, it.services_cpu_per_1000,
                       text(it, it.services_cpu_more), it.collector_cpu_per_1000);
  }
  return out;
}

}  // namespace sharecar::bench
