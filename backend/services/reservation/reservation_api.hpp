/// HTTP for reservations: look, list, and the seed's way to ask for one.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "chassis/http/hal.hpp"
#include "chassis/http/route.hpp"
#include "reservation_query.hpp"
#include "reservation_store.hpp"

namespace sharecar::reservation {

namespace net = boost::asio;

/// Anything that names one reservation by its path.
struct OneReservation {
  ReservationId id;
};
BOOST_DESCRIBE_STRUCT(OneReservation, (), (id))

/// Lives on the reactor's thread.
class ReservationApi {
 public:
  ReservationApi(sql::Postgres& db, ReservationStore& store) : db_(db), store_(store) {}
  http::Routes routes();

 private:
  using Reply = net::awaitable<http::Reply>;
  Reply ask(Context& context, http::Request request, contracts::AskReservation input);
  Reply show(Context& context, http::Request request, OneReservation input);
  Reply list(Context& context, http::Request request, contracts::Page input);
  Reply list_cancelled(Context& context, http::Request request, contracts::Page input);
  Reply saga(Context& context, http::Request request, contracts::OneOrder input);

  sql::Postgres& db_;
  ReservationStore& store_;
};

}  // namespace sharecar::reservation
