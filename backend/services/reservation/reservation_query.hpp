/// Lists of reservations and one order's events, for people. Runs on database threads.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "chassis/http/hal.hpp"
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

/// An event of one order as it stands in the outbox.
struct OutboxRow {
  std::int64_t seq = 0;
  std::string type;
  Version version;
  Timestamp created_at{};
  std::optional<Timestamp> published_at;
};
BOOST_DESCRIBE_STRUCT(OutboxRow, (), (seq, type, version, created_at, published_at))
std::vector<OutboxRow> outbox_of(Context& context, sql::Session& session, OrderId id);

}  // namespace sharecar::reservation
