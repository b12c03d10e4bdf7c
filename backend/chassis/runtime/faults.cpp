#include "chassis/runtime/faults.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sharecar {

using std::chrono::milliseconds;

void Faults::set(const std::string& name, Fault fault) {
  faults_.insert_or_assign(name, std::move(fault));
  changed();
}

bool Faults::clear(const std::string& name) {
  const bool known = faults_.erase(name) > 0;
  if (known) changed();
  return known;
}

void Faults::clear_all() {
  faults_.clear();
  changed();
}

void Faults::changed() const {
  for (const auto& listener : listeners_) listener();
}

const Fault* Faults::strike(const std::string& route, std::string& name) {
  for (const auto& [fault_name, fault] : faults_) {
    if (fault.route != "*" && fault.route != route) continue;
    if (fault.probability < 1.0 && std::uniform_real_distribution{}(random_) >= fault.probability) continue;
    name = fault_name;
    return &fault;
  }
  return nullptr;
}

void Faults::release() {
  for (auto* timer : waiting_) timer->cancel();
}

http::net::awaitable<void> Faults::wait(milliseconds time) {
  struct Waiting {
    std::set<boost::asio::steady_timer*>& all;
    boost::asio::steady_timer timer;
    ~Waiting() { all.erase(&timer); }
  } waiting{waiting_, boost::asio::steady_timer{co_await boost::asio::this_coro::executor, time}};
  waiting_.insert(&waiting.timer);
  boost::system::error_code released;
  co_await waiting.timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, released));
}

http::Handler Faults::around(const http::Route& route) {
  return [this, name = route.name(), handler = route.handler](Context& context, http::Request request) {
    return faults_.empty() ? handler(context, std::move(request))
                           : serve(name, handler, context, std::move(request));
  };
}

http::net::awaitable<http::Reply> Faults::serve(std::string route, const http::Handler& handler, Context& context,
                                                http::Request request) {
  std::string name;
  const Fault* found = strike(route, name);
  if (found == nullptr) co_return co_await handler(context, std::move(request));
  const Fault fault = *found;  // it may be cleared while this request waits
  context.span().tag(telemetry::tag::fault, name).annotate("fault " + name);
  if (fault.hang) {
    co_await wait(std::chrono::hours{1});
    co_return http::Reply{503, http::text_type, "Injected fault " + name + ".\n"};
  }
  const auto jitter = std::uniform_int_distribution<std::int64_t>{0, fault.jitter_ms}(random_);
  if (fault.delay_ms + jitter > 0) co_await wait(milliseconds{fault.delay_ms + jitter});
  if (fault.status > 0) {
    co_return http::Reply{static_cast<int>(fault.status), http::text_type, "Injected fault " + name + ".\n"};
  }
  auto reply = co_await handler(context, std::move(request));
  if (fault.answer_delay_ms > 0) co_await wait(milliseconds{fault.answer_delay_ms});
  co_return reply;
}

}  // namespace sharecar
