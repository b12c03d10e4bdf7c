#include "chassis/actuator/answer.hpp"

#include <boost/json/serialize.hpp>

namespace sharecar::actuator {
namespace {

constexpr const char* actuator_type = "application/vnd.spring-boot.actuator.v3+json";

}  // namespace

http::Reply answer(const http::Request& request, int status, std::string body) {
  const bool plain = request.header("accept").find("application/json") != std::string_view::npos;
  return {status, plain ? http::json_type : actuator_type, std::move(body)};
}

http::Reply answer(const http::Request& request, const boost::json::value& body, int status) {
  return answer(request, status, boost::json::serialize(body));
}

http::Reply unknown(std::string what) {
  return Problem{.code = Errc::not_found, .detail = "There is no " + std::move(what) + "."};
}

}  // namespace sharecar::actuator
