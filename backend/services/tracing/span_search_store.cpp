// The part of the span store that answers questions over many traces.

#include <algorithm>
#include <boost/describe.hpp>
#include <limits>

#include "spanwire/span_codec.hpp"
#include "services/tracing/span_store.hpp"

namespace sharecar::tracing {

struct SpanStore::Candidate {
  std::int64_t trace = 0;
  std::int64_t low = 0;
  std::int64_t last_ms = 0;
  BOOST_DESCRIBE_CLASS(Candidate, (), (trace, low, last_ms), (), ())

  /// Latest first; those of one millisecond by their ids.
  friend bool operator<(const Candidate& a, const Candidate& b) {
    return a.last_ms != b.last_ms ? a.last_ms > b.last_ms : a.low > b.low;
  }
};

struct SpanStore::Linked {
  std::int64_t trace = 0;
  std::int64_t low = 0;
  std::int64_t last_ms = 0;
  std::int64_t spans = 0;
  std::optional<std::string> links;
  BOOST_DESCRIBE_CLASS(Linked, (), (trace, low, last_ms, spans, links), (), ())
};

namespace {

using sql::Session;
using sql::Statement;

constexpr std::size_t largest_answer = 128 * 1024 * 1024;
constexpr std::size_t at_once = 256;

// $1, $2 from and to; $3, $4 the trace to continue after; $5 a service or ''; $6 the shortest longest span; $7 how
// many.
#define CANDIDATES_TAIL                                                                                  \
  " t.last_ms BETWEEN $1 AND $2 AND (t.last_ms, t.low) < ($3, $4) AND t.max_duration >= $6"              \
  " AND ($5 = '' OR EXISTS (SELECT 1 FROM trace_services s WHERE s.trace = t.trace AND s.service = $5))" \
  " ORDER BY t.last_ms DESC, t.low DESC LIMIT $7"
constexpr Statement select_candidates{"select_candidates",
                                      "SELECT t.trace, t.low, t.last_ms FROM traces t WHERE" CANDIDATES_TAIL};
// $8 the key of a tag.
constexpr Statement select_having_tag{
    "select_candidates_having_tag",
    "SELECT t.trace, t.low, t.last_ms FROM traces t WHERE t.trace IN"
    " (SELECT g.trace FROM trace_tags g WHERE g.key = $8) AND" CANDIDATES_TAIL};
// $9 its value.
constexpr Statement select_tagged{
    "select_tagged_candidates",
    "SELECT t.trace, t.low, t.last_ms FROM traces t WHERE t.trace IN"
    " (SELECT g.trace FROM trace_tags g WHERE g.key = $8 AND g.value = $9) AND" CANDIDATES_TAIL};
constexpr Statement select_at_the_end{"select_candidates_at_the_end",
                                      "SELECT trace, low, 0 AS last_ms FROM traces WHERE last_ms > $1 AND first_ms <= $1"};

// $1, $2 from and to; $3, $4 the trace to continue after; $5 how many.
constexpr Statement select_links{"select_trace_links",
                                 "SELECT trace, low, last_ms, spans, links FROM traces WHERE last_ms BETWEEN $1 AND $2"
                                 " AND (last_ms, low) < ($3, $4) ORDER BY last_ms DESC, low DESC LIMIT $5"};
constexpr Statement select_links_of{"select_links_of_trace",
                                    "SELECT trace, low, last_ms, spans, links FROM traces WHERE trace = $1"};
constexpr Statement select_unlinked{"select_unlinked_traces",
                                    "SELECT trace, low, last_ms, spans, links FROM traces WHERE links IS NULL"
                                    " AND arrived_s <= $1 ORDER BY arrived_s LIMIT $2 OFFSET $3"};
// $3: how many spans the links were computed from.
constexpr Statement update_links{"update_trace_links", "UPDATE traces SET links = $2 WHERE trace = $1 AND spans = $3"};

// Texts that the lines of every matching trace hold: looking for them is much cheaper than decoding.
std::vector<std::string> needles(const TraceQuery& query) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view prefix, std::string_view text) {
    spanwire::append_quoted(out.emplace_back(prefix), text);
  };
  if (!query.span_name.empty()) add(R"("name":)", query.span_name);
  if (!query.remote_service_name.empty()) add(R"("serviceName":)", query.remote_service_name);
  for (const auto& [key, value] : query.annotations) {
    add("", key);
    if (value.empty()) continue;
    out.back() += ':';
    spanwire::append_quoted(out.back(), value);
  }
  return out;
}

}  // namespace

