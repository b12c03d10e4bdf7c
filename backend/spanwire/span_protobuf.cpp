// Zipkin's proto3: https://github.com/openzipkin/zipkin-api/blob/master/zipkin.proto

#include <algorithm>

#include "spanwire/json_reader.hpp"
#include "spanwire/protobuf_reader.hpp"
#include "spanwire/span_address.hpp"
#include "spanwire/span_codec.hpp"
#include "spanwire/span_ids.hpp"
#include "spanwire/span_text.hpp"

namespace sharecar::spanwire {
namespace {

using tracemodel::Endpoint;
using tracemodel::Kind;
using tracemodel::Span;

std::string text_of(std::string_view bytes) { return well_formed(bytes) ? std::string{bytes} : mended(bytes); }

std::string hex(std::string_view bytes) {
  constexpr std::size_t longest = 32;
  if (bytes.size() > longest) {
    throw Unreadable{"hex field greater than 32 chars long: " + std::to_string(bytes.size())};
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char byte : bytes) {
    out += digits[static_cast<unsigned char>(byte) >> 4];
    out += digits[byte & 0xf];
  }
  return out;
}

std::string_view present(std::string_view id, const char* name) {
  return id.empty() ? throw Unreadable{std::string{name} + " == null"} : id;
}

std::int64_t at_least_zero(std::uint64_t value) { return std::max<std::int64_t>(0, static_cast<std::int64_t>(value)); }

bool read_flag(ProtobufReader& reader) {
  const auto value = reader.next_varint();
  if (value > 1) throw Unreadable{"Malformed"};
  return value == 1;
}

Endpoint read_endpoint(std::string_view bytes) {
  Endpoint out;
  ProtobufReader reader{bytes};
  while (reader.has_next()) {
    switch (const auto key = reader.next_key()) {
      case key_of(1, Wire::bytes):
        out.service_name = lower(text_of(reader.next_bytes()));
        break;
      case key_of(2, Wire::bytes):
      case key_of(3, Wire::bytes):
        set_address_bytes(out, reader.next_bytes());
        break;
      case key_of(4, Wire::varint):
        set_port(out, static_cast<std::int32_t>(reader.next_varint32()));
        break;
      default:
        reader.skip(key);
    }
  }
  return out;
}

void read_annotation(Span& span, std::string_view bytes) {
  tracemodel::Annotation annotation;
  ProtobufReader reader{bytes};
  while (reader.has_next()) {
    switch (const auto key = reader.next_key()) {
      case key_of(1, Wire::fixed64):
        annotation.timestamp = static_cast<std::int64_t>(reader.next_fixed64());
        break;
      case key_of(2, Wire::bytes):
        annotation.value = text_of(reader.next_bytes());
        break;
      default:
        reader.skip(key);
    }
  }
  if (annotation.timestamp != 0 && !annotation.value.empty()) span.annotations.push_back(std::move(annotation));
}

void read_tag(Span& span, std::string_view bytes) {
  std::string name;
  std::string value;
  ProtobufReader reader{bytes};
  while (reader.has_next()) {
    switch (const auto key = reader.next_key()) {
      case key_of(1, Wire::bytes):
        name = text_of(reader.next_bytes());
        break;
      case key_of(2, Wire::bytes):
        value = text_of(reader.next_bytes());
        break;
      default:
        reader.skip(key);
    }
  }
  if (!name.empty()) span.tags.insert_or_assign(std::move(name), std::move(value));
}

Span read_span(std::string_view bytes) {
  Span span;
  ProtobufReader reader{bytes};
  while (reader.has_next()) {
    switch (const auto key = reader.next_key()) {
      case key_of(1, Wire::bytes):
        span.trace_id = trace_id_or_throw(hex(present(reader.next_bytes(), "traceId")));
        break;
      case key_of(2, Wire::bytes): {
        const auto id = reader.next_bytes();
        span.parent_id = id.empty() ? std::string{} : parent_id_or_throw(hex(id));
        break;
      }
      case key_of(3, Wire::bytes):
        span.id = span_id_or_throw(hex(present(reader.next_bytes(), "id")));
        break;
      case key_of(4, Wire::varint): {
        const auto kind = reader.next_varint32();
        if (kind >= 1 && kind <= 4) span.kind = static_cast<Kind>(kind);
        break;
      }
      case key_of(5, Wire::bytes):
        span.name = lower(text_of(reader.next_bytes()));
        break;
      case key_of(6, Wire::fixed64):
        span.timestamp = at_least_zero(reader.next_fixed64());
        break;
      case key_of(7, Wire::varint):
        span.duration = at_least_zero(reader.next_varint());
        break;
      case key_of(8, Wire::bytes):
        span.local = read_endpoint(reader.next_bytes());
        break;
      case key_of(9, Wire::bytes):
        span.remote = read_endpoint(reader.next_bytes());
        break;
      case key_of(10, Wire::bytes):
        read_annotation(span, reader.next_bytes());
        break;
      case key_of(11, Wire::bytes):
        read_tag(span, reader.next_bytes());
        break;
      case key_of(12, Wire::varint):
        span.debug = read_flag(reader) || span.debug;
        break;
      case key_of(13, Wire::varint):
        span.shared = read_flag(reader) || span.shared;
        break;
      default:
        reader.skip(key);
    }
  }
  complete(span);
  return span;
}

}  // namespace

Decoded decode_proto3(std::string_view body) {
  if (body.empty()) return {};
  if (!is_list_message(body)) return Refusal{"Expected a PROTO3 encoded list\n"};
  std::vector<Span> spans;
  try {
    ProtobufReader reader{body};
    while (reader.has_next()) {
      reader.next_key();  // ListOfSpans has one field only: Zipkin does not look
      const auto span = reader.next_bytes();
      if (span.empty()) return {};
      spans.push_back(read_span(span));
    }
  } catch (const Unreadable& wrong) {
    return Refusal{wrong.text + " reading List<Span> from proto3"};
  }
  return spans;
}

}  // namespace sharecar::spanwire
