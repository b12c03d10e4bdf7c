/// What a service is made of. `main` lists the parts; this starts them in order, answers for their health, and stops
/// them without losing what is in flight.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "chassis/actuator/actuator.hpp"
#include "chassis/http/route.hpp"
#include "chassis/http/server.hpp"
#include "chassis/http/upstream.hpp"
#include "chassis/kafka/consumer.hpp"
#include "chassis/kafka/relay.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/runtime/config.hpp"
#include "chassis/runtime/faults.hpp"
#include "chassis/runtime/reactor.hpp"
#include "chassis/sql/postgres.hpp"
#include "chassis/sql/sqlite.hpp"
#include "chassis/telemetry/zipkin_reporter.hpp"

namespace sharecar {

namespace net = boost::asio;

inline constexpr const char* platform_version = "0.1.0";

/// Something that runs on threads of its own, such as a consumer: started once the stores are ready, stopped after the
/// last request was answered. Both may block; neither runs on the reactor.
class Part {
 public:
  virtual ~Part() = default;
  virtual void start() = 0;
  virtual void stop() noexcept = 0;
};

/// A round of a worker; gives back how long to wait until the next one.
using Round = std::function<net::awaitable<std::chrono::milliseconds>(Context&)>;

class Service {
 public:
  Service(std::string name, ServiceConfig config, std::vector<Property> properties);
  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  const std::string& name() const { return name_; }
  const std::string& instance() const { return config_.instance_id; }
  const ServiceConfig& config() const { return config_; }
  net::io_context& reactor() { return reactor_; }
  telemetry::Metrics& metrics() { return metrics_; }
  telemetry::Tracer& tracer() { return *tracer_; }
  const Clock& clock() const { return clock_; }
  actuator::Health& health() { return health_; }
  actuator::Actuator& actuator() { return actuator_; }
  Faults& faults() { return faults_; }

  /// Keeps an object as long as the service; objects are destroyed in reverse order.
  template <class T, class... Args>
  T& own(Args&&... args) {
    auto made = std::make_shared<T>(std::forward<Args>(args)...);
    T& out = *made;
    owned_.push_back(std::move(made));
    return out;
  }

  /// The service's PostgreSQL (config().postgres): migrated at start, a health component that readiness needs.
  sql::Postgres& postgres(const sql::Migrations& migrations);
  /// A SQLite file `name`.db in config().data_dir, with the same services.
  sql::SqliteDatabase& sqlite(const std::string& name, const sql::Migrations& migrations,
                              sql::Synchronous synchronous = sql::Synchronous::normal);

  /// Publishes the outbox of `database` from readiness on; shown by /actuator/outbox and health.
  void relay(sql::Postgres& database);
  /// Takes events from readiness on. The subscription's default group is the service's name. Gives back how long ago
  /// the log was last known to be handled to its end; may be asked at any time.
  std::function<std::chrono::milliseconds()> consume(sql::Database& database, std::vector<std::string> topics,
                                                     kafka::Handler handler, bool replay = false,
                                                     kafka::Committed committed = {});

  /// Another service that is called.
  http::Upstream& upstream(const std::string& name, const http::UpstreamConfig& config);
  /// Routes of the public face. Until the service is ready they answer 503 with Retry-After.
  void serve(http::Routes routes);
  /// Hooks of the server, for the gateway.
  void before_handler(http::Interceptor interceptor) { interceptors_.push_back(std::move(interceptor)); }
  void before_send(http::Finisher finisher) { finishers_.push_back(std::move(finisher)); }

  /// Runs before readiness, on a thread of its own, in the order given: migrations, catalogue loading.
  void at_start(std::string what, std::function<void()> task);
  /// Runs on the reactor from readiness to shutdown: pay later, clean-up. A round that throws is logged and repeated
  /// after a second.
  void every(std::string what, Round round);
  /// Runs on the reactor when the service begins to stop, before the drain: lets go of requests that would wait long.
  void at_stop(std::function<void()> task) { stop_tasks_.push_back(std::move(task)); }
  void add(std::shared_ptr<Part> part) { parts_.push_back(std::move(part)); }

  /// Serves until SIGTERM or SIGINT, then drains. Returns the exit status; 1 when it could not start.
  int run();
  /// As SIGTERM does. Thread-safe; for tests that run a service in their own process.
  void stop();
  /// The bound port once `run` listens; 0 before.
  int port() const { return port_; }
  bool ready() const { return ready_; }

 private:
  void use(sql::Database& database, const std::string& component, const sql::Migrations& migrations);
  http::Routes all_routes();
  http::Handler when_ready(http::Handler handler);
  net::awaitable<void> start();
  net::awaitable<void> shut_down();
  net::awaitable<void> work(std::string what, Round round);

  std::string name_;
  ServiceConfig config_;
  std::chrono::steady_clock::time_point started_at_ = std::chrono::steady_clock::now();
  Reactor reactor_{1};
  telemetry::Metrics metrics_;
  SystemClock clock_;
  actuator::Health health_;
  Faults faults_{reactor_, clock_};
  std::vector<Property> properties_;
  actuator::Actuator actuator_;
  std::unique_ptr<http::Upstream> collector_;
  std::unique_ptr<telemetry::ZipkinReporter> reporter_;
  std::unique_ptr<telemetry::Tracer> tracer_;
  std::vector<std::shared_ptr<void>> owned_;
  std::vector<std::unique_ptr<http::Upstream>> upstreams_;
  http::Routes routes_;
  std::vector<http::Interceptor> interceptors_;
  std::vector<http::Finisher> finishers_;
  std::vector<std::pair<std::string, std::function<void()>>> start_tasks_;
  std::vector<std::function<void()>> stop_tasks_;
  std::vector<std::pair<std::string, Round>> workers_;
  std::vector<std::shared_ptr<Part>> parts_;
  std::unique_ptr<http::Server> server_;
  std::atomic<int> port_{0};
  std::atomic<bool> ready_{false};
  bool stopping_ = false;
  int exit_status_ = 0;
  std::vector<net::steady_timer*> worker_timers_;
  int working_ = 0;
};

/// The command line of a service: --config, --help, --version. Exits the process for the latter two.
struct CommandLine {
  std::string config_file;
};
CommandLine parse_command_line(const std::string& service, int argc, char** argv);
std::vector<std::string> process_environment();
/// What main shall return. Ends the process itself, without what is static, when threads of a client that did not end
/// still use it.
int end_process(int status);
/// Tells on stderr why it cannot start; returns 1.
int refuse_to_start(const std::string& service, const std::exception& error);

/// A whole service: reads its configuration, lets `setup` list its parts, runs it.
template <class Config>
int run_service(const std::string& name, int argc, char** argv, void (*setup)(Service&, const Config&)) {
  try {
    const CommandLine line = parse_command_line(name, argc, argv);
    const ConfigSources sources = read_sources(name, line.config_file, process_environment());
    const auto config = decode_config<Config>(name, sources);
    auto effective = json::parse(json::encode(config));
    int status = 0;
    {
      Service service{name, config, properties_of(*effective, sources)};
      setup(service, config);
      status = service.run();
    }
    return end_process(status);
  } catch (const std::exception& error) {
    return refuse_to_start(name, error);
  }
}

}  // namespace sharecar
