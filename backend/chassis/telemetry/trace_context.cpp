#include "chassis/telemetry/trace_context.hpp"

#include <algorithm>
#include <array>

namespace sharecar::telemetry {
namespace {

std::optional<std::uint64_t> hex(std::string_view text) {
  if (text.empty() || text.size() > 16) return {};
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9')
      value = value << 4 | static_cast<std::uint64_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      value = value << 4 | static_cast<std::uint64_t>(c - 'a' + 10);
    else
      return {};
  }
  return value;
}

void append_hex(std::string& out, std::uint64_t value) {
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[value >> shift & 0xf];
}

// Fills the trace id of `context`; false when `text` is not 16 or 32 hex digits or all zero.
bool read_trace_id(std::string_view text, TraceContext& context) {
  if (text.size() != 16 && text.size() != 32) return false;
  const auto low = hex(text.substr(text.size() - 16));
  const auto high = text.size() == 32 ? hex(text.substr(0, 16)) : std::optional<std::uint64_t>{0};
  if (!low || !high || (*low == 0 && *high == 0)) return false;
  context.trace_low = *low;
  context.trace_high = *high;
  return true;
}

bool read_span_id(std::string_view text, std::uint64_t& id) {
  const auto value = hex(text);
  if (text.size() != 16 || !value || *value == 0) return false;
  id = *value;
  return true;
}

std::optional<bool> read_sampled(std::string_view text) {
  if (text == "1" || text == "true" || text == "True" || text == "d") return true;
  if (text == "0" || text == "false" || text == "False") return false;
  return {};
}

Extracted from_multi(const HeaderLookup& header) {
  TraceContext context;
  if (!read_trace_id(header("x-b3-traceid"), context) || !read_span_id(header("x-b3-spanid"), context.span)) return {};
  if (const auto parent = header("x-b3-parentspanid"); !parent.empty()) {
    if (!read_span_id(parent, context.parent)) return {};
  }
  context.debug = header("x-b3-flags") == "1";
  const auto decision = read_sampled(header("x-b3-sampled"));
  context.sampled = context.debug || decision.value_or(true);
  return {context, {}, !context.debug && !decision};
}

}  // namespace

std::string TraceContext::trace_id() const {
  std::string out;
  out.reserve(32);
  if (trace_high != 0) append_hex(out, trace_high);
  append_hex(out, trace_low);
  return out;
}

std::string TraceContext::span_id() const {
  std::string out;
  out.reserve(16);
  append_hex(out, span);
  return out;
}

std::optional<TraceContext> parse_b3(std::string_view text) {
  std::array<std::string_view, 4> parts{};
  std::size_t count = 0;
  while (true) {
    if (count == parts.size()) return {};
    const auto dash = text.find('-');
    parts[count++] = text.substr(0, dash);
    if (dash == text.npos) break;
    text.remove_prefix(dash + 1);
  }
  TraceContext context;
  if (count < 2 || !read_trace_id(parts[0], context) || !read_span_id(parts[1], context.span)) return {};
  if (count > 2) {
    if (parts[2] != "0" && parts[2] != "1" && parts[2] != "d") return {};
    context.sampled = parts[2] != "0";
    context.debug = parts[2] == "d";
  }
  if (count > 3 && !read_span_id(parts[3], context.parent)) return {};
  return context;
}

std::optional<TraceContext> parse_traceparent(std::string_view text) {
  // version "-" trace-id "-" parent-id "-" flags; a later version may append more after another dash
  if (text.size() < 55 || text[2] != '-' || text[35] != '-' || text[52] != '-') return {};
  const auto version = hex(text.substr(0, 2));
  const auto flags = hex(text.substr(53, 2));
  if (!version || *version == 0xff || !flags) return {};
  if (*version == 0 ? text.size() != 55 : text.size() > 55 && text[55] != '-') return {};
  TraceContext context;
  if (!read_trace_id(text.substr(3, 32), context) || !read_span_id(text.substr(36, 16), context.span)) return {};
  context.sampled = (*flags & 1) != 0;
  return context;
}

Extracted extract(const HeaderLookup& header) {
  if (const auto single = header("b3"); !single.empty()) {
    if (single == "0") return {.parent = {}, .sampled = false};
    if (single == "1" || single == "d") return {.parent = {}, .sampled = true};
    const bool undecided = std::ranges::count(single, '-') == 1;
    return {.parent = parse_b3(single), .sampled = {}, .undecided = undecided};
  }
  if (!header("x-b3-traceid").empty()) return from_multi(header);
  if (const auto w3c = header("traceparent"); !w3c.empty()) return {.parent = parse_traceparent(w3c), .sampled = {}};
  if (header("x-b3-flags") == "1") return {.parent = {}, .sampled = true};
  return {.parent = {}, .sampled = read_sampled(header("x-b3-sampled"))};
}

std::string to_b3(const TraceContext& context) {
  std::string out = context.trace_id() + '-' + context.span_id();
  out += context.debug ? "-d" : context.sampled ? "-1" : "-0";
  if (context.parent != 0) {
    out += '-';
    append_hex(out, context.parent);
  }
  return out;
}

std::string to_traceparent(const TraceContext& context) {
  std::string out = "00-";
  append_hex(out, context.trace_high);
  append_hex(out, context.trace_low);
  out += '-';
  append_hex(out, context.span);
  out += context.sampled ? "-01" : "-00";
  return out;
}

}  // namespace sharecar::telemetry
