/// What one batch of spans holds of each trace: the unit in which spans are queued, stored and read. Pure.
#pragma once

#include <cstdint>
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
  std::string lines;     ///< one span a line, as normalised JSON, each line with its end
  std::int64_t spans = 0;
  std::int64_t first_ts = 0;  ///< microseconds, of any span; 0: none has one
  std::int64_t last_ts = 0;
  std::int64_t max_duration = 0;
  std::set<std::string> services;                      ///< local ones
  std::set<std::pair<std::string, std::string>> tags;  ///< the indexed ones
};

/// Pieces in the order in which their traces come first.
std::vector<Piece> cut(std::span<const tracemodel::Span> spans, std::span<const std::string> indexed_tags);

/// The spans of one trace id, as stored.
struct StoredTrace {
  std::string trace_id;
  std::vector<std::string_view> lines;  ///< in the order of their coming; the same span twice counts once
};

/// Sorts out the traces that share their low bits. The result points into `lines`.
std::vector<StoredTrace> split(std::string_view lines);

/// "[span,span]"
std::string list_of(const StoredTrace& trace);
std::vector<tracemodel::Span> decode(const StoredTrace& trace);

}  // namespace sharecar::tracing
