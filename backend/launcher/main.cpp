/// The program behind ./sharecar: the list of its commands.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include "bench/command.hpp"
#include "launcher/commands.hpp"
#include "launcher/kafka_tools.hpp"
#include "launcher/problem.hpp"
#include "launcher/suggest.hpp"
#include "launcher/terminal.hpp"
#include "launcher/test_stack.hpp"

namespace launcher = sharecar::launcher;

namespace {

constexpr int usage_error = 2;

/// What a command line asks for: filled while it is parsed, run afterwards.
struct Request {
  launcher::UpOptions up;
  launcher::BookOptions book;
  launcher::BreakersOptions breakers;
  launcher::TraceOptions trace;
  launcher::ScenarioOptions scenario;
  launcher::LoadCommand load;
  launcher::CheckOptions check;
  launcher::DesktopOptions desktop;
  sharecar::bench::BenchCommand bench;
  std::string word;
  std::string second;
  std::int64_t order = 0;
  std::size_t lines = 50;
  bool flag = false;
  std::vector<std::string> rest;
  std::function<int(const launcher::Workspace&)> run;
};

void up_options(CLI::App& command, launcher::UpOptions& options) {
  command.add_option("--broker", options.broker, "use this Kafka (HOST:PORT) and start none");
  command.add_option("--zipkin", options.zipkin, "send spans to this Zipkin-compatible collector and start none");
  command
      .add_option("--ports-from", options.ports_from,
                  "move every port into a block of 20 from here, e.g. 18080: order 18081, gateway 18088")
      ->check(CLI::Range(1024, 65'000));
  command.add_flag("!--no-restart", options.restart, "leave dead what dies");
  command.add_option("--only", options.only, "start nothing but these parts, e.g. postgres,kafka,prometheus")
      ->delimiter(',');
  command
      .add_option("--replicas", options.replicas,
                  "so many processes of a service, e.g. order=2,payment=2: order and order-2. On a running platform it "
                  "changes their number; who has to know is started anew")
      ->delimiter(',')
      ->type_name("NAME=N");
}

void platform_commands(CLI::App& app, Request& request) {
  auto* up =
      app.add_subcommand("up", "install what is missing, build, start everything, book once, show what happened");
  up_options(*up, request.up);
  up->callback([&] { request.run = [&](const auto& here) { return launcher::up(here, request.up); }; });
  auto* supervise =
      app.add_subcommand("supervise", "the process that keeps the platform running; `up` starts it")->group("");
  up_options(*supervise, request.up);
  supervise->callback([&] { request.run = [&](const auto& here) { return launcher::supervise(here, request.up); }; });
  app.add_subcommand("down", "stop everything; the data stays")->callback([&] { request.run = launcher::down; });
  auto* reset = app.add_subcommand("reset", "stop everything and delete its data");
  reset->add_flag("-y,--yes", request.flag, "do not ask");
  reset->callback([&] { request.run = [&](const auto& here) { return launcher::reset(here, request.flag); }; });
  app.add_subcommand("status", "what runs: state, port, uptime, restarts, memory")->callback([&] {
    request.run = launcher::status;
  });
  app.add_subcommand("doctor", "what could keep it from running, and the line that mends it")->callback([&] {
    request.run = launcher::doctor;
  });
  for (const auto& [verb, what] : {std::pair<const char*, const char*>{"start", "start a part that was stopped"},
                                   {"stop", "stop a part; it stays stopped"},
                                   {"kill", "kill -9 a part; the supervisor starts it again"},
                                   {"restart", "stop and start a part"}}) {
    auto* command = app.add_subcommand(verb, what);
    command->add_option("part", request.word, "order, kafka, postgres, ...; see status")->required();
    command->callback([&request, name = std::string{verb}] {
      request.run = [&request, name](const auto& here) { return launcher::control(here, name, request.word); };
    });
  }
  auto* logs = app.add_subcommand("logs", "the end of the log of a part");
  logs->add_option("part", request.word, "order, kafka, launcher, ...")->required();
  logs->add_flag("-f,--follow", request.flag, "go on as it grows");
  logs->add_option("-n,--lines", request.lines, "how many lines")->capture_default_str();
  logs->callback([&] {
    request.run = [&](const auto& here) { return launcher::logs(here, request.word, request.lines, request.flag); };
  });
}

void booking_commands(CLI::App& app, Request& request) {
  auto* book = app.add_subcommand("book", "book a car and follow it until it is reserved");
  book->add_option("--car", request.book.car, "its id")->capture_default_str();
  book->add_option("--starts", request.book.starts,
                   "when, e.g. 2030-01-31T10:00:00Z; without it the earliest free hour");
  book->add_option("--ends", request.book.ends, "until when; without it an hour later");
  book->add_option("--customer", request.book.customer, "for whom; guest when not given");
  book->add_option("--card", request.book.card, "a card number, or approve, decline, slow, error, hang");
  book->add_option("--key", request.book.key, "Idempotency-Key: the same key books once however often it is sent");
  book->callback([&] { request.run = [&](const auto& here) { return launcher::book(here, request.book); }; });
  auto* cancel = app.add_subcommand("cancel", "cancel an order and follow the refund");
  cancel->add_option("order", request.order, "its number")->required();
  cancel->callback([&] { request.run = [&](const auto& here) { return launcher::cancel(here, request.order); }; });
  auto* mypage = app.add_subcommand("mypage", "what a customer has booked, or one order step by step");
  mypage->add_option("customer-or-order", request.word, "a customer's name or an order's number; guest when not given");
  mypage->add_option("--customer", request.second, "the same");
  mypage->callback([&] {
    request.run = [&](const auto& here) {
      const auto& who = request.second.empty() ? request.word : request.second;
      return launcher::mypage(here, who.empty() ? "guest" : who);
    };
  });
}

void trace_commands(CLI::App& app, Request& request) {
  const CLI::Range order_number{std::int64_t{1}, std::int64_t{999'999'999'999'999}, "ORDER"};
  auto* trace = app.add_subcommand("trace", "a trace: its tree, where the time went, what stands out");
  auto& options = request.trace;
  trace->add_option("id", options.trace, "a trace id; a number is an order");
  trace->add_option("--order", options.order, "the traces that changed this order")->check(order_number);
  trace->add_flag("--last", options.last, "the newest one");
  trace->add_flag("--slowest", options.slowest, "the one of the newest 200 whose client waited longest");
  trace->add_flag("--errors", options.errors, "only those with a span that failed");
  trace->add_option("--service", options.service, "only those that this service took part in");
  trace->add_flag("-f,--follow", options.follow,
                  "go on as spans arrive; without an id: each new trace. Ctrl-C ends it");
  trace->add_flag("-a,--all", options.all, "also traces of an order that only read it");
  trace->add_flag("--json", options.json, "as JSON; so it is where the output is no terminal");
  trace->add_flag("--text", options.text, "as text, whatever the output is")->excludes("--json");
  trace->add_option("--zipkin", options.zipkin, "ask this Zipkin instead, e.g. http://localhost:9411");
  trace->callback([&] { request.run = [&](const auto& here) { return launcher::trace(here, request.trace); }; });
  auto* explain = app.add_subcommand("explain", "everything that is known of one order, and what is still to come");
  explain->add_option("order", request.order, "its number")->required()->check(order_number);
  explain->add_flag("--json", request.flag, "as JSON: what GET /admin/orders/{id} answers");
  explain->callback(
      [&] { request.run = [&](const auto& here) { return launcher::explain(here, request.order, request.flag); }; });
}

void fault_command(CLI::App& app, Request& request) {
  auto* fault = app.add_subcommand("fault", "make a service slow or wrong on purpose");
  fault->add_option("words", request.rest, "list [SERVICE], clear [SERVICE [NAME]], or SERVICE EFFECT...")->required();
  fault->footer(
      "Effects, in milliseconds unless 2s is said:\n"
      "  latency=400..620   wait before the request is handled    late=900       handle it, then keep the answer back\n"
      "  status=500         answer with this instead              hang           never answer\n"
      "  reset              cut the connection (reset=answer: in the middle of the answer)\n"
      "  refuse             let nobody connect (30 s unless for= says otherwise)\n"
      "and where, how often and how long:  route=\"PUT /charges/{key}\"  probability=0.3  for=30s  name=mine\n"
      "Example:  ./sharecar fault payment latency=400..620 for=1m");
  fault->callback(
      [&] { request.run = [&](const auto& here) { return launcher::fault(here, request.rest); }; });
}

void scenario_command(CLI::App& app, Request& request) {
  auto* scenario = app.add_subcommand("scenario", "break something, watch it, heal it: with a verdict");
  scenario->add_option("name", request.scenario.name, "payment-down, slot-race, ...; `list` shows all")->required();
  scenario->add_flag("--ko", request.scenario.korean, "in Korean");
  scenario->footer("Ctrl-C heals at once. The exit status is 0 when all was as it has to be.");
  scenario->callback(
      [&] { request.run = [&](const auto& here) { return launcher::scenario(here, request.scenario); }; });
}

void breaker_commands(CLI::App& app, Request& request) {
  auto& options = request.breakers;
  auto* breakers = app.add_subcommand("breakers", "the circuit breakers of every instance; set one by hand");
  breakers->require_subcommand(0, 1);
  breakers->fallthrough();  // --instance and --json are also options of what follows
  breakers->add_option("--service", options.service, "only of this service");
  breakers->add_option("--instance", options.instance, "only of this instance, e.g. order-2");
  breakers->add_flag("--watch", options.watch, "again each second. Ctrl-C ends it");
  breakers->add_flag("--json", options.json, "as JSON");
  breakers->callback([&request, breakers] {
    if (!breakers->get_subcommands().empty()) return;
    request.run = [&](const auto& here) { return launcher::list_breakers(here, request.breakers); };
  });
  struct Verb {
    const char* name;
    const char* state;
    const char* what;
    bool stays;
  };
  for (const auto& verb : {Verb{"force-open", "FORCED_OPEN", "refuse every call", true},
                           Verb{"disable", "DISABLED", "let every call through, whatever becomes of it", true},
                           Verb{"close", "CLOSED", "close it; it goes on by itself", false},
                           Verb{"reset", "RESET", "close it and forget its calls", false}}) {
    auto* command = breakers->add_subcommand(verb.name, verb.what);
    command->add_option("service", options.service, "whose calls it guards, e.g. order")->required();
    command->add_option("breaker", options.breaker, "its name, e.g. payment")->required();
    command->add_option("--reason", options.reason, "for those who will wonder")->required();
    if (verb.stays) {
      command->add_option("--for", options.revert_after_s, "seconds until turbine takes it back")
          ->check(CLI::Range(1, 86'400));
    }
    command->callback([&request, state = std::string{verb.state}] {
      request.breakers.state = state;
      request.run = [&](const auto& here) { return launcher::change_breakers(here, request.breakers); };
    });
  }
  auto* undo = breakers->add_subcommand("undo", "take a change back");
  undo->add_option("change", request.word, "its id; see journal")->required();
  undo->callback([&] {
    request.run = [&](const auto& here) {
      return launcher::undo_breaker_change(here, request.word, request.breakers.json);
    };
  });
  auto* journal = breakers->add_subcommand("journal", "who set what and why, the newest first");
  journal->callback([&] {
    request.run = [&](const auto& here) { return launcher::breaker_journal(here, request.breakers.json); };
  });
}

/// One of the names of a described enum.
template <class E>
void enum_option(CLI::App& command, const std::string& name, E& value, const std::string& what) {
  std::string names;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
      [&](auto one) { names += (names.empty() ? "" : "|") + std::string{one.name}; });
  const auto read = [&value, name, names](const std::string& text) {
    if (!boost::describe::enum_from_string(text.c_str(), value)) {
      throw CLI::ValidationError{name, "there is no " + text + "; choose one of " + names};
    }
  };
  command.add_option_function<std::string>(name, read, what)
      ->option_text(fmt::format("{}={}", names, boost::describe::enum_to_string(value, "")));
}

/// A duration as CLI11 reads it, in seconds, into milliseconds.
void seconds_option(CLI::App& command, const char* name, std::chrono::milliseconds& value, const char* what) {
  command
      .add_option_function<double>(
          name, [&value](double seconds) { value = std::chrono::milliseconds{std::llround(seconds * 1000)}; }, what)
      ->check(CLI::Range(0.1, 86'400.0))
      ->option_text(fmt::format("SECONDS={}", value.count() / 1000));
}

void load_command(CLI::App& app, Request& request) {
  namespace load = sharecar::load;
  auto* command = app.add_subcommand("load", "send load to the running platform and report what came back");
  auto& options = request.load.options;
  options.url.clear();
  enum_option(*command, "--workload", options.workload,
              "book: bookings only. drive: 70 % MyPage, 15 % availability, 5 % order, 8 % book, 2 % cancel. "
              "race: several clients want each of 4,000 half hours. siege: the seed's, with slow payment. "
              "read: MyPage only");
  command->add_option("--rate", options.rate, "requests per second, sent whatever became of the earlier ones")
      ->check(CLI::Range(0.1, 100'000.0))
      ->capture_default_str();
  command
      ->add_option("--clients", options.clients,
                   "instead of a rate: so many clients, each sending when it has its answer (race: 64, siege: 100)")
      ->check(CLI::Range(1, 10'000));
  command->add_flag("--await-shown", options.await_shown, "these clients also wait for MyPage before they go on");
  enum_option(*command, "--arrivals", options.arrivals, "how requests follow each other at a rate");
  command->add_flag("!--untraced", options.traced, "ask the platform to keep no trace, to see what tracing costs");
  seconds_option(*command, "--duration", options.duration, "how long requests are sent");
  seconds_option(*command, "--settle", options.settle, "how long a booking is followed to MyPage");
  command->add_option("--seed", options.seed, "of arrivals and mix; the same seed sends the same")
      ->capture_default_str();
  command->add_option("--in-flight", options.in_flight, "requests at once at most; others wait and count as late")
      ->check(CLI::Range(1, 20'000))
      ->capture_default_str();
  command->add_option("--contenders", options.contenders, "race: how many want each slot")
      ->check(CLI::Range(2, 64))
      ->capture_default_str();
  command->add_option("--log", options.log, "write each booking and cancellation to this file, for ./sharecar check");
  command->add_flag("--json", request.load.json, "the report as JSON");
  command->add_option("--url", options.url, "another gateway on this machine, e.g. http://127.0.0.1:18088");
  command->footer("Latency counts from when a request was due. Ctrl-C ends early, with the report so far.");
  command->callback([&] { request.run = [&](const auto& here) { return launcher::run_load(here, request.load); }; });
}

void check_command(CLI::App& app, Request& request) {
  auto* check = app.add_subcommand("check", "judge all stores by the invariants of the booking");
  auto& options = request.check;
  check->add_option("--log", options.log, "what a client did and was told: the operation log of a load run")
      ->check(CLI::ExistingFile);
  check->add_option("--wait", options.wait_s, "seconds that the platform gets to come to rest")
      ->check(CLI::Range(0, 3600))
      ->capture_default_str();
  check->add_flag("--json", options.json, "the report as JSON");
  check->callback([&] { request.run = [&](const auto& here) { return launcher::check(here, options); }; });
}

void bench_commands(CLI::App& app, Request& request) {
  namespace bench = sharecar::bench;
  auto* all = app.add_subcommand("bench", "figures with their calibration, on a platform of its own");
  all->require_subcommand(1);
  struct Bench {
    const char* name;
    const char* what;
    std::string footer;
    int (*run)(const launcher::Workspace&, const bench::BenchCommand&);
  };
  const std::string missed = "The exit status is 1 when a goal is missed";
  const std::string or_void = missed + ", or when the machine changed meanwhile.";
  for (const auto& one :
       {Bench{"booking", "converged bookings per second, CPU, latency, memory, start times; takes about seven minutes",
              or_void, bench::bench_booking_command},
        Bench{"siege", "the seed's: siege -c100 -t60S against payment that takes 400 to 620 ms; takes five minutes",
              or_void, bench::bench_siege_command},
        Bench{"tracing", "spans taken in per second, CPU, memory, answers over a million spans, beside a real Zipkin",
              missed + ". Zipkin is fetched once with Maven (135 MB).", bench::bench_tracing_command},
        Bench{"viewer", "the client's trace viewer with 50,000 spans: first paint, scrolling, filter, memory",
              missed + ". It needs no platform and no screen.", bench::bench_viewer_command}}) {
    auto* command = all->add_subcommand(one.name, one.what);
    command->add_flag("--quick", request.bench.quick, "within a minute or less, to see that it works");
    command->add_option("--out", request.bench.out,
                        "folder for benchmarks.md and the figures in bench/; default docs");
    command->footer(one.footer);
    command->callback([&request, run = one.run] {
      request.run = [&request, run](const auto& here) { return run(here, request.bench); };
    });
  }
}

void desktop_command(CLI::App& app, Request& request) {
  auto* desktop = app.add_subcommand("desktop", "the client: book with the mouse, see what happened");
  auto& options = request.desktop;
  desktop->add_flag("--operator", options.is_operator, "with Operate beside Drive");
  desktop->add_option("--customer", options.customer, "who books; demo when not given");
  desktop->add_option("--gateway", options.gateway, "another platform, e.g. http://127.0.0.1:18088");
  desktop->add_option("--zipkin", options.zipkin, "search traces at any Zipkin, e.g. http://127.0.0.1:9411");
  desktop->add_option("open", options.open, "sharecar:// addresses and trace files");
  desktop->callback([&] { request.run = [&](const auto& here) { return launcher::desktop(here, request.desktop); }; });
}

void kafka_commands(CLI::App& app, Request& request) {
  auto* kafka = app.add_subcommand("kafka", "Kafka's own console tools on the running broker");
  kafka->require_subcommand(1);
  const std::vector<std::string> says{"create, list, describe, delete topics: --list, --create --topic NAME, ...",
                                      "send lines: --topic NAME", "show messages: --topic NAME --from-beginning",
                                      "consumer groups: --list, --describe --group NAME"};
  const auto& names = launcher::kafka_tool_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto* tool = kafka->add_subcommand(names[i], says.at(i))->prefix_command();
    tool->set_help_flag();  // the tool's own --help
    tool->footer(
        "Options are those of Kafka's script; the cluster is ours unless named. --zookeeper and --broker-list of older "
        "Kafkas are understood.");
    tool->callback([&request, tool] {
      request.rest = tool->remaining();
      request.run = [&request, name = tool->get_name()](const auto& here) {
        return launcher::kafka(here, name, request.rest);
      };
    });
  }
}

void test_stack_commands(CLI::App& app, Request& request) {
  auto* stack =
      app.add_subcommand("test-stack", "one PostgreSQL and one Kafka for a run of the component tests")->group("");
  stack->require_subcommand(1);
  auto* start = stack->add_subcommand("start", "start both on free ports; DIR/stack.json says where");
  start->add_option("--dir", request.word, "their folder; emptied first")->required();
  start->callback([&] {
    request.run = [&](const auto& here) {
      launcher::start_test_stack(request.word, here.source, here.cache);
      return 0;
    };
  });
  auto* stop = stack->add_subcommand("stop", "stop both and delete the folder");
  stop->add_option("--dir", request.word, "their folder")->required();
  stop->callback([&] {
    request.run = [&](const auto&) {
      launcher::stop_test_stack(request.word);
      return 0;
    };
  });
}

/// What libpq would otherwise take from the caller's shell instead of from us.
void forget_libpq_settings() {
  for (const char* name :
       {"PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGOPTIONS", "PGSERVICE", "PGSSLMODE", "PGDATA"})
    ::unsetenv(name);
}

/// The names of all commands; those of the machinery only with `hidden`.
std::vector<std::string> command_names(const CLI::App& app, bool hidden) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (hidden || !command->get_group().empty()) names.push_back(command->get_name());
  }
  return names;
}

bool knows(const CLI::App& app, const std::string& word) {
  const auto names = command_names(app, true);
  return std::ranges::find(names, word) != names.end();
}

int unknown_command(const CLI::App& app, const std::string& word) {
  const auto nearest = launcher::nearest_word(word, command_names(app, false));
  std::cerr << "sharecar: there is no command " << word << (nearest.empty() ? "" : ". Did you mean " + nearest + "?")
            << "\n  all commands:  ./sharecar --help\n";
  return usage_error;
}

}  // namespace

int main(int argc, char** argv) {
  ::signal(SIGPIPE, SIG_IGN);
  forget_libpq_settings();
  CLI::App app{"ShareCar: a car-sharing platform to run, break and look into.", "./sharecar"};
  app.footer("Two to begin with:  ./sharecar up    and    ./sharecar test\nHelp of one:  ./sharecar up --help");
  app.require_subcommand(1);
  Request request;
  platform_commands(app, request);
  booking_commands(app, request);
  trace_commands(app, request);
  fault_command(app, request);
  scenario_command(app, request);
  breaker_commands(app, request);
  load_command(app, request);
  check_command(app, request);
  bench_commands(app, request);
  desktop_command(app, request);
  kafka_commands(app, request);
  test_stack_commands(app, request);
  app.add_subcommand("test",
                     "build everything and run its tests, all or those with these labels (unit component system ...)")
      ->add_option("label", request.rest, "labels");  // done by the shell script; here for the list
  if (argc > 1 && argv[1][0] != '-' && !knows(app, argv[1])) return unknown_command(app, argv[1]);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : usage_error;
  }
  try {
    return request.run ? request.run(launcher::Workspace::find()) : usage_error;
  } catch (const launcher::Problem& problem) {
    launcher::print(problem);
  } catch (const std::exception& error) {
    launcher::print(launcher::Problem{error.what(), "./sharecar doctor"});
  }
  return 1;
}
