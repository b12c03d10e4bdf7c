// OTLP in its binary form: https://github.com/open-telemetry/opentelemetry-proto, trace/v1/trace.proto

#include <charconv>

#include "spanwire/json_reader.hpp"
#include "spanwire/otlp_spans.hpp"
#include "spanwire/protobuf_reader.hpp"
#include "spanwire/span_text.hpp"

namespace sharecar::spanwire {
namespace {

constexpr int deepest = 32;  // lists in lists

std::string text_of(std::string_view bytes) { return well_formed(bytes) ? std::string{bytes} : mended(bytes); }

std::string text_of(double number) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, number).ptr};
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char byte : bytes) {
    out += digits[static_cast<unsigned char>(byte) >> 4];
    out += digits[byte & 0xf];
  }
  return out;
}

/// Calls `read(key)` for each field of a message; `read` tells whether it has read the value.
template <class Read>
void each_field(ProtobufReader& reader, const Read& read) {
  while (reader.has_next()) {
    const auto key = reader.next_key();
    if (!read(key)) reader.skip(key);
  }
}

OtlpValue read_value(std::string_view bytes, int depth);

std::pair<std::string, OtlpValue> read_attribute(std::string_view bytes, int depth) {
  std::pair<std::string, OtlpValue> out;
  ProtobufReader reader{bytes};
  each_field(reader, [&](std::uint32_t key) {
    if (key == key_of(1, Wire::bytes)) {
      out.first = text_of(reader.next_bytes());
    } else if (key == key_of(2, Wire::bytes)) {
      out.second = read_value(reader.next_bytes(), depth);
    } else {
      return false;
    }
    return true;
  });
  return out;
}

/// `item` for each entry of field 1, which is what a list and a map have.
template <class Item>
void each_entry(std::string_view bytes, const Item& item) {
  ProtobufReader reader{bytes};
  each_field(reader, [&](std::uint32_t key) {
    if (key != key_of(1, Wire::bytes)) return false;
    item(reader.next_bytes());
    return true;
  });
}

std::string list_of(std::string_view bytes, int depth) {
  std::vector<OtlpValue> list;
  each_entry(bytes, [&](std::string_view entry) { list.push_back(read_value(entry, depth + 1)); });
  return json_of(list);
}

std::string map_of(std::string_view bytes, int depth) {
  OtlpAttributes map;
  each_entry(bytes, [&](std::string_view entry) { map.push_back(read_attribute(entry, depth + 1)); });
  return json_of(map);
}

OtlpValue read_value(std::string_view bytes, int depth) {
  if (depth > deepest) throw Unreadable{"An attribute is nested more than " + std::to_string(deepest) + " deep"};
  OtlpValue out;
  ProtobufReader reader{bytes};
  each_field(reader, [&](std::uint32_t key) {
    switch (key) {
      case key_of(1, Wire::bytes):
        out = {text_of(reader.next_bytes()), true};
        return true;
      case key_of(2, Wire::varint):
        out = {reader.next_varint() != 0 ? "true" : "false", false};
        return true;
      case key_of(3, Wire::varint):
        out = {std::to_string(static_cast<std::int64_t>(reader.next_varint())), false};
        return true;
      case key_of(4, Wire::fixed64):
        out = {text_of(reader.next_double()), false};
        return true;
      case key_of(5, Wire::bytes):
        out = {list_of(reader.next_bytes(), depth), false};
        return true;
      case key_of(6, Wire::bytes):
        out = {map_of(reader.next_bytes(), depth), false};
        return true;
      case key_of(7, Wire::bytes):
        out = {hex(reader.next_bytes()), true};
        return true;
      default:
        return false;
    }
  });
  return out;
}

OtlpEvent read_event(std::string_view bytes) {
  OtlpEvent out;
  ProtobufReader reader{bytes};
  each_field(reader, [&](std::uint32_t key) {
    switch (key) {
      case key_of(1, Wire::fixed64):
        out.time_ns = reader.next_fixed64();
        return true;
      case key_of(2, Wire::bytes):
        out.name = text_of(reader.next_bytes());
        return true;
      case key_of(3, Wire::bytes):
        out.attributes.push_back(read_attribute(reader.next_bytes(), 0));
        return true;
      default:
        return false;
    }
  });
  return out;
}

