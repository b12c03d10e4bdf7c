#include "chassis/sql/postgres.hpp"

#include "chassis/sql/postgres_session.hpp"

namespace sharecar::sql {
namespace {

std::vector<std::unique_ptr<Connection>> sessions(const PostgresConfig& config, telemetry::Metrics& metrics,
                                                  StallGuard& guard) {
  std::vector<std::unique_ptr<Connection>> out;
  for (int i = 0; i < std::max(1, config.connections); ++i) {
    out.push_back(std::make_unique<PostgresSession>(config, metrics, guard));
  }
  return out;
}

}  // namespace

Postgres::Postgres(PostgresConfig config, telemetry::Metrics& metrics)
    : Postgres(std::move(config), metrics, std::make_shared<StallGuard>()) {}

Postgres::Postgres(PostgresConfig config, telemetry::Metrics& metrics, std::shared_ptr<StallGuard> guard)
    : Database("postgresql", sessions(config, metrics, *guard), metrics),
      config_(std::move(config)),
      metrics_(metrics),
      guard_(std::move(guard)) {}

Postgres::~Postgres() { close(); }

std::unique_ptr<Connection> Postgres::dedicated(const std::string& settings) const {
  return std::make_unique<PostgresSession>(config_, metrics_, *guard_, settings);
}

std::int64_t IdSequence::next(Context& context, Session& session) {
  const std::lock_guard lock{mutex_};
  if (next_ == end_) {
    session.run(context, next_block_, {}, [&](const Row& row) {
      next_ = row.get<std::int64_t>("id");
      end_ = next_ + block;
    });
  }
  return next_++;
}

}  // namespace sharecar::sql
