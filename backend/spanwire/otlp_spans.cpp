#include "spanwire/otlp_spans.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "spanwire/json_reader.hpp"
#include "spanwire/span_address.hpp"
#include "spanwire/span_ids.hpp"
#include "spanwire/span_text.hpp"

namespace sharecar::spanwire {
namespace {

using tracemodel::Kind;
using tracemodel::Span;

constexpr std::int64_t status_ok = 1;
constexpr std::int64_t status_error = 2;

// What tells the other side of a call, the best first; each with the attribute that has its port, if there is one.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> peers{
    {{"peer.service", ""},
     {"server.address", "server.port"},
     {"net.peer.name", "net.peer.port"},
     {"network.peer.address", "network.peer.port"},
     {"db.name", ""}}};

const std::string* find(const OtlpAttributes& attributes, std::string_view key) {
  const auto found =
      std::ranges::find(attributes, key, [](const auto& entry) { return std::string_view{entry.first}; });
  return found == attributes.end() ? nullptr : &found->second.text;
}

Kind kind_of(std::int64_t kind) {
  switch (kind) {
    case 2:
      return Kind::server;
    case 3:
      return Kind::client;
    case 4:
      return Kind::producer;
    case 5:
      return Kind::consumer;
    default:
      return Kind::none;
  }
}

std::int64_t micros(std::uint64_t nanos) { return static_cast<std::int64_t>(nanos / 1000); }

// Also what took less than a microsecond took some time.
std::int64_t duration(const OtlpSpan& span) {
  return span.end_ns > span.start_ns ? std::max<std::int64_t>(1, micros(span.end_ns - span.start_ns)) : 0;
}

void set_remote(Span& out, const OtlpAttributes& attributes) {
  for (const auto& [name, port] : peers) {
    const auto* peer = find(attributes, name);
    if (peer == nullptr || peer->empty()) continue;
    set_address(out.remote, *peer);
    if (out.remote.ipv4.empty() && out.remote.ipv6.empty()) out.remote.service_name = lower(*peer);
    const auto* digits = port.empty() ? nullptr : find(attributes, port);
    std::uint16_t number = 0;
    if (digits != nullptr) std::from_chars(digits->data(), digits->data() + digits->size(), number);
    out.remote.port = number;
    return;
  }
}

void set_status(Span& out, const OtlpSpan& span) {
  if (span.status == status_ok) out.tags.insert_or_assign("otel.status_code", "OK");
  if (span.status != status_error) return;
  out.tags.insert_or_assign("otel.status_code", "ERROR");
  out.tags.insert_or_assign("error", span.message);
}

std::string annotation_of(const OtlpEvent& event) {
  if (event.attributes.empty()) return event.name;
  std::string out;
  append_quoted(out, event.name);
  return out + ':' + json_of(event.attributes);
}

Span to_zipkin(const OtlpSpan& span, const OtlpScope& scope, const OtlpAttributes& resource) {
  Span out;
  out.trace_id = trace_id_or_throw(lower(span.trace_id));
  out.id = span_id_or_throw(lower(span.span_id));
  if (!span.parent_id.empty()) out.parent_id = parent_id_or_throw(lower(span.parent_id));
  out.kind = kind_of(span.kind);
  out.name = lower(span.name);
  out.timestamp = micros(span.start_ns);
  out.duration = duration(span);
  for (const auto& [key, value] : resource) out.tags.insert_or_assign(key, value.text);
  if (const auto service = out.tags.find("service.name"); service != out.tags.end()) {
    out.local.service_name = lower(service->second);
    out.tags.erase(service);
  }
  if (out.kind == Kind::client || out.kind == Kind::producer) set_remote(out, span.attributes);
  if (!scope.name.empty()) out.tags.insert_or_assign("otel.scope.name", scope.name);
  if (!scope.version.empty()) out.tags.insert_or_assign("otel.scope.version", scope.version);
  for (const auto& [key, value] : span.attributes) out.tags.insert_or_assign(key, value.text);
  set_status(out, span);
  for (const auto& event : span.events) out.annotations.push_back({micros(event.time_ns), annotation_of(event)});
  complete(out);
  return out;
}

void append_value(std::string& out, const OtlpValue& value) {
  if (value.is_string) {
    append_quoted(out, value.text);
  } else {
    out += value.text;
  }
}

}  // namespace

std::vector<Span> to_zipkin(const std::vector<OtlpResource>& resources) {
  std::vector<Span> out;
  for (const auto& resource : resources) {
    for (const auto& scope : resource.scopes) {
      for (const auto& span : scope.spans) out.push_back(to_zipkin(span, scope, resource.attributes));
    }
  }
  return out;
}

std::string json_of(const std::vector<OtlpValue>& list) {
  std::string out = "[";
  for (const auto& value : list) {
    if (out.size() > 1) out += ',';
    append_value(out, value);
  }
  return out + ']';
}

std::string json_of(const OtlpAttributes& map) {
  std::string out = "{";
  for (const auto& [key, value] : map) {
    if (out.size() > 1) out += ',';
    append_quoted(out, key);
    out += ':';
    append_value(out, value);
  }
  return out + '}';
}

}  // namespace sharecar::spanwire
