#include "services/tracing/span_pieces.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

#include "spanwire/span_codec.hpp"
#include "spanwire/span_ids.hpp"

namespace sharecar::tracing {
namespace {

void add(Piece& piece, const tracemodel::Span& span, std::span<const std::string> indexed_tags) {
  piece.lines += std::to_string(span.timestamp);
  piece.lines += '\t';
  spanwire::append_json(piece.lines, span);
  piece.lines += '\n';
  const auto started = span.timestamp / 1000;
  piece.first_ms = piece.spans == 0 ? started : std::min(piece.first_ms, started);
  piece.last_ms = std::max(piece.last_ms, started);
  ++piece.spans;
  piece.max_duration = std::max(piece.max_duration, span.duration);
  if (!span.local.service_name.empty()) piece.services.insert(span.local.service_name);
  for (const auto& key : indexed_tags) {
    const auto tag = span.tags.find(key);
    if (tag != span.tags.end()) piece.tags.emplace(key, tag->second);
    // A search for the bare key is met by an annotation as well.
    if (std::ranges::find(span.annotations, key, &tracemodel::Annotation::value) != span.annotations.end()) {
      piece.tags.emplace(key, "");
    }
  }
}

struct Line {
  std::int64_t started = 0;  // milliseconds
  std::string_view json;
};

// Takes the first line off.
Line take_line(std::string_view& lines) {
  const auto line = lines.substr(0, lines.find('\n'));
  lines.remove_prefix(std::min(lines.size(), line.size() + 1));
  std::int64_t micros = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), micros);
  if (error != std::errc{} || end == line.data() + line.size()) return {};
  return {micros / 1000, line.substr(static_cast<std::size_t>(end - line.data()) + 1)};
}

// Every stored span begins with {"traceId":"
std::string_view trace_id_of(std::string_view json) {
  constexpr std::size_t start = std::string_view{R"({"traceId":")"}.size();
  return json.substr(start, json.find('"', start) - start);
}

}  // namespace

void merge(Piece& piece, Piece later) {
  piece.lines += later.lines;
  piece.spans += later.spans;
  piece.first_ms = std::min(piece.first_ms, later.first_ms);
  piece.last_ms = std::max(piece.last_ms, later.last_ms);
  piece.max_duration = std::max(piece.max_duration, later.max_duration);
  piece.services.merge(later.services);
  piece.tags.merge(later.tags);
}

std::vector<Piece> cut(std::span<const tracemodel::Span> spans, std::span<const std::string> indexed_tags) {
  std::vector<Piece> pieces;
  std::unordered_map<std::int64_t, std::size_t> places;
  for (const auto& span : spans) {
    const auto low = spanwire::low_bits(span.trace_id);
    const auto [place, fresh] = places.try_emplace(low, pieces.size());
    if (fresh) pieces.emplace_back().low = low;
    add(pieces[place->second], span, indexed_tags);
  }
  return pieces;
}

std::vector<StoredTrace> split(std::string_view lines, bool strict) {
  std::vector<StoredTrace> traces;
  std::unordered_set<std::string_view> seen;
  std::unordered_map<std::string_view, std::size_t> places;
  while (!lines.empty()) {
    const auto json = take_line(lines).json;
    if (json.empty() || !seen.insert(json).second) continue;
    const auto id = trace_id_of(json);
    const auto [place, fresh] = places.try_emplace(strict ? id : std::string_view{}, traces.size());
    if (fresh) traces.push_back({std::string{id}, {}});
    traces[place->second].spans.push_back(json);
  }
  return traces;
}

std::optional<std::int64_t> last_start(std::string_view lines, std::int64_t latest) {
  std::optional<std::int64_t> out;
  while (!lines.empty()) {
    const auto line = take_line(lines);
    if (line.started <= latest && (!out || line.started > *out)) out = line.started;
  }
  return out;
}

bool all_started_within(std::string_view lines, std::int64_t from, std::int64_t to) {
  while (!lines.empty()) {
    const auto line = take_line(lines);
    if (line.started < from || line.started > to) return false;
  }
  return true;
}

std::string list_of(const StoredTrace& trace) {
  std::size_t size = 2;
  for (const auto span : trace.spans) size += span.size() + 1;
  std::string out;
  out.reserve(size);
  out += '[';
  for (const auto span : trace.spans) {
    if (out.size() > 1) out += ',';
    out += span;
  }
  out += ']';
  return out;
}

std::vector<tracemodel::Span> decode(const StoredTrace& trace) {
  auto spans = spanwire::decode_stored(list_of(trace));
  std::unordered_map<std::int64_t, std::size_t> groups;
  for (const auto& span : spans) groups.try_emplace(span.timestamp / 1000, groups.size());
  if (groups.size() < spans.size()) {
    std::ranges::stable_sort(spans, {}, [&](const auto& span) { return groups.at(span.timestamp / 1000); });
  }
  return spans;
}

}  // namespace sharecar::tracing
