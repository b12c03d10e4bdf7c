#include "bench/siege_bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <thread>

#include "bench/fresh_run.hpp"
#include "bench/machine.hpp"
#include "bench/page.hpp"
#include "bench/probes.hpp"
#include "bench/processes.hpp"
#include "contracts/states.hpp"
#include "contracts/time.hpp"
#include "invariants/check.hpp"
#include "launcher/booking.hpp"
#include "launcher/http_call.hpp"
#include "launcher/metric_samples.hpp"
#include "launcher/problem.hpp"
#include "launcher/stores.hpp"
#include "launcher/trace_source.hpp"
#include "load/run.hpp"

namespace sharecar::bench {
namespace {

namespace fs = launcher::fs;
using launcher::milliseconds;
using launcher::Problem;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr const char* siege_program = "/usr/bin/siege";
constexpr std::int64_t besieged_car = 4001;
constexpr auto rest_limit = 600s;  // the time that an order has to be paid
constexpr const char* slow_payment =
    R"({"route":"PUT /internal/payments/{orderId}","delayMs":400,"jitterMs":220,"expiresInS":600})";
constexpr std::string_view refused_call = "put /internal/payments/{orderid}";
/// siege's own defaults, but nothing of the user's, and no line for each request.
constexpr const char* siegerc =
    "verbose = false\nquiet = false\ncolor = off\nshow-logfile = false\nlogging = false\nprotocol = HTTP/1.1\n"
    "connection = close\njson_output = false\nconcurrent = 25\nlimit = 255\ntimeout = 30\nfailures = 1024\n";

struct Plan {
  int users = 100;
  int seconds = 60;
  milliseconds hiccups{10'000};
  milliseconds fdatasync{3'000};
  int bare_seconds = 5;
  double rate_while_open = 50;
  milliseconds while_open{30'000};
};
const Plan thorough{};
const Plan quick{10, 5, 500ms, 300ms, 1, 50, 2'000ms};

class Siege {
 public:
  Siege(const SiegeBenchOptions& options, std::stop_token stop)
      : options_(options),
        plan_(options.quick ? quick : thorough),
        stop_(std::move(stop)),
        platform_(options.platform) {}
  ~Siege() { platform_.down(); }
  Siege(const Siege&) = delete;
  Siege& operator=(const Siege&) = delete;

  SiegeResult run() {
    if (!fs::exists(siege_program)) throw Problem{"siege is not installed", "apt-get install --yes siege"};
    result_.at = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    result_.machine = machine();
    result_.load_average = load_average();
    result_.quick = options_.quick;
    say("starting a platform");
    platform_.up();
    const launcher::BookingClient client{platform_.url("gateway")};
    client.await_fleet();
    client.book({.car = besieged_car});  // the consumers are at work
    result_.before = calibrate();
    ask({.method = "PUT", .url = faults(), .headers = {{"Content-Type", "application/json"}}, .body = slow_payment});
    besiege();
    count_answers();
    ask({.method = "DELETE", .url = faults()});
    await_rest();
    measure_while_open();
    count_states();
    result_.after = calibrate();
    result_.voided = disagreement(
        {{"fdatasync/s", result_.before.fdatasync_per_second, result_.after.fdatasync_per_second},
         {"bare answers/s", result_.before.bare.transactions_per_s, result_.after.bare.transactions_per_s}});
    say("asking the invariant checker");
    result_.violations = invariants::check(launcher::stores_in(options_.platform.run), {.wait = rest_limit}).text();
    judge();
    return std::move(result_);
  }

 private:
  void say(const std::string& what) {
    if (stop_.stop_requested()) throw Problem{"the benchmark was interrupted"};
    options_.say(what);
  }

  std::string faults() const { return platform_.url("payment") + "/actuator/faults/siege"; }

  static launcher::HttpAnswer ask(const launcher::HttpCall& call) {
    auto answer = launcher::call(call);
    if (!answer.ok()) throw Problem{call.method + " " + call.url + ": " + answer.failure + answer.body};
    return answer;
  }

  struct Besieged {
    SiegeSummary summary;
    std::string output;  // siege's own, from its first figure
  };
  /// siege 4.0.7 may hang when its time is over (its issue 66): then it is begun again, `tries` times in all.
  Besieged siege(int seconds, const std::string& what, int tries) {
    const auto home = options_.platform.run / "siege";
    fs::create_directories(home);
    launcher::write_text(home / "siegerc", siegerc);
    launcher::ProcessSpec spec;
    spec.name = "siege";
    spec.argv = {siege_program,
                 "-R",
                 (home / "siegerc").string(),
                 fmt::format("-c{}", plan_.users),
                 fmt::format("-t{}S", seconds),
                 "-r10",
                 "--content-type",
                 "application/json",
                 platform_.url("order") + what};
    spec.environment["HOME"] = home.string();
    spec.log = home / "siege.log";
    const milliseconds limit{(seconds + 30) * 1000};
    for (bool ended = false; !ended; --tries) {
      try {
        launcher::run_to_end(spec, limit, "./sharecar bench siege   # siege itself may hang when its time is over");
        ended = true;
      } catch (const Problem&) {
        const auto so_far = launcher::read_text(spec.log).value_or("");
        if (tries <= 1 || so_far.find("Lifting the server siege") == so_far.npos) throw;
        say("  siege hangs; once more");
      }
    }
    const auto output = launcher::read_text(spec.log).value_or("");
    const auto summary = parse_siege(output);
    if (!summary) throw Problem{"siege gave no summary", {}, output};
    return {*summary, output.substr(output.find("Transactions:"))};
  }

  SiegeCalibration calibrate() {
    say("calibrating");
    SiegeCalibration out;
    out.hiccups = hiccups(plan_.hiccups);
    out.fdatasync_per_second = fdatasync_per_second(options_.platform.run, plan_.fdatasync);
    out.bare = siege(plan_.bare_seconds, "/actuator/health/liveness", 3).summary;
    return out;
  }

  void besiege() {
    say(fmt::format("siege -c{} -t{}S against payment that takes 400 to 620 ms", plan_.users, plan_.seconds));
    const auto before = cpu_seconds(platform_);
    const auto [summary, output] =
        siege(plan_.seconds, R"(/orders POST {"hotelId": "4001", "roomType": "standard"})", 1);  // the seed's
    result_.summary = summary;
    result_.output = output;
    result_.cpu_seconds = cpu_seconds_since(before, platform_);
  }

  void set_breaker(const char* update) {
    ask({.method = "POST",
         .url = platform_.url("order") + "/actuator/circuitbreakers/payment",
         .headers = {{"Content-Type", "application/json"}},
         .body = fmt::format(R"({{"updateState":"{}"}})", update)});
  }

  void measure_while_open() {
    say(fmt::format("bookings while the breaker is open: {:.0f} per second", plan_.rate_while_open));
    set_breaker("FORCE_OPEN");
    load::Options load;
    load.url = platform_.url("gateway");
    load.rate = plan_.rate_while_open;
    load.duration = plan_.while_open;
    load.settle = 0ms;  // none is paid before the breaker closes
    const auto report = load::run(load, stop_);
    set_breaker("CLOSE");
    if (!report) throw Problem{"the load did not start: " + report.error().detail};
    result_.while_open = report->requests.front();
    measure_refused(report->booked);
    await_rest();
  }

  void measure_refused(std::int64_t bookings) {
    load::Histogram durations;
    const launcher::TraceSource source{platform_.url("tracing")};
    for (const auto& trace : source.traces({.service = "order", .limit = static_cast<std::size_t>(bookings)})) {
      for (const auto& span : trace) {
        if (span.name == refused_call && span.failed()) durations.record(std::chrono::microseconds{span.duration});
      }
    }
    result_.refused = durations.percentiles();
  }

  void count_answers() {
    const auto text = ask({.url = platform_.url("order") + "/actuator/prometheus"}).body;
    for (const auto& [series, value] : launcher::metric_samples(text)) {
      const auto count = static_cast<std::int64_t>(value);
      if (series.starts_with("resilience4j_circuitbreaker_not_permitted_calls_total")) result_.not_permitted += count;
      const bool placed = series.starts_with("http_server_requests_seconds_count{") &&
                          series.find(R"(method="POST")") != series.npos &&
                          series.find(R"(uri="/orders")") != series.npos;
      if (!placed) continue;
      constexpr std::string_view label = R"(status=")";
      const auto at = series.find(label) + label.size();
      result_.answers[series.substr(at, series.find('"', at) - at)] += count;
    }
  }

  std::int64_t orders_in(OrderState state) const {
    const auto target = fmt::format("/admin/orders?size=1&status={}", boost::describe::enum_to_string(state, ""));
    const auto page = ask({.url = platform_.url("gateway") + target}).json();
    return page.at("page").at("totalElements").to_number<std::int64_t>();
  }

  void await_rest() {
    say("waiting until no order waits for its payment");
    const auto start = steady_clock::now();
    while (orders_in(OrderState::REQUESTED) + orders_in(OrderState::PAYMENT_PENDING) + orders_in(OrderState::PAID) > 0) {
      if (steady_clock::now() - start > rest_limit) break;  // judged below
      std::this_thread::sleep_for(100ms);
    }
    if (result_.rest_s == 0) result_.rest_s = std::chrono::duration<double>(steady_clock::now() - start).count();
  }

  void count_states() {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<OrderState>>([&](auto state) {
      if (const auto count = orders_in(state.value); count > 0) result_.states[state.name] = count;
    });
  }

  void judge() {
    const auto add = [&](std::string what, double figure, const char* relation, double goal, std::string unit) {
      const bool reached = relation == std::string_view{">="} ? figure >= goal : figure <= goal;
      result_.goals.push_back({std::move(what), figure, relation, goal, std::move(unit), reached});
    };
    std::int64_t unfinished = 0;
    for (const auto& [state, count] : result_.states) {
      const bool final = state == "CONFIRMED" || state == "EXPIRED" || state == "CANCELLED" || state == "DECLINED";
      if (!final) unfinished += count;
    }
    add("availability", result_.summary.availability_percent, ">=", 100, "%");
    add("transactions", result_.summary.transactions_per_s, ">=", 190, "/s");
    add("longest transaction", result_.summary.longest_s, "<=", 0.75, "s");
    add("a call refused while the breaker is open, p99", ms(result_.refused.p99_us), "<=", 5, "ms");
    add("a booking answered while the breaker is open, p99", ms(result_.while_open.latency.p99_us), "<=", 5, "ms");
    add("orders that are neither paid, expired nor cancelled in the end", static_cast<double>(unfinished), "<=", 0, "");
    add("violations of the invariants", result_.violations.empty() ? 0 : 1, "<=", 0, "");
  }

  const SiegeBenchOptions& options_;
  const Plan& plan_;
  std::stop_token stop_;
  launcher::Platform platform_;
  SiegeResult result_;
};

}  // namespace

SiegeResult bench_siege(const SiegeBenchOptions& options, std::stop_token stop) {
  return in_fresh_run(options.platform.run, [&] { return Siege{options, stop}.run(); });
}

std::string markdown(const SiegeResult& result) {
  std::string out = fmt::format("## The seed's siege\n\n{}, {}, load average before the start {:.1f}.\n",
                                to_rfc3339(result.at).substr(0, 16) + " UTC", result.machine, result.load_average);
  if (result.voided) out += fmt::format("**Void: {}.**\n", *result.voided);
  if (result.quick) out += "A quick run: it shows that the benchmark works; its figures mean nothing.\n";
  out += "\n```\n" + result.output.substr(0, result.output.find_last_not_of(" \n") + 1) + "\n```\n\n";
  const auto& ours = result.summary;
  const auto& seed = siege_of_the_seed;
  out += "| siege's summary | here | the seed's |\n| --- | ---: | ---: |\n";
  out += fmt::format("| transactions | {} | {} |\n", ours.transactions, seed.transactions);
  out += fmt::format("| availability, % | {:.2f} | {:.2f} |\n", ours.availability_percent, seed.availability_percent);
  out += fmt::format("| response time, s | {:.2f} | {:.2f} |\n", ours.response_time_s, seed.response_time_s);
  out += fmt::format("| transactions per second | {:.2f} | {:.2f} |\n", ours.transactions_per_s, seed.transactions_per_s);
  out += fmt::format("| failed | {} | {} |\n", ours.failed, seed.failed);
  out += fmt::format("| longest, s | {:.2f} | {:.2f} |\n", ours.longest_s, seed.longest_s);
  out += fmt::format("| shortest, s | {:.2f} | {:.2f} |\n\n", ours.shortest_s, seed.shortest_s);
  out += goals_table(result.goals) + "\n";
  const auto counts = [](const std::map<std::string, std::int64_t>& all) {
    std::string text;
    for (const auto& [name, count] : all) text += fmt::format("{}{} x {}", text.empty() ? "" : ", ", name, count);
    return text;
  };
  out += fmt::format(
      "Answers of POST /orders: {}. Calls that the breaker refused: {}. {:.1f} s after the siege no order waited any more: "
      "{}.\n",
      counts(result.answers), result.not_permitted, result.rest_s, counts(result.states));
  double cpu = 0;
  for (const auto& [part, seconds] : result.cpu_seconds) cpu += seconds;
  out += fmt::format("CPU of all processes: {:.1f} s in {:.1f} s.\n", cpu, ours.elapsed_s);
  const auto& open = result.while_open;
  out += fmt::format(
      "\nWhile payment's breaker is open, bookings through the gateway in an open loop: {}, answered {}, from when they "
      "were due p50 {:.2f} ms, p99 {:.2f} ms, the longest {:.2f} ms.\n\n",
      open.sent, counts(open.answers), ms(open.latency.p50_us), ms(open.latency.p99_us), ms(open.latency.max_us));
  const auto& before = result.before;
  const auto& after = result.after;
  out += calibration_head(before.hiccups, after.hiccups, before.fdatasync_per_second, after.fdatasync_per_second);
  out += calibration_row("siege on an answer that needs no work, per second", before.bare.transactions_per_s,
                         after.bare.transactions_per_s, 0);
  out += calibration_row("the longest, s", before.bare.longest_s, after.bare.longest_s, 2);
  if (!result.violations.empty()) out += "\n```\n" + result.violations + "```\n";
  return out;
}

}  // namespace sharecar::bench
