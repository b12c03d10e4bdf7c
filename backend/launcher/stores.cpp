#include "launcher/stores.hpp"

#include "launcher/postgres.hpp"
#include "launcher/problem.hpp"
#include "launcher/wiring.hpp"

namespace sharecar::launcher {

invariants::Stores stores_in(const fs::path& run) {
  const auto ports = read_plan(plan_file(run));
  const auto postgres_port = ports ? ports->find("postgres") : PortPlan::const_iterator{};
  if (!ports || postgres_port == ports->end()) {
    throw Problem{"there is no platform with a PostgreSQL in " + run.string(), "./sharecar up"};
  }
  const PostgresServer postgres{{.home = run / "postgres", .log = {}, .port = postgres_port->second}};
  invariants::Stores out;
  out.orders = postgres.superuser_uri("orders");
  out.reservations = postgres.superuser_uri("reservations");
  out.payments = postgres.superuser_uri("payments");
  const auto data = run / "data";
  out.ledger = data / "cardnet/cardnet.db";
  for (const auto& [part, port] : *ports) {
    if (part == "customer" || part.starts_with("customer-")) out.read_models[part] = data / part / "mypage.db";
  }
  if (ports->contains("tracing")) out.spans = data / "tracing/tracing.db";
  out.run = run;
  return out;
}

}  // namespace sharecar::launcher
