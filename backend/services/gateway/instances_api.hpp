/// Which processes the platform consists of, and how they are.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "backend_api.hpp"
#include "chassis/runtime/service.hpp"

namespace sharecar::gateway {

/// One process. What it did not tell is null.
struct Instance {
  std::string service;
  std::optional<std::string> id;
  std::string url;
  std::optional<std::string> version;
  std::optional<std::string> started_at;
  std::string health;                            ///< UP, DOWN, OUT_OF_SERVICE, UNKNOWN; DOWN too when it is silent
  std::optional<std::int64_t> outbox_oldest_ms;  ///< age of the oldest event that is not published yet
  std::optional<std::int64_t> lag_ms;            ///< how old the last event was when it was handled
  boost::json::value faults;                     ///< [{name, route, ...}]: what is injected there
  std::optional<std::string> error;              ///< why it is silent
};
BOOST_DESCRIBE_STRUCT(Instance, (),
                      (service, id, url, version, started_at, health, outbox_oldest_ms, lag_ms, faults, error))

class InstancesApi {
 public:
  /// `service` is the gateway, which tells of itself by the same questions as the others.
  InstancesApi(Service& service, std::vector<Backend*> backends, std::chrono::milliseconds timeout)
      : service_(service), backends_(std::move(backends)), timeout_(timeout) {}

  http::Routes routes();

 private:
  boost::asio::awaitable<http::Reply> list(Context& context, http::Request request, http::Nothing);

  /// Made when it is first needed, because only then the port is known.
  Backend& ourselves();

  Service& service_;
  std::optional<Backend> ourselves_;
  std::vector<Backend*> backends_;
  std::chrono::milliseconds timeout_;
};

}  // namespace sharecar::gateway
