// OTLP in its JSON form: protobuf's, but with ids in hex.
// https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding

#include <charconv>

#include "spanwire/json_reader.hpp"
#include "spanwire/otlp_spans.hpp"
#include "spanwire/span_text.hpp"

namespace sharecar::spanwire {
namespace {

/// Calls `read(name)` for each member of the object that comes next; `read` tells whether it has read the value. What
/// is null counts as absent.
template <class Read>
void each_member(JsonReader& reader, const Read& read) {
  reader.begin_object();
  while (reader.has_next()) {
    const std::string name{reader.next_name()};
    if (reader.next_is_null() || !read(name)) reader.skip_value();
  }
  reader.end_object();
}

template <class Read>
bool each_item(JsonReader& reader, const Read& read) {
  reader.begin_array();
  while (reader.has_next()) read();
  reader.end_array();
  return true;
}

bool read_text(JsonReader& reader, std::string& out) {
  out = reader.next_string();
  return true;
}

bool read_number(JsonReader& reader, std::int64_t& out) {
  out = reader.next_long();
  return true;
}

bool read_time(JsonReader& reader, std::uint64_t& out) {
  const auto text = reader.next_string();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw Unreadable{"Expected nanoseconds but was " + std::string{text} + " at " + reader.path()};
  }
  return true;
}

std::string text_of(double number) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

bool read_attributes(JsonReader& reader, OtlpAttributes& out);

OtlpValue read_value(JsonReader& reader) {
  OtlpValue out;
  each_member(reader, [&](const std::string& kind) {
    out.is_string = kind == "stringValue" || kind == "bytesValue";
    if (out.is_string) {
      out.text = reader.next_string();
    } else if (kind == "boolValue") {
      out.text = reader.next_boolean() ? "true" : "false";
    } else if (kind == "intValue") {
      out.text = std::to_string(reader.next_long());
    } else if (kind == "doubleValue") {
      out.text = text_of(reader.next_double());
    } else if (kind == "arrayValue") {
      std::vector<OtlpValue> list;
      each_member(reader, [&](const std::string& name) {
        return name == "values" && each_item(reader, [&] { list.push_back(read_value(reader)); });
      });
      out.text = json_of(list);
    } else if (kind == "kvlistValue") {
      OtlpAttributes map;
      each_member(reader, [&](const std::string& name) { return name == "values" && read_attributes(reader, map); });
      out.text = json_of(map);
    } else {
      return false;
    }
    return true;
  });
  return out;
}

bool read_attributes(JsonReader& reader, OtlpAttributes& out) {
  return each_item(reader, [&] {
    auto& [key, value] = out.emplace_back();
    each_member(reader, [&](const std::string& name) {
      if (name == "key") return read_text(reader, key);
      if (name != "value") return false;
      value = read_value(reader);
      return true;
    });
  });
}

OtlpEvent read_event(JsonReader& reader) {
  OtlpEvent out;
  each_member(reader, [&](const std::string& name) {
    if (name == "timeUnixNano") return read_time(reader, out.time_ns);
    if (name == "name") return read_text(reader, out.name);
    return name == "attributes" && read_attributes(reader, out.attributes);
  });
  return out;
}

bool read_status(JsonReader& reader, OtlpSpan& span) {
  each_member(reader, [&](const std::string& name) {
    if (name == "code") return read_number(reader, span.status);
    return name == "message" && read_text(reader, span.message);
  });
  return true;
}

OtlpSpan read_span(JsonReader& reader) {
  OtlpSpan out;
  each_member(reader, [&](const std::string& name) {
    if (name == "traceId") return read_text(reader, out.trace_id);
    if (name == "spanId") return read_text(reader, out.span_id);
    if (name == "parentSpanId") return read_text(reader, out.parent_id);
    if (name == "name") return read_text(reader, out.name);
    if (name == "kind") return read_number(reader, out.kind);
    if (name == "startTimeUnixNano") return read_time(reader, out.start_ns);
    if (name == "endTimeUnixNano") return read_time(reader, out.end_ns);
    if (name == "attributes") return read_attributes(reader, out.attributes);
    if (name == "events") return each_item(reader, [&] { out.events.push_back(read_event(reader)); });
    return name == "status" && read_status(reader, out);
  });
  return out;
}

OtlpScope read_scope(JsonReader& reader) {
  OtlpScope out;
  each_member(reader, [&](const std::string& name) {
    if (name == "spans") return each_item(reader, [&] { out.spans.push_back(read_span(reader)); });
    if (name != "scope") return false;
    each_member(reader, [&](const std::string& of_scope) {
      if (of_scope == "name") return read_text(reader, out.name);
      return of_scope == "version" && read_text(reader, out.version);
    });
    return true;
  });
  return out;
}

OtlpResource read_resource(JsonReader& reader) {
  OtlpResource out;
  each_member(reader, [&](const std::string& name) {
    if (name == "scopeSpans") return each_item(reader, [&] { out.scopes.push_back(read_scope(reader)); });
    if (name != "resource") return false;
    each_member(reader, [&](const std::string& of_resource) {
      return of_resource == "attributes" && read_attributes(reader, out.attributes);
    });
    return true;
  });
  return out;
}

}  // namespace

Decoded decode_otlp_json(std::string_view body) {
  std::vector<OtlpResource> resources;
  const std::string good = well_formed(body) ? std::string{} : mended(body);
  try {
    JsonReader reader{good.empty() ? body : good};
    each_member(reader, [&](const std::string& name) {
      return name == "resourceSpans" && each_item(reader, [&] { resources.push_back(read_resource(reader)); });
    });
    return to_zipkin(resources);
  } catch (const Unreadable& wrong) {
    return Refusal{wrong.text};
  }
}

}  // namespace sharecar::spanwire
