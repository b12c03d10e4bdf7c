#include "tracemodel/spans.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sharecar::tracemodel {
namespace {

namespace json = boost::json;

std::string padded(std::string_view id, std::size_t size = 16) {
  return id.empty() ? std::string{} : std::string(size - std::min(size, id.size()), '0') + std::string{id};
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

std::string text_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr || value->is_null() ? std::string{} : std::string{value->as_string()};
}

std::int64_t number_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr || value->is_null() ? 0 : value->to_number<std::int64_t>();
}

bool flag_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->as_bool();
}

Endpoint endpoint_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr || value->is_null()) return {};
  const json::object& source = value->as_object();
  return {lower(text_at(source, "serviceName")), text_at(source, "ipv4"), text_at(source, "ipv6"),
          static_cast<std::uint16_t>(number_at(source, "port"))};
}

Span span_of(const json::object& object) {
  Span result;
  const std::string trace_id = text_at(object, "traceId");
  result.trace_id = padded(trace_id, trace_id.size() > 16 ? 32 : 16);
  if (result.trace_id.size() == 32 && result.trace_id.starts_with("0000000000000000")) result.trace_id.erase(0, 16);
  result.id = padded(text_at(object, "id"));
  result.parent_id = padded(text_at(object, "parentId"));
  if (result.parent_id == "0000000000000000" || result.parent_id == result.id) result.parent_id.clear();
  result.kind = kind_from(text_at(object, "kind")).value_or(Kind::none);
  result.name = lower(text_at(object, "name"));
  result.timestamp = number_at(object, "timestamp");
  result.duration = number_at(object, "duration");
  result.local = endpoint_at(object, "localEndpoint");
  result.remote = endpoint_at(object, "remoteEndpoint");
  if (const json::value* annotations = object.if_contains("annotations")) {
    for (const json::value& annotation : annotations->as_array()) {
      result.annotations.push_back(
          {number_at(annotation.as_object(), "timestamp"), text_at(annotation.as_object(), "value")});
    }
  }
  if (const json::value* tags = object.if_contains("tags")) {
    for (const auto& [key, value] : tags->as_object()) result.tags[key] = value.as_string();
  }
  result.debug = flag_at(object, "debug");
  result.shared = flag_at(object, "shared");
  return result;
}

// The fields of one JSON object in the order in which they are added.
class Fields {
 public:
  void text(std::string_view key, std::string_view value) {
    if (!value.empty()) raw(key, json::serialize(json::string{value}));
  }
  void number(std::string_view key, std::int64_t value) {
    if (value != 0) raw(key, std::to_string(value));
  }
  void flag(std::string_view key, bool value) {
    if (value) raw(key, "true");
  }
  void raw(std::string_view key, const std::string& value) {
    if (!body_.empty()) body_ += ',';
    body_ += json::serialize(json::string{key}) + ':' + value;
  }
  std::string done() const { return '{' + body_ + '}'; }

 private:
  std::string body_;
};

template <class Range, class ToText>
std::string list_of(const Range& values, ToText to_text) {
  std::string list;
  for (const auto& value : values) list += (list.empty() ? "" : ",") + to_text(value);
  return '[' + list + ']';
}

void add_endpoint(Fields& fields, std::string_view key, const Endpoint& endpoint) {
  if (endpoint.empty()) return;
  Fields inner;
  inner.text("serviceName", endpoint.service_name);
  inner.text("ipv4", endpoint.ipv4);
  inner.text("ipv6", endpoint.ipv6);
  inner.number("port", endpoint.port);
  fields.raw(key, inner.done());
}

std::string json_of(const Span& span) {
  Fields fields;
  fields.text("traceId", span.trace_id);
  fields.text("parentId", span.parent_id);
  fields.text("id", span.id);
  fields.text("kind", to_string(span.kind));
  fields.text("name", span.name);
  fields.number("timestamp", span.timestamp);
  fields.number("duration", span.duration);
  add_endpoint(fields, "localEndpoint", span.local);
  add_endpoint(fields, "remoteEndpoint", span.remote);
  if (!span.annotations.empty()) {
    fields.raw("annotations", list_of(span.annotations, [](const Annotation& annotation) {
                 Fields inner;
                 inner.raw("timestamp", std::to_string(annotation.timestamp));
                 inner.raw("value", json::serialize(json::string{annotation.value}));
                 return inner.done();
               }));
  }
  if (!span.tags.empty()) {
    Fields inner;
    for (const auto& [key, value] : span.tags) inner.raw(key, json::serialize(json::string{value}));
    fields.raw("tags", inner.done());
  }
  fields.flag("debug", span.debug);
  fields.flag("shared", span.shared);
  return fields.done();
}

}  // namespace

Span span(std::string_view id, std::string_view parent, Kind kind, std::string_view service, std::string_view name) {
  Span result;
  result.trace_id = padded("a");
  result.id = padded(id);
  result.parent_id = padded(parent);
  result.kind = kind;
  result.local.service_name = service;
  result.name = name;
  return result;
}

Span at(Span span, std::int64_t timestamp, std::int64_t duration) {
  span.timestamp = timestamp;
  span.duration = duration;
  return span;
}

Span shared(Span span) {
  span.shared = true;
  return span;
}

Span ip(Span span, std::string_view ipv4) {
  span.local.ipv4 = ipv4;
  return span;
}

Span to(Span span, std::string_view remote_service) {
  span.remote.service_name = remote_service;
  return span;
}

Span failed(Span span, std::string_view error) {
  span.tags["error"] = error;
  return span;
}

std::string read_text(const std::string& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream) throw std::runtime_error("cannot read " + file);
  return {std::istreambuf_iterator<char>{stream}, {}};
}

std::vector<Span> read_spans(const std::string& file) {
  std::vector<Span> spans;
  const json::value document = json::parse(read_text(file));
  for (const json::value& value : document.as_array()) spans.push_back(span_of(value.as_object()));
  return spans;
}

std::string to_json(const std::vector<Span>& spans) { return list_of(spans, json_of); }

std::string to_json(const std::vector<DependencyLink>& links) {
  return list_of(links, [](const DependencyLink& link) {
    Fields fields;
    fields.text("parent", link.parent);
    fields.text("child", link.child);
    fields.number("callCount", static_cast<std::int64_t>(link.call_count));
    fields.number("errorCount", static_cast<std::int64_t>(link.error_count));
    return fields.done();
  });
}

std::string zipkin_walk(const Tree& tree, int headless_depth) {
  std::string text;
  std::vector<bool> shown(tree.nodes().size(), true);
  for (const Tree::Node& node : tree.nodes()) {
    if (node.parent != Tree::none) {
      shown[tree.index_of(node)] = shown[node.parent] && node.place != Place::duplicate && node.place != Place::cycle;
    }
    const Span* span = tree.span_of(node);
    if (span == nullptr || !shown[tree.index_of(node)]) continue;
    const int depth = static_cast<int>(node.depth) - (tree.headless() ? 1 - headless_depth : 0);
    text += std::to_string(depth) + ' ' + span->id + ' ' +
            (span->kind == Kind::none ? "null" : std::string{to_string(span->kind)}) +
            (span->shared ? " shared\n" : " -\n");
  }
  return text;
}

}  // namespace sharecar::tracemodel
