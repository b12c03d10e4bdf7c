/// What a service's own statement writes beside its business row. The relay publishes it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chassis/sql/session.hpp"
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

/// An event of one aggregate as it stands in the outbox, for operators.
struct OutboxRow {
  std::int64_t seq = 0;
  std::string type;
  Version version;
  Timestamp created_at{};
  std::optional<Timestamp> published_at;
  std::optional<int> kafka_partition;  ///< where in its topic it was last published
  std::optional<std::int64_t> kafka_offset;
};
BOOST_DESCRIBE_STRUCT(OutboxRow, (), (seq, type, version, created_at, published_at, kafka_partition, kafka_offset))

inline std::vector<OutboxRow> outbox_of(Context& context, Session& session, std::string_view topic,
                                        const std::string& aggregate_id) {
  static constexpr Statement outbox_of_aggregate{
      "outbox_of_aggregate",
      "SELECT seq, type, version, created_at, published_at, kafka_partition, kafka_offset FROM outbox"
      " WHERE topic = $1 AND aggregate_id = $2 ORDER BY seq"};
  return session.select<OutboxRow>(context, outbox_of_aggregate, {topic, aggregate_id});
}

}  // namespace sharecar::sql
