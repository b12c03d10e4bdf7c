#include "services/tracing/span_store.hpp"

#include <algorithm>

#include "spanwire/span_codec.hpp"
#include "spanwire/span_ids.hpp"

namespace sharecar::tracing {
namespace {

using sql::Row;
using sql::Session;
using sql::Statement;

constexpr Statement upsert_trace{
    "upsert_trace",
    "INSERT INTO traces (low, first_ms, last_ms, max_duration, spans, arrived_s) VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (low) DO UPDATE SET first_ms = min(first_ms, excluded.first_ms),"
    " last_ms = max(last_ms, excluded.last_ms), max_duration = max(max_duration, excluded.max_duration),"
    " spans = spans + excluded.spans, links = NULL RETURNING trace"};
constexpr Statement insert_piece{"insert_piece", "INSERT INTO pieces (trace, lines) VALUES ($1, $2)"};
constexpr Statement insert_service{
    "insert_trace_service", "INSERT INTO trace_services (trace, service) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
constexpr Statement insert_tag{
    "insert_trace_tag", "INSERT INTO trace_tags (key, value, trace) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};
constexpr Statement insert_name{"insert_name",
                                "INSERT INTO names (owner, kind, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};

constexpr Statement select_pieces{"select_pieces", "SELECT lines FROM pieces WHERE trace = $1 ORDER BY seq"};
constexpr Statement select_pieces_of_id{
    "select_pieces_of_id",
    "SELECT p.lines FROM traces t JOIN pieces p ON p.trace = t.trace WHERE t.low = $1 ORDER BY p.seq"};
constexpr Statement select_names{"select_names", "SELECT owner, kind, name FROM names"};

constexpr Statement count_spans{"count_spans", "SELECT coalesce(sum(spans), 0) AS spans FROM traces"};
constexpr Statement measure_store{"measure_store",
                                  "SELECT (c.page_count - f.freelist_count) * s.page_size AS bytes"
                                  " FROM pragma_page_count c, pragma_freelist_count f, pragma_page_size s"};
constexpr Statement select_oldest{"select_oldest_traces",
                                  "SELECT max(trace) AS trace FROM (SELECT trace, arrived_s FROM traces ORDER BY trace"
                                  " LIMIT 64) WHERE arrived_s <= $1"};
constexpr Statement delete_traces{"delete_traces", "DELETE FROM traces WHERE trace <= $1 RETURNING spans"};
constexpr Statement delete_pieces{"delete_pieces", "DELETE FROM pieces WHERE trace <= $1"};
constexpr Statement delete_services{"delete_trace_services", "DELETE FROM trace_services WHERE trace <= $1"};
constexpr Statement delete_tags{"delete_trace_tags", "DELETE FROM trace_tags WHERE trace <= $1"};

void append(std::string& out, std::string_view item) {
  if (out.size() > 1) out += ',';
  out += item;
}

std::string lines_that(Context& context, Session& session, const Statement& select, std::int64_t key) {
  std::string lines;
  session.run(context, select, {key},
              [&](const Row& row) { lines += row.text("lines").value_or(std::string_view{}); });
  return lines;
}

}  // namespace

void SpanStore::write(Context& context, Session& session, const std::vector<Piece>& pieces,
                      const std::vector<Name>& names, std::int64_t now_s) const {
  sql::Transaction transaction{session};
  for (const auto& name : names) session.execute(context, insert_name, {name.owner, name.kind, name.name});
  for (const auto& piece : pieces) {
    std::int64_t trace = 0;
    session.run(context, upsert_trace,
                {piece.low, piece.first_ms, piece.last_ms, piece.max_duration, piece.spans, now_s},
                [&](const Row& row) { trace = row.get<std::int64_t>("trace"); });
    session.execute(context, insert_piece, {trace, piece.lines});
    for (const auto& service : piece.services) session.execute(context, insert_service, {trace, service});
    for (const auto& [key, value] : piece.tags) session.execute(context, insert_tag, {key, value, trace});
  }
  transaction.commit();
}

std::string SpanStore::lines_of(Context& context, Session& session, std::int64_t trace) const {
  return lines_that(context, session, select_pieces, trace);
}

std::optional<std::string> SpanStore::trace(Context& context, Session& session, const std::string& trace_id) const {
  const std::string lines = lines_that(context, session, select_pieces_of_id, spanwire::low_bits(trace_id));
  for (const auto& trace : split(lines, strict_)) {
    if (!strict_ || trace.trace_id == trace_id) return list_of(trace);
  }
  return std::nullopt;
}

std::string SpanStore::traces(Context& context, Session& session, const std::vector<std::string>& trace_ids) const {
  std::string out = "[";
  std::vector<std::int64_t> seen;
  for (const auto& id : trace_ids) {
    const auto low = spanwire::low_bits(id);
    if (std::ranges::find(seen, low) != seen.end()) continue;
    seen.push_back(low);
    const std::string lines = lines_that(context, session, select_pieces_of_id, low);
    for (const auto& trace : split(lines, strict_)) {
      const bool asked = std::ranges::find(trace_ids, trace.trace_id) != trace_ids.end();
      if (!strict_ || asked) append(out, list_of(trace));
    }
  }
  return out + ']';
}

std::vector<Name> SpanStore::names(Context& context, Session& session) const {
  return session.select<Name>(context, select_names);
}

std::int64_t SpanStore::count(Context& context, Session& session) const {
  std::int64_t spans = 0;
  session.run(context, count_spans, {}, [&](const Row& row) { spans = row.get<std::int64_t>("spans"); });
  return spans;
}

std::int64_t SpanStore::size(Context& context, Session& session) const {
  std::int64_t bytes = 0;
  session.run(context, measure_store, {}, [&](const Row& row) { bytes = row.get<std::int64_t>("bytes"); });
  return bytes;
}

std::int64_t SpanStore::delete_oldest(Context& context, Session& session, std::int64_t until_s) const {
  std::int64_t spans = 0;
  sql::Transaction transaction{session};
  std::optional<std::int64_t> last;
  session.run(context, select_oldest, {until_s},
              [&](const Row& row) { last = row.get<std::optional<std::int64_t>>("trace"); });
  if (last) {
    session.run(context, delete_traces, {*last}, [&](const Row& row) { spans += row.get<std::int64_t>("spans"); });
    session.execute(context, delete_pieces, {*last});
    session.execute(context, delete_services, {*last});
    session.execute(context, delete_tags, {*last});
  }
  transaction.commit();
  return spans;
}

}  // namespace sharecar::tracing
