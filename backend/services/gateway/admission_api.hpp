/// What is decided about every request before it reaches a route, and about every answer before it leaves.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "chassis/http/message.hpp"
#include "chassis/telemetry/context.hpp"
#include "cors.hpp"

namespace sharecar::gateway {

/// Answers preflights, refuses pages of origins that are not allowed, and keeps /admin and /actuator for this machine:
/// a page that a browser here shows counts by its origin, a request that came through a proxy is not from here.
class Admission {
 public:
  explicit Admission(Cors cors) : cors_(std::move(cors)) {}

  /// Runs before the handler, for paths that nobody serves too.
  boost::asio::awaitable<std::optional<http::Reply>> check(Context& context, const http::Request& request);
  /// Puts the CORS fields on an answer, whatever it is.
  void finish(const http::Request& request, http::Reply& reply) const;

 private:
  std::optional<http::Reply> decide(const http::Request& request) const;
  http::Reply preflight(const http::Request& request) const;

  Cors cors_;
};

}  // namespace sharecar::gateway
