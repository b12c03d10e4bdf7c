/// Spans on the wire: read leniently and normalised as Zipkin's decoders do, written byte for byte as it writes.
/// https://zipkin.io/zipkin-api/zipkin2-api.yaml, zipkin.proto; https://opentelemetry.io/docs/specs/otlp/
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "spanwire/json_reader.hpp"
#include "tracemodel/span.hpp"

namespace sharecar::spanwire {

/// Why a body is not a list of spans: the text of the answer 400.
struct Refusal {
  std::string text;
};

using Decoded = std::variant<std::vector<tracemodel::Span>, Refusal>;

/// A list of spans; an empty body counts as an empty list.
Decoded decode_json(std::string_view body);
Decoded decode_proto3(std::string_view body);  ///< ListOfSpans

/// A list of spans within a document. Throws Unreadable.
std::vector<tracemodel::Span> read_spans(JsonReader& reader);

/// A list of what append_json wrote. Throws std::runtime_error for anything else.
std::vector<tracemodel::Span> decode_stored(std::string_view list);

/// One span, normalised, without a line feed anywhere in it. The fields are traceId, parentId, id, kind, name,
/// timestamp, duration, localEndpoint, remoteEndpoint, annotations, tags, debug, shared; absent ones are left out.
void append_json(std::string& out, const tracemodel::Span& span);
std::string to_json(const tracemodel::Span& span);

/// `text` in quotes, escaped as Zipkin escapes.
void append_quoted(std::string& out, std::string_view text);

// What the decoders share. They throw Unreadable (json_reader.hpp).

/// Whether Zipkin takes the first byte of a message for a list in any of its formats.
bool is_list_message(std::string_view body);
/// Checks and normalises what depends on several fields.
void complete(tracemodel::Span& span);
void set_port(tracemodel::Endpoint& endpoint, std::int64_t port);

}  // namespace sharecar::spanwire
