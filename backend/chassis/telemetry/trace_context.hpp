/// Where in which trace we are, and how that travels: B3 (single and multi) and W3C trace context.
/// Sources: https://github.com/openzipkin/b3-propagation, https://www.w3.org/TR/trace-context/
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sharecar::telemetry {

/// The identity of a span. Plain value, 48 bytes.
struct TraceContext {
  std::uint64_t trace_high = 0;  ///< 0: a 64-bit trace id
  std::uint64_t trace_low = 0;
  std::uint64_t span = 0;
  std::uint64_t parent = 0;  ///< 0: none
  bool sampled = true;
  bool debug = false;

  friend bool operator==(const TraceContext&, const TraceContext&) = default;
  std::string trace_id() const;  ///< 32 lower-hex digits, or 16 where the trace id came in as 64 bits
  std::string span_id() const;   ///< 16 lower-hex digits
};

/// Looks up one header of a message by lower-case name; "" when absent.
using HeaderLookup = std::function<std::string_view(std::string_view name)>;

/// What came in: a parent to continue, or only a decision (`b3: 0`), or neither.
struct Extracted {
  std::optional<TraceContext> parent;
  std::optional<bool> sampled;
  bool undecided = false;  ///< the parent leaves it to us whether its trace is sampled
};

/// `b3` wins over `X-B3-*`, which wins over `traceparent`. Malformed headers count as absent: a new trace starts.
Extracted extract(const HeaderLookup& header);

/// "{trace}-{span}-{1|0|d}[-{parent}]"
std::string to_b3(const TraceContext& context);
/// "00-{32 hex}-{16 hex}-{01|00}"
std::string to_traceparent(const TraceContext& context);
std::optional<TraceContext> parse_b3(std::string_view text);
std::optional<TraceContext> parse_traceparent(std::string_view text);

}  // namespace sharecar::telemetry
