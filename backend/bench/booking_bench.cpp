#include "bench/booking_bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "bench/database.hpp"
#include "bench/fresh_run.hpp"
#include "bench/machine.hpp"
#include "bench/page.hpp"
#include "bench/probes.hpp"
#include "bench/processes.hpp"
#include "launcher/booking.hpp"
#include "launcher/problem.hpp"
#include "load/run.hpp"

namespace sharecar::bench {
namespace {

using launcher::milliseconds;
using launcher::Platform;
using launcher::Problem;
using std::chrono::steady_clock;
using namespace std::chrono_literals;
namespace fs = launcher::fs;

/// How long everything takes.
struct Plan {
  milliseconds hiccups{20'000};
  milliseconds fdatasync{5'000};
  int pgbench_s = 20;
  milliseconds kafka{5'000};
  std::vector<int> clients{8, 16, 32, 64};
  milliseconds search{8'000};  // for each number of clients
  int runs = 3;
  milliseconds maximum{30'000};
  milliseconds half{60'000};
  int floor_s = 20;
  int watched = 400;  // bookings whose statements are counted; many more than the fleet's 41 first questions
};
const Plan thorough{};
const Plan quick{1'000ms, 500ms, 2, 1'000ms, {16}, 2'000ms, 1, 3'000ms, 3'000ms, 2, 200};

bool is_service(const std::string& part) {
  return std::ranges::any_of(launcher::services(), [&](const auto& service) { return service.name == part; });
}

/// Everything that happens between a platform's up and its down.
class Course {
 public:
  Course(const BookingBenchOptions& options, std::stop_token stop)
      : options_(options),
        plan_(options.quick ? quick : thorough),
        stop_(std::move(stop)),
        platform_(options.platform),
        folder_(options.platform.run / "bench"),
        database_(platform_, folder_) {}
  ~Course() { platform_.down(); }
  Course(const Course&) = delete;
  Course& operator=(const Course&) = delete;

  BookingResult run() {
    result_.at = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    result_.machine = machine();
    result_.load_average = load_average();
    result_.quick = options_.quick;
    start_platform();
    const auto sql = watch_statements();
    result_.before = calibrate(sql);
    find_maximum();
    measure_half_load(sql);
    measure_memory_and_starts();
    result_.after = calibrate(sql);
    result_.voided = disagreement(result_.before, result_.after);
    judge();
    return std::move(result_);
  }

 private:
  void say(const std::string& what) {
    if (stop_.stop_requested()) throw Problem{"the benchmark was interrupted"};
    options_.say(what);
  }

  void start_platform() {
    say("starting a platform");
    const auto start = steady_clock::now();
    platform_.up();
    result_.up_seconds = std::chrono::duration<double>(steady_clock::now() - start).count();
    fs::create_directories(folder_);
    launcher::BookingClient{platform_.url("gateway")}.await_fleet();
  }

  load::Options base() const {
    load::Options options;
    options.url = platform_.url("gateway");
    return options;
  }

  load::Report load(const load::Options& options) {
    auto report = load::run(options, stop_);
    if (!report) throw Problem{"the load did not start: " + report.error().detail};
    if (report->converged < report->booked || report->booked < report->sent) {
      throw Problem{fmt::format("of {} bookings {} were accepted and {} converged: no benchmark of that", report->sent,
                                report->booked, report->converged)};
    }
    return std::move(*report);
  }

  load::Report closed_loop(int clients, milliseconds duration) {
    auto options = base();
    options.clients = clients;
    options.await_shown = true;
    options.duration = duration;
    return load(options);
  }

  BookingSql watch_statements() {
    say("seeing which SQL a booking executes");
    closed_loop(4, 500ms);  // the first requests of a process are none to count
    const auto seen = database_.statements_of(plan_.watched, [this] {
      auto options = base();
      options.arrivals = load::Spacing::constant;
      options.rate = plan_.watched / 3.0;
      options.duration = 3'000ms - 1ms;
      load(options);
    });
    auto sql = make_booking_sql(seen);
    result_.statements = sql.calls_per_booking;
    return sql;
  }

  Calibration calibrate(const BookingSql& sql) {
    Calibration out;
    say("calibrating: pauses of the machine");
    out.hiccups = hiccups(plan_.hiccups);
    say("calibrating: fdatasync");
    out.fdatasync_per_second = fdatasync_per_second(folder_, plan_.fdatasync);
    say("calibrating: the same SQL by pgbench");
    database_.make_copy();
    out.pgbench_per_second = database_.closed(sql, plan_.pgbench_s);
    say("calibrating: Kafka");
    const auto kafka = kafka_figures(platform_.bootstrap(), plan_.kafka);
    out.kafka_per_second = kafka.per_second;
    out.kafka_delay = kafka.delay;
    return out;
  }

  void find_maximum() {
    double best = 0;
    for (const int clients : plan_.clients) {
      say(fmt::format("looking for the maximum: {} clients", clients));
      const double rate = closed_loop(clients, plan_.search).converged_per_second;
      if (rate > best) result_.clients = clients;
      best = std::max(best, rate);
    }
    struct Run {
      load::Report report;
      CpuSeconds cpu;
    };
    std::vector<Run> runs;
    for (int i = 0; i < plan_.runs; ++i) {
      say(fmt::format("the maximum: run {} of {}, {} clients", i + 1, plan_.runs, result_.clients));
      const auto before = cpu_seconds(platform_);
      auto report = closed_loop(result_.clients, plan_.maximum);
      auto cpu = cpu_seconds_since(before, platform_);
      result_.maximum_runs.push_back(report.converged_per_second);
      runs.push_back({std::move(report), std::move(cpu)});
    }
    std::ranges::sort(runs, {}, [](const Run& run) { return run.report.converged_per_second; });
    Run& median = runs[runs.size() / 2];
    const auto per_1000 = 1000.0 / static_cast<double>(median.report.converged);
    for (const auto& [part, seconds] : median.cpu) {
      result_.parts.push_back({.part = part, .cpu_seconds_per_1000 = seconds * per_1000, .ready_ms = {}});
    }
    result_.generator_cpu_per_1000 =
        median.report.cpu_us_per_request * static_cast<double>(median.report.sent) / 1e6 * per_1000;
    result_.maximum = median.report.converged_per_second;
    result_.at_maximum = std::move(median.report);
  }

  void measure_half_load(const BookingSql& sql) {
    result_.half_rate = result_.maximum / 2;
    say(fmt::format("half of it: {:.0f} bookings per second", result_.half_rate));
    auto options = base();
    options.rate = result_.half_rate;
    options.duration = plan_.half;
    result_.at_half = load(options);
    say("the same SQL at the same rate by pgbench");
    result_.floor_at_half = database_.paced(sql, result_.half_rate, plan_.floor_s);
  }

  void measure_memory_and_starts() {
    say("memory, and a restart of each service");
    for (const auto& status : platform_.status()) {
      const auto part = std::ranges::find(result_.parts, status.process.name, &PartFigures::part);
      if (part != result_.parts.end()) part->memory_mb = static_cast<double>(status.memory) / 1e6;
    }
    for (auto& part : result_.parts) {
      if (!is_service(part.part)) continue;
      platform_.stop(part.part);
      const auto start = steady_clock::now();
      platform_.start(part.part);
      platform_.wait_ready(part.part);
      part.ready_ms = std::chrono::duration<double, std::milli>(steady_clock::now() - start).count();
    }
  }

  void judge() {
    const auto at_most = [&](std::string what, double figure, double goal, std::string unit) {
      result_.goals.push_back({std::move(what), figure, "<=", goal, std::move(unit), figure <= goal});
    };
    const double pgbench = (result_.before.pgbench_per_second + result_.after.pgbench_per_second) / 2;
    const double ratio = result_.maximum / pgbench;
    result_.goals.push_back(
        {"converged bookings/s, as a part of pgbench with the same SQL", ratio, ">=", 0.30, "", ratio >= 0.30});
    double all = 0;
    double services = 0;
    double memory = 0;
    double largest = 0;
    double slowest = 0;
    for (const auto& part : result_.parts) {
      memory += part.memory_mb;
      if (part.part != "cardnet") all += part.cpu_seconds_per_1000;
      if (!is_service(part.part)) continue;
      if (part.part != "cardnet") services += part.cpu_seconds_per_1000;
      largest = std::max(largest, part.memory_mb);
      slowest = std::max(slowest, part.ready_ms.value_or(0));
    }
    at_most("CPU per 1,000 converged bookings, everything but cardnet and generator", all, 1.8, "s");
    at_most("CPU per 1,000 converged bookings, our services", services, 0.7, "s");
    at_most("MyPage lag after the last commit at half load, p50", ms(result_.at_half.lag.p50_us), 15, "ms");
    at_most("MyPage lag after the last commit at half load, p99", ms(result_.at_half.lag.p99_us), 50, "ms");
    at_most("memory of the largest service", largest, 25, "MB");
    at_most("start to ready of the slowest service", slowest, 150, "ms");
    at_most("memory of the whole platform", memory, 600, "MB");
    at_most("up, from nothing to everything ready", result_.up_seconds, 10, "s");
  }

  const BookingBenchOptions& options_;
  const Plan& plan_;
  std::stop_token stop_;
  Platform platform_;
  fs::path folder_;
  Database database_;
  BookingResult result_;
};

}  // namespace

std::optional<std::string> disagreement(const Calibration& before, const Calibration& after) {
  return disagreement({{"fdatasync/s", before.fdatasync_per_second, after.fdatasync_per_second},
                       {"pgbench/s", before.pgbench_per_second, after.pgbench_per_second},
                       {"Kafka events/s", before.kafka_per_second, after.kafka_per_second}});
}

BookingResult bench_booking(const BookingBenchOptions& options, std::stop_token stop) {
  return in_fresh_run(options.platform.run, [&] { return Course{options, stop}.run(); });
}

}  // namespace sharecar::bench
