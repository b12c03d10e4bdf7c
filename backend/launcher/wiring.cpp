#include "launcher/wiring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cctype>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

std::string url(int port) { return fmt::format("http://127.0.0.1:{}", port); }

}  // namespace

const std::vector<ServiceWiring>& services() {
  static const std::vector<ServiceWiring> table{
      {.name = "tracing", .port = 9411, .slot = 9, .files = true, .single = "its spans are in one file"},
      {.name = "cardnet", .port = 8087, .slot = 7, .files = true, .single = "its ledger is one file"},
      {.name = "customer", .port = 8084, .slot = 4, .kafka = true, .files = true},
      {.name = "payment",
       .port = 8083,
       .slot = 3,
       .database = "payments",
       .kafka = true,
       .upstreams = {"cardnet"},
       .secret = true,
       .card_key = "private"},
      {.name = "reservation", .port = 8082, .slot = 2, .database = "reservations", .kafka = true},
      {.name = "order",
       .port = 8081,
       .slot = 1,
       .database = "orders",
       .kafka = true,
       .upstreams = {"payment", "customer"},
       .secret = true,
       .card_key = "public"},
      {.name = "turbine",
       .port = 8989,
       .slot = 11,
       .files = true,
       .single = "its journal is one file",
       .watches = true},
      {.name = "gateway",
       .port = 8088,
       .slot = 8,
       .upstreams = {"order", "reservation", "payment", "customer", "turbine"}},
  };
  return table;
}

Replicas parse_replicas(const std::vector<std::string>& words) {
  const auto refuse = [](const std::string& why) {
    throw Problem{why, fmt::format("./sharecar up --replicas order=2   # a service and 1 to {}", max_replicas)};
  };
  Replicas replicas;
  for (const auto& word : words) {
    const auto equals = std::min(word.find('='), word.size());
    const auto name = word.substr(0, equals);
    const auto digits = word.substr(std::min(equals + 1, word.size()));
    const auto service = std::ranges::find(services(), name, &ServiceWiring::name);
    const bool is_number = digits.size() == 1 && digits[0] >= '1' && digits[0] <= '0' + max_replicas;
    if (service == services().end()) refuse(fmt::format("--replicas {}: there is no service named \"{}\"", word, name));
    if (!is_number)
      refuse(fmt::format("--replicas {}: \"{}\" is not a number from 1 to {}", word, digits, max_replicas));
    const int wanted = digits[0] - '0';
    if (wanted > 1 && !service->single.empty()) {
      refuse(fmt::format("--replicas {}: there can be only one {}: {}", word, name, service->single));
    }
    replicas[name] = wanted;
  }
  return replicas;
}

std::string Instance::name() const { return index == 1 ? service->name : id(); }

std::string Instance::id() const { return fmt::format("{}-{}", service->name, index); }

std::vector<Instance> instances(const Replicas& replicas) {
  std::vector<Instance> all;
  for (const auto& service : services()) {
    const auto wanted = replicas.find(service.name);
    for (int index = 1; index <= (wanted == replicas.end() ? 1 : wanted->second); ++index) {
      all.push_back({&service, index});
    }
  }
  return all;
}

std::string service_of(const std::string& process) {
  for (const auto& service : services()) {
    for (int index = 1; index <= max_replicas; ++index) {
      if (Instance{&service, index}.name() == process) return service.name;
    }
  }
  return {};
}

std::vector<WantedPort> wanted_ports(std::optional<int> from, const Replicas& replicas) {
  std::vector<WantedPort> wanted;
  for (const auto& instance : instances(replicas)) {
    const int round = instance.index - 1;
    const int port =
        from ? *from + instance.service->slot + round * ports_per_block : instance.service->port + round * 100;
    wanted.push_back({instance.name(), port, round == 0});
  }
  struct Part {
    const char* name;
    int port;
    int slot;
  };
  for (const auto& part :
       {Part{"kafka", 9092, 12}, {"kafka-controller", 19092, 13}, {"postgres", 15432, 14}, {"prometheus", 9090, 10}}) {
    wanted.push_back({part.name, from ? *from + part.slot : part.port, false});
  }
  return wanted;
}

