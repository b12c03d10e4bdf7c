/// A PostgreSQL database for one test.
#pragma once

#include <chrono>
#include <string>

#include "chassis/sql/postgres.hpp"

namespace sharecar::test {

/// Made empty by the constructor, dropped by the destructor, whoever is still connected.
class TestDatabase {
 public:
  TestDatabase();
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  sql::PostgresConfig config(int connections = 2) const;
  const std::string& name() const { return name_; }

  /// Runs SQL beside the code under test and returns the first column of all rows, joined by ",".
  std::string ask(const std::string& sql) const;
  /// Ends all connections to this database, as a crash of the server does.
  void cut();
  /// The database is away until allow(): all connections are cut and new ones refused.
  void refuse();
  void allow();

 private:
  std::string uri(const std::string& database) const;

  const std::string name_;
};

}  // namespace sharecar::test
