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

void add_endpoint(json::object& span, std::string_view key, const tracemodel::Endpoint& endpoint) {
  if (endpoint.empty()) return;
  json::object object;
  if (!endpoint.service_name.empty()) object["serviceName"] = endpoint.service_name;
  if (!endpoint.ipv4.empty()) object["ipv4"] = endpoint.ipv4;
  if (!endpoint.ipv6.empty()) object["ipv6"] = endpoint.ipv6;
  if (endpoint.port != 0) object["port"] = endpoint.port;
  span[key] = std::move(object);
}

}  // namespace

json::object span_to_json(const tracemodel::Span& span) {
  json::object object{{"traceId", span.trace_id}};
  if (!span.parent_id.empty()) object["parentId"] = span.parent_id;
  object["id"] = span.id;
  if (span.kind != tracemodel::Kind::none) object["kind"] = tracemodel::to_string(span.kind);
  if (!span.name.empty()) object["name"] = span.name;
  if (span.timestamp != 0) object["timestamp"] = span.timestamp;
  if (span.duration != 0) object["duration"] = span.duration;
  add_endpoint(object, "localEndpoint", span.local);
  add_endpoint(object, "remoteEndpoint", span.remote);
  if (!span.annotations.empty()) {
    json::array notes;
    for (const auto& note : span.annotations)
      notes.push_back(json::object{{"timestamp", note.timestamp}, {"value", note.value}});
    object["annotations"] = std::move(notes);
  }
  if (!span.tags.empty()) {
    json::object tags;
    for (const auto& [key, value] : span.tags) tags[key] = value;
    object["tags"] = std::move(tags);
  }
  if (span.debug) object["debug"] = true;
  if (span.shared) object["shared"] = true;
  return object;
}

std::vector<tracemodel::Span> spans_from_json(const json::value& array) {
  std::vector<tracemodel::Span> spans;
  if (!array.is_array()) return spans;
  for (const auto& value : array.as_array()) {
    if (value.is_object()) spans.push_back(span_from(value.as_object()));
  }
  return spans;
}

}  // namespace sharecar::launcher
