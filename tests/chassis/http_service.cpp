#include "http_service.hpp"

#include <boost/asio/use_awaitable.hpp>

#include "chassis/sql/session.hpp"

namespace sharecar::http::testing {
namespace {

using namespace std::chrono_literals;

net::awaitable<Reply> hello(Context&, Request) { co_return Reply(200, text_type, "hello"); }

std::string describe(const Request& request) {
  std::string out{to_string(request.method)};
  out += " path=" + request.path + " query=" + request.query + " route=" + request.route;
  for (const auto& [name, value] : request.captures) out += " {" + name + "}=" + value;
  for (const auto& [name, value] : request.headers) out += " " + name + "=" + value;
  out += " peer=" + request.peer + " body=" + request.body;
  return out;
}

net::awaitable<Reply> echo(Context&, Request request) { co_return Reply(200, text_type, describe(request)); }

net::awaitable<Reply> order(Context& context, Request request) {
  if (request.captures.front().second == "7") context.order(OrderId(7));
  const auto known = context.order();
  co_return Reply(200, text_type, known ? to_string(*known) : "none");
}

net::awaitable<Reply> remaining(Context& context, Request) {
  const auto left = context.remaining();
  const char* text = left > 5s ? "long" : left > 100ms ? "short" : "none";
  co_return Reply(200, text_type, text);
}

Problem taken() {
  Problem problem;
  problem.code = Errc::slot_taken;
  problem.detail = "taken";
  return problem;
}

net::awaitable<Reply> fail(Context&, Request request) {
  const auto how = request.query;
  if (how == "database") throw sql::Unavailable("password=hunter2 refused");
  if (how == "unexpected") throw UnexpectedProblem(taken());
  if (how == "exception") throw std::runtime_error("secret");
  if (how == "anything") throw 42;
  if (how == "500") co_return Reply(500, text_type, "own words");
  co_return taken();
}

net::awaitable<Reply> headers(Context&, Request) {
  Reply reply{200, text_type, "x"};
  reply.headers.add("X-Good", "1");
  reply.headers.add("X-Bad", "1\r\nX-Injected: 1");
  reply.headers.add("Bad Name", "1");
  reply.headers.add("Connection", "upgrade");
  reply.headers.add("Content-Length", "99");
  reply.headers.add("Transfer-Encoding", "chunked");
  co_return reply;
}

net::awaitable<Reply> empty(Context&, Request request) {
  co_return Reply(std::stoi(request.captures.front().second), "", "");
}

net::awaitable<Reply> wait_for(std::shared_ptr<Gate> gate, Request) {
  ++gate->waiting;
  net::steady_timer timer{co_await net::this_coro::executor};
  while (!gate->open) {
    timer.expires_after(2ms);
    co_await timer.async_wait(net::use_awaitable);
  }
  co_return Reply(200, text_type, "at last");
}

}  // namespace

Handler gated(std::shared_ptr<Gate> gate) {
  return [gate](Context&, Request request) { return wait_for(gate, std::move(request)); };
}

Routes routes() {
  Routes all{
      route_to(Method::get, "/hello", hello),         route_to(Method::get, "/echo/{name}", echo),
      route_to(Method::post, "/echo", echo),          route_to(Method::get, "/orders/{id}", order),
      route_to(Method::get, "/remaining", remaining), route_to(Method::get, "/fail", fail),
      route_to(Method::get, "/headers", headers),     route_to(Method::get, "/empty/{status}", empty),
      route_to(Method::get, "/probe", hello),         route_to(Method::get, "/admin", hello),
  };
  all[8].quiet = true;
  all[9].loopback_only = true;
  return all;
}

std::string get(const std::string& target, const std::string& fields) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

std::string post(const std::string& fields, const std::string& body) {
  return "POST /echo HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

}  // namespace sharecar::http::testing
