/// Reservations in PostgreSQL. Every function runs on a database thread; every one is safe to repeat.
#pragma once

#include <optional>

#include "chassis/runtime/clock.hpp"
#include "chassis/sql/postgres.hpp"
#include "reservation.hpp"

namespace sharecar::reservation {

extern const sql::Migrations migrations;

/// What the two events of an order do. Effect and event are one statement each, so both work inside a consumer's
/// transaction and outside; an event that comes again, late or beside itself in another instance has one effect.
class ReservationStore {
 public:
  ReservationStore(const Clock& clock, telemetry::Metrics& metrics);

  void paid(Context& context, sql::Session& session, const contracts::OrderEvent& order);
  void cancelled(Context& context, sql::Session& session, const contracts::OrderEvent& order);

  std::optional<Reservation> find_by_order(Context& context, sql::Session& session, OrderId id);
  std::optional<Reservation> find(Context& context, sql::Session& session, ReservationId id);

 private:
  Standing look(Context& context, sql::Session& session, const contracts::OrderEvent& order);
  bool insert(Context& context, sql::Session& session, const Transition& transition);
  bool update(Context& context, sql::Session& session, const Reservation& before, const Transition& transition);
  void count(const Transition& transition);

  const Clock& clock_;
  telemetry::Counter& confirmed_;
  telemetry::Counter& rejected_;
  telemetry::Counter& cancelled_;
  telemetry::Counter& ignored_;
  sql::IdSequence ids_;
};

}  // namespace sharecar::reservation
