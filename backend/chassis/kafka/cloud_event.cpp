#include "chassis/kafka/cloud_event.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "contracts/time.hpp"

namespace sharecar::kafka {
namespace {

constexpr std::string_view type_prefix = "com.sharecar.";
constexpr std::string_view type_suffix = ".v1";

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

template <class T>
std::string big_endian(T value) {
  std::string out(sizeof value, '\0');
  auto bits = static_cast<std::make_unsigned_t<T>>(value);
  for (auto at = out.rbegin(); at != out.rend(); ++at, bits >>= 8) *at = static_cast<char>(bits & 0xff);
  return out;
}

}  // namespace

Headers event_headers(const EventHead& head) {
  Headers out{
      {"ce_specversion", "1.0"},
      {"ce_id", head.id},
      {"ce_type", std::string{type_prefix} + head.type + std::string{type_suffix}},
      {"ce_source", "/sharecar/" + head.service},
      {"ce_time", to_rfc3339(head.at)},
      {"ce_subject", head.aggregate_id},
      {"ce_sequence", std::to_string(head.version.value)},
      {"content-type", "application/json"},
      {"traceparent", telemetry::to_traceparent(head.trace)},
      {"b3", telemetry::to_b3(head.trace)},
  };
  if (head.order) out.emplace_back("baggage", "order.id=" + to_string(*head.order));
  return out;
}

std::string_view header(const Headers& headers, std::string_view name) {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return same_name(h.first, name); });
  return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

std::optional<OrderId> order_of_baggage(std::string_view baggage) {
  while (!baggage.empty()) {
    const auto comma = std::min(baggage.find(','), baggage.size());
    const auto member = baggage.substr(0, comma);
    baggage.remove_prefix(std::min(comma + 1, baggage.size()));
    const auto equals = member.find('=');
    if (equals == member.npos || trimmed(member.substr(0, equals)) != "order.id") continue;
    const auto value = member.substr(equals + 1);
    if (const auto id = number(trimmed(value.substr(0, value.find(';'))))) return OrderId{*id};
  }
  return {};
}

std::string short_type(std::string_view ce_type) {
  if (ce_type.starts_with(type_prefix) && ce_type.ends_with(type_suffix) &&
      ce_type.size() > type_prefix.size() + type_suffix.size()) {
    ce_type.remove_prefix(type_prefix.size());
    ce_type.remove_suffix(type_suffix.size());
  }
  return std::string{ce_type};
}

bool keyed_by_order(std::string_view topic) {
  return topic == "order.events" || topic == "payment.events" || topic == "reservation.events";
}

void read_headers(Message& message) {
  message.id = header(message.headers, "ce_id");
  message.type = short_type(header(message.headers, "ce_type"));
  message.source = header(message.headers, "ce_source");
  message.trace = telemetry::extract([&](std::string_view name) { return header(message.headers, name); });
  message.order = order_of_baggage(header(message.headers, "baggage"));
  if (!message.order && keyed_by_order(message.topic)) {
    if (const auto id = number(message.key)) message.order = OrderId{*id};
  }
  const auto sequence = number(header(message.headers, "ce_sequence"));
  message.sequence = Version{sequence.value_or(0)};
  if (message.id.empty() || message.type.empty()) {
    message.malformed = "not a CloudEvent: ce_id or ce_type is missing";
  } else if (!sequence) {
    message.malformed = "ce_sequence is not a number";
  }
}

Headers dead_letter_headers(const Message& message, std::string_view original_topic, std::string_view exception_type,
                            std::string_view exception_text) {
  Headers out = message.headers;
  const auto millis = std::chrono::floor<std::chrono::milliseconds>(message.at.time_since_epoch()).count();
  const auto trace = std::string{exception_type} + ": " + std::string{exception_text};
  out.emplace_back("x-original-topic", original_topic);
  out.emplace_back("x-original-partition", big_endian(static_cast<std::int32_t>(message.partition)));
  out.emplace_back("x-original-offset", big_endian(message.offset));
  out.emplace_back("x-original-timestamp", big_endian(static_cast<std::int64_t>(millis)));
  out.emplace_back("x-original-timestamp-type", "CreateTime");
  out.emplace_back("x-exception-fqcn", exception_type);
  out.emplace_back("x-exception-message", exception_text);
  out.emplace_back("x-exception-stacktrace", trace);
  return out;
}

std::string dead_letter_topic(std::string_view prefix, std::string_view topic, std::string_view group) {
  return std::string{prefix} + "error." + std::string{topic} + "." + std::string{group};
}

}  // namespace sharecar::kafka
