/// How the actuator answers: Spring Boot's media type, or plain JSON for who asks for it.
#pragma once

#include <boost/json/value.hpp>
#include <string>

#include "chassis/http/route.hpp"

namespace sharecar::actuator {

http::Reply answer(const http::Request& request, int status, std::string body);
http::Reply answer(const http::Request& request, const boost::json::value& body, int status = 200);
/// 404: "There is no <what>."
http::Reply unknown(std::string what);

/// A management route: for this machine only, without spans.
template <class Input, class Api>
http::Route management(http::Method method, std::string path, std::string summary, Api& api,
                       http::net::awaitable<http::Reply> (Api::*handler)(Context&, http::Request, Input)) {
  auto out = http::route<Input, http::Nothing>(method, std::move(path), std::move(summary), api, handler);
  out.loopback_only = true;
  out.quiet = true;
  return out;
}

}  // namespace sharecar::actuator
