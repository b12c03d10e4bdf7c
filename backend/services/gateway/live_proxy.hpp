/// Passes the stream of events on as it comes.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "backend_api.hpp"
#include "chassis/http/route.hpp"
#include "forwarding_api.hpp"

namespace sharecar::gateway {

/// GET /events: one connection to customer for each listener. Whole events only, so that ours can follow them: when the
/// other side breaks off or is silent for three heartbeats, the listener gets `bye` and comes again. A listener that
/// reads slowly makes customer wait, which cuts it.
class LiveProxy {
 public:
  LiveProxy(http::net::io_context& reactor, Backend& customer, TrustedProxies trusted)
      : reactor_(reactor), customer_(customer), trusted_(std::move(trusted)) {}

  http::Routes routes();

 private:
  boost::asio::awaitable<http::Reply> listen(Context& context, http::Request request);

  http::net::io_context& reactor_;
  Backend& customer_;
  TrustedProxies trusted_;
};

}  // namespace sharecar::gateway
