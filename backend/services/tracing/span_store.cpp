#include "services/tracing/span_store.hpp"

#include <algorithm>
#include <limits>

#include "services/tracing/span_codec.hpp"
#include "services/tracing/span_ids.hpp"

namespace sharecar::tracing {
namespace {

using sql::Row;
using sql::Session;
using sql::Statement;

constexpr std::size_t largest_answer = 128 * 1024 * 1024;
constexpr std::size_t candidates_at_once = 256;

constexpr Statement upsert_trace{
    "upsert_trace",
    "INSERT INTO traces (low, first_ts, last_ts, max_duration, spans) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (low) DO UPDATE SET"
    " first_ts = CASE WHEN first_ts = 0 THEN excluded.first_ts WHEN excluded.first_ts = 0 THEN first_ts"
    "   ELSE min(first_ts, excluded.first_ts) END,"
    " last_ts = max(last_ts, excluded.last_ts), max_duration = max(max_duration, excluded.max_duration),"
    " spans = spans + excluded.spans"};
constexpr Statement insert_piece{"insert_piece", "INSERT INTO pieces (low, lines) VALUES ($1, $2)"};
constexpr Statement insert_service{"insert_trace_service",
                                   "INSERT INTO trace_services (low, service) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
constexpr Statement insert_tag{"insert_trace_tag",
                               "INSERT INTO trace_tags (key, value, low) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};
constexpr Statement insert_name{"insert_name",
                                "INSERT INTO names (service, kind, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};

constexpr Statement select_pieces{"select_pieces", "SELECT lines FROM pieces WHERE low = $1 ORDER BY seq"};
constexpr Statement select_names{"select_names", "SELECT service, kind, name FROM names"};

// $1 the earliest last_ts; $2, $3 the trace to continue after; $4 a service or ''; $5 the shortest longest span; $6 how
// many.
#define CANDIDATES_TAIL                                                                              \
  " t.first_ts > 0 AND t.last_ts >= $1 AND (t.first_ts, t.low) < ($2, $3) AND t.max_duration >= $5"  \
  " AND ($4 = '' OR EXISTS (SELECT 1 FROM trace_services s WHERE s.low = t.low AND s.service = $4))" \
  " ORDER BY t.first_ts DESC, t.low DESC LIMIT $6"
constexpr Statement select_candidates{"select_candidates",
                                      "SELECT t.low, t.first_ts FROM traces t WHERE" CANDIDATES_TAIL};
constexpr Statement select_tagged{"select_tagged_candidates",
                                  "SELECT t.low, t.first_ts FROM trace_tags g JOIN traces t ON t.low = g.low"
                                  " WHERE g.key = $7 AND g.value = $8 AND" CANDIDATES_TAIL};

constexpr Statement count_spans{"count_spans", "SELECT coalesce(sum(spans), 0) AS spans FROM traces"};
constexpr Statement measure_store{"measure_store",
                                  "SELECT (c.page_count - f.freelist_count) * s.page_size AS bytes"
                                  " FROM pragma_page_count c, pragma_freelist_count f, pragma_page_size s"};
constexpr Statement select_oldest{"select_oldest_traces",
                                  "SELECT DISTINCT low FROM (SELECT low FROM pieces ORDER BY seq LIMIT 64)"};
constexpr Statement delete_trace{"delete_trace", "DELETE FROM traces WHERE low = $1 RETURNING spans"};
constexpr Statement delete_pieces{"delete_pieces", "DELETE FROM pieces WHERE low = $1"};
constexpr Statement delete_services{"delete_trace_services", "DELETE FROM trace_services WHERE low = $1"};
constexpr Statement delete_tags{"delete_trace_tags", "DELETE FROM trace_tags WHERE low = $1"};

struct Candidate {
  std::int64_t low = 0;
  std::int64_t first_ts = 0;
};
BOOST_DESCRIBE_STRUCT(Candidate, (), (low, first_ts))

// Texts that the lines of every matching trace hold: looking for them is much cheaper than decoding.
std::vector<std::string> needles(const TraceQuery& query) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view prefix, std::string_view text) {
    append_quoted(out.emplace_back(prefix), text);
  };
  if (!query.span_name.empty()) add(R"("name":)", query.span_name);
  if (!query.remote_service_name.empty()) add(R"("serviceName":)", query.remote_service_name);
  for (const auto& [key, value] : query.annotations) {
    add("", key);
    if (value.empty()) continue;
    out.back() += ':';
    append_quoted(out.back(), value);
  }
  return out;
}

struct Found {
  std::int64_t timestamp;
  std::string list;
};

std::string newest_first(std::vector<Found> found) {
  std::ranges::stable_sort(found, std::ranges::greater{}, &Found::timestamp);
  std::string out = "[";
  for (const auto& trace : found) {
    if (out.size() > 1) out += ',';
    out += trace.list;
  }
  return out + ']';
}

}  // namespace

void SpanStore::write(Context& context, Session& session, const std::vector<Piece>& pieces,
                      const std::vector<Name>& names) const {
  sql::Transaction transaction{session};
  for (const auto& name : names) session.execute(context, insert_name, {name.service, name.kind, name.name});
  for (const auto& piece : pieces) {
    session.execute(context, upsert_trace, {piece.low, piece.first_ts, piece.last_ts, piece.max_duration, piece.spans});
    session.execute(context, insert_piece, {piece.low, piece.lines});
    for (const auto& service : piece.services) session.execute(context, insert_service, {piece.low, service});
    for (const auto& [key, value] : piece.tags) session.execute(context, insert_tag, {key, value, piece.low});
  }
  transaction.commit();
}

std::string SpanStore::lines_of(Context& context, Session& session, std::int64_t low) const {
  std::string lines;
  session.run(context, select_pieces, {low},
              [&](const Row& row) { lines += row.text("lines").value_or(std::string_view{}); });
  return lines;
}

std::optional<std::string> SpanStore::trace(Context& context, Session& session, const std::string& trace_id) const {
  const std::string lines = lines_of(context, session, low_bits(trace_id));
  for (const auto& trace : split(lines)) {
    if (trace.trace_id == trace_id) return list_of(trace);
  }
  return std::nullopt;
}

void SpanStore::each_candidate(Context& context, Session& session, const TraceQuery& query, const Visit& visit) const {
  const auto tag = std::ranges::find_if(query.annotations, [&](const auto& wanted) {
    return !wanted.second.empty() && std::ranges::find(indexed_tags_, wanted.first) != indexed_tags_.end();
  });
  Candidate last{std::numeric_limits<std::int64_t>::min(), query.to_micros() + 1};
  while (true) {
    sql::Params params{query.from_micros(), last.first_ts, last.low, query.service_name, query.min_duration.value_or(0),
                       candidates_at_once};
    const bool tagged = tag != query.annotations.end();
    if (tagged) {
      params.emplace_back(tag->first);
      params.emplace_back(tag->second);
    }
    const auto some = session.select<Candidate>(context, tagged ? select_tagged : select_candidates, params);
    for (const auto& candidate : some) {
      if (!visit(lines_of(context, session, candidate.low))) return;
    }
    if (some.size() < candidates_at_once) return;
    last = some.back();
  }
}

std::string SpanStore::search(Context& context, Session& session, const TraceQuery& query) const {
  const auto wanted = needles(query);
  std::vector<Found> found;
  std::size_t bytes = 0;
  const auto visit = [&](std::string_view lines) {
    for (const auto& needle : wanted) {
      if (lines.find(needle) == lines.npos) return true;
    }
    for (const auto& trace : split(lines)) {
      const auto spans = decode(trace);
      if (!matches(query, spans)) continue;
      found.push_back({timestamp_of(spans), list_of(trace)});
      bytes += found.back().list.size();
      if (std::ssize(found) >= query.limit || bytes > largest_answer) return false;
    }
    return true;
  };
  each_candidate(context, session, query, visit);
  return newest_first(std::move(found));
}

std::vector<tracemodel::DependencyLink> SpanStore::links(Context& context, Session& session,
                                                         const TraceQuery& query) const {
  tracemodel::DependencyLinker linker;
  const auto visit = [&](std::string_view lines) {
    std::vector<tracemodel::Span> spans;  // ids of 64 and 128 bits mix here
    for (const auto& trace : split(lines)) {
      for (auto& span : decode(trace)) spans.push_back(std::move(span));
    }
    linker.add(tracemodel::Tree{std::move(spans)});
    return true;
  };
  each_candidate(context, session, query, visit);
  return linker.links();
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

std::int64_t SpanStore::delete_oldest(Context& context, Session& session) const {
  std::int64_t spans = 0;
  sql::Transaction transaction{session};
  std::vector<std::int64_t> oldest;
  session.run(context, select_oldest, {}, [&](const Row& row) { oldest.push_back(row.get<std::int64_t>("low")); });
  for (const auto low : oldest) {
    session.run(context, delete_trace, {low}, [&](const Row& row) { spans += row.get<std::int64_t>("spans"); });
    session.execute(context, delete_pieces, {low});
    session.execute(context, delete_services, {low});
    session.execute(context, delete_tags, {low});
  }
  transaction.commit();
  return spans;
}

}  // namespace sharecar::tracing
