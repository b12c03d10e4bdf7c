#include "admission_api.hpp"

#include "chassis/json/decode.hpp"
#include "live_topics.hpp"
#include "local_caller.hpp"

namespace sharecar::gateway {
namespace {

constexpr const char* asked_method = "Access-Control-Request-Method";
constexpr const char* asked_headers = "Access-Control-Request-Headers";

http::Reply forbidden(const char* why) { return Problem{.code = Errc::forbidden, .detail = why}; }

// A page that the gateway itself served is of no other origin.
bool is_cross_origin(const http::Request& request) {
  const auto origin = request.header("Origin");
  const auto scheme_end = origin.find("://");
  return !origin.empty() && (scheme_end == origin.npos ||
                             !http::equal_without_case(origin.substr(scheme_end + 3), request.header("Host")));
}

bool is_preflight(const http::Request& request) {
  return request.method == http::Method::options && request.headers.has(asked_method) &&
         !request.header("Origin").empty();
}

// Management, and events that are not one customer's. What names no topic well is refused later.
bool is_for_operators(const http::Request& request) {
  if (is_local_only(request.path)) return true;
  if (request.path != "/events") return false;
  const auto topics = parse_topics(json::split_list(request.query_parameter("topics").value_or("mypage")));
  return topics && is_for_operators(*topics, request.query_parameter("customerId").has_value());
}

bool is_from_here(const http::Request& request) {
  const bool came_by_proxy = request.headers.has("X-Forwarded-For") || request.headers.has("Forwarded");
  return request.peer_is_loopback && !came_by_proxy && is_local_host(request.header("Host"));
}

}  // namespace

boost::asio::awaitable<std::optional<http::Reply>> Admission::check(Context&, const http::Request& request) {
  co_return decide(request);
}

std::optional<http::Reply> Admission::decide(const http::Request& request) const {
  const bool cross_origin = is_cross_origin(request);
  if (is_for_operators(request)) {
    if (!is_from_here(request)) return forbidden("only from this machine");
    if (cross_origin && !is_local_origin(request.header("Origin"))) return forbidden("only for pages of this machine");
  }
  if (is_preflight(request)) return preflight(request);
  if (cross_origin && !cors_.allows(request.header("Origin"))) return forbidden("this origin is not allowed");
  return {};
}

http::Reply Admission::preflight(const http::Request& request) const {
  const auto fields =
      cors_.preflight(request.header("Origin"), request.header(asked_method), request.header(asked_headers));
  if (!fields) return forbidden("this origin is not allowed to send such a request");
  http::Reply reply{200, "", ""};
  for (const auto& [name, value] : *fields) reply.headers.set(name, value);
  return reply;
}

void Admission::finish(const http::Request& request, http::Reply& reply) const {
  reply.headers.add("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
  const auto origin = request.header("Origin");
  if (origin.empty() || reply.headers.has("Access-Control-Allow-Origin") || !cors_.allows(origin)) return;
  if (is_for_operators(request) && !is_local_origin(origin)) return;
  if (is_preflight(request)) return;  // refused
  for (auto& [name, value] : cors_.actual(origin)) reply.headers.set(name, value);
}

}  // namespace sharecar::gateway
