// One span in the shape of Zipkin v2, as plain data. Everything in sharecar::tracemodel works on values of this type
// and on nothing else: no JSON, no clock, no I/O. Reading and writing spans is the business of whoever owns the wire.
//
// Absent is the empty string, 0 or Kind::none, as the wire leaves such fields out. Every function of this library takes
// spans from strangers: ids may clash, point at each other or at nothing, and times may be missing or absurd.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sharecar::tracemodel {

enum class Kind : std::uint8_t { none, client, server, producer, consumer };

// "CLIENT", "SERVER", "PRODUCER", "CONSUMER"; empty for Kind::none.
std::string_view to_string(Kind kind);

// The reverse; nothing for any other text, the empty one included.
std::optional<Kind> kind_from(std::string_view text);

struct Endpoint {
  std::string service_name;
  std::string ipv4;
  std::string ipv6;
  std::uint16_t port = 0;

  bool empty() const { return service_name.empty() && ipv4.empty() && ipv6.empty() && port == 0; }
  bool operator==(const Endpoint&) const = default;
};

struct Annotation {
  std::int64_t timestamp = 0;  // microseconds since the epoch
  std::string value;

  auto operator<=>(const Annotation&) const = default;
};

struct Span {
  std::string trace_id;   // 16 or 32 lower-hex digits
  std::string parent_id;  // 16 lower-hex digits
  std::string id;         // 16 lower-hex digits
  Kind kind = Kind::none;
  std::string name;
  std::int64_t timestamp = 0;  // microseconds since the epoch
  std::int64_t duration = 0;   // microseconds
  Endpoint local;
  Endpoint remote;
  std::vector<Annotation> annotations;
  std::map<std::string, std::string, std::less<>> tags;
  bool debug = false;
  bool shared = false;  // the server's half of a span whose client's half has the same id

  // A span failed when it has a tag `error`, whatever the tag says; an annotation of that name does not count.
  bool failed() const { return tags.contains("error"); }
  bool operator==(const Span&) const = default;
};

}  // namespace sharecar::tracemodel
