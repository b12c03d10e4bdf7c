#include "chassis/http/event_hub.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "chassis/http/server_sent_events.hpp"
#include "chassis/runtime/spawn.hpp"

namespace sharecar::http {
namespace {

constexpr std::size_t bytes_at_once = 16 * 1024;  // then the reader has to take them

}  // namespace

struct EventHub::Listener {
  Listener(net::io_context& reactor, std::vector<Feed> wanted, std::int64_t from)
      : feeds(std::move(wanted)),
        sent(from),
        stream(sse::make_stream(reactor.get_executor())),
        changed(reactor, net::steady_timer::time_point::max()) {}

  std::vector<Feed> feeds;
  std::int64_t sent;
  std::shared_ptr<BodyStream> stream;
  net::steady_timer changed;
};

EventHub::EventHub(net::io_context& reactor, telemetry::Metrics& metrics, EventRing ring)
    : reactor_(reactor),
      listening_(metrics.gauge("sharecar_live_listeners", "Open streams of events")),
      too_slow_(
          metrics.counter("sharecar_live_too_slow_total", "Streams that ended because their reader was too slow")),
      ring_(std::move(ring)) {}

void EventHub::close(Feed feed) {
  ring_.close(feed);
  const auto found = by_feed_.find(feed);
  if (found == by_feed_.end()) return;
  const Listeners dismissed = found->second;
  for (const auto& listener : dismissed) {
    remove(listener);
    listener->stream->end();
    listener->changed.cancel();
  }
}

void EventHub::tell(Feed feed, std::string_view name, std::string_view data) {
  ring_.add(feed, name, data);
  const auto found = by_feed_.find(feed);
  if (found == by_feed_.end()) return;
  for (const auto& listener : found->second) listener->changed.cancel();
}

Reply EventHub::listen(const Request& request, std::vector<Feed> feeds) {
  const auto left_at = request.header(sse::last_event_id);
  auto known = ring_.number_of(left_at);
  const auto remembered = [&](Feed feed) { return ring_.remembers(feed, *known); };
  if (known && !std::all_of(feeds.begin(), feeds.end(), remembered)) known.reset();
  auto listener = std::make_shared<Listener>(reactor_, std::move(feeds), known.value_or(ring_.last()));
  const auto id = ring_.id(listener->sent);
  listener->stream->write(sse::greeting(id));
  if (!known && !left_at.empty()) listener->stream->write(sse::event(id, "reset", "{}"));
  add(listener);
  spawn(reactor_.get_executor(), "send events", follow(listener));
  return sse::reply(listener->stream);
}

std::size_t EventHub::listeners(Feed feed) const {
  const auto found = by_feed_.find(feed);
  return found == by_feed_.end() ? 0 : found->second.size();
}

void EventHub::beat() {
  for (const auto& listener : all_) {
    const bool open = listener->stream->write(sse::comment);
    if (!open) listener->changed.cancel();  // its reader left
  }
}

// One listener's events, until its stream is over.
net::awaitable<void> EventHub::follow(std::shared_ptr<Listener> listener) {
  while (true) {
    const bool open = co_await listener->stream->drained();
    if (!open) break;
    if (deliver(*listener)) continue;
    boost::system::error_code woken;
    co_await listener->changed.async_wait(net::redirect_error(net::use_awaitable, woken));
  }
  remove(listener);
}

// False when there is nothing to deliver now.
bool EventHub::deliver(Listener& listener) {
  if (!remembers_all(listener)) {
    too_slow_.Increment();
    listener.stream->end();
    return true;
  }
  const auto from = listener.sent;
  std::size_t bytes = 0;
  while (bytes < bytes_at_once) {
    const EventRing::Entry* next = nullptr;
    for (const auto feed : listener.feeds) {
      const auto* candidate = ring_.next(feed, listener.sent);
      if (candidate && (!next || candidate->number < next->number)) next = candidate;
    }
    if (!next) break;
    listener.sent = next->number;
    bytes += next->text.size();
    listener.stream->write(next->text);
  }
  return listener.sent != from;
}

bool EventHub::remembers_all(const Listener& listener) const {
  return std::all_of(listener.feeds.begin(), listener.feeds.end(),
                     [&](Feed feed) { return ring_.remembers(feed, listener.sent); });
}

void EventHub::add(const std::shared_ptr<Listener>& listener) {
  all_.insert(listener);
  for (const auto feed : listener->feeds) by_feed_[feed].insert(listener);
  listening_.Set(static_cast<double>(all_.size()));
}

void EventHub::remove(const std::shared_ptr<Listener>& listener) {
  all_.erase(listener);
  for (const auto feed : listener->feeds) {
    const auto found = by_feed_.find(feed);
    if (found == by_feed_.end()) continue;
    found->second.erase(listener);
    if (found->second.empty()) by_feed_.erase(found);
  }
  listening_.Set(static_cast<double>(all_.size()));
}

}  // namespace sharecar::http
