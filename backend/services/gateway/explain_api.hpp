/// Everything that the platform knows of one order, joined from the services.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "backend_api.hpp"
#include "chassis/http/route.hpp"
#include "contracts/order.hpp"

namespace sharecar::gateway {

/// A part that cannot be had is {"error": code, "detail": text} and no reason to fail.
class ExplainApi {
 public:
  explicit ExplainApi(Backends& backends) : backends_(backends) {}

  http::Routes routes();

 private:
  boost::asio::awaitable<http::Reply> explain(Context& context, http::Request request, contracts::OneOrder order);

  Backends& backends_;
};

}  // namespace sharecar::gateway
