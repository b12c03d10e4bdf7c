#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "launcher/files.hpp"

namespace sharecar::launcher {

/// One service of the platform and what it has to be told. The whole platform is the table `services()`; what a
/// service gets follows from its row.
struct ServiceWiring {
  std::string name;        // program sharecar-<name>, environment SHARECAR_<NAME>__
  int port = 0;            // where people expect it
  int slot = 0;            // its place in a block of --ports-from
  std::string database{};  // its own PostgreSQL database and role; "" = none
  bool kafka = false;
  bool files = false;                    // keeps SQLite files in a folder of its own
  std::vector<std::string> upstreams{};  // services it calls: it is told every instance
  bool secret = false;                   // an HMAC secret that outlives restarts
  std::string single{};                  // why there cannot be several processes; "" = there can
  std::string card_key{};                // "public" or "private": its half of the pair that seals card numbers
  bool watches = false;                  // is told of every instance of the others, in a file that it reads again
};
const std::vector<ServiceWiring>& services();

/// How many processes of each service; one where nothing is said.
using Replicas = std::map<std::string, int>;
/// Of words like "order=2". Throws Problem for anything else, for a service of which there can be only one, and for
/// more than max_replicas.
Replicas parse_replicas(const std::vector<std::string>& words);
constexpr int max_replicas = 4;

/// One process of a service. The first is called as the service ("order"), the others "order-2", "order-3".
struct Instance {
  const ServiceWiring* service = nullptr;
  int index = 1;

  std::string name() const;
  std::string id() const;  // "order-1"
};
std::vector<Instance> instances(const Replicas& replicas);
/// The service that a process is one of: "order" of "order-2"; "" of what is no service.
std::string service_of(const std::string& process);

/// A port that something of ours wants. A `fixed` one is where people and clients look for it, so another must not
/// be taken silently.
struct WantedPort {
  std::string name;
  int port = 0;
  bool fixed = false;
};
constexpr int ports_per_block = 20;

/// Every port of the platform: the usual ones, or block [from, from + 20) of a second checkout, in which the last
/// digits are the usual ones (18080 gives 18081 for order, 18088 for the gateway).
std::vector<WantedPort> wanted_ports(std::optional<int> from, const Replicas& replicas);

using PortPlan = std::map<std::string, int>;
/// Where a platform keeps its plan while it runs, and what stands there; nothing when it cannot be read.
fs::path plan_file(const fs::path& run);
std::optional<PortPlan> read_plan(const fs::path& file);
struct PlannedPorts {
  PortPlan ports;
  std::vector<std::string> notes;  // which usual port was taken by whom and what we use instead
};

/// The first block for --ports-from of which every port is free.
int free_block(const std::function<std::optional<std::string>(int)>& holder);

/// Decides. `holder` tells who listens on a port (nothing = free), `any_free` finds another one. Throws Problem when a
/// fixed port is taken.
PlannedPorts plan_ports(const std::vector<WantedPort>& wanted,
                        const std::function<std::optional<std::string>(int)>& holder,
                        const std::function<int(const std::set<int>&)>& any_free);

/// What the services are told about their surroundings.
struct Surroundings {
  PortPlan ports;
  std::string bootstrap;    // Kafka
  std::string tracing_url;  // collector and query API
  std::function<std::string(const std::string& database)> postgres_uri;
  std::function<std::string(const std::string& service)> secret;
  std::string data_folder;  // each instance gets a folder in it
  std::string private_key;  // PEM files
  std::string public_key;
  std::string instances_file;  // who runs where; see instance_list()
};
std::map<std::string, std::string> environment_of(const Instance& instance, const Surroundings& around);

/// The environment variable of a key of a service: ("order", {"kafka", "bootstrap"}) ->
/// SHARECAR_ORDER__KAFKA__BOOTSTRAP.
std::string variable(const std::string& service, const std::vector<std::string>& path);

/// The document for services that watch: [{"service","instance","url"}] of every process of a service but theirs.
std::string instance_list(const std::vector<Instance>& all, const PortPlan& ports);

/// Prometheus' file_sd document: every service that has a port, with the label `application`.
std::string prometheus_targets(const std::vector<Instance>& all, const PortPlan& ports);

}  // namespace sharecar::launcher
