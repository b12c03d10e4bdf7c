#include "live_api.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "availability.hpp"
#include "chassis/http/server_sent_events.hpp"
#include "chassis/json/decode.hpp"
#include "chassis/json/encode.hpp"
#include "chassis/runtime/spawn.hpp"
#include "chassis/telemetry/log.hpp"
#include "mypage_api.hpp"
#include "mypage_store.hpp"

namespace sharecar::customer {
namespace {

using namespace std::chrono_literals;
namespace sse = http::sse;

const Log live_log{"live"};

constexpr std::size_t rows_at_once = 256;
constexpr std::size_t bytes_at_once = 64 * 1024;  // then the reader has to take them

Problem no_such_topic(const std::string& asked) {
  return {.code = Errc::invalid_request,
          .detail = "There is no topic \"" + asked + "\" here; there are: mypage, availability.",
          .violations = {{"/topics", "enum:mypage,availability", "string"}}};
}

Problem needs_a_customer() {
  return {.code = Errc::forbidden, .detail = "everybody's changes are only for this machine; name a customerId"};
}

}  // namespace

struct LiveApi::Listener {
  Listener(net::io_context& reactor, const std::vector<std::string>& topics, Listen input, std::int64_t from)
      : mypage(std::find(topics.begin(), topics.end(), "mypage") != topics.end()),
        availability(std::find(topics.begin(), topics.end(), "availability") != topics.end()),
        customer(std::move(input.customer_id)),
        sent(from),
        stream(sse::make_stream(reactor.get_executor())),
        changed(reactor, net::steady_timer::time_point::max()) {}

