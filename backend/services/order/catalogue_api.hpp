/// HTTP for choosing a car: answered from the copy, so it works while reservation is down.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>

#include "chassis/http/route.hpp"
#include "chassis/runtime/clock.hpp"
#include "chassis/sql/postgres.hpp"
#include "contracts/car.hpp"

namespace sharecar::order {

/// Lives on the reactor's thread. A copy that was not kept up to date for longer than `stale_after` is served all the
/// same, and every answer from it says so.
class CatalogueApi {
 public:
  /// `behind`: since when the copy may miss something.
  CatalogueApi(sql::Postgres& db, const Clock& clock, std::function<std::chrono::milliseconds()> behind,
               std::chrono::milliseconds stale_after)
      : db_(db), clock_(clock), behind_(std::move(behind)), stale_after_(stale_after) {}
  http::Routes routes();

 private:
  using Reply = boost::asio::awaitable<http::Reply>;
  Reply list_cars(Context& context, http::Request request, contracts::FindCars input);
  Reply list_zones(Context& context, http::Request request, http::Nothing);
  Reply availability(Context& context, http::Request request, contracts::FindAvailability input);
  Reply quote(Context& context, http::Request request, contracts::AskPrice input);

  http::Reply shown(Context& context, http::Reply reply) const;

  sql::Postgres& db_;
  const Clock& clock_;
  std::function<std::chrono::milliseconds()> behind_;
  std::chrono::milliseconds stale_after_;
};

}  // namespace sharecar::order
