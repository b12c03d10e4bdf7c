/// Passes requests on to the services, and their answers back.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "backend_api.hpp"
#include "chassis/http/route.hpp"
#include "chassis/runtime/clock.hpp"
#include "forwarding_api.hpp"
#include "last_known.hpp"
#include "route_table.hpp"

namespace sharecar::gateway {

/// Path, query and body go on as they came; status, body and end-to-end fields come back as they are. What a route
/// remembers (MyPage) is answered from memory while its service does not answer, and says so. Lives on the reactor's
/// thread.
class ProxyApi {
 public:
  /// Throws std::invalid_argument for a route to a service that is not in `backends`.
  ProxyApi(RouteTable table, Backends& backends, TrustedProxies trusted, const Clock& clock);

  /// One for each of named_requests(): the template names span and metrics.
  http::Routes routes();

 private:
  boost::asio::awaitable<http::Reply> forward(Context& context, http::Request request);
  void remember(const std::string& question, const http::Response& response);
  std::optional<http::Reply> last_known(const std::string& question, Backend& backend, const Context& context);

  RouteTable table_;
  Backends& backends_;
  TrustedProxies trusted_;
  const Clock& clock_;
  LastKnown last_known_;
};

}  // namespace sharecar::gateway
