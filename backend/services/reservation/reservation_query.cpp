#include "reservation_query.hpp"

#include <stdexcept>

namespace sharecar::reservation {
namespace {

// A statement for each order of rows, so that each can walk an index.
struct Sorted {
  std::string_view field;
  sql::Statement up;
  sql::Statement down;
};

// SQL is laid out by hand.
// clang-format off
#define SELECT_WHERE(where) \
  "SELECT order_id, id, car_id, customer_id, starts_at, ends_at, state, reason, created_at, cancelled_at, version" \
  " FROM reservations WHERE " where " ORDER BY "
#define SORTED(name, where, field, column) \
  Sorted{field, \
         {name "_by_" column, SELECT_WHERE(where) column ", id LIMIT $1 OFFSET $2"}, \
         {name "_by_" column "_desc", SELECT_WHERE(where) column " DESC, id DESC LIMIT $1 OFFSET $2"}}
#define SORTED_BY_ANY(name, where) \
  {SORTED(name, where, "reservationId", "id"), SORTED(name, where, "orderId", "order_id"), \
   SORTED(name, where, "startsAt", "starts_at")}

#define ALL "id IS NOT NULL"
#define CANCELLED "state = 'CANCELLED' AND id IS NOT NULL"

constexpr std::array<Sorted, 3> list_reservations SORTED_BY_ANY("list_reservations", ALL);
constexpr std::array<Sorted, 3> list_cancellations SORTED_BY_ANY("list_cancellations", CANCELLED);
constexpr sql::Statement count_reservations{"count_reservations",
                                            "SELECT count(*) AS total FROM reservations WHERE " ALL};
constexpr sql::Statement count_cancellations{"count_cancellations",
                                             "SELECT count(*) AS total FROM reservations WHERE " CANCELLED};

// clang-format on

const sql::Statement& statement_of(const std::array<Sorted, 3>& list, const http::hal::PageRequest& page) {
  for (const Sorted& one : list) {
    if (one.field == page.sort) return page.descending ? one.down : one.up;
  }
  throw std::logic_error("sorted by what is not sortable");
}

ReservationPage page_of(Context& context, sql::Session& session, const sql::Statement& count,
                        const std::array<Sorted, 3>& list, const http::hal::PageRequest& page) {
  ReservationPage out;
  session.run(context, count, {}, [&](const sql::Row& row) { out.total = row.get<std::int64_t>("total"); });
  out.reservations = session.select<Reservation>(context, statement_of(list, page), {page.size, page.offset()});
  return out;
}

}  // namespace

ReservationPage find_reservations(Context& context, sql::Session& session, const http::hal::PageRequest& page) {
  return page_of(context, session, count_reservations, list_reservations, page);
}

ReservationPage find_cancellations(Context& context, sql::Session& session, const http::hal::PageRequest& page) {
  return page_of(context, session, count_cancellations, list_cancellations, page);
}

}  // namespace sharecar::reservation
