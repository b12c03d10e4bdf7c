/// Spans in SQLite, in pieces as they came. Runs on database threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "chassis/sql/migration.hpp"
#include "chassis/sql/session.hpp"
#include "services/tracing/span_names.hpp"
#include "services/tracing/span_pieces.hpp"
#include "services/tracing/span_query.hpp"
#include "tracemodel/links.hpp"

namespace sharecar::tracing {

extern const sql::Migrations migrations;

class SpanStore {
 public:
  explicit SpanStore(std::vector<std::string> indexed_tags) : indexed_tags_(std::move(indexed_tags)) {}

  /// All of it in one transaction.
  void write(Context& context, sql::Session& session, const std::vector<Piece>& pieces,
             const std::vector<Name>& names) const;

  /// The spans of exactly this (normal) trace id as a JSON list; nothing when there is none.
  std::optional<std::string> trace(Context& context, sql::Session& session, const std::string& trace_id) const;

  /// The newest traces that match, as a JSON list of lists, newest first.
  std::string search(Context& context, sql::Session& session, const TraceQuery& query) const;

  /// Links of every trace with a span in the time of the query.
  std::vector<tracemodel::DependencyLink> links(Context& context, sql::Session& session, const TraceQuery& query) const;

  std::vector<Name> names(Context& context, sql::Session& session) const;
  std::int64_t count(Context& context, sql::Session& session) const;  ///< spans; reads a row of each trace
  std::int64_t size(Context& context, sql::Session& session) const;   ///< bytes in use
  /// Deletes some of the traces that came first, in one short transaction; gives back how many spans they had.
  std::int64_t delete_oldest(Context& context, sql::Session& session) const;

 private:
  using Visit = std::function<bool(std::string_view lines)>;  // false: enough

  std::string lines_of(Context& context, sql::Session& session, std::int64_t low) const;
  /// Visits the traces that a search may want, newest first.
  void each_candidate(Context& context, sql::Session& session, const TraceQuery& query, const Visit& visit) const;

  std::vector<std::string> indexed_tags_;
};

}  // namespace sharecar::tracing
