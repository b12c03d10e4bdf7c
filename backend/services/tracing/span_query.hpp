/// Which traces a search wants: the question of GET /api/v2/traces and its test. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "tracemodel/span.hpp"

namespace sharecar::tracing {

struct TraceQuery {
  std::string service_name;  ///< lower case; empty: any
  std::string remote_service_name;
  std::string span_name;
  /// What tags or annotations must be there: an empty value is met by a tag of any value or by an annotation.
  std::map<std::string, std::string> annotations;
  std::optional<std::int64_t> min_duration;  ///< microseconds, of one span
  std::optional<std::int64_t> max_duration;
  std::int64_t end_ts = 0;             ///< milliseconds
  std::int64_t lookback = 86'400'000;  ///< milliseconds
  std::int64_t limit = 10;

  std::int64_t from_micros() const;
  std::int64_t to_micros() const;
};

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

/// The question, or what is wrong with it. `now` in milliseconds is where it ends without an `endTs`.
std::variant<TraceQuery, std::string> parse_query(const QueryParameters& parameters, std::int64_t now);

/// "error and http.method=GET": terms joined by " and "; see TraceQuery::annotations.
std::map<std::string, std::string> parse_annotation_query(std::string_view text);

/// When a trace happened: its root's timestamp, else the earliest one; 0 when no span has one. Microseconds.
std::int64_t timestamp_of(std::span<const tracemodel::Span> trace);

/// Whether the spans of one trace answer the question. With a service name only that service's spans count, and each
/// condition may be met by another one of them.
bool matches(const TraceQuery& query, std::span<const tracemodel::Span> trace);

}  // namespace sharecar::tracing
