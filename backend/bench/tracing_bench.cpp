#include "bench/tracing_bench.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "bench/machine.hpp"
#include "bench/made_spans.hpp"
#include "bench/processes.hpp"
#include "contracts/time.hpp"
#include "launcher/http_call.hpp"
#include "launcher/kafka_jars.hpp"
#include "launcher/ports.hpp"
#include "launcher/problem.hpp"
#include "launcher/process.hpp"
#include "launcher/zipkin_jar.hpp"

namespace sharecar::bench {
namespace {

using launcher::HttpAnswer;
using launcher::HttpCall;
using launcher::milliseconds;
using launcher::Problem;
using launcher::Process;
using launcher::ProcessSpec;
using std::chrono::steady_clock;
using namespace std::chrono_literals;
namespace fs = launcher::fs;

constexpr int traces_of_message = 10;
constexpr int senders = 2;
constexpr int repeats = 5;
constexpr auto start_limit = 120s;
constexpr auto call_limit = 60'000ms;

/// How much is sent.
struct Plan {
  int timed_messages;  // while speed and CPU are measured
  int messages;        // in all
  int chain_messages;
  int chain_spans;  // of each
};
constexpr Plan thorough{400, 2000, 50, 1000};
constexpr Plan quick{40, 100, 5, 1000};

double seconds_since(steady_clock::time_point start) {
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}

/// A collector that runs, and what is asked of it.
class Collector {
 public:
  Collector(const ProcessSpec& spec, int port) : port_(port), process_(Process::spawn(spec)) {
    const auto give_up = steady_clock::now() + start_limit;
    while (get("/health").status != 200) {
      if (steady_clock::now() > give_up || !process_.running()) {
        stop();
        throw Problem{spec.name + " did not start", "less " + spec.log.string()};
      }
      std::this_thread::sleep_for(50ms);
    }
  }
  ~Collector() { stop(); }
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  pid_t pid() const { return process_.identity().pid; }
  HttpAnswer get(const std::string& target) const { return send("GET", target, {}); }
  void post(const SpanMessage& message) const {
    const auto answer = send("POST", "/api/v2/spans", message.body);
    if (answer.status != 202) {
      throw Problem{fmt::format("spans were answered {} {}{}", answer.status, answer.body, answer.failure)};
    }
  }
  /// Until the spans of a message can be read.
  void await(const SpanMessage& message) const {
    while (get("/api/v2/trace/" + message.last_trace).status != 200) std::this_thread::sleep_for(5ms);
  }
  double median_ms(const std::string& target) const {
    std::vector<double> times;
    for (int i = 0; i < repeats; ++i) {
      const auto start = steady_clock::now();
      const auto answer = get(target);
      if (answer.status != 200) throw Problem{fmt::format("GET {}: {} {}", target, answer.status, answer.failure)};
      times.push_back(seconds_since(start) * 1000);
    }
    std::ranges::sort(times);
    return times[times.size() / 2];
  }

