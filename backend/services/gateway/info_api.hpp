/// What clients find here, so that they offer nothing that is not there.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "chassis/http/route.hpp"
#include "contracts/info.hpp"

namespace sharecar::gateway {

class InfoApi {
 public:
  explicit InfoApi(contracts::Info info) : info_(std::move(info)) {}

  http::Routes routes();

 private:
  boost::asio::awaitable<http::Reply> show(Context& context, http::Request request, http::Nothing);

  contracts::Info info_;
};

}  // namespace sharecar::gateway
