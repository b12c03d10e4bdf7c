/// Spans that look like a platform's: traces of 50 spans of six services, most of them statements and messages.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sharecar::bench {

inline constexpr int spans_of_trace = 50;

struct SpanMessage {
  std::string body;        ///< JSON, as a reporter sends it
  std::string last_trace;  ///< an id in it
};

/// Traces number `first` to `first + count - 1` in one message. Each is one millisecond later than the one before;
/// the first of all began at `start_us`. The same numbers give the same traces; each has its own order.id.
SpanMessage traces(std::int64_t first, int count, std::int64_t start_us);

/// `count` spans of one chain, from number `first` on: part of one huge trace.
SpanMessage chain(std::int64_t first, int count, std::int64_t start_us);

/// The id of that trace.
std::string chain_id();

}  // namespace sharecar::bench
