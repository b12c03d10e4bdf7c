#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "launcher/kafka.hpp"
#include "launcher/postgres.hpp"
#include "launcher/prometheus.hpp"
#include "launcher/supervisor.hpp"
#include "launcher/wiring.hpp"

namespace sharecar::launcher {

struct PlatformOptions {
  fs::path source;    // the checkout: Kafka's pom, Prometheus' configuration
  fs::path programs;  // where sharecar-<service> are
  fs::path run;       // state, logs, keys: .run of the checkout
  fs::path cache;     // Kafka's jars; survives `reset`

  std::optional<int> ports_from;  // a block of our own instead of the usual ports
  bool any_ports = false;         // whatever is free, for tests
  std::string broker;             // another Kafka; ours is not started
  std::string zipkin;             // another collector; our tracing is not started
  bool restart = true;            // start again what dies
  bool durable = true;            // false: PostgreSQL without fsync, for tests
  Replicas replicas;
  std::set<std::string> only;  // if not empty: nothing but these parts (services, postgres, kafka, prometheus)
  std::map<std::string, std::string> environment;  // for every service, on top of the wiring
};

/// One thing that happened on the way up, for whoever shows progress.
struct Step {
  std::string what;  // "PostgreSQL"
  milliseconds took{0};
  std::string note;  // "127.0.0.1:15432"
};

/// Another program for one process of a service.
struct Replacement {
  fs::path program = {};  // empty: the own one
  std::map<std::string, std::string> environment = {};
};

struct PartStatus {
  SupervisedStatus process;
  int port = 0;
  bool ready = false;
  std::uint64_t memory = 0;  // PSS in bytes, children included
};

/// The whole platform in one folder: PostgreSQL, Kafka, the services, Prometheus. The supervisor behind ./sharecar is
/// this class with an HTTP face; system tests own one directly. Parts that an earlier Platform on the same folder left
/// running are taken over. Thread-safe; dropping it leaves everything running, `down` stops it.
class Platform {
 public:
  explicit Platform(PlatformOptions options);

  /// Starts everything and returns when all of it is ready. Throws Problem; what runs by then keeps running.
  void up();
  /// Makes an `up` that still waits in another thread end with a Problem.
  void abandon() { abandoned_ = true; }
  /// Stops everything, in the order in which nothing is lost. Safe to call twice, and on what others left.
  void down();

  /// A part by name: "order", "order-2", "kafka", "postgres", "prometheus"; "order" alone means its first process.
  void start(const std::string& part);
  void stop(const std::string& part);
  void kill(const std::string& part);  // SIGKILL
  void restart(const std::string& part);
  /// Starts a service anew from another program, with more environment; for drills that need a changed service. The
  /// next replacement takes the place of this one; an empty one brings the own program back. Not waited for.
  void replace(const std::string& part, const Replacement& replacement);
  /// Waits until the part answers as ready. Throws Problem when it does not within `limit`.
  void wait_ready(const std::string& part, milliseconds limit = milliseconds{30'000}) const;
  /// Starts what is stopped, and starts anew each service that runs another program file than the one that is on disk
  /// now. Returns their names.
  std::vector<std::string> refresh();

  std::vector<PartStatus> status() const;
  /// Of one part, without asking it anything.
  SupervisedStatus process(const std::string& part) const;
  std::vector<Step> steps() const;
  std::vector<std::string> notes() const;

  int port(const std::string& part) const;
  std::string url(const std::string& service) const;
  std::string bootstrap() const;
  /// Superuser's access to the databases, for tests and drills.
  std::string postgres_uri(const std::string& database) const;
  const PlatformOptions& options() const { return options_; }

 private:
  bool wanted(const std::string& part) const;
  std::vector<Instance> wanted_instances() const;
  PortPlan decide_ports();
  void stop_unwanted();
  void start_postgres();
  void start_kafka();
  void start_services();
  void start_prometheus();
  ProcessSpec service_spec(const Instance& instance, const Replacement& replacement = {}) const;
  bool is_ready(const std::string& part) const;
  void await(const std::string& part, milliseconds limit, const std::function<bool()>& ready) const;
  void done(const std::string& what, SteadyTime since, const std::string& note);
  fs::path log(const std::string& part) const;

  PlatformOptions options_;
  ProcessRecords records_;
  PortPlan ports_;
  std::unique_ptr<Supervisor> supervisor_;
  std::optional<PostgresServer> postgres_;
  std::optional<KafkaBroker> kafka_;
  std::optional<PrometheusServer> prometheus_;
  std::atomic<bool> abandoned_ = false;
  mutable std::mutex mutex_;  // guards the two lists below
  std::vector<Step> steps_;
  std::vector<std::string> notes_;
};

/// The topics of the platform.
const std::vector<Topic>& platform_topics();

}  // namespace sharecar::launcher
