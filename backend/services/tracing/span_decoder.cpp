#include <arpa/inet.h>

#include <algorithm>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <charconv>
#include <cmath>

#include "services/tracing/span_codec.hpp"
#include "services/tracing/span_ids.hpp"

namespace sharecar::tracing {
namespace {

namespace bj = boost::json;
using tracemodel::Annotation;
using tracemodel::Endpoint;
using tracemodel::Span;

/// Thrown inside this file only: what is wrong with a span.
struct Wrong {
  std::string text;
};

constexpr std::string_view reading = " reading List<Span> from json";

const char* kind_name(const bj::value& value) {
  switch (value.kind()) {
    case bj::kind::null:
      return "NULL";
    case bj::kind::bool_:
      return "BOOLEAN";
    case bj::kind::string:
      return "STRING";
    case bj::kind::array:
      return "BEGIN_ARRAY";
    case bj::kind::object:
      return "BEGIN_OBJECT";
    default:
      return "NUMBER";
  }
}

std::string_view text_of(const bj::value& value) {
  if (!value.is_string()) throw Wrong{std::string{"Expected a string but was "} + kind_name(value)};
  return {value.get_string().data(), value.get_string().size()};
}

bool flag_of(const bj::value& value) {
  if (!value.is_bool()) throw Wrong{std::string{"Expected a boolean but was "} + kind_name(value)};
  return value.get_bool();
}

// Whole numbers, also in quotes or with an exponent.
std::int64_t number_of(const bj::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_double()) {
    const double number = value.get_double();
    if (std::trunc(number) == number && std::abs(number) < 9.2e18) return static_cast<std::int64_t>(number);
  } else if (value.is_string()) {
    const auto& text = value.get_string();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size() && !text.empty()) return number;
  }
  throw Wrong{std::string{"Expected a long but was "} + kind_name(value)};
}

const bj::object& object_of(const bj::value& value) {
  if (!value.is_object()) throw Wrong{"Malformed"};
  return value.get_object();
}

const bj::array& array_of(const bj::value& value) {
  if (!value.is_array()) throw Wrong{std::string{"Expected BEGIN_ARRAY but was "} + kind_name(value)};
  return value.get_array();
}

std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// Fills the field of the address's family; what is no address is left out.
void set_address(Endpoint& endpoint, std::string_view text) {
  const std::string address{text};
  in_addr v4{};
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) {
    endpoint.ipv4 = address;
    return;
  }
  in6_addr v6{};
  if (inet_pton(AF_INET6, address.c_str(), &v6) != 1) return;
  const auto* bytes = v6.s6_addr;
  const bool zeros = std::all_of(bytes, bytes + 10, [](unsigned char b) { return b == 0; });
  const bool mapped = zeros && bytes[10] == 0xff && bytes[11] == 0xff;
  const bool compatible = zeros && bytes[10] == 0 && bytes[11] == 0 && (bytes[12] | bytes[13]) != 0;
  char canonical[INET6_ADDRSTRLEN];
  if (mapped || compatible) {
    inet_ntop(AF_INET, bytes + 12, canonical, sizeof canonical);
    endpoint.ipv4 = canonical;
  } else {
    inet_ntop(AF_INET6, bytes, canonical, sizeof canonical);
    endpoint.ipv6 = canonical;
  }
}

Endpoint endpoint_of(const bj::value& value) {
  Endpoint out;
  for (const auto& [key, field] : object_of(value)) {
    if (field.is_null()) continue;
    if (key == "serviceName") {
      out.service_name = lower(text_of(field));
    } else if (key == "ipv4" || key == "ipv6") {
      set_address(out, text_of(field));
    } else if (key == "port") {
      const auto port = number_of(field);
      if (port > 0xffff) throw Wrong{"invalid port " + std::to_string(port)};
      out.port = static_cast<std::uint16_t>(std::max<std::int64_t>(0, port));
    }
  }
  return out;
}

