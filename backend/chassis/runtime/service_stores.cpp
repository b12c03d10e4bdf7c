#include <filesystem>

#include "chassis/runtime/service.hpp"

namespace sharecar {

sql::Postgres& Service::postgres(const sql::Migrations& migrations) {
  auto config = config_.postgres;
  config.application_name = "sharecar-" + name_ + "-" + config_.instance_id;
  auto& database = own<sql::Postgres>(config, metrics_);
  use(database, "db", migrations);
  return database;
}

sql::SqliteDatabase& Service::sqlite(const std::string& name, const sql::Migrations& migrations,
                                     sql::Synchronous synchronous) {
  std::filesystem::create_directories(config_.data_dir);
  sql::SqliteConfig config;
  config.path = (std::filesystem::path{config_.data_dir} / (name + ".db")).string();
  config.synchronous = synchronous;
  auto& database = own<sql::SqliteDatabase>(config, metrics_);
  use(database, "sqlite", migrations);
  return database;
}

void Service::use(sql::Database& database, const std::string& component, const sql::Migrations& migrations) {
  at_start("migrate", [&database, migrations] { database.migrate(migrations); });
  const auto ask = [&database] {
    actuator::ComponentHealth health;
    if (!database.healthy()) health.status = actuator::Status::DOWN;
    return health;
  };
  health_.add(component, ask, true);
}

}  // namespace sharecar
