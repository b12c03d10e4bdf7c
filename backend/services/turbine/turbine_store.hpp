/// Changes and timeline in SQLite. Runs on database threads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chassis/sql/migration.hpp"
#include "chassis/sql/session.hpp"
#include "override.hpp"

namespace sharecar::turbine {

extern const sql::Migrations migrations;

struct TurbineStore {
  static void insert(Context& context, sql::Session& session, const Change& change);
  /// Phase, and what became of it.
  static void update(Context& context, sql::Session& session, const Change& change);
  /// It was never made.
  static void remove(Context& context, sql::Session& session, const std::string& change_id);
  static std::optional<Change> find(Context& context, sql::Session& session, const std::string& change_id);
  /// Those that are not over, oldest first.
  static std::vector<Change> open(Context& context, sql::Session& session);
  /// The journal: the newest `limit`, newest first.
  static std::vector<Change> newest(Context& context, sql::Session& session, std::int64_t limit);

  static void insert(Context& context, sql::Session& session, const std::vector<contracts::TimelineEntry>& entries);
  /// At most the newest `limit` of [from, to), oldest first.
  static std::vector<contracts::TimelineEntry> timeline(Context& context, sql::Session& session, Timestamp from,
                                                        Timestamp to, std::int64_t limit);
  static std::int64_t forget_before(Context& context, sql::Session& session, Timestamp at);
};

}  // namespace sharecar::turbine
