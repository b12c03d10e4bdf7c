#include "reservation_store.hpp"

#include "chassis/json/encode.hpp"
#include "chassis/sql/outbox.hpp"

namespace sharecar::reservation {
namespace {

// SQL is laid out by hand.
// clang-format off
#define RESERVATION_COLUMNS \
  "order_id, id, car_id, customer_id, starts_at, ends_at, state, reason, created_at, cancelled_at, version"
#define RESERVATION_VALUES \
  "$1::bigint, $2::bigint, $3::bigint, $4, $5::timestamptz, $6::timestamptz, $7, $8, $9::timestamptz, " \
  "$10::timestamptz, $11::bigint"
// After the 11 members of Reservation: the event.
#define TELL_OF_MADE \
  " ON CONFLICT DO NOTHING RETURNING order_id), " \
  "told AS (" \
  " INSERT INTO outbox (" SHARECAR_OUTBOX_COLUMNS ")" \
  " SELECT $12, $13, $14, $15::bigint, $16, $17::bigint, $18 FROM made) " \
  "SELECT order_id FROM made"

constexpr sql::Statement next_ids{"next_reservation_ids", "SELECT nextval('reservation_ids') AS id"};

// Checks by itself what a confirmation takes: a car in service, nobody else's reservation, nothing known of the order.
constexpr sql::Statement confirm_reservation{
    "confirm_reservation",
    "WITH made AS ("
    " INSERT INTO reservations (" RESERVATION_COLUMNS ")"
    " SELECT " RESERVATION_VALUES " FROM cars WHERE car_id = $3::bigint AND in_service" TELL_OF_MADE,
    true};

// A rejection or a tombstone: only the order's own row can be in its way.
constexpr sql::Statement refuse_reservation{
    "refuse_reservation",
    "WITH made AS ("
    " INSERT INTO reservations (" RESERVATION_COLUMNS ") VALUES (" RESERVATION_VALUES ")" TELL_OF_MADE,
    true};

constexpr sql::Statement cancel_reservation{
    "cancel_reservation",
    "WITH changed AS ("
    " UPDATE reservations SET state = $3, cancelled_at = $4, version = $5"
    " WHERE order_id = $1 AND version = $2 RETURNING order_id), "
    "told AS ("
    " INSERT INTO outbox (" SHARECAR_OUTBOX_COLUMNS ")"
    " SELECT $6, $7, $8, $9::bigint, $10, $11::bigint, $12 FROM changed) "
    "SELECT order_id FROM changed",
    true};

constexpr sql::Statement look_at_car{
    "look_at_car",
    "SELECT (SELECT in_service FROM cars WHERE car_id = $1) AS in_service,"
    " EXISTS (SELECT 1 FROM reservations WHERE state = 'CONFIRMED' AND car_id = $1"
    "  AND tstzrange(starts_at, ends_at) && tstzrange($2, $3)) AS taken"};

constexpr sql::Statement find_of_order{
    "find_reservation_of_order", "SELECT " RESERVATION_COLUMNS " FROM reservations WHERE order_id = $1"};
constexpr sql::Statement find_one{"find_reservation", "SELECT " RESERVATION_COLUMNS " FROM reservations WHERE id = $1"};
// clang-format on

constexpr int most_decisions = 5;

sql::OutboxEvent outbox_event(const Transition& transition, Timestamp at) {
  const Reservation& after = transition.after;
  return {contracts::topics::reservation,   to_string(after.order_id), transition.event, after.version, after.order_id,
          json::encode(event_of(after, at))};
}

telemetry::Counter& counter(telemetry::Metrics& metrics, const char* result) {
  return metrics.counter("sharecar_reservation_decisions_total", "What the events of orders led to.",
                         {{"result", result}});
}

}  // namespace

ReservationStore::ReservationStore(const Clock& clock, telemetry::Metrics& metrics)
    : clock_(clock),
      confirmed_(counter(metrics, "confirmed")),
      rejected_(counter(metrics, "rejected")),
      cancelled_(counter(metrics, "cancelled")),
      ignored_(counter(metrics, "ignored")),
      ids_(next_ids) {}

// Assumes the best first, which is one statement; only when that statement finds otherwise it looks and decides again.
void ReservationStore::paid(Context& context, sql::Session& session, const contracts::OrderEvent& order) {
  const ReservationId id{ids_.next(context, session)};
  std::optional<Reservation> before;
  auto standing = Standing::free;
  for (int round = 0; round < most_decisions; ++round) {
    const auto decided = reservation::paid(before, order, standing, id, clock_.now());
    if (!decided) return ignored_.Increment();
    if (insert(context, session, *decided)) return count(*decided);
    before = find_by_order(context, session, order.order_id);
    standing = look(context, session, order);
  }
  throw sql::Unavailable("a car changed faster than it could be reserved");
}

void ReservationStore::cancelled(Context& context, sql::Session& session, const contracts::OrderEvent& order) {
  for (int round = 0; round < most_decisions; ++round) {
    const auto before = find_by_order(context, session, order.order_id);
    const auto decided = reservation::cancelled(before, order, clock_.now());
    if (!decided) return ignored_.Increment();
    const bool written = before ? update(context, session, *before, *decided) : insert(context, session, *decided);
    if (written) return count(*decided);
  }
  throw sql::Unavailable("a reservation changed faster than it could be cancelled");
}

std::optional<Reservation> ReservationStore::find_by_order(Context& context, sql::Session& session, OrderId id) {
  return session.find<Reservation>(context, find_of_order, {id});
}

std::optional<Reservation> ReservationStore::find(Context& context, sql::Session& session, ReservationId id) {
  return session.find<Reservation>(context, find_one, {id});
}

Standing ReservationStore::look(Context& context, sql::Session& session, const contracts::OrderEvent& order) {
  auto out = Standing::car_unknown;
  session.run(context, look_at_car, {order.car_id, order.starts_at, order.ends_at}, [&](const sql::Row& row) {
    out = standing_of(row.get<std::optional<bool>>("in_service"), row.get<bool>("taken"));
  });
  return out;
}

bool ReservationStore::insert(Context& context, sql::Session& session, const Transition& transition) {
  const Reservation& after = transition.after;
  sql::Params params;
  params.reserve(18);
  sql::append_members(params, after);
  sql::append(params, context, outbox_event(transition, after.created_at));
  const bool confirms = after.state == ReservationState::CONFIRMED;
  return session.execute(context, confirms ? confirm_reservation : refuse_reservation, params) == 1;
}

bool ReservationStore::update(Context& context, sql::Session& session, const Reservation& before,
                              const Transition& transition) {
  const Reservation& after = transition.after;
  sql::Params params{before.order_id, before.version, after.state, after.cancelled_at, after.version};
  sql::append(params, context, outbox_event(transition, after.cancelled_at.value_or(after.created_at)));
  return session.execute(context, cancel_reservation, params) == 1;
}

void ReservationStore::count(const Transition& transition) {
  switch (transition.after.state) {
    case ReservationState::CONFIRMED:
      return confirmed_.Increment();
    case ReservationState::REJECTED:
      return rejected_.Increment();
    case ReservationState::CANCELLED:
      return cancelled_.Increment();
  }
}

}  // namespace sharecar::reservation
