#include "services/tracing/span_pieces.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "services/tracing/span_codec.hpp"
#include "services/tracing/span_ids.hpp"

namespace sharecar::tracing {
namespace {

void add(Piece& piece, const tracemodel::Span& span, std::span<const std::string> indexed_tags) {
  append_json(piece.lines, span);
  piece.lines += '\n';
  ++piece.spans;
  if (span.timestamp != 0) {
    piece.first_ts = piece.first_ts == 0 ? span.timestamp : std::min(piece.first_ts, span.timestamp);
    piece.last_ts = std::max(piece.last_ts, span.timestamp);
  }
  piece.max_duration = std::max(piece.max_duration, span.duration);
  if (!span.local.service_name.empty()) piece.services.insert(span.local.service_name);
  for (const auto& key : indexed_tags) {
    const auto tag = span.tags.find(key);
    if (tag != span.tags.end()) piece.tags.emplace(key, tag->second);
  }
}

// Every stored line begins with {"traceId":"
std::string_view trace_id_of(std::string_view line) {
  constexpr std::size_t start = std::string_view{R"({"traceId":")"}.size();
  return line.substr(start, line.find('"', start) - start);
}

}  // namespace

std::vector<Piece> cut(std::span<const tracemodel::Span> spans, std::span<const std::string> indexed_tags) {
  std::vector<Piece> pieces;
  std::unordered_map<std::int64_t, std::size_t> places;
  for (const auto& span : spans) {
    const auto low = low_bits(span.trace_id);
    const auto [place, fresh] = places.try_emplace(low, pieces.size());
    if (fresh) pieces.emplace_back().low = low;
    add(pieces[place->second], span, indexed_tags);
  }
  return pieces;
}

std::vector<StoredTrace> split(std::string_view lines) {
  std::vector<StoredTrace> traces;
  std::unordered_set<std::string_view> seen;
  while (!lines.empty()) {
    const auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    if (line.empty() || !seen.insert(line).second) continue;
    const auto id = trace_id_of(line);
    auto trace = std::ranges::find(traces, id, &StoredTrace::trace_id);
    if (trace == traces.end()) trace = traces.insert(traces.end(), StoredTrace{std::string{id}, {}});
    trace->lines.push_back(line);
  }
  return traces;
}

std::string list_of(const StoredTrace& trace) {
  std::string out = "[";
  for (const auto line : trace.lines) {
    if (out.size() > 1) out += ',';
    out += line;
  }
  return out + ']';
}

std::vector<tracemodel::Span> decode(const StoredTrace& trace) {
  auto decoded = decode_spans(list_of(trace));
  if (auto* spans = std::get_if<std::vector<tracemodel::Span>>(&decoded)) return std::move(*spans);
  return {};
}

}  // namespace sharecar::tracing
