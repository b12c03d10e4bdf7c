/// Lists of reservations, for people. Runs on database threads.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "chassis/http/hal.hpp"
#include "chassis/sql/outbox.hpp"
#include "chassis/sql/session.hpp"
#include "reservation.hpp"

namespace sharecar::reservation {

/// Wire names that lists can be sorted by.
inline constexpr std::array<std::string_view, 3> sortable{"reservationId", "orderId", "startsAt"};

struct ReservationPage {
  std::vector<Reservation> reservations;
  std::int64_t total = 0;
};

/// Tombstones are in neither list.
ReservationPage find_reservations(Context& context, sql::Session& session, const http::hal::PageRequest& page);
ReservationPage find_cancellations(Context& context, sql::Session& session, const http::hal::PageRequest& page);

}  // namespace sharecar::reservation
