#include "bench/database.hpp"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <pqxx/pqxx>
#include <regex>
#include <sstream>

#include "launcher/problem.hpp"

namespace sharecar::bench {
namespace {

using launcher::milliseconds;
using launcher::Problem;
namespace fs = launcher::fs;

const std::vector<std::string> databases{"orders", "payments", "reservations"};
constexpr milliseconds tool_limit{180'000};

void execute(const std::string& uri, const std::string& sql) {
  pqxx::connection connection{uri};
  pqxx::nontransaction{connection}.exec(sql);
}

}  // namespace

void Database::run(const std::string& name, std::vector<std::string> argv) const {
  argv.front() = "/usr/bin/" + argv.front();
  launcher::ProcessSpec spec;
  spec.name = name;
  spec.argv = std::move(argv);
  spec.cwd = folder_;
  spec.log = folder_ / (name + ".log");
  launcher::run_to_end(spec, tool_limit, "less " + spec.log.string());
}

void Database::restart() const {
  platform_.restart("postgres");
  platform_.wait_ready("postgres");
  for (const auto* service : {"order", "payment", "reservation", "gateway"}) platform_.wait_ready(service);
}

std::vector<SeenStatement> Database::statements_of(int count, const std::function<void()>& book) const {
  const auto uri = platform_.postgres_uri("postgres");
  execute(uri, "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
  restart();
  execute(uri, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
  execute(uri, "SELECT pg_stat_statements_reset()");
  book();
  std::vector<SeenStatement> seen;
  {
    pqxx::connection connection{uri};
    for (const auto& row : pqxx::nontransaction{connection}.exec(
             "SELECT d.datname, s.query, sum(s.calls) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid"
             " WHERE d.datname IN ('orders', 'payments', 'reservations') GROUP BY 1, 2 ORDER BY 1, 2")) {
      seen.push_back({row[0].c_str(), row[1].c_str(), row[2].as<double>() / count});
    }
  }
  execute(uri, "ALTER SYSTEM RESET shared_preload_libraries");
  restart();
  return seen;
}

void Database::make_copy() const {
  const auto uri = platform_.postgres_uri("postgres");
  execute(uri, "DROP DATABASE IF EXISTS bench WITH (FORCE)");
  execute(uri, "CREATE DATABASE bench");
  const auto bench = platform_.postgres_uri("bench");
  execute(bench, "CREATE EXTENSION btree_gist");
  for (const auto& name : databases) {
    const auto source = platform_.postgres_uri(name);
    const auto file = (folder_ / (name + ".sql")).string();
    run("pg_dump", {"pg_dump", "--no-owner", "--no-privileges", "--schema=public", "--schema-only", "--file=" + file,
                    "--dbname=" + source});
    auto text = launcher::read_text(file).value_or("");
    if (name != "payments") {
      const auto cars = (folder_ / (name + ".cars.sql")).string();
      run("pg_dump", {"pg_dump", "--data-only", "--table=cars", "--file=" + cars, "--dbname=" + source});
      text += launcher::read_text(cars).value_or("");
    }
    text = std::regex_replace(text, std::regex{R"(\bpublic\.)"}, name + ".");
    text = std::regex_replace(text, std::regex{"SCHEMA public"}, "SCHEMA " + name);
    launcher::write_text(file, text);
    run("psql", {"psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--file=" + file, "--dbname=" + bench});
  }
  execute(bench, "ANALYZE");
}

std::string Database::pgbench(const BookingSql& sql, const std::vector<std::string>& options) {
  const auto script = folder_ / "booking.pgbench";
  launcher::write_text(script, sql.script);
  for (const auto& entry : fs::directory_iterator{folder_}) {
    if (entry.path().filename().string().starts_with("pgbench_log.")) fs::remove(entry.path());
  }
  std::vector<std::string> argv{"pgbench",     "--no-vacuum", "--protocol=prepared",
                                "--client=16", "--jobs=1",    "--file=" + script.string()};
  const auto variables = booking_variables(++round_);
  argv.insert(argv.end(), variables.begin(), variables.end());
  argv.insert(argv.end(), options.begin(), options.end());
  argv.push_back(platform_.postgres_uri("bench"));
  run("pgbench", std::move(argv));
  return launcher::read_text(folder_ / "pgbench.log").value_or("");
}

double Database::closed(const BookingSql& sql, int seconds) {
  const auto said = pgbench(sql, {fmt::format("--time={}", seconds)});
  std::smatch found;
  if (!std::regex_search(said, found, std::regex{R"(tps = ([0-9.]+))"})) {
    throw Problem{"pgbench says no rate", "less " + (folder_ / "pgbench.log").string(), said};
  }
  return std::stod(found[1]);
}

load::Percentiles Database::paced(const BookingSql& sql, double per_second, int seconds) {
  pgbench(sql, {fmt::format("--time={}", seconds), fmt::format("--rate={:.1f}", per_second), "--log",
                "--log-prefix=" + (folder_ / "pgbench_log").string()});
  load::Histogram times;
  for (const auto& entry : fs::directory_iterator{folder_}) {
    if (!entry.path().filename().string().starts_with("pgbench_log.")) continue;
    std::ifstream lines{entry.path()};
    for (std::string line; std::getline(lines, line);) {
      std::istringstream fields{line};
      std::int64_t client = 0;
      std::int64_t number = 0;
      std::int64_t us = 0;  // with --rate from the scheduled start
      if (fields >> client >> number >> us) times.record(std::chrono::microseconds{us});
    }
  }
  return times.percentiles();
}

}  // namespace sharecar::bench
