/// HTTP for choosing a car: answered from the copy, so it works while reservation is down.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "chassis/http/route.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/sql/postgres.hpp"
#include "contracts/car.hpp"

namespace sharecar::order {

class CatalogueApi {
 public:
  CatalogueApi(sql::Postgres& db, const Clock& clock) : db_(db), clock_(clock) {}
  http::Routes routes();

 private:
  using Reply = boost::asio::awaitable<http::Reply>;
  Reply list_cars(Context& context, http::Request request, contracts::FindCars input);
  Reply list_zones(Context& context, http::Request request, http::Nothing);
  Reply availability(Context& context, http::Request request, contracts::FindAvailability input);
  Reply quote(Context& context, http::Request request, contracts::AskPrice input);

  sql::Postgres& db_;
  const Clock& clock_;
};

}  // namespace sharecar::order
