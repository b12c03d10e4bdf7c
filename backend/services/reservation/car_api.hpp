/// HTTP for the fleet: operators put cars into service and take them out of it.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "car_store.hpp"
#include "chassis/http/route.hpp"
#include "chassis/sql/postgres.hpp"
#include "contracts/order.hpp"

namespace sharecar::reservation {

namespace net = boost::asio;

/// Anything that names one car by its path.
struct OneCar {
  CarId id;
};
BOOST_DESCRIBE_STRUCT(OneCar, (), (id))

/// Lives on the reactor's thread. Loopback only.
class CarApi {
 public:
  explicit CarApi(sql::Postgres& db) : db_(db) {}
  http::Routes routes();

 private:
  using Reply = net::awaitable<http::Reply>;
  Reply list(Context& context, http::Request request, contracts::Page input);
  Reply show(Context& context, http::Request request, OneCar input);
  Reply change(Context& context, http::Request request, contracts::ChangeCar input);

  sql::Postgres& db_;
};

}  // namespace sharecar::reservation
