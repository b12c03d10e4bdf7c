#include "mypage_proxy.hpp"

namespace sharecar::order {

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
  if (!answer) co_return http::to_problem("customer", answer.error());
  co_return http::Reply{answer->status, std::string{answer->headers.get("content-type")}, std::move(answer->body)};
}

}  // namespace sharecar::order
