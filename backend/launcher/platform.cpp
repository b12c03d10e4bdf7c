#include "launcher/platform.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/json.hpp>
#include <future>
#include <thread>

#include "launcher/card_keys.hpp"
#include "launcher/http_call.hpp"
#include "launcher/ports.hpp"
#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

namespace json = boost::json;
using std::chrono::steady_clock;

constexpr milliseconds store_limit{120'000};
constexpr milliseconds service_limit{120'000};
constexpr milliseconds look_every{20};
constexpr std::string_view clean_kafka_end = "exit 143";  // as the Java runtime ends after SIGTERM

std::string address(int port) { return fmt::format("127.0.0.1:{}", port); }

milliseconds since(SteadyTime start) { return std::chrono::duration_cast<milliseconds>(steady_clock::now() - start); }

HttpCall readiness(const std::string& url) {
  return {.url = url + "/actuator/health/readiness", .limit = milliseconds{1'000}};
}

}  // namespace

const std::vector<Topic>& platform_topics() {
  static const std::vector<Topic> topics{{"car.events"}, {"order.events"}, {"payment.events"}, {"reservation.events"}};
  return topics;
}

Platform::Platform(PlatformOptions options) : options_{std::move(options)}, records_{options_.run / "processes"} {
  for (const auto* folder : {"logs", "keys", "data"}) fs::create_directories(options_.run / folder);
  fs::permissions(options_.run / "keys", fs::perms::owner_all);
  ports_ = decide_ports();
  supervisor_ = std::make_unique<Supervisor>(records_, options_.restart);
  const auto& run = options_.run;
  if (wanted("postgres"))
    postgres_.emplace(PostgresOptions{run / "postgres", log("postgres"), ports_.at("postgres"), options_.durable});
  if (wanted("kafka")) {
    kafka_.emplace(KafkaOptions{run / "kafka", log("kafka"), ports_.at("kafka"), ports_.at("kafka-controller")},
                   KafkaJars{options_.source, options_.cache});
  }
  if (wanted("prometheus")) {
    prometheus_.emplace(PrometheusOptions{options_.source / "observability/prometheus", run / "prometheus",
                                          log("prometheus"), ports_.at("prometheus")});
  }
}

void Platform::up() {
  stop_unwanted();
  auto kafka = std::async(std::launch::async, [this] { start_kafka(); });
  start_postgres();
  kafka.get();
  start_services();
  start_prometheus();
}

void Platform::down() {
  // First who asks, then who answers; the stores last, when nobody writes any more.
  std::vector<std::string> stores;
  std::vector<std::string> others;
  for (const auto& part : supervisor_->status()) {
    (part.name == "postgres" || part.name == "kafka" ? stores : others).push_back(part.name);
  }
  supervisor_->stop(others);
  supervisor_->stop(stores);
  if (kafka_ && supervisor_->knows("kafka") && supervisor_->status("kafka").last_end == clean_kafka_end)
    kafka_->keep_archive();
  stop_recorded(records_);  // what an earlier launcher ran and this one did not want
}

void Platform::start(const std::string& part) { supervisor_->start(part); }

void Platform::stop(const std::string& part) { supervisor_->stop({part}); }

void Platform::kill(const std::string& part) { supervisor_->kill(part); }

void Platform::restart(const std::string& part) { supervisor_->restart(part); }

void Platform::replace(const std::string& part, const Replacement& replacement) {
  for (const auto& instance : wanted_instances()) {
    if (instance.name() == part) {
      supervisor_->start(service_spec(instance, replacement));
      return;
    }
  }
  throw Problem{"there is no service named " + part, "./sharecar status"};
}

void Platform::wait_ready(const std::string& part, milliseconds limit) const {
  await(part, limit, [&] { return is_ready(part); });
}

std::vector<std::string> Platform::refresh() {
  std::vector<std::string> renewed;
  for (const auto* store : {"postgres", "kafka", "prometheus"}) {
    if (!supervisor_->knows(store) || supervisor_->status(store).state != SupervisedStatus::State::stopped) continue;
    supervisor_->start(store);
    renewed.emplace_back(store);
  }
  for (const auto& instance : wanted_instances()) {
    if (!supervisor_->start(service_spec(instance))) renewed.push_back(instance.name());
  }
  for (const auto& name : renewed) wait_ready(name);
  return renewed;
}

std::vector<PartStatus> Platform::status() const {
  std::vector<PartStatus> all;
  std::vector<HttpCall> calls;
  std::vector<std::size_t> called;
  for (auto& process : supervisor_->status()) {
    PartStatus part{.process = process};
    if (const auto port = ports_.find(process.name); port != ports_.end()) part.port = port->second;
    if (process.pid != 0) {
      part.memory = pss_of_tree(process.pid);
      if (process.name == "postgres" || process.name == "kafka") {
        part.ready = port_answers(part.port);
      } else {
        const auto base = "http://" + address(part.port);
        calls.push_back(process.name == "prometheus" ? HttpCall{.url = base + "/-/ready", .limit = milliseconds{1'000}}
                                                     : readiness(base));
        called.push_back(all.size());
      }
    }
    all.push_back(std::move(part));
  }
  const auto answers = call_all(calls);
  for (std::size_t i = 0; i < answers.size(); ++i) all[called[i]].ready = answers[i].status == 200;
  return all;
}

SupervisedStatus Platform::process(const std::string& part) const { return supervisor_->status(part); }

std::vector<Step> Platform::steps() const {
  const std::lock_guard lock{mutex_};
  return steps_;
}

std::vector<std::string> Platform::notes() const {
  const std::lock_guard lock{mutex_};
  return notes_;
}

int Platform::port(const std::string& part) const {
  const auto found = ports_.find(part);
  if (found == ports_.end()) throw Problem{"there is no part named " + part, "./sharecar status"};
  return found->second;
}

std::string Platform::url(const std::string& service) const {
  if (service == "tracing" && !options_.zipkin.empty()) return options_.zipkin;
  return "http://" + address(port(service));
}

std::string Platform::bootstrap() const { return options_.broker.empty() ? address(port("kafka")) : options_.broker; }

std::string Platform::postgres_uri(const std::string& database) const {
  return postgres_.value().superuser_uri(database);
}

bool Platform::wanted(const std::string& part) const {
  if (part == "kafka" && !options_.broker.empty()) return false;
  if (part == "tracing" && !options_.zipkin.empty()) return false;
  return options_.only.empty() || options_.only.contains(part);
}

std::vector<Instance> Platform::wanted_instances() const {
  auto all = instances(options_.replicas);
  std::erase_if(all, [this](const auto& instance) { return !wanted(instance.service->name); });
  return all;
}

PortPlan Platform::decide_ports() {
  auto wishes = wanted_ports(options_.ports_from, options_.replicas);
  if (options_.any_ports) {
    for (auto& wish : wishes) wish = {wish.name, 0, false};
  }
  std::erase_if(wishes,
                [this](const auto& wish) { return !wanted(wish.name == "kafka-controller" ? "kafka" : wish.name); });
  // While anything of ours runs, its ports stay as they are.
  const auto kept_in = plan_file(options_.run);
  const auto records = records_.all();
  const bool running =
      std::ranges::any_of(records, [](const auto& record) { return Process::attach(record.identity).has_value(); });
  PortPlan plan;
  if (const auto kept = running ? read_plan(kept_in) : std::nullopt) {
    const auto differs = [&](const WantedPort& wish) {
      return wish.fixed && kept->contains(wish.name) && kept->at(wish.name) != wish.port;
    };
    if (std::ranges::any_of(wishes, differs)) {
      stop_recorded(records_);
    } else {
      for (const auto& wish : wishes) {
        if (kept->contains(wish.name)) plan[wish.name] = kept->at(wish.name);
      }
      std::erase_if(wishes, [&](const auto& wish) { return plan.contains(wish.name); });
    }
  }
  std::set<int> ours;
  for (const auto& [name, port] : plan) ours.insert(port);
  const auto holder = [&](int port) {
    return port == 0 || ours.contains(port) ? std::optional<std::string>{"us"} : port_holder(port);
  };
  auto fresh = plan_ports(wishes, holder, [&](std::set<int> used) {
    used.insert(ours.begin(), ours.end());
    return free_port(0, used);
  });
  if (!options_.any_ports) notes_ = std::move(fresh.notes);
  plan.merge(fresh.ports);
  json::object kept;
  for (const auto& [name, port] : plan) kept[name] = port;
  write_text(kept_in, json::serialize(kept) + "\n");
  return plan;
}

void Platform::stop_unwanted() {
  std::set<std::string> names;
  for (const auto& instance : wanted_instances()) names.insert(instance.name());
  for (const auto* store : {"postgres", "kafka", "prometheus"}) {
    if (wanted(store)) names.insert(store);
  }
  stop_recorded(records_, [&](const ProcessRecord& record) { return !names.contains(record.name); });
}

void Platform::start_postgres() {
  if (!postgres_) return;
  const auto start = steady_clock::now();
  postgres_->prepare();
  supervisor_->start(postgres_->spec());
  await("postgres", store_limit, [this] { return postgres_->ready(); });
  for (const auto& service : services()) {
    if (service.database.empty()) continue;
    postgres_->ensure_database(service.database,
                               kept_secret(options_.run / "keys" / (service.database + ".password"), 24));
  }
  done("PostgreSQL", start, address(port("postgres")));
}

void Platform::start_kafka() {
  auto start = steady_clock::now();
  if (kafka_) {
    const KafkaJars jars{options_.source, options_.cache};
    if (!jars.present()) {
      jars.fetch(log("maven"));
      done("Kafka's jars fetched", start, "once, kept in .cache");
      start = steady_clock::now();
    }
    kafka_->prepare();
    supervisor_->start(kafka_->spec());
    await("kafka", store_limit,
          [this] { return port_answers(port("kafka")) && kafka_ready(bootstrap(), milliseconds{500}); });
  } else if (options_.broker.empty()) {
    return;
  } else if (!kafka_ready(options_.broker, milliseconds{10'000})) {
    throw Problem{"no Kafka answers at " + options_.broker, "./sharecar up   # without --broker starts one"};
  }
  ensure_topics(bootstrap(), platform_topics(), milliseconds{30'000});
  done("Kafka", start, bootstrap());
}

ProcessSpec Platform::service_spec(const Instance& instance, const Replacement& replacement) const {
  const auto keys = options_.run / "keys";
  const auto pair = card_keys(keys);
  Surroundings around{
      .ports = ports_,
      .bootstrap = options_.only.empty() || wanted("kafka") || !options_.broker.empty() ? bootstrap() : "",
      .tracing_url = ports_.contains("tracing") || !options_.zipkin.empty() ? url("tracing") : "",
      .postgres_uri =
          [&](const std::string& database) {
            return postgres_ ? postgres_->uri(database, kept_secret(keys / (database + ".password"), 24))
                             : std::string{};
          },
      .secret = [&](const std::string& service) { return kept_secret(keys / (service + ".secret"), 32); },
      .data_folder = (options_.run / "data").string(),
      .private_key = pair.private_key.string(),
      .public_key = pair.public_key.string(),
      .instances_file = (options_.run / "instances.json").string()};
  ProcessSpec spec;
  spec.name = instance.name();
  spec.argv = {(options_.programs / ("sharecar-" + instance.service->name)).string()};
  spec.environment = environment_of(instance, around);
  for (const auto& [key, value] : options_.environment) spec.environment[key] = value;
  if (!replacement.program.empty()) spec.argv = {replacement.program.string()};
  for (const auto& [key, value] : replacement.environment) spec.environment[key] = value;
  spec.cwd = options_.run / "data" / instance.name();
  spec.log = log(instance.name());
  return spec;
}

void Platform::start_services() {
  const auto all = wanted_instances();
  const auto start = steady_clock::now();
  write_text(options_.run / "instances.json", instance_list(all, ports_));
  std::set<std::string> kept;
  for (const auto& instance : all) {
    const auto spec = service_spec(instance);
    if (!fs::exists(spec.argv.front())) {
      throw Problem{"the program sharecar-" + instance.service->name + " is not built", "./sharecar up   # builds it"};
    }
    fs::create_directories(spec.cwd);
    if (supervisor_->start(spec)) kept.insert(instance.name());
  }
  for (const auto& instance : all) {
    await(instance.name(), service_limit, [&] { return is_ready(instance.name()); });
    done(instance.name(), start, url(instance.name()) + (kept.contains(instance.name()) ? "  runs on" : ""));
  }
}

void Platform::start_prometheus() {
  if (!prometheus_) return;
  const auto start = steady_clock::now();
  prometheus_->prepare(prometheus_targets(wanted_instances(), ports_));
  supervisor_->start(prometheus_->spec());
  await("prometheus", store_limit, [this] { return is_ready("prometheus"); });
  done("Prometheus", start, prometheus_->url());
}

bool Platform::is_ready(const std::string& part) const {
  if (part == "postgres") return postgres_.value().ready();
  if (part == "kafka") return kafka_ready(bootstrap(), milliseconds{500});
  if (part == "prometheus")
    return call({.url = prometheus_.value().url() + "/-/ready", .limit = milliseconds{1'000}}).status == 200;
  return call(readiness(url(part))).status == 200;
}

void Platform::await(const std::string& part, milliseconds limit, const std::function<bool()>& ready) const {
  const auto end = steady_clock::now() + limit;
  while (!ready()) {
    if (abandoned_) throw Problem{part + " was not waited for"};
    const auto status = supervisor_->status(part);
    const auto evidence = [&] { return last_lines(log(part), 10); };
    if (status.state == SupervisedStatus::State::stopped) {
      throw Problem{fmt::format("{} ended ({})", part, status.last_end), "./sharecar logs " + part, evidence()};
    }
    if (status.restarts >= 5 && status.state == SupervisedStatus::State::waiting) {
      throw Problem{fmt::format("{} keeps ending ({})", part, status.last_end), "./sharecar logs " + part, evidence()};
    }
    if (steady_clock::now() > end) {
      throw Problem{fmt::format("{} is not ready after {} s", part, limit.count() / 1000), "./sharecar logs " + part,
                    evidence()};
    }
    std::this_thread::sleep_for(look_every);
  }
}

void Platform::done(const std::string& what, SteadyTime start, const std::string& note) {
  const std::lock_guard lock{mutex_};
  steps_.push_back({what, since(start), note});
  spdlog::info("{} ready after {} ms", what, steps_.back().took.count());
}

fs::path Platform::log(const std::string& part) const { return options_.run / "logs" / (part + ".log"); }

}  // namespace sharecar::launcher
