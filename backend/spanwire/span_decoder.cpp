#include <algorithm>
#include <stdexcept>

#include "spanwire/json_reader.hpp"
#include "spanwire/span_address.hpp"
#include "spanwire/span_codec.hpp"
#include "spanwire/span_ids.hpp"
#include "spanwire/span_text.hpp"

namespace sharecar::spanwire {
namespace {

using tracemodel::Endpoint;
using tracemodel::Span;

/// Where a text is from: a stranger's has to be checked and normalised, a stored one is so already. What Zipkin lets
/// pass once (an id of fewer than 16 zeros) need not pass again.
enum class Source { stranger, store };

std::string lower_case(std::string_view text, Source source) {
  return source == Source::store ? std::string{text} : lower(text);
}

Endpoint read_endpoint(JsonReader& reader, Source source) {
  Endpoint out;
  reader.begin_object();
  while (reader.has_next()) {
    const auto name = reader.next_name();
    if (reader.next_is_null()) {
      reader.skip_value();
    } else if (name == "serviceName") {
      out.service_name = lower_case(reader.next_string(), source);
    } else if (name == "ipv4" || name == "ipv6") {
      set_address(out, reader.next_string());
    } else if (name == "port") {
      set_port(out, reader.next_int());
    } else {
      reader.skip_value();
    }
  }
  reader.end_object();
  return out;
}

void read_annotations(Span& span, JsonReader& reader) {
  reader.begin_array();
  while (reader.has_next()) {
    reader.begin_object();
    tracemodel::Annotation annotation;
    bool timestamp = false;
    bool value = false;
    while (reader.has_next()) {
      const auto name = reader.next_name();
      if (name == "timestamp") {
        annotation.timestamp = reader.next_long();
        timestamp = true;
      } else if (name == "value") {
        annotation.value = reader.next_string();
        value = true;
      } else {
        reader.skip_value();
      }
    }
    if (!timestamp || !value) throw Unreadable{"Incomplete annotation at " + reader.path()};
    reader.end_object();
    span.annotations.push_back(std::move(annotation));
  }
  reader.end_array();
}

void read_tags(Span& span, JsonReader& reader) {
  reader.begin_object();
  while (reader.has_next()) {
    std::string key{reader.next_name()};
    if (reader.next_is_null()) throw Unreadable{"No value at " + reader.path()};
    span.tags.insert_or_assign(std::move(key), std::string{reader.next_string()});
  }
  reader.end_object();
}

tracemodel::Kind kind_of(std::string_view text) {
  if (const auto kind = tracemodel::kind_from(text)) return *kind;
  throw Unreadable{"No enum constant zipkin2.Span.Kind." + std::string{text}};
}

void read_optional(Span& span, std::string_view name, JsonReader& reader, Source source) {
  if (name == "parentId") {
    span.parent_id = parent_id_or_throw(reader.next_string());
  } else if (name == "kind") {
    span.kind = kind_of(reader.next_string());
  } else if (name == "name") {
    span.name = lower_case(reader.next_string(), source);
  } else if (name == "timestamp") {
    span.timestamp = std::max<std::int64_t>(0, reader.next_long());
  } else if (name == "duration") {
    span.duration = std::max<std::int64_t>(0, reader.next_long());
  } else if (name == "localEndpoint") {
    span.local = read_endpoint(reader, source);
  } else if (name == "remoteEndpoint") {
    span.remote = read_endpoint(reader, source);
  } else if (name == "annotations") {
    read_annotations(span, reader);
  } else if (name == "tags") {
    read_tags(span, reader);
  } else if (name == "debug") {
    span.debug = reader.next_boolean() || span.debug;
  } else if (name == "shared") {
    span.shared = reader.next_boolean() || span.shared;
  } else {
    reader.skip_value();
  }
}

Span read_span(JsonReader& reader, Source source) {
  Span span;
  reader.begin_object();
  while (reader.has_next()) {
    const auto name = reader.next_name();
    if (name == "traceId") {
      span.trace_id = trace_id_or_throw(reader.next_string());
    } else if (name == "id") {
      const auto id = reader.next_string();
      span.id = source == Source::store ? std::string{id} : span_id_or_throw(id);
    } else if (reader.next_is_null()) {
      reader.skip_value();
    } else {
      read_optional(span, name, reader, source);
    }
  }
  reader.end_object();
  complete(span);
  return span;
}

std::vector<Span> read_list(JsonReader& reader, Source source) {
  std::vector<Span> spans;
  reader.begin_array();
  while (reader.has_next()) spans.push_back(read_span(reader, source));
  reader.end_array();
  return spans;
}

std::vector<Span> read_list(std::string_view text, Source source) {
  JsonReader reader{text};
  return read_list(reader, source);
}

bool is_structural(std::string_view complaint) {
  return complaint.starts_with("Expected BEGIN_OBJECT") || complaint.starts_with("Expected BEGIN_ARRAY");
}

}  // namespace

bool is_list_message(std::string_view body) {
  const char first = body.front();
  if (first == '[' || first == 11 || first == 12) return true;  // the latter two: Thrift
  return first == 10 && body.size() > 1 && body[1] != 0;        // proto3
}

Decoded decode_json(std::string_view body) {
  if (body.empty()) return {};
  if (!is_list_message(body)) return Refusal{"Expected a JSON_V2 encoded list\n"};
  if (body.find(R"(yAnnotations")") != body.npos) {
    return Refusal{"Expected a JSON_V2 encoded list, but received: JSON_V1\n"};
  }
  try {
    return well_formed(body) ? read_list(body, Source::stranger) : read_list(mended(body), Source::stranger);
  } catch (const Unreadable& wrong) {
    const auto cause = is_structural(wrong.text) ? std::string{"Malformed"} : wrong.text;
    return Refusal{cause + " reading List<Span> from json"};
  }
}

std::vector<Span> read_spans(JsonReader& reader) { return read_list(reader, Source::stranger); }

std::vector<Span> decode_stored(std::string_view list) {
  try {
    return read_list(list, Source::store);
  } catch (const Unreadable& wrong) {
    throw std::runtime_error("a stored span cannot be read: " + wrong.text);
  }
}

void complete(Span& span) {
  if (span.trace_id.empty() || span.id.empty()) {
    throw Unreadable{std::string{"Missing :"} + (span.trace_id.empty() ? " traceId" : "") +
                     (span.id.empty() ? " id" : "")};
  }
  if (span.parent_id == span.id) span.parent_id.clear();
  if (span.kind == tracemodel::Kind::client) span.shared = false;
  std::ranges::sort(span.annotations, [](const auto& a, const auto& b) {
    return a.timestamp != b.timestamp ? a.timestamp < b.timestamp : utf16_less(a.value, b.value);
  });
  const auto rest = std::ranges::unique(span.annotations);
  span.annotations.erase(rest.begin(), rest.end());
}

void set_port(Endpoint& endpoint, std::int64_t port) {
  if (port > 0xffff) throw Unreadable{"invalid port " + std::to_string(port)};
  endpoint.port = static_cast<std::uint16_t>(std::max<std::int64_t>(0, port));
}

}  // namespace sharecar::spanwire
