#include "chassis/http/event_source.hpp"

#include <algorithm>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <random>

#include "chassis/runtime/spawn.hpp"

namespace sharecar::http {
namespace {

constexpr std::chrono::seconds opening_limit{5};

Problem ended(const std::string& upstream) {
  return {.code = Errc::unavailable,
          .detail = upstream + " ended its stream of events",
          .retry_after = std::chrono::seconds{1}};
}

Problem refused(const std::string& upstream, int status) {
  Problem problem{.code = Errc::upstream_failed,
                  .detail = upstream + " answered " + std::to_string(status) + " to the request for its events"};
  if (status == 503) {
    problem.code = Errc::unavailable;
    problem.retry_after = std::chrono::seconds{1};
  }
  return problem;
}

}  // namespace

struct EventSource::State {
  State(net::io_context& reactor, Upstream& from, Call what, Handlers told, SourceTiming waits)
      : upstream(from),
        name(from.name()),
        call(std::move(what)),
        handlers(std::move(told)),
        timing(waits),
        pause(reactor) {}

  static net::awaitable<void> run(std::shared_ptr<State> self);
  net::awaitable<Problem> listen_once();
  std::chrono::milliseconds next_pause();

  Upstream& upstream;  // gone when this is stopped
  const std::string name;
  const Call call;
  const Handlers handlers;
  const SourceTiming timing;
  net::steady_timer pause;
  std::string last_id;
  std::minstd_rand random{std::random_device{}()};
  int failures = 0;
  bool stopped = false;
  std::shared_ptr<net::cancellation_signal> abandon = std::make_shared<net::cancellation_signal>();
};

EventSource::EventSource(net::io_context& reactor, Upstream& upstream, Call call, Handlers handlers,
                         SourceTiming timing)
    : state_(std::make_shared<State>(reactor, upstream, std::move(call), std::move(handlers), timing)) {
  spawn(reactor.get_executor(), "follow events", State::run(state_), state_->abandon);
}

// It may be a handler that ends it, so its coroutine is abandoned when that has returned.
EventSource::~EventSource() {
  state_->stopped = true;
  auto give_up = [state = state_] { state->abandon->emit(net::cancellation_type::terminal); };
  net::post(state_->pause.get_executor(), std::move(give_up));
}

net::awaitable<void> EventSource::State::run(std::shared_ptr<State> self) {
  while (!self->stopped) {
    const Problem why = co_await self->listen_once();
    if (self->stopped) break;
    self->handlers.lost(why);
    if (self->stopped) break;
    self->pause.expires_after(self->next_pause());
    boost::system::error_code ignored;
    co_await self->pause.async_wait(net::redirect_error(net::use_awaitable, ignored));
  }
}

// Returns why it is over.
net::awaitable<Problem> EventSource::State::listen_once() {
  ++failures;
  auto context = untraced(opening_limit);
  Call asked = call;
  asked.unguarded = true;  // it has a back-off of its own, and says nothing of how requests fare
  if (!last_id.empty()) asked.headers.set(sse::last_event_id, last_id);
  auto opening = upstream.open(context, std::move(asked), timing.longest_silence);
  auto opened = co_await std::move(opening);
  if (!opened) co_return to_problem(name, opened.error());
  if (opened->status != 200) co_return refused(name, opened->status);
  failures = 0;
  if (!stopped) handlers.opened();
  sse::Reader reader;
  const auto each = [this](const sse::Event& event) {
    if (!stopped && event.name != "bye") handlers.event(event);
  };
  while (!stopped) {
    const std::string bytes = co_await opened->body->next();
    if (bytes.empty() || stopped || !reader.feed(bytes, each)) break;
    if (!reader.last_id().empty()) last_id = reader.last_id();
  }
  co_return ended(name);
}

std::chrono::milliseconds EventSource::State::next_pause() {
  const auto doubled = timing.first_retry * (1 << std::clamp(failures - 1, 0, 10));
  const auto longest = std::min(doubled, timing.longest_retry);
  return longest / 2 + std::chrono::milliseconds{random() % static_cast<unsigned>(longest.count() / 2 + 1)};
}

}  // namespace sharecar::http
