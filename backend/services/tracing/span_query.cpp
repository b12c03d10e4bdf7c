#include "services/tracing/span_query.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>

namespace sharecar::tracing {
namespace {

using tracemodel::Span;

constexpr std::int64_t latest_ms = std::numeric_limits<std::int64_t>::max() / 1000;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return text;
}

bool read_number(std::string_view text, std::int64_t& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return !text.empty() && error == std::errc{} && end == text.data() + text.size();
}

// What is wrong with the numbers, in Zipkin's words; empty when nothing is.
std::string check(const TraceQuery& query) {
  if (query.min_duration && *query.min_duration <= 0) return "minDuration <= 0";
  if (query.max_duration) {
    if (!query.min_duration) return "maxDuration is only valid with minDuration";
    if (*query.max_duration < *query.min_duration) return "maxDuration < minDuration";
  }
  if (query.end_ts <= 0) return "endTs <= 0";
  if (query.limit <= 0) return "limit <= 0";
  if (query.lookback <= 0) return "lookback <= 0";
  return {};
}

bool right_duration(const TraceQuery& query, const Span& span) {
  if (query.min_duration && span.duration < *query.min_duration) return false;
  return !query.max_duration || span.duration <= *query.max_duration;
}

}  // namespace

std::int64_t TraceQuery::from_micros() const { return (end_ts - std::min(lookback, end_ts)) * 1000; }

std::int64_t TraceQuery::to_micros() const { return end_ts * 1000; }

std::map<std::string, std::string> parse_annotation_query(std::string_view text) {
  constexpr std::string_view joint = " and ";
  constexpr std::size_t most_terms = 100;
  std::map<std::string, std::string> out;
  for (std::size_t terms = 1; !text.empty(); ++terms) {
    const auto end = terms < most_terms ? text.find(joint) : text.npos;
    const auto term = text.substr(0, end);
    text = end == text.npos ? std::string_view{} : text.substr(end + joint.size());
    if (const auto equals = term.find('='); equals != term.npos) {
      out[std::string{trimmed(term.substr(0, equals))}] = trimmed(term.substr(equals + 1));
    } else {
      out.try_emplace(std::string{trimmed(term)});  // the wish for a tag's value is more exact: it stays
    }
  }
  return out;
}

std::variant<TraceQuery, std::string> parse_query(const QueryParameters& parameters, std::int64_t now) {
  TraceQuery query;
  query.end_ts = now;
  for (const auto& [name, value] : parameters) {
    if (name == "serviceName") query.service_name = lower(value);
    if (name == "remoteServiceName") query.remote_service_name = lower(value);
    if (name == "spanName") query.span_name = value == "all" ? "" : lower(value);
    if (name == "annotationQuery") query.annotations = parse_annotation_query(value);
    std::int64_t number = 0;
    const bool numeric =
        name == "minDuration" || name == "maxDuration" || name == "endTs" || name == "lookback" || name == "limit";
    if (!numeric || value.empty()) continue;
    if (!read_number(value, number)) return name + " is not a whole number";
    if (name == "minDuration") query.min_duration = number;
    if (name == "maxDuration") query.max_duration = number;
    if (name == "endTs") query.end_ts = std::min(number, latest_ms);
    if (name == "lookback") query.lookback = number;
    if (name == "limit") query.limit = number;
  }
  if (auto wrong = check(query); !wrong.empty()) return wrong;
  return query;
}

std::int64_t timestamp_of(std::span<const Span> trace) {
  std::int64_t earliest = 0;
  for (const Span& span : trace) {
    if (span.timestamp == 0) continue;
    if (span.parent_id.empty()) return span.timestamp;
    if (earliest == 0 || span.timestamp < earliest) earliest = span.timestamp;
  }
  return earliest;
}

bool matches(const TraceQuery& query, std::span<const Span> trace) {
  const auto timestamp = timestamp_of(trace);
  if (timestamp == 0 || timestamp < query.from_micros() || timestamp > query.to_micros()) return false;
  bool service = query.service_name.empty();
  bool remote = query.remote_service_name.empty();
  bool name = query.span_name.empty();
  bool duration = !query.min_duration;
  auto wanted = query.annotations;
  for (const Span& span : trace) {
    if (!query.service_name.empty() && span.local.service_name != query.service_name) continue;
    service = true;
    remote = remote || span.remote.service_name == query.remote_service_name;
    name = name || span.name == query.span_name;
    duration = duration || right_duration(query, span);
    for (const auto& annotation : span.annotations) {
      const auto found = wanted.find(annotation.value);
      if (found != wanted.end() && found->second.empty()) wanted.erase(found);
    }
    for (const auto& [key, value] : span.tags) {
      const auto found = wanted.find(key);
      if (found != wanted.end() && (found->second.empty() || found->second == value)) wanted.erase(found);
    }
  }
  return service && remote && name && duration && wanted.empty();
}

}  // namespace sharecar::tracing
