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
  std::int64_t end_ts = 0;    ///< milliseconds
  std::int64_t lookback = 0;  ///< milliseconds
  std::int64_t limit = 10;

  std::int64_t from_ms() const { return end_ts - lookback; }
  /// Nothing is asked of single spans but perhaps their service.
  bool any_span() const {
    return remote_service_name.empty() && span_name.empty() && annotations.empty() && !min_duration && !max_duration;
  }
};

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

/// Where and how far back a search looks that does not say it. Milliseconds.
struct QueryDefaults {
  std::int64_t end_ts = 0;
  std::int64_t lookback = 86'400'000;
};

/// The question, or what is wrong with it in Zipkin's words.
std::variant<TraceQuery, std::string> parse_query(const QueryParameters& parameters, const QueryDefaults& defaults);

/// The times of a question for dependencies, which has to say where it ends.
std::variant<TraceQuery, std::string> parse_times(const QueryParameters& parameters, const QueryDefaults& defaults);

/// "error and http.method=GET": terms joined by " and "; see TraceQuery::annotations.
std::map<std::string, std::string> parse_annotation_query(std::string_view text);

/// When a trace happened: its root's timestamp, else the earliest one; 0 when no span has one. Microseconds.
std::int64_t timestamp_of(std::span<const tracemodel::Span> trace);

/// Whether the spans of one trace answer the question. With a service name only that service's spans count, and each
/// condition may be met by another one of them.
bool matches(const TraceQuery& query, std::span<const tracemodel::Span> trace);

}  // namespace sharecar::tracing
