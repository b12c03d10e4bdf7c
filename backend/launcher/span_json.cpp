#include "launcher/span_json.hpp"

namespace sharecar::launcher {

namespace json = boost::json;

namespace {

std::string text(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
}

std::int64_t number(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_int64() ? value->as_int64() : 0;
}

bool flag(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->as_bool();
}

tracemodel::Endpoint endpoint(const json::object& span, std::string_view key) {
  const auto* value = span.if_contains(key);
  if (value == nullptr || !value->is_object()) return {};
  const auto& object = value->as_object();
  return {text(object, "serviceName"), text(object, "ipv4"), text(object, "ipv6"),
          static_cast<std::uint16_t>(number(object, "port"))};
}

tracemodel::Span span_from(const json::object& object) {
  tracemodel::Span span;
  span.trace_id = text(object, "traceId");
  span.parent_id = text(object, "parentId");
  span.id = text(object, "id");
  span.kind = tracemodel::kind_from(text(object, "kind")).value_or(tracemodel::Kind::none);
  span.name = text(object, "name");
  span.timestamp = number(object, "timestamp");
  span.duration = number(object, "duration");
  span.local = endpoint(object, "localEndpoint");
  span.remote = endpoint(object, "remoteEndpoint");
  span.debug = flag(object, "debug");
  span.shared = flag(object, "shared");
  if (const auto* tags = object.if_contains("tags"); tags != nullptr && tags->is_object()) {
    for (const auto& [key, value] : tags->as_object()) {
      if (value.is_string()) span.tags[std::string{key}] = value.as_string();
    }
  }
  if (const auto* notes = object.if_contains("annotations"); notes != nullptr && notes->is_array()) {
    for (const auto& note : notes->as_array()) {
      if (note.is_object())
        span.annotations.push_back({number(note.as_object(), "timestamp"), text(note.as_object(), "value")});
    }
  }
  return span;
}

}  // namespace

std::vector<tracemodel::Span> spans_from_json(const json::value& array) {
  std::vector<tracemodel::Span> spans;
  if (!array.is_array()) return spans;
  for (const auto& value : array.as_array()) {
    if (value.is_object()) spans.push_back(span_from(value.as_object()));
  }
  return spans;
}

}  // namespace sharecar::launcher
