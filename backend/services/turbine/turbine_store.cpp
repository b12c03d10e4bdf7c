#include "turbine_store.hpp"

#include <algorithm>

namespace sharecar::turbine {
namespace {

using contracts::TimelineEntry;
using sql::Session;
using sql::Statement;

#define CHANGE_COLUMNS                                                                                          \
  "change_id, service, instance, name, from_state AS \"from\", to_state AS \"to\", reason, at, reverts_at, " \
  "reverted_at, reverted_by, base, phase, revert_as"

constexpr Statement insert_change{
    "insert_change",
    "INSERT INTO changes (change_id, service, instance, name, from_state, to_state, reason, at, reverts_at,"
    " reverted_at, reverted_by, base, phase, revert_as)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"};

constexpr Statement update_change{"update_change",
                                  "UPDATE changes SET reverts_at = $2, reverted_at = $3, reverted_by = $4, phase = $5,"
                                  " revert_as = $6 WHERE change_id = $1"};

constexpr Statement delete_change{"delete_change", "DELETE FROM changes WHERE change_id = $1"};

constexpr Statement select_change{"select_change", "SELECT " CHANGE_COLUMNS " FROM changes WHERE change_id = $1"};

constexpr Statement select_open_changes{"select_open_changes",
                                        "SELECT " CHANGE_COLUMNS " FROM changes WHERE phase <> 'OVER' ORDER BY seq"};

constexpr Statement select_newest_changes{"select_newest_changes",
                                          "SELECT " CHANGE_COLUMNS " FROM changes ORDER BY seq DESC LIMIT $1"};

constexpr Statement insert_entry{"insert_timeline_entry",
                                 "INSERT INTO timeline (at, kind, service, instance, name, from_state, to_state,"
                                 " trace_id, at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"};

constexpr Statement select_timeline{"select_timeline",
                                    "SELECT at, kind, service, instance, name, from_state AS \"from\","
                                    " to_state AS \"to\", trace_id FROM timeline WHERE at_us >= $1"
                                    " AND at_us < $2 ORDER BY at_us DESC, seq DESC LIMIT $3"};

constexpr Statement delete_timeline{"delete_old_timeline", "DELETE FROM timeline WHERE at_us < $1"};

std::int64_t micros(Timestamp at) { return at.time_since_epoch().count(); }

}  // namespace

void TurbineStore::insert(Context& context, Session& session, const Change& change) {
  sql::Params params;
  sql::append_members(params, change);
  session.execute(context, insert_change, params);
}

void TurbineStore::update(Context& context, Session& session, const Change& change) {
  session.execute(context, update_change,
                  {change.change_id, change.reverts_at, change.reverted_at, change.reverted_by, change.phase,
                   change.revert_as});
}

void TurbineStore::remove(Context& context, Session& session, const std::string& change_id) {
  session.execute(context, delete_change, {change_id});
}

std::optional<Change> TurbineStore::find(Context& context, Session& session, const std::string& change_id) {
  return session.find<Change>(context, select_change, {change_id});
}

std::vector<Change> TurbineStore::open(Context& context, Session& session) {
  return session.select<Change>(context, select_open_changes);
}

std::vector<Change> TurbineStore::newest(Context& context, Session& session, std::int64_t limit) {
  return session.select<Change>(context, select_newest_changes, {limit});
}

void TurbineStore::insert(Context& context, Session& session, const std::vector<TimelineEntry>& entries) {
  sql::Transaction transaction{session};
  for (const auto& entry : entries) {
    sql::Params params;
    sql::append_members(params, entry);
    params.emplace_back(micros(entry.at));
    session.execute(context, insert_entry, params);
  }
  transaction.commit();
}

std::vector<TimelineEntry> TurbineStore::timeline(Context& context, Session& session, Timestamp from, Timestamp to,
                                                  std::int64_t limit) {
  auto out = session.select<TimelineEntry>(context, select_timeline, {micros(from), micros(to), limit});
  std::reverse(out.begin(), out.end());
  return out;
}

std::int64_t TurbineStore::forget_before(Context& context, Session& session, Timestamp at) {
  return session.execute(context, delete_timeline, {micros(at)});
}

}  // namespace sharecar::turbine
