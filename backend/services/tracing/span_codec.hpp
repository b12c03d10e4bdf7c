/// Spans as Zipkin's v2 JSON: read leniently and normalised as its decoder does, written byte for byte as it writes.
/// https://zipkin.io/zipkin-api/zipkin2-api.yaml
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tracemodel/span.hpp"

namespace sharecar::tracing {

/// Why a body is not a list of spans: the text of the answer 400.
struct Refusal {
  std::string text;
};

using Decoded = std::variant<std::vector<tracemodel::Span>, Refusal>;

/// A list of spans; an empty body counts as an empty list.
Decoded decode_spans(std::string_view body);

/// One span, normalised, without a line feed anywhere in it. The fields are traceId, parentId, id, kind, name,
/// timestamp, duration, localEndpoint, remoteEndpoint, annotations, tags, debug, shared; absent ones are left out.
void append_json(std::string& out, const tracemodel::Span& span);
std::string to_json(const tracemodel::Span& span);

/// `text` in quotes, escaped as Zipkin escapes.
void append_quoted(std::string& out, std::string_view text);

}  // namespace sharecar::tracing