int free_block(const std::function<std::optional<std::string>(int)>& holder) {
  constexpr int first = 18'080;
  constexpr int step = 1'000;
  for (int from = first; from < first + 10 * step; from += step) {
    bool free = true;
    for (int port = from; free && port < from + ports_per_block; ++port) free = !holder(port).has_value();
    if (free) return from;
  }
  return first;
}

fs::path plan_file(const fs::path& run) { return run / "ports.json"; }

std::optional<PortPlan> read_plan(const fs::path& file) {
  const auto text = read_text(file);
  if (!text) return std::nullopt;
  boost::system::error_code bad;
  const auto value = boost::json::parse(*text, bad);
  if (bad || !value.is_object()) return std::nullopt;
  PortPlan plan;
  for (const auto& [name, port] : value.as_object()) plan[std::string{name}] = static_cast<int>(port.as_int64());
  return plan;
}

PlannedPorts plan_ports(const std::vector<WantedPort>& wanted,
                        const std::function<std::optional<std::string>(int)>& holder,
                        const std::function<int(const std::set<int>&)>& any_free) {
  PlannedPorts plan;
  std::set<int> used;
  for (const auto& want : wanted) used.insert(want.port);
  for (const auto& want : wanted) {
    const auto who = holder(want.port);
    if (who && want.fixed) {
      throw Problem{fmt::format("port {} of {} is taken by {}", want.port, want.name, *who),
                    fmt::format("./sharecar up --ports-from {}", free_block(holder))};
    }
    int port = want.port;
    if (who) {
      port = any_free(used);
      plan.notes.push_back(
          fmt::format("port {} is taken by {}: our {} listens on {}", want.port, *who, want.name, port));
    }
    used.insert(port);
    plan.ports[want.name] = port;
  }
  return plan;
}

std::string variable(const std::string& service, const std::vector<std::string>& path) {
  auto name = "SHARECAR_" + upper(service);
  for (const auto& key : path) name += "__" + upper(key);
  return name;
}

std::map<std::string, std::string> environment_of(const Instance& instance, const Surroundings& around) {
  const auto& service = *instance.service;
  std::map<std::string, std::string> told;
  const auto tell = [&](const std::vector<std::string>& path, const std::string& value) {
    told[variable(service.name, path)] = value;
  };
  tell({"port"}, std::to_string(around.ports.at(instance.name())));
  tell({"instance_id"}, instance.id());
  if (service.name != "tracing") tell({"tracing", "url"}, around.tracing_url);
  if (!service.database.empty()) tell({"postgres", "uri"}, around.postgres_uri(service.database));
  if (service.kafka) tell({"kafka", "bootstrap"}, around.bootstrap);
  if (service.files) tell({"data_dir"}, around.data_folder + "/" + instance.name());
  for (const auto& upstream : service.upstreams) {
    auto urls = url(around.ports.at(upstream));
    for (int index = 2; around.ports.contains(fmt::format("{}-{}", upstream, index)); ++index) {
      urls += "," + url(around.ports.at(fmt::format("{}-{}", upstream, index)));
    }
    tell({upstream, urls.find(',') == urls.npos ? "url" : "urls"}, urls);
  }
  if (service.secret) tell({"secret"}, around.secret(service.name));
  if (service.watches) tell({"instances_file"}, around.instances_file);
  if (service.card_key == "public") tell({"payment_public_key"}, around.public_key);
  if (service.card_key == "private") tell({"payment_private_key"}, around.private_key);
  return told;
}

std::string instance_list(const std::vector<Instance>& all, const PortPlan& ports) {
  boost::json::array list;
  for (const auto& instance : all) {
    const auto port = ports.find(instance.name());
    if (port == ports.end() || instance.service->watches) continue;
    list.push_back(
        {{"service", instance.service->name}, {"instance", instance.id()}, {"url", url(port->second)}});
  }
  return boost::json::serialize(list) + "\n";
}

std::string prometheus_targets(const std::vector<Instance>& all, const PortPlan& ports) {
  boost::json::array groups;
  for (const auto& instance : all) {
    const auto port = ports.find(instance.name());
    if (port == ports.end()) continue;
    groups.push_back({{"targets", {fmt::format("127.0.0.1:{}", port->second)}},
                      {"labels", {{"application", instance.service->name}}}});
  }
  return boost::json::serialize(groups) + "\n";
}

}  // namespace sharecar::launcher
