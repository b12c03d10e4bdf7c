#include "played_platform.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace sharecar::load::testing {

namespace net = boost::asio;
using http::Method;
using http::Request;

namespace {

http::Reply json(int status, std::string body) { return {status, http::json_type, std::move(body)}; }

bool is_traced(const Request& request) { return request.header("b3") != "0"; }

}  // namespace

PlayedPlatform::PlayedPlatform(Behaviour behaviour) : behaviour_(behaviour) {
  host_.serve({route(Method::get, "/cars", &PlayedPlatform::cars),
               route(Method::get, "/cars/{id}/availability", &PlayedPlatform::availability),
               route(Method::post, "/orders", &PlayedPlatform::book),
               route(Method::get, "/events", &PlayedPlatform::events),
               route(Method::get, "/mypages/{id}", &PlayedPlatform::mypage)});
}

http::Route PlayedPlatform::route(Method method, std::string path,
                                  Reply (PlayedPlatform::*handler)(Context&, Request)) {
  return http::testing::route_to(method, std::move(path), [this, handler](Context& context, Request request) {
    return (this->*handler)(context, std::move(request));
  });
}

Seen PlayedPlatform::seen() {
  Seen out;
  host_.on_reactor([&] { out = seen_; });
  return out;
}

PlayedPlatform::Reply PlayedPlatform::cars(Context&, Request) {
  std::string list;
  for (const char* id : {"1", "2", "3"}) {
    list += std::string{list.empty() ? "" : ","} + R"({"carId":)" + id +
            R"(,"name":"","zone":"","carClass":"","hourlyPrice":1,"inService":true,"timeZone":"","version":1})";
  }
  co_return json(200, R"({"_embedded":{"cars":[)" + list + "]}}");
}

PlayedPlatform::Reply PlayedPlatform::availability(Context&, Request request) {
  if (is_traced(request)) ++seen_.looks_traced;
  const std::string span = R"({"startsAt":")" + request.query_parameter("from").value() + R"(","endsAt":")" +
                           request.query_parameter("to").value() + R"("})";
  co_return json(200, R"({"carId":)" + request.captures.front().second + R"(,"from":"2026-01-01T00:00:00Z",)" +
                          R"("to":"2026-02-01T00:00:00Z","inService":true,"busy":[],"free":[)" + span + "]}");
}

PlayedPlatform::Reply PlayedPlatform::book(Context&, Request request) {
  const int number = ++seen_.bookings;
  seen_.keys.insert(std::string{request.header("idempotency-key")});
  auto body = boost::json::parse(request.body).as_object();
  body.erase("customerId");
  const int claims = ++seen_.slots[boost::json::serialize(body)];
  if (number == behaviour_.stops_at) std::this_thread::sleep_for(behaviour_.stop);  // the fault, with the whole thread
  if (behaviour_.silent_from > 0 && number >= behaviour_.silent_from) {
    net::steady_timer never{co_await net::this_coro::executor, std::chrono::steady_clock::time_point::max()};
    boost::system::error_code cancelled;
    co_await never.async_wait(net::redirect_error(net::use_awaitable, cancelled));
  }
  if (stream_) tell(number);
  if (claims > 1 && behaviour_.slot_is_taken_once) co_return json(409, R"({"code":"slot_taken"})");
  co_return json(201, R"({"orderId":)" + std::to_string(number) + "}");
}

PlayedPlatform::Reply PlayedPlatform::events(Context&, Request) {
  if (!behaviour_.streams) co_return Problem{.code = Errc::not_found};
  stream_ = http::sse::make_stream(host_.reactor().get_executor());
  co_return http::sse::reply(stream_);
}

void PlayedPlatform::tell(int order) {
  if (behaviour_.stream_breaks_at > 0 && order >= behaviour_.stream_breaks_at) {
    behaviour_.streams = false;
    stream_->end();
    return;
  }
  const std::string id = std::to_string(order);
  for (const int status : {1, 2, behaviour_.shows}) {
    stream_->write(http::sse::event(
        id, "mypage.changed", R"({"orderId":)" + id + R"(,"statusCode":)" + std::to_string(status) + R"(,"lagMs":7})"));
  }
}

PlayedPlatform::Reply PlayedPlatform::mypage(Context&, Request request) {
  ++seen_.pages_read;
  if (is_traced(request)) ++seen_.looks_traced;
  co_return json(200, R"({"orderId":)" + request.captures.front().second + R"(,"statusCode":)" +
                          std::to_string(behaviour_.shows) + R"(,"lagMs":7})");
}

}  // namespace sharecar::load::testing
