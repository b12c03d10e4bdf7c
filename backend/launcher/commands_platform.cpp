// up, down, reset, status and what they share.
#include <fmt/format.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <ctime>
#include <iostream>
#include <set>
#include <thread>

#include "launcher/commands.hpp"
#include "launcher/daemon.hpp"
#include "launcher/problem.hpp"
#include "launcher/terminal.hpp"

namespace sharecar::launcher {

namespace json = boost::json;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds look_every{50};
constexpr milliseconds stop_limit{40'000};

std::string text(const json::value& object, std::string_view key) { return std::string{object.at(key).as_string()}; }
std::int64_t number(const json::value& object, std::string_view key) {
  return object.at(key).to_number<std::int64_t>();
}

/// Where a supervisor that could not even begin leaves its reason.
fs::path failure_file(const fs::path& run) { return run / "launcher.failure.json"; }

void keep_failure(const fs::path& run, const Problem& problem) {
  const json::value value{{"what", problem.what()}, {"mend", problem.mend()}, {"evidence", problem.evidence()}};
  write_text(failure_file(run), json::serialize(value));
}

Problem problem_from(const json::value& value) {
  return Problem{text(value, "what"), text(value, "mend"), text(value, "evidence")};
}

/// What a running supervisor must have been started with for a new `up` to leave it alone: program and options.
std::string fingerprint_of(const Workspace& here, const UpOptions& options) {
  ProcessSpec spec;
  spec.argv = options.arguments();
  spec.argv.insert(spec.argv.begin(), (here.programs / "sharecar-launcher").string());
  return spec.fingerprint();
}

Process start_supervisor(const Workspace& here, const UpOptions& options) {
  fs::create_directories(here.run / "logs");
  fs::remove(failure_file(here.run));
  ProcessSpec spec;
  spec.name = "supervisor";
  spec.argv = options.arguments();
  spec.argv.insert(spec.argv.begin(), {(here.programs / "sharecar-launcher").string(), "supervise"});
  spec.environment["SHARECAR_ROOT"] = here.source.string();
  spec.environment["SHARECAR_RUN"] = here.run.string();
  spec.log = here.log("launcher");
  return Process::spawn(spec);
}

/// Follows a supervisor until everything is ready, printing each step once.
void follow_start(const Workspace& here, Process& supervisor) {
  const auto start = steady_clock::now();
  std::set<std::string> printed;
  WaitLine line;
  for (;;) {
    if (supervisor.wait_exit(look_every)) {
      line.clear();
      if (const auto kept = read_text(failure_file(here.run))) throw problem_from(json::parse(*kept));
      throw Problem{"the supervisor ended", "./sharecar logs launcher", last_lines(here.log("launcher"), 10)};
    }
    const auto client = SupervisorClient::find(here.run);
    if (!client) continue;
    const auto answer = client->get("/status");
    if (!answer.ok()) continue;
    const auto status = answer.json();
    for (const auto& note : status.at("notes").as_array()) {
      const std::string words{note.as_string()};
      if (!printed.insert(words).second) continue;
      line.clear();
      std::cout << "  note: " << words << "\n";
    }
    for (const auto& step : status.at("steps").as_array()) {
      const auto what = text(step, "what");
      if (!printed.insert(what).second) continue;
      line.clear();
      std::cout << fmt::format("  {} {:<22}{:>8}  {}\n", green("ok"), what, duration_words(number(step, "ms")),
                               dim(text(step, "note")));
    }
    std::string waiting;
    for (const auto& part : status.at("parts").as_array()) {
      if (text(part, "state") != "ready") waiting += " " + text(part, "name");
    }
    const auto phase = text(status, "phase");
    if (phase == "ready") return;
    if (phase == "failed") {
      line.clear();
      throw problem_from(status.at("problem"));
    }
    const auto waited = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
    if (waited > milliseconds{1'000})
      line.show(fmt::format("  .. {}  waiting for{}", duration_words(waited.count()),
                            waiting.empty() ? " the stores" : waiting));
  }
}

/// A supervisor that fits is kept: its services that were built anew are started anew. One that does not fit leaves its
/// processes to the next one, which replaces what differs.
bool keep_running_one(const Workspace& here, const UpOptions& options) {
  auto client = SupervisorClient::find(here.run);
  if (!client) return false;
  const auto answer = client->get("/status");
  const auto phase = answer.ok() ? text(answer.json(), "phase") : "";
  if (phase == "starting" && client->file().fingerprint == fingerprint_of(here, options)) {
    auto process = Process::attach(client->file().supervisor);
    if (process) follow_start(here, *process);
    return process.has_value();
  }
  if (phase == "ready" && client->file().fingerprint == fingerprint_of(here, options)) {
    const auto refreshed = client->post("/refresh", milliseconds{60'000});
    if (!refreshed.ok())
      throw Problem{"the running platform could not be refreshed", "./sharecar down && ./sharecar up", refreshed.body};
    std::string renewed;
    const auto answered = refreshed.json();
    for (const auto& name : answered.at("renewed").as_array()) renewed += " " + std::string{name.as_string()};
    std::cout << "The platform runs already" << (renewed.empty() ? "." : "; started anew:" + renewed + ".") << "\n";
    return true;
  }
  client->post("/leave");
  if (!client->process().wait_exit(stop_limit))
    throw Problem{"the running supervisor does not leave", "./sharecar down"};
  return false;
}

void print_addresses(const SupervisorClient& client) {
  const auto status = client.get("/status").json();
  std::uint64_t sum = 0;
  std::vector<std::vector<std::string>> rows{{"part", "address", "pid", "memory"}};
  for (const auto& part : status.at("parts").as_array()) {
    const auto name = text(part, "name");
    const auto memory = part.at("memory").to_number<std::uint64_t>();
    const bool plain = name == "kafka" || name == "postgres";
    sum += memory;
    rows.push_back({name, fmt::format("{}127.0.0.1:{}", plain ? "" : "http://", number(part, "port")),
                    std::to_string(number(part, "pid")), memory_words(memory)});
  }
  rows.push_back({"", "", "all", memory_words(sum)});
  std::cout << "\n" << bold("Addresses") << dim("  (memory is PSS)") << "\n" << table(rows, {2, 3});
}

std::string since_words(std::int64_t started_at) {
  return started_at == 0 ? "" : duration_words((static_cast<std::int64_t>(std::time(nullptr)) - started_at) * 1000);
}

int status_without_supervisor(const Workspace& here) {
  std::vector<std::vector<std::string>> rows{{"name", "pid", "uptime", "memory"}};
  for (const auto& record : ProcessRecords{here.run / "processes"}.all()) {
    if (!Process::attach(record.identity)) continue;
    rows.push_back({record.name, std::to_string(record.identity.pid), since_words(record.started_at),
                    memory_words(pss_of_tree(record.identity.pid))});
  }
  if (rows.size() == 1) {
    std::cout << "Nothing runs. Start it:  ./sharecar up\n";
    return 3;
  }
  std::cout
      << "No supervisor runs, but these processes do. ./sharecar up takes them over, ./sharecar down stops them.\n"
      << table(rows, {1, 3});
  return 1;
}

/// Stops the supervisor and everything that is written down.
void stop_all(const Workspace& here) {
  if (const auto client = SupervisorClient::find(here.run)) {
    client->post("/down");
    WaitLine line;
    const auto start = steady_clock::now();
    while (!client->process().wait_exit(milliseconds{200})) {
      const auto waited = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
      line.show(fmt::format("  .. {}  stopping", duration_words(waited.count())));
      if (waited > stop_limit) {
        client->process().signal(SIGKILL);
        client->process().wait_exit(milliseconds{5'000});
      }
    }
  }
  stop_recorded(ProcessRecords{here.run / "processes"});
  fs::remove(here.run / "launcher.json");
}

}  // namespace

std::vector<std::string> UpOptions::arguments() const {
  std::vector<std::string> words;
  if (!broker.empty()) words.insert(words.end(), {"--broker", broker});
  if (!zipkin.empty()) words.insert(words.end(), {"--zipkin", zipkin});
  if (ports_from) words.insert(words.end(), {"--ports-from", std::to_string(*ports_from)});
  if (!restart) words.emplace_back("--no-restart");
  for (const auto& part : only) words.insert(words.end(), {"--only", part});
  for (const auto& word : replicas) words.insert(words.end(), {"--replicas", word});
  return words;
}

int up(const Workspace& here, const UpOptions& options) {
  parse_replicas(options.replicas);  // a mistake is told before anything is started or stopped
  if (!keep_running_one(here, options)) {
    std::cout << bold("Starting ShareCar") << dim("  in " + here.run.string()) << "\n";
    auto supervisor = start_supervisor(here, options);
    follow_start(here, supervisor);
  }
  const auto client = here.supervisor();
  int result = 0;
  if (options.only.empty()) result = demonstrate(here, BookOptions{}, true);
  print_addresses(client);
  std::cout << "\n"
            << bold("What to try next") << R"(
  ./sharecar book --card decline      a card that is refused      ./sharecar mypage             what guest has booked
  ./sharecar cancel ID                the refund, step by step    ./sharecar trace ID           its span tree
  ./sharecar kafka consume --topic order.events --from-beginning --timeout-ms 1000
  ./sharecar fault cardnet latency=900 for=1m    slow payments: book again, then `fault clear cardnet`
  ./sharecar status | logs order -f | doctor | down
)";
  return result;
}

int supervise(const Workspace& here, const UpOptions& options) {
  auto platform = here.platform_options();
  platform.broker = options.broker;
  platform.ports_from = options.ports_from;
  platform.restart = options.restart;
  platform.replicas = parse_replicas(options.replicas);
  platform.only.insert(options.only.begin(), options.only.end());
  platform.zipkin = options.zipkin.substr(0, options.zipkin.find("/api/v2"));
  while (platform.zipkin.ends_with('/')) platform.zipkin.pop_back();
  try {
    return run_daemon(std::move(platform), fingerprint_of(here, options));
  } catch (const Problem& problem) {
    keep_failure(here.run, problem);
    throw;
  }
}

int down(const Workspace& here) {
  stop_all(here);
  std::cout << "Everything is stopped. The data stays in " << here.run.string() << "; ./sharecar reset deletes it.\n";
  return 0;
}

int reset(const Workspace& here, bool yes) {
  if (!yes) {
    if (::isatty(STDIN_FILENO) != 1)
      throw Problem{"reset deletes every booking and asks first, but there is no terminal", "./sharecar reset --yes"};
    std::cout << "This stops the platform and deletes its data in " << here.run.string() << ". Go on? [y/N] "
              << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    if (answer != "y" && answer != "Y" && answer != "yes") return 1;
  }
  stop_all(here);
  PostgresServer::erase(here.run / "postgres");
  fs::remove_all(here.run);
  std::cout << "Deleted. The build and .cache are kept; ./sharecar up starts afresh.\n";
  return 0;
}

int status(const Workspace& here) {
  const auto client = SupervisorClient::find(here.run);
  if (!client) return status_without_supervisor(here);
  const auto answer = client->get("/status");
  if (!answer.ok())
    throw Problem{"the supervisor does not answer (" + answer.failure + ")", "./sharecar down && ./sharecar up"};
  const auto status = answer.json();
  std::vector<std::vector<std::string>> rows{
      {"name", "state", "pid", "port", "uptime", "restarts", "memory", "last end"}};
  bool all_ready = true;
  std::uint64_t sum = 0;
  for (const auto& part : status.at("parts").as_array()) {
    const auto state = text(part, "state");
    const auto memory = part.at("memory").to_number<std::uint64_t>();
    const bool runs = number(part, "pid") != 0;
    sum += memory;
    all_ready = all_ready && state == "ready";
    rows.push_back({text(part, "name"), state == "ready" ? green(state) : red(state),
                    runs ? std::to_string(number(part, "pid")) : "-", std::to_string(number(part, "port")),
                    runs ? since_words(number(part, "startedAt")) : "", std::to_string(number(part, "restarts")),
                    runs ? memory_words(memory) : "", text(part, "lastEnd")});
  }
  rows.push_back({"", "", "", "", "", "", memory_words(sum), ""});
  std::cout << table(rows, {2, 3, 5, 6});
  if (text(status, "phase") == "failed") {
    print(problem_from(status.at("problem")));
    return 1;
  }
  return all_ready ? 0 : 1;
}

int control(const Workspace& here, const std::string& verb, const std::string& part) {
  const auto answer = here.supervisor().post("/services/" + part + "/" + verb);
  if (!answer.ok()) {
    const auto body = answer.json();
    if (!body.is_object())
      throw Problem{"the supervisor does not answer (" + answer.failure + ")", "./sharecar status"};
    throw Problem{text(body, "problem"), text(body, "mend")};
  }
  std::cout << verb << " " << part << ": done\n";
  return 0;
}

}  // namespace sharecar::launcher
