/// Reservations: what reservation keeps of a paid order.
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>

#include "contracts/rules.hpp"
#include "contracts/states.hpp"
#include "contracts/types.hpp"

namespace sharecar::contracts {

struct Reservation {
  ReservationId reservation_id;
  OrderId order_id;
  CarId car_id;
  std::string customer_id;
  Timestamp starts_at{};
  Timestamp ends_at{};
  ReservationState status = ReservationState::CONFIRMED;
  std::optional<std::string> reason;
  Timestamp created_at{};
  std::optional<Timestamp> cancelled_at;
};
BOOST_DESCRIBE_STRUCT(Reservation, (),
                      (reservation_id, order_id, car_id, customer_id, starts_at, ends_at, status, reason, created_at,
                       cancelled_at))

/// POST /reservations of the seed: refused with order_not_paid, or the reservation that is there.
struct AskReservation {
  OrderId order_id;
  std::optional<std::string> status;
};
BOOST_DESCRIBE_STRUCT(AskReservation, (), (order_id, status))

/// The payload of ReservationConfirmed, ReservationRejected and ReservationCancelled.
struct ReservationEvent {
  OrderId order_id;
  std::optional<ReservationId> reservation_id;   ///< none: cancelled before it was ever made
  CarId car_id;
  std::string customer_id;
  Timestamp starts_at{};
  Timestamp ends_at{};
  ReservationState state = ReservationState::CONFIRMED;
  std::optional<std::string> reason;             ///< "car_out_of_service", "slot_taken", "car_unknown"
  Timestamp at{};
  Version version;
};
BOOST_DESCRIBE_STRUCT(ReservationEvent, (),
                      (order_id, reservation_id, car_id, customer_id, starts_at, ends_at, state, reason, at, version))

}  // namespace sharecar::contracts

namespace sharecar {
template <>
inline constexpr std::array rules<contracts::AskReservation>{
    FieldRule{.field = "orderId", .min = 1},
    FieldRule{.field = "status", .max_length = 64},
};
}  // namespace sharecar