  bool mypage;
  bool availability;
  std::optional<std::string> customer;
  std::int64_t sent;
  std::shared_ptr<http::BodyStream> stream;
  net::steady_timer changed;
};

LiveApi::LiveApi(net::io_context& reactor, sql::SqliteDatabase& db, const Clock& clock, telemetry::Metrics& metrics,
                 ChangeRing changes)
    : reactor_(reactor),
      db_(db),
      clock_(clock),
      listening_(metrics.gauge("sharecar_live_listeners", "Open streams of events")),
      too_slow_(
          metrics.counter("sharecar_live_too_slow_total", "Streams that ended because their reader was too slow")),
      ring_(std::move(changes)) {}

http::Routes LiveApi::routes() {
  http::Routes out;
  out.push_back(http::route<Listen, http::Nothing>(http::Method::get, "/events", "Changes as server-sent events", *this,
                                                   &LiveApi::listen, {Errc::forbidden}));
  out.back().quiet = true;
  return out;
}

void LiveApi::changed(const std::vector<kafka::Message>& messages) {
  std::vector<Change> changes;
  for (const auto& message : messages) {
    if (!message.order) continue;
    Change change;
    change.order = *message.order;
    if (message.topic == contracts::topics::order && concerns_availability(message.type)) {
      change.type = message.type;
      change.event = message.payload;
    }
    changes.push_back(std::move(change));
  }
  net::post(reactor_, [this, changes = std::move(changes)]() mutable {
    for (auto& change : changes) {
      ring_.add(change.order);
      if (!change.type.empty()) ring_.add_event(change.order, std::move(change.type), std::move(change.event));
    }
    send_away_the_slow();
    settle_soon();
  });
}

void LiveApi::beat() {
  for (const auto& listener : listeners_) listener->stream->write(sse::comment);
  wake_listeners();
  settle_soon();
}

net::awaitable<http::Reply> LiveApi::listen(Context&, http::Request request, Listen input) {
  const auto topics = json::split_list(input.topics);
  for (const auto& topic : topics) {
    if (topic != "mypage" && topic != "availability") co_return no_such_topic(topic);
  }
  const auto left_at = request.header(sse::last_event_id);
  const auto known = ring_.number_of(left_at);
  auto listener = std::make_shared<Listener>(reactor_, topics, std::move(input), known.value_or(ring_.last()));
  if (listener->mypage && !listener->customer && !request.peer_is_loopback) co_return needs_a_customer();
  const auto id = ring_.id(listener->sent);
  listener->stream->write(sse::greeting(id));
  if (!known && !left_at.empty()) listener->stream->write(sse::event(id, "reset", "{}"));
  listeners_.push_back(listener);
  listening_.Set(static_cast<double>(listeners_.size()));
  spawn(reactor_.get_executor(), "follow MyPage", follow(listener));
  settle_soon();
  co_return sse::reply(listener->stream);
}

// One listener's events, until its stream is over.
net::awaitable<void> LiveApi::follow(std::shared_ptr<Listener> listener) {
  while (true) {
    const bool open = co_await listener->stream->drained();
    if (!open) break;
    if (deliver(*listener)) continue;
    boost::system::error_code woken;
    co_await listener->changed.async_wait(net::redirect_error(net::use_awaitable, woken));
  }
  listeners_.remove(listener);
  listening_.Set(static_cast<double>(listeners_.size()));
}

// Those who miss a change that was forgotten meanwhile.
void LiveApi::send_away_the_slow() {
  for (const auto& listener : listeners_) {
    if (ring_.remembers(listener->sent) || !listener->stream->open()) continue;
    too_slow_.Increment();
    listener->stream->end();
  }
  wake_listeners();
}

// False when there is nothing to deliver now.
bool LiveApi::deliver(Listener& listener) const {
  const auto from = listener.sent;
  std::size_t bytes = 0;
  while (bytes < bytes_at_once) {
    const Change* change = ring_.find(listener.sent + 1);
    if (!change || (listener.mypage && !change->settled)) break;
    listener.sent = change->number;
    const auto text = text_for(listener, *change);
    bytes += text.size();
    if (!text.empty()) listener.stream->write(text);
  }
  return listener.sent != from;
}

// "" when it is not for this listener.
std::string LiveApi::text_for(const Listener& listener, const Change& change) const {
  if (!change.type.empty()) {
    if (!listener.availability) return {};
    const auto event = json::decode_text<contracts::OrderEvent>(change.event);
    if (!event) return {};  // in the dead letter topic
    const auto data = json::encode(availability_of(change.type, *event));
    return sse::event(ring_.id(change.number), "availability.changed", data);
  }
  const bool is_its_own = !listener.customer || change.customer == *listener.customer;
  if (!listener.mypage || !is_its_own || change.row.empty()) return {};
  return sse::event(ring_.id(change.number), "mypage.changed", change.row);
}

void LiveApi::settle_soon() {
  if (settling_ || listeners_.empty()) return;
  settling_ = true;
  spawn(reactor_.get_executor(), "read changed rows", settle());
}

// The last change that every listener to MyPage has had; nothing when there is none.
std::optional<std::int64_t> LiveApi::furthest_behind() const {
  std::optional<std::int64_t> out;
  for (const auto& listener : listeners_) {
    if (listener->mypage) out = std::min(out.value_or(listener->sent), listener->sent);
  }
  return out;
}

// Reads the rows of what changed, until all is read that some listener waits for.
net::awaitable<void> LiveApi::settle() {
  try {
    while (const auto behind = furthest_behind()) {
      auto orders = ring_.unsettled(*behind);
      if (orders.empty()) break;
      if (orders.size() > rows_at_once) orders.resize(rows_at_once);
      const auto last = ring_.last();
      const Rows rows = co_await read_rows(orders);
      ring_.settle(last, orders, rows);
      wake_listeners();
    }
  } catch (const std::exception& failure) {
    live_log.warn("changed rows cannot be read; tried again soon", {{"cause", failure.what()}});
  }
  settling_ = false;
}

net::awaitable<LiveApi::Rows> LiveApi::read_rows(std::vector<OrderId> orders) {
  auto work = [this, orders = std::move(orders)](Context& inner, sql::Session& session) {
    Rows out;
    for (const auto order : orders) {
      const auto row = find(inner, session, order);
      const auto shown = row ? show(*row, clock_.now()) : std::nullopt;
      if (shown) out[order] = {shown->customer_id, resource_of("", *shown)};
    }
    return out;
  };
  auto context = untraced(5s);
  co_return co_await db_.run(context, std::move(work));
}

void LiveApi::wake_listeners() {
  for (const auto& listener : listeners_) listener->changed.cancel();
}

}  // namespace sharecar::customer
