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
#include "services/tracing/trace_links.hpp"

namespace sharecar::tracing {

extern const sql::Migrations migrations;

class SpanStore {
 public:
  /// `strict`: ids of 64 bits and of 128 bits that end in them name different traces.
  SpanStore(std::vector<std::string> indexed_tags, bool strict)
      : indexed_tags_(std::move(indexed_tags)), strict_(strict) {}

  /// All of it in one transaction. `now_s`: seconds since the epoch.
  void write(Context& context, sql::Session& session, const std::vector<Piece>& pieces, const std::vector<Name>& names,
             std::int64_t now_s) const;

  /// The spans of this (normal) trace id as a JSON list; nothing when there is none.
  std::optional<std::string> trace(Context& context, sql::Session& session, const std::string& trace_id) const;
  /// Those of these ids that are there, as a JSON list of lists.
  std::string traces(Context& context, sql::Session& session, const std::vector<std::string>& trace_ids) const;

  /// The newest traces that match, as a JSON list of lists, newest first.
  std::string search(Context& context, sql::Session& session, const TraceQuery& query) const;

  /// Links of every trace with a span in the time of the query.
  std::vector<tracemodel::DependencyLink> links(Context& context, sql::Session& session, const TraceQuery& query) const;
  /// Computes the links of some traces ahead of the questions, of those whose first spans came until `until_s`, and
  /// leaves `rest` of them; false when there were none to compute.
  bool link_some(Context& context, sql::Session& session, std::int64_t until_s, std::int64_t rest) const;

  std::vector<Name> names(Context& context, sql::Session& session) const;
  std::int64_t count(Context& context, sql::Session& session) const;  ///< spans; reads a row of each trace
  std::int64_t size(Context& context, sql::Session& session) const;   ///< bytes in use
  /// Deletes some of the traces that came first, in one short transaction, but none that came after `until_s`; gives
  /// back how many spans they had.
  std::int64_t delete_oldest(Context& context, sql::Session& session, std::int64_t until_s) const;

 private:
  struct Candidate;
  struct Linked;
  using Visit = std::function<bool(std::string_view lines)>;  // false: enough

  std::string lines_of(Context& context, sql::Session& session, std::int64_t trace) const;
  std::vector<Candidate> page(Context& context, sql::Session& session, const TraceQuery& query,
                              const Candidate& after) const;
  /// Traces with spans on both sides of the query's end, by their last span before it; latest first.
  std::vector<Candidate> at_the_end(Context& context, sql::Session& session, const TraceQuery& query) const;
  /// Visits the traces that a search may want, latest first.
  void each_candidate(Context& context, sql::Session& session, const TraceQuery& query, const Visit& visit) const;
  void link(Context& context, sql::Session& session, std::vector<Linked>& traces) const;

  std::vector<std::string> indexed_tags_;
  bool strict_;
};

}  // namespace sharecar::tracing
