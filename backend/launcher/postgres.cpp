#include "launcher/postgres.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <pqxx/pqxx>
#include <thread>

#include "launcher/problem.hpp"

namespace sharecar::launcher {

namespace {

const fs::path programs = "/usr/lib/postgresql/15/bin";
const fs::path root_place = "/var/lib/sharecar";
constexpr std::size_t longest_socket_path = 107;  // sockaddr_un
constexpr const char* install = "apt-get install postgresql-15";

bool as_root() { return ::geteuid() == 0; }

std::string own_name() {
  const passwd* entry = ::getpwuid(::geteuid());
  return entry != nullptr ? entry->pw_name : std::to_string(::geteuid());
}

fs::path place_of(const fs::path& home) {
  return as_root() ? root_place / short_hash(fs::absolute(home).lexically_normal().string()) : home;
}

/// Folder for the socket: inside `place` when the path stays short enough, else in the system's folder for such.
fs::path socket_folder_of(const fs::path& place) {
  const auto inside = place / "socket";
  if (inside.string().size() + std::string_view{"/.s.PGSQL.65535.lock"}.size() <= longest_socket_path) return inside;
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  const fs::path base = runtime != nullptr && fs::is_directory(runtime) ? fs::path{runtime} : fs::path{"/tmp"};
  return base / fmt::format("sharecar-{}-{}", ::geteuid(), short_hash(place.string()));
}

void own(const fs::path& path, const std::string& user, unsigned mode) {
  ::chmod(path.c_str(), mode);
  if (user.empty()) return;
  if (const passwd* entry = ::getpwnam(user.c_str()); entry != nullptr) {
    if (::chown(path.c_str(), entry->pw_uid, entry->pw_gid) == 0) return;
  }
  throw Problem{"cannot give " + path.string() + " to the user " + user, install};
}

/// Under root, folders whose checkout is gone and whose server does not run are left-overs.
void sweep_left_overs() {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{root_place, ignored}) {
    const auto origin = read_text(entry.path() / "origin");
    if (!origin || fs::is_symlink(*origin, ignored)) continue;
    if (fs::exists(entry.path() / "data" / "postmaster.pid", ignored)) continue;
    fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

PostgresServer::PostgresServer(PostgresOptions options)
    : options_{std::move(options)},
      place_{place_of(options_.home)},
      data_{place_ / "data"},
      sockets_{socket_folder_of(place_)},
      user_{as_root() ? "postgres" : ""} {}

void PostgresServer::prepare() {
  if (!fs::exists(programs / "postgres")) throw Problem{"PostgreSQL 15 is not installed", install};
  if (as_root()) {
    sweep_left_overs();
    fs::create_directories(place_);
    std::error_code none;
    if (!fs::is_symlink(options_.home)) {
      fs::create_directories(options_.home.parent_path());
      fs::create_directory_symlink(place_, options_.home, none);
    }
    write_text(place_ / "origin", fs::absolute(options_.home).lexically_normal().string());
  }
  for (const auto& folder : {place_, sockets_}) {
    fs::create_directories(folder);
    own(folder, user_, 0700);
  }
  if (!fs::exists(data_ / "PG_VERSION")) make_cluster();
  write_settings();
  drop_stale_lock();
}

void PostgresServer::make_cluster() const {
  fs::remove_all(data_);  // half a cluster of an initdb that was killed
  ProcessSpec spec;
  spec.name = "initdb";
  spec.argv = {(programs / "initdb").string(), "--pgdata",          data_.string(),
               "--username=postgres",          "--encoding=UTF8",   "--locale=C.UTF-8",
               "--auth=scram-sha-256",         "--auth-local=peer", "--no-instructions"};
  if (!options_.durable) spec.argv.emplace_back("--no-sync");
  spec.user = user_;
  spec.log = options_.log.parent_path() / "initdb.log";
  run_to_end(spec, milliseconds{60'000}, "df -h " + place_.string());
}

void PostgresServer::write_settings() const {
  const std::string settings = fmt::format(
      R"(# Written by the launcher at every start.
listen_addresses = '127.0.0.1'
port = {}
unix_socket_directories = '{}'
unix_socket_permissions = 0777
max_connections = {}
shared_buffers = 32MB
work_mem = 2MB
maintenance_work_mem = 32MB
max_parallel_workers_per_gather = 0
max_wal_size = 512MB
wal_buffers = 4MB
jit = off
synchronous_commit = on
fsync = {}
full_page_writes = {}
idle_in_transaction_session_timeout = 5s
password_encryption = scram-sha-256
timezone = 'UTC'
log_timezone = 'UTC'
log_destination = 'stderr'
logging_collector = off
log_line_prefix = '%m [%p] %q%u@%d '
log_checkpoints = off
cluster_name = 'sharecar'
)",
      options_.port, sockets_.string(), options_.max_connections, options_.durable ? "on" : "off",
      options_.durable ? "on" : "off");
  const std::string access =
      "# Written by the launcher at every start. The superuser comes over the socket only.\n"
      "local all postgres           peer map=sharecar\n"
      "local all all                scram-sha-256\n"
      "host  all postgres all       reject\n"
      "host  all all      127.0.0.1/32 scram-sha-256\n";
  std::string people;
  for (const auto& name : {own_name(), std::string{"postgres"}}) people += "sharecar " + name + " postgres\n";
  for (const auto& [name, text] : {std::pair<const char*, const std::string&>{"postgresql.conf", settings},
                                   {"pg_hba.conf", access},
                                   {"pg_ident.conf", people}}) {
    write_text(data_ / name, text, 0600);
    own(data_ / name, user_, 0600);
  }
}

void PostgresServer::drop_stale_lock() const {
  // The server refuses to start when the pid in its lock file is alive, even when another program got that pid.
  const auto lock = read_text(data_ / "postmaster.pid");
  if (!lock) return;
  std::error_code unreadable;
  const auto pid = std::strtol(lock->c_str(), nullptr, 10);
  const auto folder = fs::read_symlink(fmt::format("/proc/{}/cwd", pid), unreadable);
  if (folder != fs::weakly_canonical(data_)) fs::remove(data_ / "postmaster.pid");
}

ProcessSpec PostgresServer::spec() const {
  ProcessSpec spec;
  spec.name = "postgres";
  spec.argv = {(programs / "postgres").string(), "-D", data_.string()};
  spec.environment["LC_ALL"] = "C.UTF-8";
  spec.cwd = "/";
  spec.log = options_.log;
  spec.user = user_;
  spec.stop_signal = SIGINT;  // "fast": ends sessions, writes a checkpoint
  return spec;
}

bool PostgresServer::ready() const {
  try {
    pqxx::connection connection{superuser_uri() + "&connect_timeout=2"};
    return connection.is_open();
  } catch (const pqxx::failure&) {
    return false;
  }
}

void PostgresServer::ensure_database(const std::string& database, const std::string& password) const {
  pqxx::connection connection{superuser_uri()};
  pqxx::nontransaction sql{connection};
  const auto name = sql.esc(database);
  const auto role = "\"" + database + "\"";
  if (sql.exec("SELECT 1 FROM pg_roles WHERE rolname = '" + name + "'").empty())
    sql.exec("CREATE ROLE " + role + " LOGIN");
  sql.exec("ALTER ROLE " + role + " PASSWORD '" + sql.esc(password) + "'");
  if (sql.exec("SELECT 1 FROM pg_database WHERE datname = '" + name + "'").empty()) {
    sql.exec("CREATE DATABASE " + role + " OWNER " + role);
  }
  sql.exec("REVOKE ALL ON DATABASE " + role + " FROM PUBLIC");
}

std::string PostgresServer::superuser_uri(const std::string& database) const {
  return fmt::format("postgresql:///{}?host={}&port={}&user=postgres", database, percent_encoded(sockets_.string()),
                     options_.port);
}

std::string PostgresServer::uri(const std::string& database, const std::string& password) const {
  return fmt::format("postgresql://{0}:{1}@/{0}?host={2}&port={3}", database, password,
                     percent_encoded(sockets_.string()), options_.port);
}

void PostgresServer::erase(const fs::path& home) {
  const auto place = place_of(home);
  fs::remove_all(socket_folder_of(place));
  fs::remove_all(place);
  if (place != home) fs::remove(home);
}

}  // namespace sharecar::launcher
