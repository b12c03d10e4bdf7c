/// Passes requests on to the services, and their answers back.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "backend_api.hpp"
#include "chassis/http/route.hpp"
#include "forwarding_api.hpp"
#include "route_table.hpp"

namespace sharecar::gateway {

/// Path, query and body go on as they came; status, body and end-to-end fields come back as they are.
class ProxyApi {
 public:
  /// Throws std::invalid_argument for a route to a service that is not in `backends`.
  ProxyApi(RouteTable table, Backends& backends, TrustedProxies trusted);

  /// One for each of named_requests(): the template names span and metrics.
  http::Routes routes();

 private:
  boost::asio::awaitable<http::Reply> forward(Context& context, http::Request request);

  RouteTable table_;
  Backends& backends_;
  TrustedProxies trusted_;
};

}  // namespace sharecar::gateway
