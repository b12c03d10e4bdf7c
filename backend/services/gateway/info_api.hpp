/// What clients find here, so that they offer nothing that is not there.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/describe.hpp>
#include <string>

#include "chassis/http/route.hpp"

namespace sharecar::gateway {

struct Capabilities {
  bool booking = true;
  bool live = true;  ///< the stream of events
  bool traces = true;
  bool breakers = false;
  bool scenarios = false;
  bool identity = false;  ///< tokens and accounts
};
BOOST_DESCRIBE_STRUCT(Capabilities, (), (booking, live, traces, breakers, scenarios, identity))

struct Info {
  std::string environment;
  std::string version;
  Capabilities capabilities;
};
BOOST_DESCRIBE_STRUCT(Info, (), (environment, version, capabilities))

class InfoApi {
 public:
  explicit InfoApi(Info info) : info_(std::move(info)) {}

  http::Routes routes();

 private:
  boost::asio::awaitable<http::Reply> show(Context& context, http::Request request, http::Nothing);

  Info info_;
};

}  // namespace sharecar::gateway
