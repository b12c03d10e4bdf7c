#pragma once

#include <optional>
#include <string>

#include "launcher/process.hpp"
#include "launcher/record.hpp"

namespace sharecar::launcher {

struct PostgresOptions {
  fs::path home;        // what belongs to this server; see PostgresServer::place
  fs::path log;         // the server's own messages
  int port = 0;         // on 127.0.0.1 and in the name of the socket
  bool durable = true;  // false: fsync off, for tests
  int max_connections = 100;
};

/// A PostgreSQL 15 of our own from Debian's package, beside whatever runs on the machine already: own data folder,
/// own port on 127.0.0.1, own socket folder. The superuser `postgres` is reached over the socket only, as the
/// operating-system user who runs the launcher (peer); everybody else needs a password (SCRAM).
///
/// initdb refuses root, so under root the server runs as the user postgres. That user may not be able to enter the
/// checkout, so the data then lives in /var/lib/sharecar/<hash of home> and `home` is a link to it.
class PostgresServer {
 public:
  explicit PostgresServer(PostgresOptions options);

  /// Makes the data folder when there is none and writes the configuration. Throws Problem.
  void prepare();
  ProcessSpec spec() const;
  /// Waits for it to accept connections.
  bool ready() const;

  /// Makes role and database when they are missing, sets the password, and shuts everybody else out.
  void ensure_database(const std::string& database, const std::string& password) const;

  std::string superuser_uri(const std::string& database = "postgres") const;
  /// For a service: over the socket, which is cheaper than TCP.
  std::string uri(const std::string& database, const std::string& password) const;
  const fs::path& socket_folder() const { return sockets_; }
  const PostgresOptions& options() const { return options_; }

  /// Deletes data, sockets and link. The server must not run.
  static void erase(const fs::path& home);

 private:
  void make_cluster() const;
  void write_settings() const;
  void drop_stale_lock() const;

  PostgresOptions options_;
  fs::path place_;  // where the files really are
  fs::path data_;
  fs::path sockets_;
  std::string user_;  // "" = as we are
};

}  // namespace sharecar::launcher