std::vector<SpanStore::Candidate> SpanStore::page(Context& context, Session& session, const TraceQuery& query,
                                                  const Candidate& after) const {
  const auto tag = std::ranges::find_if(query.annotations, [&](const auto& wanted) {
    return std::ranges::find(indexed_tags_, wanted.first) != indexed_tags_.end();
  });
  const Statement* statement = &select_candidates;
  sql::Params params{query.from_ms(), query.end_ts,       after.last_ms,
                     after.low,       query.service_name, query.min_duration.value_or(0),
                     at_once};
  if (tag != query.annotations.end()) {
    statement = tag->second.empty() ? &select_having_tag : &select_tagged;
    params.emplace_back(tag->first);
    params.emplace_back(tag->second);
  }
  return session.select<Candidate>(context, *statement, params);
}

std::vector<SpanStore::Candidate> SpanStore::at_the_end(Context& context, Session& session,
                                                        const TraceQuery& query) const {
  auto out = session.select<Candidate>(context, select_at_the_end, {query.end_ts});
  const auto is_outside = [&](Candidate& candidate) {
    const auto last = last_start(lines_of(context, session, candidate.trace), query.end_ts);
    candidate.last_ms = last.value_or(0);
    return !last || *last < query.from_ms();
  };
  std::erase_if(out, is_outside);
  std::sort(out.begin(), out.end());
  return out;
}

void SpanStore::each_candidate(Context& context, Session& session, const TraceQuery& query, const Visit& visit) const {
  const auto ending = at_the_end(context, session, query);
  auto end = ending.begin();
  Candidate last{0, 0, std::numeric_limits<std::int64_t>::max()};
  while (true) {
    const auto some = page(context, session, query, last);
    for (const auto& candidate : some) {
      for (; end != ending.end() && *end < candidate; ++end) {
        if (!visit(lines_of(context, session, end->trace))) return;
      }
      if (!visit(lines_of(context, session, candidate.trace))) return;
    }
    if (some.size() < at_once) break;
    last = some.back();
  }
  for (; end != ending.end(); ++end) {
    if (!visit(lines_of(context, session, end->trace))) return;
  }
}

std::string SpanStore::search(Context& context, Session& session, const TraceQuery& query) const {
  const auto wanted = needles(query);
  std::string out = "[";
  std::int64_t found = 0;
  const auto visit = [&](std::string_view lines) {
    for (const auto& needle : wanted) {
      if (lines.find(needle) == lines.npos) return true;
    }
    const auto traces = split(lines, strict_);
    // The index has found the service, so a trace that lies wholly within the time matches: no need to decode it.
    const bool known = traces.size() == 1 && query.any_span() &&
                       all_started_within(lines, std::max<std::int64_t>(1, query.from_ms()), query.end_ts - 1);
    // As in Zipkin: what shares its low bits has to match together, and then each trace for itself.
    if (traces.size() > 1 && !matches(query, decode(split(lines, false).front()))) return true;
    for (const auto& trace : traces) {
      if (!known && !matches(query, decode(trace))) continue;
      if (out.size() > 1) out += ',';
      out += list_of(trace);
      ++found;
    }
    return found < query.limit && out.size() < largest_answer;
  };
  each_candidate(context, session, query, visit);
  return out + ']';
}

// Computes what is missing and keeps it.
void SpanStore::link(Context& context, Session& session, std::vector<Linked>& traces) const {
  std::vector<const Linked*> computed;
  for (auto& trace : traces) {
    if (trace.links) continue;
    const auto lines = lines_of(context, session, trace.trace);
    const auto together = split(lines, false);
    trace.links = together.empty() ? "[]" : links_of(decode(together.front()));
    computed.push_back(&trace);
  }
  if (computed.empty()) return;
  sql::Transaction transaction{session};
  for (const auto* trace : computed) session.execute(context, update_links, {trace->trace, *trace->links, trace->spans});
  transaction.commit();
}

std::vector<tracemodel::DependencyLink> SpanStore::links(Context& context, Session& session,
                                                         const TraceQuery& query) const {
  LinkSums sums;
  std::vector<Linked> some;
  Candidate last{0, 0, std::numeric_limits<std::int64_t>::max()};
  do {
    some = session.select<Linked>(context, select_links,
                                  {query.from_ms(), query.end_ts, last.last_ms, last.low, at_once});
    link(context, session, some);
    for (const auto& trace : some) sums.add(*trace.links, trace.last_ms, trace.low);
    if (!some.empty()) last = {some.back().trace, some.back().low, some.back().last_ms};
  } while (some.size() == at_once);

  for (const auto& candidate : at_the_end(context, session, query)) {
    some = session.select<Linked>(context, select_links_of, {candidate.trace});
    link(context, session, some);
    for (const auto& trace : some) sums.add(*trace.links, candidate.last_ms, trace.low);
  }
  return sums.links();
}

bool SpanStore::link_some(Context& context, Session& session, std::int64_t until_s, std::int64_t rest) const {
  auto some = session.select<Linked>(context, select_unlinked, {until_s, at_once, rest});
  link(context, session, some);
  return !some.empty();
}

}  // namespace sharecar::tracing
