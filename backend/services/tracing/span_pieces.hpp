/// What one batch of spans holds of each trace: the unit in which spans are queued, stored and read. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tracemodel/span.hpp"

namespace sharecar::tracing {

struct Piece {
  std::int64_t low = 0;  ///< of the trace id
  std::string lines;     ///< one span a line: its timestamp in microseconds, a tab, normalised JSON, the line's end
  std::int64_t spans = 0;
  std::int64_t first_ms = 0;  ///< milliseconds, of any span; a span without a timestamp counts as 0
  std::int64_t last_ms = 0;
  std::int64_t max_duration = 0;
  std::set<std::string> services;                      ///< local ones
  std::set<std::pair<std::string, std::string>> tags;  ///< the indexed ones; "" also for an annotation of that name
};

/// Adds what came later of the same trace.
void merge(Piece& piece, Piece later);

/// Pieces in the order in which their traces come first.
std::vector<Piece> cut(std::span<const tracemodel::Span> spans, std::span<const std::string> indexed_tags);

/// The spans of one trace id, as stored: JSON, the same span twice counts once.
struct StoredTrace {
  std::string trace_id;
  std::vector<std::string_view> spans;
};

/// Sorts out the traces that share their low bits; with `strict` false they are one trace. Spans are in the order of
/// their coming. The result points into `lines`.
std::vector<StoredTrace> split(std::string_view lines, bool strict);

/// The latest millisecond up to `latest` in which a span began; nothing when there is none.
std::optional<std::int64_t> last_start(std::string_view lines, std::int64_t latest);

/// Whether every span began within these milliseconds, both included.
bool all_started_within(std::string_view lines, std::int64_t from, std::int64_t to);

/// "[span,span]"
std::string list_of(const StoredTrace& trace);
/// Together with those of the same millisecond: that is how Zipkin keeps them, and some of its rules (which root
/// counts, which value wins) go by their order.
std::vector<tracemodel::Span> decode(const StoredTrace& trace);

}  // namespace sharecar::tracing