Annotation annotation_of(const bj::value& value) {
  Annotation out;
  bool complete = false;
  for (const auto& [key, field] : object_of(value)) {
    if (field.is_null()) continue;
    if (key == "timestamp") {
      out.timestamp = number_of(field);
    } else if (key == "value") {
      out.value = text_of(field);
      complete = true;
    }
  }
  if (!complete || out.timestamp == 0) throw Wrong{"Incomplete annotation"};
  return out;
}

void read_annotations(Span& span, const bj::value& value) {
  for (const auto& entry : array_of(value)) span.annotations.push_back(annotation_of(entry));
  std::ranges::sort(span.annotations);
  const auto rest = std::ranges::unique(span.annotations);
  span.annotations.erase(rest.begin(), rest.end());
}

void read_tags(Span& span, const bj::value& value) {
  for (const auto& [key, text] : object_of(value)) {
    if (text.is_null()) throw Wrong{"No value at tags." + std::string{key}};
    span.tags[std::string{key}] = text_of(text);
  }
}

std::string id_or_throw(std::optional<std::string> id, std::string& wrong) {
  if (!id) throw Wrong{std::move(wrong)};
  return std::move(*id);
}

void read_optional(Span& span, std::string_view key, const bj::value& value) {
  std::string wrong;
  if (key == "parentId") {
    span.parent_id = id_or_throw(normal_parent_id(text_of(value), wrong), wrong);
  } else if (key == "kind") {
    const auto kind = tracemodel::kind_from(text_of(value));
    if (!kind) throw Wrong{"No enum constant zipkin2.Span.Kind." + std::string{text_of(value)}};
    span.kind = *kind;
  } else if (key == "name") {
    span.name = lower(text_of(value));
  } else if (key == "timestamp") {
    span.timestamp = std::max<std::int64_t>(0, number_of(value));
  } else if (key == "duration") {
    span.duration = std::max<std::int64_t>(0, number_of(value));
  } else if (key == "localEndpoint") {
    span.local = endpoint_of(value);
  } else if (key == "remoteEndpoint") {
    span.remote = endpoint_of(value);
  } else if (key == "annotations") {
    read_annotations(span, value);
  } else if (key == "tags") {
    read_tags(span, value);
  } else if (key == "debug") {
    span.debug = flag_of(value);
  } else if (key == "shared") {
    span.shared = flag_of(value);
  }
}

Span span_of(const bj::value& value) {
  Span span;
  std::string wrong;
  for (const auto& [key, field] : object_of(value)) {
    if (key == "traceId") {
      span.trace_id = id_or_throw(normal_trace_id(text_of(field), wrong), wrong);
    } else if (key == "id") {
      span.id = id_or_throw(normal_span_id(text_of(field), "id", wrong), wrong);
    } else if (!field.is_null()) {
      read_optional(span, {key.data(), key.size()}, field);
    }
  }
  if (span.trace_id.empty() || span.id.empty()) {
    throw Wrong{std::string{"Missing :"} + (span.trace_id.empty() ? " traceId" : "") + (span.id.empty() ? " id" : "")};
  }
  if (span.parent_id == span.id) span.parent_id.clear();
  if (span.kind == tracemodel::Kind::client) span.shared = false;
  return span;
}

Refusal refusal(std::string_view cause) { return {std::string{cause} + std::string{reading}}; }

}  // namespace

Decoded decode_spans(std::string_view body) {
  std::vector<Span> spans;
  if (body.empty()) return spans;
  if (body.front() != '[') return Refusal{"Expected a JSON_V2 encoded list\n"};
  if (body.find(R"(yAnnotations")") != body.npos) {
    return Refusal{"Expected a JSON_V2 encoded list, but received: JSON_V1\n"};
  }
  bj::monotonic_resource memory;
  bj::error_code error;
  const bj::value document = bj::parse(body, error, &memory);
  if (error) return refusal("Malformed");
  try {
    const auto& list = array_of(document);
    spans.reserve(list.size());
    for (const auto& entry : list) spans.push_back(span_of(entry));
  } catch (const Wrong& wrong) {
    return refusal(wrong.text);
  }
  return spans;
}

}  // namespace sharecar::tracing
