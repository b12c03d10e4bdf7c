#include "bench/made_spans.hpp"

#include <fmt/format.h>

#include <array>

#include "spanwire/span_codec.hpp"

namespace sharecar::bench {
namespace {

using tracemodel::Kind;
using tracemodel::Span;

constexpr std::array<const char*, 6> services{"gateway", "order", "payment", "reservation", "customer", "cardnet"};
constexpr std::array<const char*, 5> statements{"find_order", "change_order", "settle_payment", "keep_order",
                                                "confirm_reservation"};
constexpr std::uint64_t spread = 0x9e3779b97f4a7c15;  // makes neighbours' ids look like random ones

std::string id_of(std::uint64_t number) { return fmt::format("{:016x}", (number + 1) * spread); }

// Number `place` of a trace: the root, then calls, statements and messages in turn.
Span span_of(std::int64_t trace, int place, std::int64_t start_us) {
  const auto base = static_cast<std::uint64_t>(trace) * 2 * spans_of_trace;
  const auto at = static_cast<std::size_t>(place);
  Span out;
  out.trace_id = id_of(base + 1) + id_of(base);
  out.id = id_of(base + at + 2);
  if (place > 0) out.parent_id = id_of(base + (at - 1) / 2 + 2);
  out.local = {services[at % services.size()], "127.0.0.1", "", static_cast<std::uint16_t>(8081 + at % 6)};
  out.timestamp = start_us + trace * 1000 + place * 700;
  out.duration = 40'000 / (place + 1) + trace % 97;
  out.tags = {{"order.id", std::to_string(trace)}, {"service.instance.id", out.local.service_name + "-1"}};
  if (place % 3 == 0) {
    out.kind = Kind::server;
    out.name = "post /orders";
    out.tags.insert({{"http.method", "POST"}, {"http.path", "/orders"}, {"http.status_code", "201"}});
  } else if (place % 3 == 1) {
    const auto* statement = statements[at % statements.size()];
    out.kind = Kind::client;
    out.name = fmt::format("pg {}", statement);
    out.remote.service_name = "postgresql";
    out.tags.insert({{"db.system", "postgresql"}, {"db.operation", statement}});
  } else {
    out.kind = Kind::consumer;
    out.name = "order.events process";
    out.remote.service_name = "kafka";
    out.tags.insert({{"messaging.system", "kafka"}, {"messaging.destination.name", "order.events"}});
  }
  if (trace % 1000 == 999 && place == 7) out.tags.insert({"error", "timeout"});
  return out;
}

void append(std::string& body, const Span& span) {
  body += body.empty() ? '[' : ',';
  spanwire::append_json(body, span);
}

}  // namespace

SpanMessage traces(std::int64_t first, int count, std::int64_t start_us) {
  SpanMessage out;
  for (std::int64_t trace = first; trace < first + count; ++trace) {
    for (int place = 0; place < spans_of_trace; ++place) append(out.body, span_of(trace, place, start_us));
  }
  out.body += ']';
  out.last_trace = span_of(first + count - 1, 0, start_us).trace_id;
  return out;
}

std::string chain_id() { return std::string(32, 'c'); }

SpanMessage chain(std::int64_t first, int count, std::int64_t start_us) {
  SpanMessage out;
  out.last_trace = chain_id();
  for (std::int64_t number = first; number < first + count; ++number) {
    Span span = span_of(0, static_cast<int>(number % spans_of_trace), start_us);
    span.trace_id = chain_id();
    span.id = fmt::format("{:016x}", number + 1);
    span.parent_id = number == 0 ? std::string{} : fmt::format("{:016x}", number);
    span.timestamp = start_us + number;
    append(out.body, span);
  }
  out.body += ']';
  return out;
}

}  // namespace sharecar::bench
