#include "chassis/actuator/breaker_api.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chassis/actuator/answer.hpp"
#include "chassis/http/server_sent_events.hpp"
#include "chassis/json/encode.hpp"
#include "chassis/runtime/spawn.hpp"

namespace sharecar::actuator {
namespace {

using namespace std::chrono_literals;
namespace net = http::net;
namespace sse = http::sse;
using http::Method;
using resilience::EventType;

constexpr auto beat = 100ms;        // how long an event waits at most
constexpr int beats_to_look = 5;    // at figures
constexpr int beats_to_live = 40;   // a comment says that we do
constexpr std::size_t most_waiting = 256;

// `since` is translated from one clock to the other at each look, and differs by microseconds.
contracts::Breaker without_time(contracts::Breaker breaker) {
  breaker.server_now = {};
  breaker.since = {};
  breaker.half_open_in_ms.reset();
  return breaker;
}

}  // namespace

BreakerApi::BreakerApi(net::io_context& reactor, Guards& guards, std::function<std::string()> faults)
    : reactor_(reactor), guards_(guards), faults_(std::move(faults)) {
  guards.listen([this](const Guards::Guarded& guarded, const resilience::Entry& entry) { heard(guarded, entry); });
}

http::Routes BreakerApi::routes() {
  return {management<http::Nothing>(Method::get, "/actuator/breakers", "Circuit breakers with all there is to know",
                                    *this, &BreakerApi::show),
          management<http::Nothing>(Method::get, "/actuator/breakers/stream",
                                    "Circuit breakers and faults as server-sent events", *this, &BreakerApi::stream)};
}

BreakerApi::Reply BreakerApi::show(Context&, http::Request request, http::Nothing) {
  std::vector<contracts::Breaker> out;
  for (const auto& [name, guarded] : guards_.all()) out.push_back(guards_.show(guarded));
  co_return answer(request, 200, json::encode(out));
}

BreakerApi::Reply BreakerApi::stream(Context&, http::Request, http::Nothing) {
  auto stream = sse::make_stream(reactor_.get_executor());
  stream->write(sse::greeting(std::to_string(++last_id_)));
  for (const auto& [name, guarded] : guards_.all()) {
    const auto breaker = guards_.show(guarded);
    if (listeners_.empty()) told_[name] = {without_time(breaker), guarded.guard().breaker().since()};
    stream->write(event("breaker.changed", json::encode(breaker)));
  }
  stream->write(event("faults.changed", faults_()));
  listeners_.push_back(stream);
  if (!telling_) {
    telling_ = true;
    spawn(reactor_.get_executor(), "tell of breakers", keep_telling());
  }
  co_return sse::reply(std::move(stream));
}

// Inside of a call: what is heard is told a little later.
void BreakerApi::heard(const Guards::Guarded& guarded, const resilience::Entry& entry) {
  if (listeners_.empty() || entry.event.type == EventType::SUCCESS) return;
  if (events_.size() == most_waiting) events_.pop_front();
  events_.push_back(json::encode(guards_.show(guarded, entry)));
  const bool new_state = entry.event.type == EventType::STATE_TRANSITION || entry.event.type == EventType::RESET;
  if (!new_state || state_changed_) return;
  state_changed_ = true;
  net::post(reactor_, [this] {
    state_changed_ = false;
    tell_events();
    tell_changes();
  });
}

net::awaitable<void> BreakerApi::keep_telling() {
  net::steady_timer timer{reactor_};
  for (int beats = 1; !listeners_.empty(); ++beats) {
    timer.expires_after(beat);
    boost::system::error_code ignored;
    co_await timer.async_wait(net::redirect_error(net::use_awaitable, ignored));
    tell_events();
    if (beats % beats_to_look == 0) tell_changes();
    if (beats % beats_to_live == 0) tell_all(sse::comment);
    listeners_.remove_if([](const auto& stream) { return !stream->open(); });
  }
  events_.clear();
  told_.clear();
  telling_ = false;
}

void BreakerApi::tell_changes() {
  for (const auto& [name, guarded] : guards_.all()) {
    const auto breaker = guards_.show(guarded);
    Told now{without_time(breaker), guarded.guard().breaker().since()};
    auto& told = told_[name];
    if (now == told) continue;
    told = std::move(now);
    tell_all(event("breaker.changed", json::encode(breaker)));
  }
}

void BreakerApi::tell_events() {
  for (const auto& one : events_) tell_all(event("breaker.event", one));
  events_.clear();
}

void BreakerApi::faults_changed() {
  if (!listeners_.empty()) tell_all(event("faults.changed", faults_()));
}

void BreakerApi::tell_all(const std::string& text) {
  for (const auto& listener : listeners_) listener->write(text);
}

std::string BreakerApi::event(const char* name, const std::string& data) {
  return sse::event(std::to_string(++last_id_), name, data);
}

}  // namespace sharecar::actuator
