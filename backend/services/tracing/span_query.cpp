#include "services/tracing/span_query.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "spanwire/span_text.hpp"

namespace sharecar::tracing {
namespace {

using tracemodel::Span;

/// Thrown inside this file only: what is wrong with a parameter.
struct Wrong {
  std::string text;
};

// The first one of that name counts.
std::optional<std::string> find(const QueryParameters& parameters, std::string_view name) {
  const auto found = std::ranges::find(parameters, name, &QueryParameters::value_type::first);
  if (found == parameters.end()) return std::nullopt;
  return found->second;
}

std::string name_of(const QueryParameters& parameters, std::string_view name) {
  return spanwire::lower(find(parameters, name).value_or(""));
}

template <class Number>
Number number_of(const std::string& text) {
  Number out = 0;
  auto digits = std::string_view{text};
  if (digits.starts_with('+') && !digits.starts_with("+-")) digits.remove_prefix(1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (error != std::errc{} || end != digits.data() + digits.size()) throw Wrong{"For input string: \"" + text + '"'};
  return out;
}

std::optional<std::int64_t> optional_number(const QueryParameters& parameters, std::string_view name) {
  const auto text = find(parameters, name);
  if (!text || text->empty()) return std::nullopt;
  return number_of<std::int64_t>(*text);
}

template <class Number>
Number primitive(const std::string& text, std::string_view name) {
  if (text.empty()) throw Wrong{"Cannot set null to primitive type parameter: " + std::string{name}};
  return number_of<Number>(text);
}

void check(const TraceQuery& query) {
  if (query.end_ts <= 0) throw Wrong{"endTs <= 0"};
  if (query.limit <= 0) throw Wrong{"limit <= 0"};
  if (query.lookback <= 0) throw Wrong{"lookback <= 0"};
  if (query.min_duration && *query.min_duration <= 0) throw Wrong{"minDuration <= 0"};
  if (!query.max_duration) return;
  if (!query.min_duration) throw Wrong{"maxDuration is only valid with minDuration"};
  if (*query.max_duration < *query.min_duration) throw Wrong{"maxDuration < minDuration"};
}

// Milliseconds in microseconds; what is too large wraps around as in Java.
std::int64_t micros(std::int64_t ms) { return static_cast<std::int64_t>(static_cast<std::uint64_t>(ms) * 1000); }

bool right_duration(const TraceQuery& query, const Span& span) {
  if (query.min_duration && span.duration < *query.min_duration) return false;
  return !query.max_duration || span.duration <= *query.max_duration;
}

}  // namespace

std::map<std::string, std::string> parse_annotation_query(std::string_view text) {
  constexpr std::string_view joint = " and ";
  constexpr std::size_t most_terms = 100;
  std::map<std::string, std::string> out;
  if (text.empty()) return out;
  for (std::size_t terms = 1;; ++terms) {
    const auto end = terms < most_terms ? text.find(joint) : text.npos;
    const auto term = text.substr(0, end);
    if (const auto equals = term.find('='); equals != term.npos) {
      out[std::string{spanwire::trimmed(term.substr(0, equals))}] = spanwire::trimmed(term.substr(equals + 1));
    } else {
      out.try_emplace(std::string{spanwire::trimmed(term)});  // the wish for a tag's value is more exact: it stays
    }
    if (end == text.npos) return out;
    text.remove_prefix(end + joint.size());
  }
}

std::variant<TraceQuery, std::string> parse_query(const QueryParameters& parameters, const QueryDefaults& defaults) {
  try {
    TraceQuery query;
    query.service_name = name_of(parameters, "serviceName");
    query.remote_service_name = name_of(parameters, "remoteServiceName");
    query.span_name = name_of(parameters, "spanName");
    if (query.span_name == "all") query.span_name.clear();
    query.annotations = parse_annotation_query(find(parameters, "annotationQuery").value_or(""));
    query.min_duration = optional_number(parameters, "minDuration");
    query.max_duration = optional_number(parameters, "maxDuration");
    query.end_ts = optional_number(parameters, "endTs").value_or(defaults.end_ts);
    query.lookback = optional_number(parameters, "lookback").value_or(defaults.lookback);
    if (const auto limit = find(parameters, "limit")) query.limit = primitive<std::int32_t>(*limit, "limit");
    check(query);
    return query;
  } catch (const Wrong& wrong) {
    return wrong.text;
  }
}

std::variant<TraceQuery, std::string> parse_times(const QueryParameters& parameters, const QueryDefaults& defaults) {
  try {
    TraceQuery query;
    const auto end_ts = find(parameters, "endTs");
    if (!end_ts) throw Wrong{"Mandatory parameter/header/attribute is missing: endTs"};
    query.end_ts = primitive<std::int64_t>(*end_ts, "endTs");
    query.lookback = optional_number(parameters, "lookback").value_or(defaults.lookback);
    check(query);
    return query;
  } catch (const Wrong& wrong) {
    return wrong.text;
  }
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
  if (timestamp == 0 || timestamp < micros(query.from_ms()) || timestamp > micros(query.end_ts)) {
    return false;
  }
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