 private:
  void stop() { process_.stop(SIGTERM, 10'000ms); }
  HttpAnswer send(const std::string& method, const std::string& target, const std::string& body) const {
    HttpCall call;
    call.method = method;
    call.url = fmt::format("http://127.0.0.1:{}{}", port_, target);
    call.body = body;
    call.limit = call_limit;
    if (!body.empty()) call.headers["Content-Type"] = "application/json";
    return launcher::call(call);
  }

  int port_;
  Process process_;
};

class Course {
 public:
  Course(const TracingBenchOptions& options, std::stop_token stop)
      : options_(options), plan_(options.quick ? quick : thorough), stop_(std::move(stop)) {
    fs::remove_all(options.folder);
    fs::create_directories(options.folder);
  }
  ~Course() {
    std::error_code ignored;
    fs::remove_all(options_.folder, ignored);
  }
  Course(const Course&) = delete;
  Course& operator=(const Course&) = delete;

  TracingResult run() {
    TracingResult result;
    result.at = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    result.machine = machine();
    result.load_average = load_average();
    result.quick = options_.quick;
    result.spans = std::int64_t{plan_.messages} * traces_of_message * spans_of_trace;
    result.spans_of_huge_trace = std::int64_t{plan_.chain_messages} * plan_.chain_spans;
    end_us_ = result.at.time_since_epoch().count();
    result.ours = ours();
    try {
      result.zipkin = zipkin();
    } catch (const Problem& problem) {
      if (stop_.stop_requested()) throw;
      result.no_zipkin = problem.what();
    }
    result.cost = cost();
    judge(result);
    return result;
  }

 private:
  void say(const std::string& what) {
    if (stop_.stop_requested()) throw Problem{"the benchmark was interrupted"};
    options_.say(what);
  }

  CollectorFigures ours() {
    const auto program = options_.here.programs / "sharecar-tracing";
    if (!fs::exists(program)) throw Problem{"sharecar-tracing is not built", "./sharecar bench tracing   # builds it"};
    const int port = launcher::free_port();
    const auto config = options_.folder / "tracing.yaml";
    launcher::write_text(config, fmt::format("port: {}\ndataDir: {}\nmaxSpans: 2000000\nlog: {{level: WARN}}\n", port,
                                             options_.folder.string()));
    ProcessSpec spec;
    spec.name = "tracing";
    spec.argv = {program.string(), "--config", config.string()};
    spec.log = options_.folder / "tracing.log";
    say("starting our tracing service");
    return measure(spec, port);
  }

  TracingCost cost() {
    TracingCostOptions options{.platform = options_.here.platform_options(), .quick = options_.quick};
    options.platform.run = options_.folder / "platform";
    options.platform.any_ports = true;
    options.say = options_.say;
    return tracing_cost(options, stop_);
  }

  CollectorFigures zipkin() {
    say("starting a real Zipkin");
    const auto jar = launcher::zipkin_jar(options_.here.source, options_.here.cache, options_.folder / "maven.log");
    const int port = launcher::free_port();
    ProcessSpec spec;
    spec.name = "zipkin";
    spec.argv = {launcher::java().string(), "-Xmx4g", "-jar", jar.string()};
    spec.environment = {{"QUERY_PORT", std::to_string(port)}, {"MEM_MAX_SPANS", "2000000"}};
    spec.log = options_.folder / "zipkin.log";
    return measure(spec, port);
  }

  CollectorFigures measure(const ProcessSpec& spec, int port) {
    const Collector collector{spec, port};
    CollectorFigures out;
    say("  sending spans as fast as they are taken");
    send_timed(collector, out);
    say("  sending the rest, and one huge trace");
    for (int i = plan_.timed_messages; i < plan_.messages; ++i) collector.post(message(i));
    for (int i = 0; i < plan_.chain_messages; ++i) {
      collector.post(chain(std::int64_t{i} * plan_.chain_spans, plan_.chain_spans, end_us_ - 1'000'000));
    }
    collector.await(message(plan_.messages - 1));
    await_chain(collector);
    say("  asking");
    out.trace_ms = collector.median_ms("/api/v2/trace/" + chain_id());
    const auto now_ms = end_us_ / 1000;
    const std::string times = fmt::format("endTs={}&lookback=86400000", now_ms);
    const std::pair<const char*, std::string> questions[] = {
        {"the 10 latest traces", "traces?limit=10&" + times},
        {"100 traces of a service", "traces?serviceName=order&limit=100&" + times},
        {"one order, by its tag", fmt::format("traces?annotationQuery=order.id%3D{}&", plan_.messages) + times},
        {"10 of the few that failed", "traces?annotationQuery=error&" + times},
        {"dependencies of a day", "dependencies?" + times}};
    for (const auto& [what, target] : questions) {
      out.questions.push_back({what, collector.median_ms("/api/v2/" + target)});
    }
    out.memory_mb = static_cast<double>(launcher::pss_of_tree(collector.pid())) / 1e6;
    return out;
  }

  void send_timed(const Collector& collector, CollectorFigures& out) {
    std::vector<SpanMessage> messages;
    for (int i = 0; i < plan_.timed_messages; ++i) messages.push_back(message(i));
    const double cpu_before = cpu_seconds_of_tree(collector.pid());
    const auto start = steady_clock::now();
    std::vector<std::jthread> threads;
    std::vector<std::string> failures(senders);
    for (std::size_t sender = 0; sender < senders; ++sender) {
      threads.emplace_back([&, sender] {
        try {
          for (std::size_t i = sender; i < messages.size(); i += senders) collector.post(messages[i]);
        } catch (const std::exception& failure) {
          failures[sender] = failure.what();
        }
      });
    }
    threads.clear();
    for (const auto& failure : failures) {
      if (!failure.empty()) throw Problem{failure};
    }
    for (std::size_t i = messages.size() - senders; i < messages.size(); ++i) collector.await(messages[i]);
    const double spans = plan_.timed_messages * traces_of_message * double{spans_of_trace};
    out.spans_per_second = spans / seconds_since(start);
    out.cpu_us_per_span = (cpu_seconds_of_tree(collector.pid()) - cpu_before) * 1e6 / spans;
  }

  void await_chain(const Collector& collector) const {
    const auto last = fmt::format(R"("id":"{:016x}")", std::int64_t{plan_.chain_messages} * plan_.chain_spans);
    while (collector.get("/api/v2/trace/" + chain_id()).body.find(last) == std::string::npos) {
      std::this_thread::sleep_for(50ms);
    }
  }

  SpanMessage message(int number) const {
    const std::int64_t all = std::int64_t{plan_.messages} * traces_of_message * 1000;
    return traces(std::int64_t{number} * traces_of_message, traces_of_message, end_us_ - 60'000'000 - all);
  }

  static void judge(TracingResult& result) {
    const auto add = [&](std::string what, double figure, bool at_least, double goal, std::string unit) {
      const bool reached = at_least ? figure >= goal : figure <= goal;
      result.goals.push_back({std::move(what), figure, at_least ? ">=" : "<=", goal, std::move(unit), reached});
    };
    add("spans taken in", result.ours.spans_per_second, true, 50'000, "spans/s");
    add("CPU per span", result.ours.cpu_us_per_span, false, 10, "us");
    add(fmt::format("a trace of {} spans answered", result.spans_of_huge_trace), result.ours.trace_ms, false, 500,
        "ms");
    if (result.zipkin) compare(result, add);
    for (auto& goal : goals_of(result.cost)) result.goals.push_back(std::move(goal));
  }

  static void compare(TracingResult& result, const auto& add) {
    add("spans taken in, ours to Zipkin's", result.ours.spans_per_second / result.zipkin->spans_per_second, true, 1,
        "");
    add("CPU per span, ours to Zipkin's", result.ours.cpu_us_per_span / result.zipkin->cpu_us_per_span, false, 1, "");
    add("memory, ours to Zipkin's", result.ours.memory_mb / result.zipkin->memory_mb, false, 1, "");
    add("the huge trace, ours to Zipkin's", result.ours.trace_ms / result.zipkin->trace_ms, false, 1, "");
    for (std::size_t i = 0; i < result.ours.questions.size(); ++i) {
      add(result.ours.questions[i].question + ", ours to Zipkin's",
          result.ours.questions[i].ms / result.zipkin->questions[i].ms, false, 1, "");
    }
  }

  const TracingBenchOptions& options_;
  const Plan plan_;
  const std::stop_token stop_;
  std::int64_t end_us_ = 0;
};

}  // namespace

TracingResult bench_tracing(const TracingBenchOptions& options, std::stop_token stop) {
  return Course{options, std::move(stop)}.run();
}

std::string markdown(const TracingResult& result) {
  std::string out = fmt::format(
      "\n## Tracing\n\n{}{}, {}, load average before the start {:.1f}; {} spans in traces of {}, "
      "500 to a message.\n\n",
      result.quick ? "A quick run, which proves nothing: " : "",
      to_rfc3339(std::chrono::floor<std::chrono::seconds>(result.at)), result.machine, result.load_average,
      result.spans, spans_of_trace);
  out += "| | ours | Zipkin 3.6.1, storage in memory |\n| --- | ---: | ---: |\n";
  const auto row = [&](const std::string& what, double ours, double zipkin) {
    out += fmt::format("| {} | {:.{}f} | {} |\n", what, ours, ours < 100 ? 1 : 0,
                       result.zipkin ? fmt::format("{:.{}f}", zipkin, zipkin < 100 ? 1 : 0) : "");
  };
  const auto theirs = result.zipkin.value_or(CollectorFigures{});
  row("spans taken in, per second", result.ours.spans_per_second, theirs.spans_per_second);
  row("CPU per span, us", result.ours.cpu_us_per_span, theirs.cpu_us_per_span);
  row("memory with all of them (PSS), MB", result.ours.memory_mb, theirs.memory_mb);
  row(fmt::format("a trace of {} spans, ms", result.spans_of_huge_trace), result.ours.trace_ms, theirs.trace_ms);
  for (std::size_t i = 0; i < result.ours.questions.size(); ++i) {
    const auto& [question, ms] = result.ours.questions[i];
    row(question + ", ms", ms, result.zipkin ? theirs.questions[i].ms : 0);
  }
  if (!result.zipkin) out += "\nNo Zipkin ran beside it: " + result.no_zipkin + "\n";
  out += markdown(result.cost);
  out += "\n| goal | figure | | goal | |\n| --- | ---: | --- | ---: | --- |\n";
  for (const auto& goal : result.goals) {
    const auto number = [](double value) { return fmt::format("{:.{}f}", value, value < 100 ? 2 : 0); };
    out += fmt::format("| {} | {} | {} | {} {} | {} |\n", goal.what, number(goal.figure), goal.relation,
                       number(goal.goal), goal.unit, goal.reached ? "reached" : "**missed**");
  }
  return out;
}

}  // namespace sharecar::bench
