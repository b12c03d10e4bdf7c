#include "played_instance.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>

#include "chassis/http/server_sent_events.hpp"
#include "chassis/json/encode.hpp"

namespace sharecar::turbine::test {
namespace {

namespace sse = http::sse;

Timestamp now() { return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()); }

http::net::awaitable<void> wait_for_ever() {
  http::net::steady_timer timer{co_await http::net::this_coro::executor, std::chrono::minutes{1}};
  boost::system::error_code ignored;
  co_await timer.async_wait(http::net::redirect_error(http::net::use_awaitable, ignored));
}

std::string state_of(const std::string& update) {
  if (update == "FORCE_OPEN") return "FORCED_OPEN";
  if (update == "DISABLE") return "DISABLED";
  return "CLOSED";
}

}  // namespace

PlayedInstance::PlayedInstance(std::string service, std::string id)
    : service_(std::move(service)), id_(std::move(id)), port_(http::testing::free_port()) {
  come();
}

std::string PlayedInstance::row() const {
  return R"({"service":")" + service_ + R"(","instance":")" + id_ + R"(","url":"http://127.0.0.1:)" +
         std::to_string(port_) + R"("})";
}

http::Routes PlayedInstance::routes() {
  using http::Method;
  const auto route = [this](Method method, const char* path,
                            Reply (PlayedInstance::*handler)(Context&, http::Request)) {
    return http::testing::route_to(method, path, [this, handler](Context& context, http::Request request) {
      return (this->*handler)(context, std::move(request));
    });
  };
  return {route(Method::get, "/actuator/breakers/stream", &PlayedInstance::stream),
          route(Method::get, "/hystrix.stream", &PlayedInstance::hystrix_stream),
          route(Method::get, "/actuator/health", &PlayedInstance::health),
          route(Method::get, "/actuator/outbox", &PlayedInstance::outbox),
          route(Method::post, "/actuator/circuitbreakers/{name}", &PlayedInstance::update)};
}

void PlayedInstance::come() {
  const std::lock_guard lock{mutex_};
  for (auto& [name, breaker] : breakers_) breaker.state = "CLOSED";
  host_ = std::make_unique<http::testing::Host>(0.0);
  http::ServerConfig config;
  config.port = port_;
  host_->serve(routes(), config);
}

void PlayedInstance::go() {
  host_->stop();
  const std::lock_guard lock{mutex_};
  streams_.clear();
  hystrix_streams_.clear();
  host_.reset();
}

void PlayedInstance::breaker(const std::string& name, const std::string& state, const std::string& trace_id) {
  host_->on_reactor([&] { set(name, state, trace_id); });
}

void PlayedInstance::set(const std::string& name, const std::string& state, const std::string& trace_id) {
  const std::lock_guard lock{mutex_};
  auto& breaker = breakers_[name];
  const auto from = std::exchange(breaker.state, state);
  breaker.service = service_;
  breaker.instance = id_;
  breaker.name = name;
  breaker.since = now();
  breaker.server_now = now();
  if (!from.empty() && from != state) {
    contracts::BreakerEvent event;
    event.name = name;
    event.type = "STATE_TRANSITION";
    event.at = now();
    event.from = from;
    event.to = state;
    if (!trace_id.empty()) event.trace_id = trace_id;
    write(streams_, sse::event("x", "breaker.event", json::encode(event)));
  }
  write(streams_, text_of(breaker));
}

std::string PlayedInstance::state(const std::string& name) const {
  const std::lock_guard lock{mutex_};
  return breakers_.at(name).state;
}

void PlayedInstance::tell(const std::string& event, const std::string& data) {
  host_->on_reactor([&] { write(streams_, sse::event("x", event, data)); });
}

void PlayedInstance::condition(const std::string& health, const std::string& outbox) {
  const std::lock_guard lock{mutex_};
  health_ = health;
  outbox_ = outbox;
}

void PlayedInstance::refuse(std::optional<int> status) {
  const std::lock_guard lock{mutex_};
  refusal_ = status;
}

void PlayedInstance::hang(bool yes) {
  const std::lock_guard lock{mutex_};
  hangs_ = yes;
}

void PlayedInstance::hystrix(const std::string& message) {
  host_->on_reactor([&] { write(hystrix_streams_, "data: " + message + "\n\n"); });
}

std::vector<std::string> PlayedInstance::updates() const {
  const std::lock_guard lock{mutex_};
  return updates_;
}

int PlayedInstance::listeners() {
  int out = 0;
  host_->on_reactor([&] {
    const std::lock_guard lock{mutex_};
    for (const auto& stream : streams_) out += stream->open() ? 1 : 0;
  });
  return out;
}

std::string PlayedInstance::text_of(const contracts::Breaker& breaker) const {
  return sse::event("x", "breaker.changed", json::encode(breaker));
}

std::shared_ptr<http::BodyStream> PlayedInstance::new_stream(Streams& among) {
  auto out = sse::make_stream(host_->reactor().get_executor());
  out->write(sse::comment);
  among.push_back(out);
  return out;
}

void PlayedInstance::write(Streams& to, const std::string& text) {
  for (const auto& stream : to) stream->write(text);
}

PlayedInstance::Reply PlayedInstance::stream(Context&, http::Request) {
  bool hangs = false;
  std::shared_ptr<http::BodyStream> out;
  {
    const std::lock_guard lock{mutex_};
    hangs = hangs_;
    if (!hangs) {
      out = new_stream(streams_);
      for (const auto& [name, breaker] : breakers_) out->write(text_of(breaker));
    }
  }
  if (hangs) co_await wait_for_ever();
  co_return out ? sse::reply(std::move(out)) : http::Reply{503, "", ""};
}

PlayedInstance::Reply PlayedInstance::hystrix_stream(Context&, http::Request) {
  const std::lock_guard lock{mutex_};
  co_return sse::reply(new_stream(hystrix_streams_));
}

PlayedInstance::Reply PlayedInstance::health(Context&, http::Request) {
  const std::lock_guard lock{mutex_};
  co_return http::Reply{200, http::json_type, health_};
}

PlayedInstance::Reply PlayedInstance::outbox(Context&, http::Request) {
  const std::lock_guard lock{mutex_};
  co_return http::Reply{200, http::json_type, outbox_};
}

PlayedInstance::Reply PlayedInstance::update(Context&, http::Request request) {
  const auto name = request.captures.at(0).second;
  const auto update = std::string{boost::json::parse(request.body).at("updateState").as_string()};
  std::optional<int> refusal;
  {
    const std::lock_guard lock{mutex_};
    updates_.push_back(name + ' ' + update);
    refusal = refusal_;
  }
  if (refusal && *refusal == 0) co_await wait_for_ever();
  if (refusal) co_return http::Reply{*refusal, http::json_type, "{}"};
  set(name, state_of(update), "");
  co_return http::Reply{200, http::json_type, R"({"circuitBreakerName":")" + name + R"("})"};
}

}  // namespace sharecar::turbine::test
