/// A reservation and what may happen to it. Pure: no clock, no database, no randomness; times are handed in.
#pragma once

#include <optional>
#include <string>

#include "contracts/events.hpp"
#include "contracts/reservation.hpp"
#include "contracts/states.hpp"
#include "contracts/types.hpp"

namespace sharecar::reservation {

/// The row: what became of an order here. Without an id it is a tombstone: the order was cancelled before it was known
/// to be paid, and nothing will be reserved for it.
struct Reservation {
  OrderId order_id;
  std::optional<ReservationId> id;
  CarId car_id;
  std::string customer_id;
  Timestamp starts_at{};
  Timestamp ends_at{};
  ReservationState state = ReservationState::CONFIRMED;
  std::optional<std::string> reason;
  Timestamp created_at{};
  std::optional<Timestamp> cancelled_at;
  Version version;

  friend bool operator==(const Reservation&, const Reservation&) = default;
};
BOOST_DESCRIBE_STRUCT(Reservation, (),
                      (order_id, id, car_id, customer_id, starts_at, ends_at, state, reason, created_at, cancelled_at,
                       version))

/// Whether a car can be had.
enum class Standing { free, car_unknown, car_out_of_service, slot_taken };
BOOST_DESCRIBE_ENUM(Standing, free, car_unknown, car_out_of_service, slot_taken)

/// `in_service`: nothing when there is no such car.
Standing standing_of(std::optional<bool> in_service, bool taken);

/// The reservation after the transition and the one event that tells of it.
struct Transition {
  Reservation after;
  const char* event;
};

/// OrderPaid. Only an order of which nothing is known here gets an answer: confirmed or, unless the car is free,
/// rejected. A repeated or late one changes nothing.
std::optional<Transition> paid(const std::optional<Reservation>& before, const contracts::OrderEvent& order,
                               Standing standing, ReservationId id, Timestamp now);

/// OrderCancelRequested. A confirmed reservation is cancelled; where nothing is known yet a tombstone is left, and told
/// of like any cancellation. After a rejection or a cancellation it changes nothing.
std::optional<Transition> cancelled(const std::optional<Reservation>& before, const contracts::OrderEvent& order,
                                    Timestamp now);

/// The payload of a reservation event: the full state.
contracts::ReservationEvent event_of(const Reservation& reservation, Timestamp at);

/// The reservation as clients see it; not for tombstones.
contracts::Reservation view_of(const Reservation& reservation);

}  // namespace sharecar::reservation
