/// The headers that ShareCar's messages carry: CloudEvents 1.0 in Kafka's binary mode, trace context, baggage, and
/// those of dead letters. Pure functions. Sources: https://github.com/cloudevents/spec (Kafka protocol binding),
/// https://www.w3.org/TR/baggage/, Spring Cloud Stream's Kafka binder for the x- headers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chassis/kafka/message.hpp"

namespace sharecar::kafka {

/// What the headers of an event are made of.
struct EventHead {
  std::string id;       ///< unique within `service`
  std::string type;     ///< short name
  std::string service;  ///< "order"
  std::string aggregate_id;
  Version version;
  Timestamp at{};
  std::optional<OrderId> order;
  telemetry::TraceContext trace;  ///< the PRODUCER span's
};

Headers event_headers(const EventHead& head);

/// Fills the event's fields of a message from its headers, key and topic. Sets `malformed` when ce_id, ce_type or
/// ce_sequence is missing or wrong.
void read_headers(Message& message);

/// The first value of that name, case-insensitive; "" when there is none.
std::string_view header(const Headers& headers, std::string_view name);

/// The member order.id of a W3C baggage header.
std::optional<OrderId> order_of_baggage(std::string_view baggage);

/// "com.sharecar.OrderPaid.v1" -> "OrderPaid"; anything else as it is.
std::string short_type(std::string_view ce_type);

/// Whether the key of a topic's messages is the order's id.
bool keyed_by_order(std::string_view topic);

/// The message's own headers, then x-original-topic, x-original-partition (int32, big endian), x-original-offset and
/// x-original-timestamp (int64, big endian), x-original-timestamp-type, x-exception-fqcn, -message and -stacktrace.
Headers dead_letter_headers(const Message& message, std::string_view original_topic, std::string_view exception_type,
                            std::string_view exception_text);

/// "error.<topic>.<group>", after the prefix.
std::string dead_letter_topic(std::string_view prefix, std::string_view topic, std::string_view group);

}  // namespace sharecar::kafka
