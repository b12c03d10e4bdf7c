#include "support/test_database.hpp"

#include <pqxx/connection>
#include <pqxx/nontransaction>
#include <pqxx/result>

#include "support/test_stack.hpp"

// libpqxx 6.4.5 loses the 216 bytes of a result when the connection broke under it. Read by LeakSanitizer.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libpqxx\n"; }

namespace sharecar::test {
namespace {

pqxx::result exec(const std::string& uri, const std::string& sql) {
  pqxx::connection connection{uri};
  pqxx::nontransaction statement{connection};
  return statement.exec(sql);
}

}  // namespace

TestDatabase::TestDatabase() : name_("sharecar_" + unique_name()) {
  exec(TestStack::get().postgres, "CREATE DATABASE " + name_);
}

TestDatabase::~TestDatabase() {
  try {
    exec(TestStack::get().postgres, "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  } catch (const std::exception&) {  // the stack is gone, and the database with it
  }
}

std::string TestDatabase::uri(const std::string& database) const {
  const auto& admin = TestStack::get().postgres;
  const auto slash = admin.find('/', admin.find("://") + 3);
  const auto end = std::min(admin.find('?', slash), admin.size());
  return admin.substr(0, slash + 1) + database + admin.substr(end);
}

sql::PostgresConfig TestDatabase::config(int connections) const {
  sql::PostgresConfig out;
  out.uri = uri(name_);
  out.connections = connections;
  return out;
}

std::string TestDatabase::ask(const std::string& sql) const {
  std::string out;
  for (const auto& row : exec(uri(name_), sql)) {
    if (!out.empty()) out += ",";
    out += row[0].is_null() ? "NULL" : row[0].c_str();
  }
  return out;
}

void TestDatabase::cut() {
  exec(TestStack::get().postgres,
       "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name_ + "'");
}

void TestDatabase::refuse() {
  exec(TestStack::get().postgres, "ALTER DATABASE " + name_ + " ALLOW_CONNECTIONS false");
  cut();
}

void TestDatabase::allow() { exec(TestStack::get().postgres, "ALTER DATABASE " + name_ + " ALLOW_CONNECTIONS true"); }

}  // namespace sharecar::test
