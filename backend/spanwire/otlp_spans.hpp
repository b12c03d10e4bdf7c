/// Spans as OpenTelemetry's protocol (OTLP 1.x) carries them, and what Zipkin calls the same things. Pure.
/// https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "spanwire/span_codec.hpp"

namespace sharecar::spanwire {

/// The value of an attribute. Lists and maps are JSON.
struct OtlpValue {
  std::string text;
  bool is_string = true;
};

using OtlpAttributes = std::vector<std::pair<std::string, OtlpValue>>;

struct OtlpEvent {
  std::uint64_t time_ns = 0;
  std::string name;
  OtlpAttributes attributes;
};

struct OtlpSpan {
  std::string trace_id;  ///< hex; checked when it becomes a span of Zipkin
  std::string span_id;
  std::string parent_id;
  std::string name;
  std::int64_t kind = 0;  ///< 1 internal, 2 server, 3 client, 4 producer, 5 consumer
  std::uint64_t start_ns = 0;
  std::uint64_t end_ns = 0;
  OtlpAttributes attributes;
  std::vector<OtlpEvent> events;
  std::int64_t status = 0;  ///< 1 OK, 2 ERROR
  std::string message;      ///< of the status
};

struct OtlpScope {
  std::string name;
  std::string version;
  std::vector<OtlpSpan> spans;
};

/// What one process sent.
struct OtlpResource {
  OtlpAttributes attributes;
  std::vector<OtlpScope> scopes;
};

/// Throws Unreadable (json_reader.hpp) for ids that are none.
std::vector<tracemodel::Span> to_zipkin(const std::vector<OtlpResource>& resources);

/// "[a,b]" and {"a":b} of values; with a string they are not needed: it is its own text.
std::string json_of(const std::vector<OtlpValue>& list);
std::string json_of(const OtlpAttributes& map);

/// An ExportTraceServiceRequest.
Decoded decode_otlp_json(std::string_view body);
Decoded decode_otlp_protobuf(std::string_view body);

}  // namespace sharecar::spanwire
