/// Takes a hand in breakers: sets their state, and takes it back by itself.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "board.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/sql/sqlite.hpp"
#include "override.hpp"
#include "watcher.hpp"

namespace sharecar::turbine {

/// A change is written down before the instance is asked, so that it is taken back even if this process dies in
/// between. What is due while its instance is away is taken back when it is there again. One change at a time for each
/// breaker. Lives on the reactor's thread.
class Control {
 public:
  using NewId = std::function<std::string()>;

  Control(net::io_context& reactor, sql::SqliteDatabase& db, const Clock& clock, Board& board, Overrides& overrides,
          Watcher& watcher, NewId new_id);

  /// Reads what an earlier process left in force. Before readiness, on any thread.
  void load();

  /// not_found, unavailable (its instance is silent), request_running, upstream_*.
  net::awaitable<Result<Change>> change(Context& context, BreakerKey key, contracts::ChangeBreaker wanted);
  /// Gives back the change as it is then: over (also when it was before), or still in force because its instance is
  /// away. not_found, request_running.
  net::awaitable<Result<Change>> undo(Context& context, BreakerKey key, std::string id);
  net::awaitable<std::vector<Change>> journal(Context& context, std::int64_t limit);

  /// Takes back what is due and can be.
  net::awaitable<void> revert_due(Context& context);

 private:
  /// While it lives no other change of that breaker is made.
  class Turn;

  net::awaitable<Result<Change>> make(Context& context, Change change);
  net::awaitable<void> revert(Context& context, Change change);
  net::awaitable<void> seen_as(BreakerKey key, std::string state);
  net::awaitable<void> store(Context& context, std::vector<Change> changes);
  net::awaitable<std::optional<Change>> find(Context& context, std::string id);
  void ended(const Change& change);
  net::awaitable<void> write_ended(Change change);

  net::io_context& reactor_;
  sql::SqliteDatabase& db_;
  const Clock& clock_;
  Board& board_;
  Overrides& overrides_;
  Watcher& watcher_;
  NewId new_id_;
};

}  // namespace sharecar::turbine
