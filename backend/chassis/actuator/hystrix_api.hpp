/// The stream that Netflix' Hystrix dashboard and Turbine read.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "chassis/actuator/guards.hpp"
#include "chassis/http/body_stream.hpp"
#include "chassis/http/route.hpp"

namespace sharecar::actuator {

/// A guard as a HystrixCommand and its bulkhead as a HystrixThreadPool: one message each, by Hystrix' own names. Counts
/// and durations are those of the last ten seconds, the error percentage is the breaker's failure rate. `group`: the
/// service.
std::string hystrix_command(const std::string& group, resilience::Guard& guard, const Moment& now);
std::string hystrix_pool(resilience::Guard& guard, const Moment& now);

/// GET /hystrix.stream and /actuator/hystrix.stream: every 500 ms all of them, or a ping when there are none. At most
/// five streams at a time, as Hystrix has it. Lives on the reactor's thread.
class HystrixApi {
 public:
  /// The references outlive it.
  HystrixApi(http::net::io_context& reactor, std::string service, Guards& guards)
      : reactor_(reactor), service_(std::move(service)), guards_(guards) {}

  http::Routes routes();

 private:
  http::net::awaitable<http::Reply> stream(Context& context, http::Request request, http::Nothing);
  http::net::awaitable<void> keep_telling(std::shared_ptr<http::BodyStream> stream);
  std::string messages() const;

  http::net::io_context& reactor_;
  std::string service_;
  Guards& guards_;
  int streams_ = 0;
};

}  // namespace sharecar::actuator
