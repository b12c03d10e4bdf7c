/// What a service's own statement writes beside its business row. The relay publishes it.
#pragma once

#include <optional>
#include <string>

#include "chassis/sql/value.hpp"
#include "chassis/telemetry/context.hpp"

namespace sharecar::sql {

/// One event as a row of the table `outbox`.
struct OutboxEvent {
  std::string topic;                ///< without a prefix: "order.events"
  std::string aggregate_id;         ///< the message's key
  std::string type;                 ///< short name: "OrderPaid"
  Version version;                  ///< the aggregate's, after the change
  std::optional<OrderId> order_id;  ///< goes along as baggage
  std::string payload;              ///< JSON
};

/// The columns that append() fills, in its order.
#define SHARECAR_OUTBOX_COLUMNS "topic, aggregate_id, type, version, trace, order_id, payload"

/// Appends seven parameters, so a statement with N own ones ends in
///   INSERT INTO outbox (" SHARECAR_OUTBOX_COLUMNS ")
///   SELECT $N+1, $N+2, $N+3, $N+4::bigint, $N+5, $N+6::bigint, $N+7 FROM changed
/// and is declared with `emits = true`. The event continues the trace of `context`.
inline void append(Params& params, const Context& context, const OutboxEvent& event) {
  params.emplace_back(event.topic);
  params.emplace_back(event.aggregate_id);
  params.emplace_back(event.type);
  params.emplace_back(event.version);
  params.emplace_back(telemetry::to_b3(context.span().context()));
  params.emplace_back(event.order_id);
  params.emplace_back(event.payload);
}

/// For an event that no other statement writes. Inside a transaction it commits with it.
inline constexpr Statement insert_outbox{
    "insert_outbox", "INSERT INTO outbox (" SHARECAR_OUTBOX_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7)", true};

}  // namespace sharecar::sql
