#include "launcher/test_stack.hpp"

#include <boost/json.hpp>
#include <future>

#include "launcher/kafka.hpp"
#include "launcher/ports.hpp"
#include "launcher/postgres.hpp"
#include "launcher/problem.hpp"
#include "launcher/record.hpp"

namespace sharecar::launcher {

namespace {

constexpr auto start_limit = std::chrono::seconds{180};

/// Looks every 20 ms until `ready` holds. Throws Problem when `process` ends or time is over.
template <class Ready>
void await(const Process& process, const ProcessSpec& spec, Ready ready) {
  const auto end = std::chrono::steady_clock::now() + start_limit;
  while (!ready()) {
    if (process.wait_exit(milliseconds{20}))
      throw Problem{spec.name + " ended while starting", {}, last_lines(spec.log, 15)};
    if (std::chrono::steady_clock::now() > end)
      throw Problem{spec.name + " is not ready in time", {}, last_lines(spec.log, 15)};
  }
}

std::string start_postgres(const fs::path& folder, int port) {
  PostgresServer server{{folder / "postgres", folder / "postgres.log", port, false, 300}};
  server.prepare();
  const auto process = spawn_recorded(server.spec(), ProcessRecords{folder / "processes"});
  await(process, server.spec(), [&] { return server.ready(); });
  return server.superuser_uri();
}

std::string start_kafka(const fs::path& folder, const KafkaJars& jars, int port, int controller_port) {
  jars.fetch(folder / "maven.log");
  KafkaBroker broker{{folder / "kafka", folder / "kafka.log", port, controller_port}, jars};
  broker.prepare();
  const auto process = spawn_recorded(broker.spec(), ProcessRecords{folder / "processes"});
  await(process, broker.spec(),
        [&] { return port_answers(port) && kafka_ready(broker.bootstrap(), milliseconds{500}); });
  return broker.bootstrap();
}

}  // namespace

void start_test_stack(const fs::path& folder, const fs::path& source_root, const fs::path& cache) {
  stop_test_stack(folder);
  fs::create_directories(folder);
  const int postgres_port = free_port();
  const int kafka_port = free_port(0, {postgres_port});
  const int controller_port = free_port(0, {postgres_port, kafka_port});
  const KafkaJars jars{source_root, cache};
  try {
    auto kafka = std::async(std::launch::async, [&] { return start_kafka(folder, jars, kafka_port, controller_port); });
    const auto postgres = start_postgres(folder, postgres_port);
    const boost::json::value stack{{"postgres", postgres}, {"kafka", kafka.get()}};
    write_text(folder / "stack.json", boost::json::serialize(stack) + "\n");
  } catch (const std::exception&) {
    stop_test_stack(folder);
    throw;
  }
}

void stop_test_stack(const fs::path& folder) {
  if (!fs::exists(folder / "processes")) return;
  const ProcessRecords records{folder / "processes"};
  std::vector<std::future<void>> stops;
  for (const auto& record : records.all()) {
    stops.push_back(std::async(std::launch::async, [record] {
      // Nothing here is kept, so no checkpoint; but PostgreSQL has to give back its shared memory.
      if (auto process = Process::attach(record.identity)) {
        process->stop(record.name == "postgres" ? SIGQUIT : SIGKILL, milliseconds{5'000});
      }
    }));
  }
  for (auto& stop : stops) stop.get();
  PostgresServer::erase(folder / "postgres");
  fs::remove_all(folder);
}

}  // namespace sharecar::launcher