void read_status(std::string_view bytes, OtlpSpan& span) {
  ProtobufReader reader{bytes};
  each_field(reader, [&](std::uint32_t key) {
    if (key == key_of(2, Wire::bytes)) {
      span.message = text_of(reader.next_bytes());
    } else if (key == key_of(3, Wire::varint)) {
      span.status = static_cast<std::int64_t>(reader.next_varint());
    } else {
      return false;
    }
    return true;
  });
}

OtlpSpan read_span(std::string_view bytes) {
  OtlpSpan out;
  ProtobufReader reader{bytes};
  each_field(reader, [&](std::uint32_t key) {
    switch (key) {
      case key_of(1, Wire::bytes):
        out.trace_id = hex(reader.next_bytes());
        return true;
      case key_of(2, Wire::bytes):
        out.span_id = hex(reader.next_bytes());
        return true;
      case key_of(4, Wire::bytes):
        out.parent_id = hex(reader.next_bytes());
        return true;
      case key_of(5, Wire::bytes):
        out.name = text_of(reader.next_bytes());
        return true;
      case key_of(6, Wire::varint):
        out.kind = static_cast<std::int64_t>(reader.next_varint());
        return true;
      case key_of(7, Wire::fixed64):
        out.start_ns = reader.next_fixed64();
        return true;
      case key_of(8, Wire::fixed64):
        out.end_ns = reader.next_fixed64();
        return true;
      case key_of(9, Wire::bytes):
        out.attributes.push_back(read_attribute(reader.next_bytes(), 0));
        return true;
      case key_of(11, Wire::bytes):
        out.events.push_back(read_event(reader.next_bytes()));
        return true;
      case key_of(15, Wire::bytes):
        read_status(reader.next_bytes(), out);
        return true;
      default:
        return false;
    }
  });
  return out;
}

void read_scope_names(std::string_view bytes, OtlpScope& scope) {
  ProtobufReader reader{bytes};
  each_field(reader, [&](std::uint32_t key) {
    if (key == key_of(1, Wire::bytes)) {
      scope.name = text_of(reader.next_bytes());
    } else if (key == key_of(2, Wire::bytes)) {
      scope.version = text_of(reader.next_bytes());
    } else {
      return false;
    }
    return true;
  });
}

OtlpScope read_scope(std::string_view bytes) {
  OtlpScope out;
  ProtobufReader reader{bytes};
  each_field(reader, [&](std::uint32_t key) {
    if (key == key_of(1, Wire::bytes)) {
      read_scope_names(reader.next_bytes(), out);
    } else if (key == key_of(2, Wire::bytes)) {
      out.spans.push_back(read_span(reader.next_bytes()));
    } else {
      return false;
    }
    return true;
  });
  return out;
}

OtlpResource read_resource(std::string_view bytes) {
  OtlpResource out;
  ProtobufReader reader{bytes};
  each_field(reader, [&](std::uint32_t key) {
    if (key == key_of(1, Wire::bytes)) {
      each_entry(reader.next_bytes(),
                 [&](std::string_view entry) { out.attributes.push_back(read_attribute(entry, 0)); });
    } else if (key == key_of(2, Wire::bytes)) {
      out.scopes.push_back(read_scope(reader.next_bytes()));
    } else {
      return false;
    }
    return true;
  });
  return out;
}

}  // namespace

Decoded decode_otlp_protobuf(std::string_view body) {
  std::vector<OtlpResource> resources;
  try {
    each_entry(body, [&](std::string_view entry) { resources.push_back(read_resource(entry)); });
    return to_zipkin(resources);
  } catch (const Unreadable& wrong) {
    return Refusal{wrong.text};
  }
}

}  // namespace sharecar::spanwire
