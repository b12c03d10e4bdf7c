/// libpq behind a type that cleans up: one connection, spoken to in pipelines. Inside of sql/ only.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace sharecar::sql {

struct DestroyResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, DestroyResult>;

/// A prepared statement on its way to the server.
struct Query {
  const char* name;
  const char* text;
  bool* prepared;  ///< on this connection; kept by exchange()
  std::vector<const char*> values;
};

/// Used by one thread at a time.
class PostgresLink {
 public:
  /// The connection is gone, and with it the outcome of what was sent last.
  struct Lost : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  /// The server refused one of the queries, and did not look at those after it.
  struct Refused : std::runtime_error {
    Refused(const std::string& text, std::string state, std::size_t which)
        : std::runtime_error(text), sqlstate(std::move(state)), index(which) {}
    std::string sqlstate;
    std::size_t index;  ///< of the query
  };

  /// Connects. Throws Lost.
  explicit PostgresLink(const std::string& options);

  /// Sends the queries together, preparing those that are not, and waits for all: one way to the server and back.
  /// Each sees what those before it did. Gives back the last one's result; throws Lost and Refused.
  PostgresResult exchange(const std::vector<Query>& queries);
  /// One or more statements without parameters. Throws Lost and Refused.
  void script(const std::string& text);

  bool open() const { return PQstatus(link_.get()) == CONNECTION_OK; }
  int socket() const { return PQsocket(link_.get()); }
  std::string host() const { return PQhost(link_.get()); }
  std::string port() const { return PQport(link_.get()); }

 private:
  struct Finish {
    void operator()(PGconn* link) const { PQfinish(link); }
  };
  /// The next result of a pipeline. Throws Lost.
  PostgresResult next();
  void check(int sent) const;

  std::unique_ptr<PGconn, Finish> link_;
};

}  // namespace sharecar::sql
