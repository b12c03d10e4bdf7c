// load: the options of the load generator as a command, and its report as tables.
#include <fmt/format.h>

#include <iostream>

#include "chassis/json/encode.hpp"
#include "launcher/commands.hpp"
#include "launcher/http_call.hpp"
#include "launcher/interrupt.hpp"
#include "launcher/problem.hpp"
#include "launcher/terminal.hpp"
#include "load/run.hpp"

namespace sharecar::launcher {

namespace {

using load::Percentiles;
using load::Report;

std::string ms(std::int64_t us) { return fmt::format("{:.1f}", static_cast<double>(us) / 1000); }

std::vector<std::string> row(const std::string& what, const Percentiles& p) {
  return {what, std::to_string(p.count), ms(p.p50_us), ms(p.p90_us), ms(p.p99_us), ms(p.p999_us), ms(p.max_us)};
}

std::string counts(const std::map<std::string, std::int64_t>& by_name) {
  std::string out;
  for (const auto& [name, count] : by_name) out += fmt::format("{}{} x {}", out.empty() ? "" : ", ", name, count);
  return out;
}

void print(const Report& report) {
  std::vector<std::vector<std::string>> answers{{"request", "sent", "answers", "no answer"}};
  std::vector<std::vector<std::string>> times{{"milliseconds", "count", "p50", "p90", "p99", "p99.9", "max"}};
  for (const auto& one : report.requests) {
    answers.push_back({one.request, std::to_string(one.sent), counts(one.answers), counts(one.failures)});
    times.push_back(row(one.request, one.latency));
  }
  if (report.requests.size() > 1) times.push_back(row("all, from when they were due", report.latency));
  times.push_back(row("all, from when they were sent", report.service_time));
  if (report.converged > 0) {
    times.push_back(row("MyPage shows 3, from when due", report.shown));
    times.push_back(row("MyPage shows 3, from the answer", report.shown_after_answer));
    times.push_back(row("MyPage's row, from the last commit", report.lag));
  }
  std::cout << "\n" << table(answers, {1}) << "\n" << table(times, {1, 2, 3, 4, 5, 6}) << "\n";
  std::cout << fmt::format("{:.1f} s{}: {} due, {} late, {} never sent, {} answered, {:.1f}/s\n", report.seconds,
                           report.ended_early ? " (ended early)" : "", report.due, report.late, report.unsent,
                           report.answered, report.answered_per_second);
  if (report.booked > 0) {
    std::cout << fmt::format("{} booked, {} converged, {:.1f}/s; {} ended otherwise, {} not shown in time\n",
                             report.booked, report.converged, report.converged_per_second, report.ended_otherwise,
                             report.booked - report.converged - report.ended_otherwise);
  }
  if (const auto& race = report.race) {
    std::cout << fmt::format("race: {} slots with {} contenders each: {} won once, {} by nobody, {} more than once\n",
                             race->slots, race->contenders, race->won_once, race->not_won, race->won_more_than_once);
  }
  std::cout << fmt::format("the generator's own CPU: {:.0f} us per request\n", report.cpu_us_per_request);
}

std::string progress_line(const load::Progress& p) {
  return fmt::format("{:.0f} s  {} due, {} answered, {} failed, {} under way, {} waiting; {} converged, {} on the way",
                     p.seconds, p.due, p.answered, p.failed, p.in_flight, p.waiting, p.converged, p.followed);
}

/// The seed's slow payment: 400 to 620 ms, while the caller waits at most 610.
class SlowPayment {
 public:
  SlowPayment(const Workspace& here, const load::Options& options) {
    if (options.workload != load::WorkloadKind::siege) return;
    const auto file = here.supervisor().file();
    if (file.gateway != options.url) {
      throw Problem{"a siege slows payment down, so it needs the platform of this folder, not " + options.url,
                    "./sharecar load --workload siege"};
    }
    url_ = address_of(here, "payment") + "/actuator/faults/siege";
    const auto answer = call({.method = "PUT",
                              .url = url_,
                              .headers = {{"content-type", "application/json"}},
                              .body = R"({"route":"PUT /internal/payments/{orderId}","delayMs":400,"jitterMs":220})"});
    if (!answer.ok()) throw Problem{"payment takes no fault: " + answer.failure + answer.body, "./sharecar status"};
  }
  ~SlowPayment() {
    if (!url_.empty()) call({.method = "DELETE", .url = url_});
  }
  SlowPayment(const SlowPayment&) = delete;
  SlowPayment& operator=(const SlowPayment&) = delete;

 private:
  std::string url_;
};

}  // namespace

int run_load(const Workspace& here, const LoadCommand& command) {
  load::Options options = command.options;
  if (options.url.empty()) options.url = here.supervisor().file().gateway;
  const SlowPayment slow{here, options};
  const Interrupt interrupt;
  WaitLine line;
  const auto report = load::run(options, interrupt.token(),
                                [&](const load::Progress& progress) { line.show(progress_line(progress)); });
  line.clear();
  if (!report) {
    const bool address = report.error().code == Errc::invalid_request;
    throw Problem{report.error().detail, address ? "./sharecar load --url http://127.0.0.1:8088" : "./sharecar status"};
  }
  if (command.json) {
    std::cout << json::encode(*report) << "\n";
  } else {
    print(*report);
  }
  const bool broken = report->race && report->race->won_more_than_once > 0;
  return broken ? 1 : 0;
}

}  // namespace sharecar::launcher
