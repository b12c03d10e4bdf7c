#include "running_gateway.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>

namespace sharecar::gateway::test {
namespace {

http::Reply echo(const std::string& name, const http::Request& request) {
  std::string text = name + '\n' + std::string{http::to_string(request.method)} + ' ' + request.target + '\n';
  for (const auto& [key, value] : request.headers) text += key + ": " + value + '\n';
  return {200, http::text_type, text + '\n' + request.body};
}

}  // namespace

PlayedService::PlayedService(std::string name)
    : name_(std::move(name)), play_([this](const http::Request& request) { return echo(name_, request); }) {
  using http::Method;
  http::Routes routes;
  for (const auto method : {Method::get, Method::post, Method::put, Method::patch, Method::delete_, Method::options}) {
    routes.push_back(http::testing::route_to(method, "/**", [this](Context& context, http::Request request) {
      return answer(context, std::move(request));
    }));
  }
  host_.serve(std::move(routes));
}

void PlayedService::play(Play play) {
  const std::lock_guard lock{mutex_};
  play_ = std::move(play);
}

std::vector<http::Request> PlayedService::requests() const {
  const std::lock_guard lock{mutex_};
  return requests_;
}

http::net::awaitable<http::Reply> PlayedService::answer(Context&, http::Request request) {
  if (const auto delay = delay_.load(); delay.count() > 0) {
    http::net::steady_timer timer{co_await http::net::this_coro::executor, delay};
    co_await timer.async_wait(http::net::use_awaitable);
  }
  Play play;
  {
    const std::lock_guard lock{mutex_};
    requests_.push_back(request);
    play = play_;
  }
  co_return play(request);
}

std::string PlayedService::spans() const {
  std::vector<std::string> lines;
  for (const auto& request : requests()) {
    if (request.path != "/api/v2/spans") continue;
    const auto batch = boost::json::parse(request.body);
    for (const auto& span : batch.as_array()) {
      const auto& tags = span.at("tags").as_object();
      std::string line{span.at("kind").as_string()};
      line += ' ';
      line += span.at("name").as_string();
      if (tags.contains("order.id")) line += " order.id=" + std::string{tags.at("order.id").as_string()};
      lines.push_back(std::move(line));
    }
  }
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const auto& line : lines) out += line + '\n';
  return out;
}

RunningGateway::RunningGateway(const Change& change) {
  GatewayConfig config;
  config.tracing.flush_ms = 5;
  config.order.url = order.url();
  config.reservation.url = reservation.url();
  config.payment.url = payment.url();
  config.customer.url = customer.url();
  config.tracing.url = tracing.url();
  tracing.play([](const http::Request&) { return http::Reply{202, "", ""}; });
  if (change) change(config);
  service_ = std::make_unique<sharecar::test::RunningService<GatewayConfig>>("gateway", config, assemble);
}

Answer RunningGateway::ask(const std::string& request, const std::vector<std::string>& fields,
                           const std::string& body) const {
  RawClient client{port()};
  client.send(request_text(request, fields, body));
  return client.receive(!request.starts_with("HEAD"));
}

std::string request_text(const std::string& request, const std::vector<std::string>& fields, const std::string& body) {
  std::string text = request + " HTTP/1.1\r\n";
  const bool names_host =
      std::any_of(fields.begin(), fields.end(), [](const auto& field) { return field.starts_with("Host:"); });
  if (!names_host) text += "Host: localhost:8088\r\n";
  for (const auto& field : fields) text += field + "\r\n";
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return text + "\r\n" + body;
}

std::string nowhere() { return "http://127.0.0.1:" + std::to_string(http::testing::free_port()); }

}  // namespace sharecar::gateway::test
