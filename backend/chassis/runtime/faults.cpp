#include "chassis/runtime/faults.hpp"

#include <array>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chassis/telemetry/log.hpp"
#include "contracts/status.hpp"

namespace sharecar {
namespace {

using std::chrono::milliseconds;

const Log log{"faults"};

http::Reply injected_answer(int status, const std::string& path, Timestamp now) {
  const bool has_body = status != 204 && status != 304;
  if (status < 400) return {status, http::json_type, has_body ? R"({"fault.injected":true})" : ""};
  const Problem problem{.code = code_of(status), .detail = "This is an injected fault.", .fault_injected = true};
  return http::render_as(status, problem, path, now);
}

}  // namespace

void Faults::set(const std::string& name, Fault fault, std::optional<std::chrono::seconds> lasts) {
  tell(FaultEvent::set, name, plan_.set(name, std::move(fault), clock_.now(), lasts));
  await_expiry();
}

bool Faults::clear(const std::string& name) {
  const auto cleared = plan_.clear(name);
  if (cleared) tell(FaultEvent::cleared, name, *cleared);
  return cleared.has_value();
}

void Faults::clear_all() {
  while (!plan_.empty()) clear(std::string{plan_.all().begin()->first});
}

void Faults::release() {
  for (auto* timer : waiting_) timer->cancel();
}

void Faults::tell(FaultEvent what, const std::string& name, const ActiveFault& fault) {
  constexpr std::array words{"a fault is set", "a fault is cleared", "a fault has expired"};
  log.info(words.at(static_cast<std::size_t>(what)), {{"fault", name}, {"route", fault.route}});
  const FaultChange change{what, name, fault};
  for (const auto& listener : listeners_) listener(change);
}

void Faults::await_expiry() {
  const auto next = plan_.next_expiry();
  if (!next) return;
  expiry_.expires_after(*next - clock_.now());
  expiry_.async_wait([this](const boost::system::error_code& replaced) {
    if (replaced) return;
    for (const auto& [name, fault] : plan_.expire(clock_.now())) tell(FaultEvent::expired, name, fault);
    await_expiry();
  });
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
  routes_.push_back(route.name());
  return [this, name = route.name(), handler = route.handler](Context& context, http::Request request) {
    return plan_.empty() ? handler(context, std::move(request)) : serve(name, handler, context, std::move(request));
  };
}

http::net::awaitable<http::Reply> Faults::serve(std::string route, const http::Handler& handler, Context& context,
                                                http::Request request) {
  const auto struck = plan_.strike(route, clock_.now(), [this] { return std::uniform_real_distribution{}(random_); });
  if (struck == plan_.all().end()) co_return co_await handler(context, std::move(request));
  std::string name = struck->first;  // copies: it may be cleared while this request waits
  Fault fault = struck->second;
  context.span().tag(telemetry::tag::fault, name).annotate("fault " + name);
  log.info(context, "a fault is injected", {{"fault.injected", true}, {"fault", name}, {"route", route}});
  auto pending = suffer(std::move(fault), handler, context, std::move(request));
  http::Reply reply = co_await std::move(pending);
  reply.headers.set(http::fault_header, name);
  co_return reply;
}

http::net::awaitable<http::Reply> Faults::suffer(Fault fault, const http::Handler& handler,
                                                 Context& context, http::Request request) {
  const std::string path = request.path;
  const auto jitter = std::uniform_int_distribution<std::int64_t>{0, fault.jitter_ms}(random_);
  const milliseconds delay = fault.hang ? std::chrono::hours{1} : milliseconds{fault.delay_ms + jitter};
  if (delay.count() > 0) co_await wait(delay);
  if (fault.hang) co_return injected_answer(503, path, clock_.now());
  if (fault.status > 0) co_return injected_answer(static_cast<int>(fault.status), path, clock_.now());
  if (fault.reset == FaultReset::before) {
    http::Reply nothing = injected_answer(503, path, clock_.now());
    nothing.cut = http::Cut::before;
    co_return nothing;
  }
  http::Reply reply = co_await handler(context, std::move(request));
  if (fault.answer_delay_ms > 0) co_await wait(milliseconds{fault.answer_delay_ms});
  if (fault.reset == FaultReset::mid_answer) reply.cut = http::Cut::mid_answer;
  co_return reply;
}

}  // namespace sharecar
