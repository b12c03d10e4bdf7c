#include "reservation.hpp"

namespace sharecar::reservation {
namespace {

namespace event = contracts::event;

/// The first row of an order here, as yet without an id.
Reservation first(const contracts::OrderEvent& order, ReservationState state, Timestamp now) {
  Reservation out;
  out.order_id = order.order_id;
  out.car_id = order.car_id;
  out.customer_id = order.customer_id;
  out.starts_at = order.starts_at;
  out.ends_at = order.ends_at;
  out.state = state;
  out.created_at = now;
  out.version = Version{1};
  return out;
}

}  // namespace

Standing standing_of(std::optional<bool> in_service, bool taken) {
  if (!in_service) return Standing::car_unknown;
  if (!*in_service) return Standing::car_out_of_service;
  return taken ? Standing::slot_taken : Standing::free;
}

std::optional<Transition> paid(const std::optional<Reservation>& before, const contracts::OrderEvent& order,
                               Standing standing, ReservationId id, Timestamp now) {
  if (before) return {};
  if (standing == Standing::free) {
    Reservation made = first(order, ReservationState::CONFIRMED, now);
    made.id = id;
    return Transition{std::move(made), event::reservation_confirmed};
  }
  Reservation refused = first(order, ReservationState::REJECTED, now);
  refused.id = id;
  refused.reason = boost::describe::enum_to_string(standing, "");
  return Transition{std::move(refused), event::reservation_rejected};
}

std::optional<Transition> cancelled(const std::optional<Reservation>& before, const contracts::OrderEvent& order,
                                    Timestamp now) {
  if (!before) {
    Reservation tombstone = first(order, ReservationState::CANCELLED, now);
    tombstone.cancelled_at = now;
    return Transition{std::move(tombstone), event::reservation_cancelled};
  }
  if (before->state != ReservationState::CONFIRMED) return {};
  Reservation after = *before;
  after.state = ReservationState::CANCELLED;
  after.cancelled_at = now;
  after.version = before->version.next();
  return Transition{std::move(after), event::reservation_cancelled};
}

contracts::ReservationEvent event_of(const Reservation& reservation, Timestamp at) {
  return {.order_id = reservation.order_id,
          .reservation_id = reservation.id,
          .car_id = reservation.car_id,
          .customer_id = reservation.customer_id,
          .starts_at = reservation.starts_at,
          .ends_at = reservation.ends_at,
          .state = reservation.state,
          .reason = reservation.reason,
          .at = at,
          .version = reservation.version};
}

contracts::Reservation view_of(const Reservation& reservation) {
  return {.reservation_id = reservation.id.value_or(ReservationId{}),
          .order_id = reservation.order_id,
          .car_id = reservation.car_id,
          .customer_id = reservation.customer_id,
          .starts_at = reservation.starts_at,
          .ends_at = reservation.ends_at,
          .status = reservation.state,
          .reason = reservation.reason,
          .created_at = reservation.created_at,
          .cancelled_at = reservation.cancelled_at};
}

}  // namespace sharecar::reservation
