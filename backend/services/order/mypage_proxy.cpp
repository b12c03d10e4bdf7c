#include "mypage_proxy.hpp"

#include "chassis/http/fallback.hpp"
#include "chassis/http/hal.hpp"

namespace sharecar::order {
namespace {

bool is_list(const http::Request& request) {
  return request.path == "/mypages" || request.path == "/myPages" || request.path.ends_with("/findByCustomerId");
}

// There is no other source of these rows: none of them, and a word about it.
http::Reply empty_list(const http::Request& request) {
  auto reply = http::hal::collection(request, "mypages", {}, {}, 0);
  contracts::Fallback fallback;
  fallback.of = "customer";
  http::mark(reply, fallback);
  return reply;
}

}  // namespace

http::Routes MyPageProxy::routes() {
  http::Routes out;
  for (const char* path : {"/mypages", "/mypages/**", "/myPages", "/myPages/**"}) {
    http::Route route;
    route.method = http::Method::get;
    route.path = path;
    route.summary = "MyPage, answered by customer";
    route.handler = [this](Context& context, http::Request request) { return forward(context, std::move(request)); };
    out.push_back(std::move(route));
  }
  return out;
}

boost::asio::awaitable<http::Reply> MyPageProxy::forward(Context& context, http::Request request) {
  http::Call call;
  call.target = request.target + (request.query.empty() ? "?" : "&") + "view=current";
  call.route = request.route;
  call.pin = request.query_parameter("customerId").value_or(request.target);  // what one reads does not go back
  const std::string base = request.base_url();                                // links name us, not customer
  const auto scheme_end = base.find("://");
  call.headers.set("X-Forwarded-Proto", base.substr(0, scheme_end));
  call.headers.set("X-Forwarded-Host", base.substr(scheme_end + 3));
  auto answer = co_await customer_.send(context, std::move(call));
  if (!answer && is_list(request)) {
    const Context instead = customer_.fallback(context);
    co_return empty_list(request);
  }
  if (!answer) co_return http::to_problem("customer", answer.error());
  co_return http::Reply{answer->status, std::string{answer->headers.get("content-type")}, std::move(answer->body)};
}

}  // namespace sharecar::order
