/// A database connection as seen by a service's store: named statements, each one a span.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "chassis/sql/value.hpp"
#include "chassis/telemetry/context.hpp"

namespace sharecar::sql {

/// The database is away or too busy: SQLSTATE 08, 53, 57P, 40, a broken connection, no free connection in time. The
/// caller answers 503 or waits; nothing is wrong with the data.
struct Unavailable : std::runtime_error {
  explicit Unavailable(const std::string& what, bool again = false) : std::runtime_error(what), repeatable(again) {}
  /// The connection broke or the transaction lost a race (SQLSTATE 08, 57P, 40): the same work may succeed at once.
  bool repeatable;
};

/// The statement was refused because of its data: SQLSTATE 22 or 23. Repeating it does not help. The text names the
/// statement and, where there is one, the constraint; never a value.
struct Rejected : std::runtime_error {
  Rejected(const std::string& what, std::string state) : std::runtime_error(what), sqlstate(std::move(state)) {}
  std::string sqlstate;
};

/// Used by one thread at a time; lives on a database thread, never on the reactor. Statements outside a Transaction
/// commit by themselves.
class Session {
 public:
  virtual ~Session() = default;

  /// Runs a statement in a span "pg name" ("sqlite name"); calls `each` for every row and returns how many rows were
  /// returned or changed. Throws Unavailable, Rejected, or std::runtime_error when statement and schema disagree.
  virtual std::int64_t run(Context& context, const Statement& statement, const Params& params,
                           const std::function<void(const Row&)>& each) = 0;
  /// Runs a text of one or more statements without parameters and without a span; for migrations and housekeeping.
  virtual void script(const std::string& text) = 0;
  /// Inside a transaction: a statement whose result nobody needs. PostgreSQL gets it together with the next one, or with
  /// COMMIT, on one way to the server; a failure of it shows there.
  virtual void defer(Context& context, const Statement& statement, Params params) {
    execute(context, statement, params);
  }
  virtual void begin() = 0;
  /// Throws std::logic_error when a statement of this transaction has failed: there is nothing to commit.
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;

  std::int64_t execute(Context& context, const Statement& statement, const Params& params = {}) {
    return run(context, statement, params, [](const Row&) {});
  }
  template <class T>
  std::vector<T> select(Context& context, const Statement& statement, const Params& params = {}) {
    std::vector<T> rows;
    run(context, statement, params, [&](const Row& row) { rows.push_back(row.as<T>()); });
    return rows;
  }
  /// The first row, if there is one.
  template <class T>
  std::optional<T> find(Context& context, const Statement& statement, const Params& params = {}) {
    std::optional<T> found;
    run(context, statement, params, [&](const Row& row) {
      if (!found) found = row.as<T>();
    });
    return found;
  }
};

/// BEGIN now, ROLLBACK unless committed.
class Transaction {
 public:
  explicit Transaction(Session& session) : session_(session) { session_.begin(); }
  ~Transaction() {
    if (!done_) session_.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    session_.commit();
    done_ = true;
  }

 private:
  Session& session_;
  bool done_ = false;
};

}  // namespace sharecar::sql
